"""Sites of many features at once, as real Jekyll builds them: ``python -m tests.fuzz.builds --count 200``.

Each site mixes collections with permalinks, defaults, drafts and dates to come, excerpts, categories, data, layouts
in layouts with front matter, includes with parameters, filters on lists, kramdown's options, contents and footnotes.
Told are sites that Jekyll does not build without our saying so, files that one has and the other has not, links that
are seen by one of them, links whose verdict is wrong, and ids. Without Jekyll nothing is compared.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.fidelity import Table
from benchmarks.whole_pages import read_whole
from tests.fuzz import command_line
from tests.reference.jekyll.outcome_sites import Files
from tests.reference.jekyll.outcomes import is_said_to_stop, write_site

from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll import SiteOptions, load_site
from sitecheck.testing import check_folder

BUILDER = Path(__file__).parents[1] / "reference/jekyll/build_sites.rb"
TIME = "2026-01-01 12:00:00 +0000"
TOLD = ("targets missed", "broken, not said", "said broken, is not", "ids missed")
"""Kinds of difference. An id on a branch that may not run is one that the page may have, so those are no find."""
NOT_KNOWN = (" dynamic", " ok, perhaps", "beside:")
"""What stands in examples of links that are said to be unknown, of those to anchors that may be there, and of
those that the benchmark leaves out on one side alone."""
_LOCK = "GEM\n  specs:\n    jekyll (4.3.4)\n    kramdown (2.5.1)\n    liquid (4.0.4)\n"
"""Says that GitHub Pages does not build the site, whose plugins would change it."""
_SITES_A_BUILD = 50
_DRAFT = 9
"""The number of a draft: without a date it would have that of its file."""

_WORDS = ("Alpha", "beta gamma", "Ünï & Cö", "C++ / x", "it's", "1st", "A: b", "été")
_PERMALINKS = (
    *("pretty", "none", "/:title/", "/:collection/:path/", "/:categories/:title.html", "/x/:slug:output_ext"),
    *("/:collection/:name", "/d/:name/"),
)
_DATED = ("date", "ordinal", "/:year/:month/:day/:title")
"""Permalinks of posts alone: a document without a date has that of the build."""
_HEADS = (
    "# {}",
    "## {}",
    "### {} {{#own-{}}}",
    "{}\n----",
    "## {}\n{{: #ial-{} .c}}",
    "## [{}](#x)",
    "## `{}` *b*",
)
_LISTS = (
    "site.posts", "site.pages", "site.docs", "site.docs | sort: 'order'", "site.posts | where: 'category', 'x'",
    "site.pages | where_exp: 'p', 'p.title'", "site.docs | reverse", "site.tags.t", "site.categories.x",
    "site.docs | where: 'kind', 'a' | sort: 'title'", "site.static_files", "site.posts | concat: site.docs",
    "site.html_pages | sort: 'url'", "site.related_posts", "site.documents | sort: 'url'",
    "site.docs | where_exp: 'd', 'd.order > 2'", "site.docs | slice: 1, 2", "site.posts | uniq | sort: 'title' | reverse",
)  # fmt: skip
_SHOWN = (
    '<a href="{{ p.url | relative_url }}" id="i-{{ p.title | slugify }}">{{ p.title }}</a>',
    "[{{ p.title | escape }}]({{ p.url }}#{{ forloop.index }})",
    '<p id="{{ p.slug }}-{{ p.order | default: "n" }}">{{ p.excerpt | strip_html | truncate: 20 }}</p>',
    '{% if p.kind == "a" %}<a href="{{ site.baseurl }}{{ p.url }}">a</a>{% elsif p.order %}<b id="o{{ p.order }}"></b>{% endif %}',
    '<div id="{{ p.id | slugify }}">{{ p.excerpt }}</div>',
    '{% unless p.next %}<a href="{{ p.previous.url }}">last</a>{% endunless %}',
    '{%- assign k = p.categories | join: "-" -%}<a href="/c/{{ k }}/" id="c-{{ k }}">x</a>',
    '{% include card.html item=p n=forloop.index %}',
    '<a href="{{ p.path | prepend: "/" }}">p</a><i id="{{ p.date | date: "%Y-%j" }}"></i>',
    '<i id="{{ p.tags | join: "_" }}x"></i>{% if forloop.last %}<i id="n{{ forloop.length }}"></i>{% endif %}',
    '<a href="{{ p.url | absolute_url }}">{{ p.collection }}</a><i id="{{ p.name | split: "." | first }}"></i>',
)  # fmt: skip
_GROUPS = (
    '{% assign g = site.posts | group_by: "category" %}{% for x in g %}<h2 id="g-{{ x.name | slugify }}">{{ x.size }}</h2>'
    '{% for p in x.items %}<a href="{{ p.url }}">{{ p.title }}</a>{% endfor %}{% endfor %}',
    '{% for t in site.tags %}<a href="#{{ t[0] | slugify }}">{{ t[1].size }}</a><i id="{{ t | first | slugify }}"></i>{% endfor %}',
    '{% assign y = site.posts | group_by_exp: "p", "p.date | date: \'%Y\'" %}{% for x in y %}<i id="y{{ x.name }}"></i>{% endfor %}',
    '{% for c in site.collections %}<i id="col-{{ c.label }}-{{ c.docs.size }}"></i>{% endfor %}',
    '{% for d in site.data.menu %}<a href="{{ d.url | relative_url }}" id="m-{{ d.name | slugify }}">{{ d.name }}</a>'
    '{% for s in d.sub %}<a href="{{ s }}">s</a>{% endfor %}{% endfor %}',
    '{% for d in site.data.people %}<i id="{{ d[0] }}-{{ d[1].n }}"></i>{% endfor %}',
    '{% for r in site.data.rows limit: 2 offset: 1 %}<a href="{{ r.link }}" id="{{ r.key }}">r</a>{% endfor %}',
    '{% capture c %}{% for p in site.docs %}{{ p.title | slugify }},{% endfor %}{% endcapture %}'
    '{% assign l = c | split: "," | sort | uniq %}{% for s in l %}<i id="s-{{ s }}"></i>{% endfor %}',
    '{% assign first = site.posts | first %}<a href="{{ first.url }}">{{ first.title }}</a>{% cycle "a", "b" %}',
    '{% case page.kind %}{% when "a", "b" %}<i id="case-{{ page.kind }}"></i>{% else %}<i id="case-other"></i>{% endcase %}',
    '{% tablerow p in site.docs cols: 2 %}<i id="tr{{ tablerowloop.col }}{{ p.title | slugify }}"></i>{% endtablerow %}',
    '{% increment n %}{% increment n %}<i id="inc"></i>{% for i in (1..3) reversed %}<i id="r{{ i | times: 2 }}"></i>{% endfor %}',
    '{% assign w = page.content | number_of_words %}{% if w > 10 %}<i id="long"></i>{% else %}<i id="short"></i>{% endif %}',
    '{% if page.previous %}<a href="{{ page.previous.url | relative_url }}">prev</a>{% endif %}'
    '{% if page.next %}<a href="{{ page.next.url | relative_url }}">next</a>{% endif %}',
)  # fmt: skip
_TEXTS = (
    "Text[^1] and *more*.\n\n[^1]: A note with [a link](/nowhere/).\n",
    "* TOC\n{:toc}\n", "1. a\n2. b\n{: #list}\n", "Term\n: Definition\n", "| a | b |\n|---|---|\n| [x](y.html) | c |\n",
    "> quoted [l][ref]\n\n[ref]: /posts/ 'T'\n", "```ruby\nputs '[no](link)'\n```\n", "A\n\n<!--more-->\n\nB [z](#own-1)\n",
    "![i](/img.png){: #pic}\n", "<div markdown='1' id='raw'>\n## Inside\n</div>\n", "*[HTML]: Hyper\n\nHTML\n", "$$x_1$$\n",
    "## No toc\n{: .no_toc}\n", "Line  \nbreak --- dash... \"quote\" <http://example.org>\n", "{::nomarkdown}<b id='nm'>*x*</b>{:/}\n",
    "{% raw %}{{ not }}{% endraw %} {% comment %}<i id='gone'></i>{% endcomment %}\n", "{% highlight ruby %}x = 1{% endhighlight %}\n",
    "- a\n  - b [c](/about/)\n\n      code\n- [ ] task\n", "Setext\n======\n", "[up](../) [self](#top) [doc]({% link img.png %})\n",
)  # fmt: skip


def make_site(seed: int) -> Files:
    """The files of a site."""
    return _Maker(random.Random(seed)).site()


class _Maker:
    def __init__(self, random_: random.Random) -> None:
        self.random = random_

    def site(self) -> Files:
        """All files."""
        files: Files = {"_config.yml": self._config(), **self._parts()}
        for number in range(self.random.randint(1, 4)):
            files[f"_docs/{self._folder()}d{number}.md"] = self._page(number)
        files.setdefault("_docs/d1.md", "---\ntitle: One\n---\n")
        for number in range(self.random.randint(1, 5)):
            year = self.random.choice((2020, 2021, 2025, 2027))
            files[f"_posts/{year}-0{number + 1}-1{number}-post-{number}.md"] = self._page(number, post=True)
        if self.random.random() < 0.3:
            files["_drafts/draft.md"] = self._page(_DRAFT, post=True)
        for number, name in enumerate(("index", "about", "sub/index", "sub/page")):
            files[f"{name}.{self.random.choice(('md', 'html'))}"] = self._page(number, document=False)
        files |= {"img.png": "x", "Gemfile": "gem 'jekyll'\n", "Gemfile.lock": _LOCK}
        return files

    def _config(self) -> str:
        random_ = self.random
        lines = [f"title: {random_.choice(_WORDS)!r}".replace('"it\'s"', "it")]
        docs = ["output: true"] + ([f"permalink: {random_.choice(_PERMALINKS)}"] if self._maybe() else [])
        docs += ["sort_by: order"] if self._maybe(0.2) else []
        lines.append(f"collections: {{docs: {{{', '.join(docs)}}}}}")
        lines += [f"permalink: {random_.choice(_PERMALINKS)}"] if self._maybe() else []
        lines[1] = (
            lines[1].replace("}}", f"}}, posts: {{permalink: {random_.choice(_DATED)}}}}}")
            if self._maybe()
            else lines[1]
        )
        lines += [f"baseurl: {random_.choice(('/base', '/', ''))!r}"] if self._maybe(0.4) else []
        lines += [each for each in ("future: true", "show_drafts: true") if self._maybe(0.3)]
        lines += ["excerpt_separator: '<!--more-->'"] if self._maybe(0.3) else []
        kramdown = [
            each
            for each in ("auto_ids: false", "auto_id_prefix: k-", "header_offset: 1", "parse_block_html: true",
                         "toc_levels: 2..3", "input: kramdown", "auto_id_stripping: true",
                         "footnote_nr: 3", "hard_wrap: true", "footnote_prefix: f-")
            if self._maybe(0.15)
        ]  # fmt: skip
        lines += [f"kramdown: {{{', '.join(kramdown)}}}"] if kramdown else []
        scopes = (
            "{path: ''}",
            "{path: '', type: posts}",
            "{path: _docs, type: docs}",
            "{path: sub}",
            "{type: pages}",
        )
        values = (
            "{layout: base}",
            "{layout: inner, kind: a}",
            "{kind: b}",
            "{categories: [x, y]}",
            "{tags: t}",
        )
        sets = [
            f"  - {{scope: {random_.choice(scopes)}, values: {random_.choice(values)}}}"
            for _ in range(random_.randint(0, 3))
        ]
        lines += ["defaults:", *sets] if sets else []
        if self._maybe(0.3):
            lines += ["plugins: [jekyll-paginate]", f"paginate: {random_.randint(1, 3)}"]
        return "\n".join(lines) + "\n"

    def _parts(self) -> dict[str, str]:
        base = "---\nkind: base\n---\n<html><body id='{{ page.kind | default: layout.kind }}'>"
        base += self._liquid() + "{{ content }}" + self._liquid() + "</body></html>\n"
        inner = (
            "---\nlayout: base\nkind: inner\n---\n<main id='{{ layout.kind }}-{{ page.title | slugify }}'>"
        )
        inner += "{{ content }}" + self._liquid() + "</main>\n"
        card = '<a href="{{ include.item.url | relative_url }}" id="card-{{ include.n }}">{{ include.item.title }}</a>'
        return {
            "_layouts/base.html": base,
            "_layouts/inner.html": inner,
            "_includes/card.html": card
            + ("{% if include.n == 2 %}<i id='two'></i>{% endif %}" if self._maybe() else ""),
            "_includes/note.md": "## Note {{ include.t }}\n\n[n]({{ include.to | default: '/none/' }})\n",
            "_data/menu.yml": "- {name: A b, url: /about/, sub: [x.html, '#y']}\n- {name: Ü, url: /sub/}\n- {name: z}\n",
            "_data/people.json": '{"ann": {"n": 1}, "bob": {"n": "2"}}\n',
            "_data/rows.csv": "key,link\nk1,/about/\nk2,/sub/page.html\nk3,\n",
        }

    def _page(self, number: int, post: bool = False, document: bool = True) -> str:
        random_ = self.random
        title = random_.choice(_WORDS)
        matter = [f"title: {json.dumps(title, ensure_ascii=False)}"]
        matter += [f"layout: {random_.choice(('base', 'inner', 'none', 'null'))}"] if self._maybe(0.7) else []
        matter += [f"order: {random_.randint(1, 5)}"] if self._maybe() else [f"order: {number}"]
        matter += [f"kind: {random_.choice('abc')}"] if self._maybe() else []
        matter += [f"permalink: /own/{number}-{title[0]}/"] if self._maybe(0.15) else []
        matter += [random_.choice(("category: x", "categories: [x, Y z]", "categories: x y"))] if post else []
        matter += [random_.choice(("tags: [t, U v]", "tags: t u", "tag: t"))] if self._maybe(0.4) else []
        matter += ["published: false"] if self._maybe(0.05) else []
        matter += ["excerpt: 'Own [e](/e/)'"] if self._maybe(0.1) else []
        matter += ["date: 2021-05-06 07:08:09 +0200"] if number == _DRAFT or self._maybe(0.1) else []
        body = [self._block(number, document) for _ in range(random_.randint(2, 6))]
        return "---\n" + "\n".join(matter) + "\n---\n" + "\n\n".join(body) + "\n"

    def _block(self, number: int, in_document: bool) -> str:
        kind = self.random.random()
        if kind < 0.35:
            head = self.random.choice(_HEADS)
            return head.format(self.random.choice(_WORDS), number)
        if kind < 0.75:
            return self.random.choice(_TEXTS)
        return self._liquid(in_document)

    def _liquid(self, in_document: bool = False) -> str:
        if self._maybe(0.4):
            return self.random.choice(_GROUPS)
        if self._maybe(0.1):
            return "{% include note.md t=page.title to=page.url %}"
        shown = "".join(self.random.sample(_SHOWN, self.random.randint(1, 2)))
        if in_document:  # an excerpt that shows excerpts has no end
            shown = shown.replace("p.excerpt", "p.url").replace("p.content", "p.title")
        return f"{{% assign all = {self.random.choice(_LISTS)} %}}{{% for p in all %}}{shown}{{% endfor %}}"

    def _folder(self) -> str:
        return self.random.choice(("", "", "in/", "In Ü/"))

    def _maybe(self, share: float = 0.5) -> bool:
        return self.random.random() < share


def differences(seeds: range) -> Iterator[str]:
    """What differs between the sites of these seeds and what Jekyll builds of them."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        folders = {seed: Path(name, "sites", str(seed)) for seed in seeds}
        for seed, folder in folders.items():
            folder.mkdir(parents=True)
            write_site(make_site(seed), folder)
        built = Path(name, "built")
        built.mkdir()
        done = subprocess.run(
            ["ruby", str(BUILDER), TIME, str(built)],
            input="\n".join(map(str, folders.values())), capture_output=True, text=True, check=True,
            env={**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        answers = dict(json.loads(line) for line in done.stdout.splitlines() if line.startswith('["'))
        for seed, folder in folders.items():
            error = answers[str(seed)].get("error")
            for told in _refused(folder, error) if error else _compared(folder, built / str(seed)):
                yield f"seed {seed}: {told}"


def _refused(folder: Path, error: str) -> Iterator[str]:
    if not is_said_to_stop(check_folder(folder, read_settings(None))):
        yield f"not built: {error}"


def _compared(folder: Path, built: Path) -> Iterator[str]:
    config = folder / "_config.yml"
    config.write_text(f"{config.read_text('utf-8')}time: {TIME}\n", "utf-8")
    ours = {route.output for route in load_site(folder, SiteOptions()).routes}
    theirs = {path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()}
    yield from (f"file missed: {each}" for each in sorted(theirs - ours))
    yield from (f"file of ours only: {each}" for each in sorted(ours - theirs))
    table = Table(1000)
    read_whole(folder, built, table)
    for kind in TOLD:
        for each in table.examples.get(kind, ()):
            if not any(words in each for words in NOT_KNOWN):
                yield f"{kind}: {each}"


def faults(seeds: range) -> Iterator[str]:
    """The differences, where Jekyll is installed to tell any."""
    if shutil.which("ruby") is not None and shutil.which("jekyll") is not None:
        for first in range(0, len(seeds), _SITES_A_BUILD):
            yield from differences(seeds[first : first + _SITES_A_BUILD])


def main() -> int:
    """Prints what differs."""
    return command_line.seeded("builds", faults, count=200)


if __name__ == "__main__":
    sys.exit(main())
