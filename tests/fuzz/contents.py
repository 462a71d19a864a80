"""What generated files say: bodies, front matter, settings, data and Ruby, made from a seeded generator.

Everything refers to everything: links, anchors, includes, layouts, data and posts are drawn from the names
that the site may have, so that some are there and some really are missing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

LAYOUTS = ("default", "page", "post", "math", "gone")
INCLUDES = (
    "nav.html",
    "head.html",
    "deep/leaf.html",
    "note.md",
    "math.html",
    ".hidden.html",
    "linked/x.html",
)
ANCHORS = ("part", "top", "x1", "other", "fn:1")
WORDS = ("alpha", "beta", "gamma", "delta", "Part one", "café", "x < y", "two  words", "100 %")
PLUGINS = (
    *("jekyll-feed", "jekyll-sitemap", "jekyll-redirect-from", "jekyll-archives", "jekyll-paginate"),
    *(
        "jekyll-optional-front-matter",
        "jekyll-readme-index",
        "jekyll-default-layout",
        "jekyll-relative-links",
    ),
    *("jekyll-titles-from-headings", "jekyll-seo-tag", "jekyll-include-cache", "jekyll-paginate-v2"),
    *("jekyll-unheard-of", "jemoji"),
)
GEMS = (*PLUGINS, "github-pages", "jekyll", "webrick", "minima")
KATEX = "https://cdn.jsdelivr.net/npm/katex@0.16.9/dist/"
MATHJAX = "https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-mml-chtml.js"
_WORKFLOWS = (
    "jobs: {}\n",
    "jobs: {a: {steps: [{uses: actions/jekyll-build-pages@v1}]}}\n",
    "jobs: {a: {steps: [{uses: actions/deploy-pages@v4}]}}\n",
    "jobs:\n  b:\n    steps:\n    - run: bundle exec jekyll build\n    - uses: peaceiris/actions-gh-pages@v3\n",
    "jobs: {b: {steps: [{run: npm run build && cp -r dist assets}]}}\n",
)
AROUND = {
    ".github/workflows/pages.yml": _WORKFLOWS,
    ".github/workflows/ci.yaml": _WORKFLOWS,
    "netlify.toml": (
        "[build]\ncommand = 'jekyll build'\n",
        "[[redirects]]\nfrom = '/docs/*'\nto = '/about/:splat'\n",
        "[build]\ncommand = 'gulp'\npublish = '_site'\n",
    ),
    "_redirects": ("/gone /about/ 301\n/x/* /docs/:splat\n", ""),
    "vercel.json": ('{"redirects": [{"source": "/gone", "destination": "/about"}]}', "{}"),
    "firebase.json": ('{"hosting": {"cleanUrls": true}}',),
    ".htaccess": ("RewriteEngine on\nRewriteRule ^gone$ /about [R=301]\n", "Redirect /gone /about\n"),
    "nginx.conf": ("server { location /gone { return 301 /about; } }\n",),
    ".gitignore": ("_site\nassets/\n", "*.html\n", "/docs/\nvendor\n"),
    ".gitmodules": ("[submodule 'a']\n path = assets/lib\n url = https://example.org/a\n",),
    "Makefile": ("all:\n\tpandoc a.md -o a.html\n", "all:\n\tjekyll build\n"),
    "Rakefile": ("task :x do\n  sh 'cp a b'\nend\n", "task :x do\n  sh 'jekyll build'\nend\n"),
    ".travis.yml": ("script: jekyll build\ndeploy: {provider: pages}\n",),
    ".gitlab-ci.yml": ("pages:\n  script: [jekyll build -d public]\n",),
    ".ruby-version": ("2.7.0\n",),
    ".nojekyll": ("",),
}
"""Files that tell who builds a site and who serves it, and what they may say."""


class Names(NamedTuple):
    """What a generated file may refer to, and the moment it is written at."""

    paths: Sequence[str]
    now: datetime


Text = Callable[[Random, Names], str]


def text_of(path: str, random: Random, names: Names) -> bytes:
    """The content of the file ``path``: what a file of that name and folder holds, seldom something else."""
    make = _maker(path)
    text = make(random, names)
    if random.random() < 0.03:
        text = text.replace("\n", "\r\n")
    data = text.encode()
    odd = random.random()
    if odd < 0.01:
        return data + b"\xff\xfe\x00"
    return b"\xef\xbb\xbf" + data if odd < 0.02 else data


def _maker(path: str) -> Text:
    if path in AROUND:
        return lambda random, names: random.choice(AROUND[path])
    name = path.rsplit("/", 1)[-1]
    by_name: dict[str, Text] = {
        "_config.yml": config,
        "_config.toml": lambda random, names: 'title = "toml"\nbaseurl = "/t"\n',
        ".sitecheck.yml": settings,
        "Gemfile": gemfile,
        "site.gemspec": gemspec,
    }
    if name in by_name:
        return by_name[name]
    suffix = name.rsplit(".", 1)[-1]
    by_suffix: dict[str, Text] = {
        "rb": ruby,
        "yml": data_yaml,
        "json": data_json,
        "csv": lambda random, names: _rows(random, names, ","),
        "tsv": lambda random, names: _rows(random, names, "\t"),
        "js": script,
        "scss": lambda random, names: "---\n---\nbody { color: red; }\n",
        "png": lambda random, names: "\x89PNG" + str(random.random()),
    }
    if suffix in by_suffix:
        return by_suffix[suffix]
    if "_layouts/" in path:
        return layout
    if "_includes/" in path:
        return lambda random, names: _lines(random, names, random.randint(1, 3))
    return page


# pages


def page(random: Random, names: Names) -> str:
    """Front matter (mostly) and a body."""
    matter = front_matter(random, names) if random.random() < 0.85 else ""
    return f"{matter}{_lines(random, names, random.randint(1, 7))}"


def layout(random: Random, names: Names) -> str:
    """A layout: scripts, includes, and mostly the content."""
    matter = front_matter(random, names, short=True) if random.random() < 0.5 else ""
    head = "".join(f"{line}\n" for line in random.sample(_SCRIPTS, random.randint(0, 2)))
    content = "{{ content }}\n" if random.random() < 0.9 else ""
    tail = _lines(random, names, random.randint(0, 2))
    return f"{matter}<html><head>{head}</head>\n<body id=body>\n{content}{tail}</body></html>\n"


def front_matter(random: Random, names: Names, *, short: bool = False) -> str:
    """Front matter with a few keys; seldom broken."""
    keys = random.sample(sorted(_KEYS), random.randint(0, 2 if short else 4))
    lines = [f"{key}: {_KEYS[key](random, names)}\n" for key in keys]
    if random.random() < 0.5:
        lines.insert(0, f"layout: {random.choice(LAYOUTS)}\n")
    if random.random() < 0.03:
        lines.append(random.choice(("title: [\n", "title: a\ntitle: b\n", "- list\n", "x: &a [*a]\n")))
    return f"---\n{''.join(lines)}---\n"


def _word(random: Random, names: Names) -> str:
    return random.choice(WORDS)


def moment(random: Random, names: Names) -> str:
    """A date as authors write it: past, far off, or due within seconds."""
    if random.random() < 0.3:
        due = names.now + timedelta(seconds=random.choice((-2, 1, 5, 3_000, 50_000)))
        return due.strftime("%Y-%m-%d %H:%M:%S +0000")
    return random.choice(("2020-01-01", "2021-05-06 07:08:09", "2999-01-01", "May 3 2020", "nonsense", "12"))


_KEYS: dict[str, Text] = {
    "title": _word,
    "description": lambda random, names: " ".join(random.choices(WORDS[:4], k=random.randint(1, 40))),
    "permalink": lambda random, names: random.choice(
        ("/about/", "/:title/", "/x/y.html", "/a/:nope", "pretty")
    ),
    "tags": lambda random, names: random.choice(("a b", "[a, c]", "a", "{}")),
    "category": _word,
    "categories": lambda random, names: random.choice(("a b", "[c]", "1")),
    "date": moment,
    "published": lambda random, names: random.choice(("true", "false")),
    "redirect_from": lambda random, names: random.choice(("/old/", "[/old/, /older.html]")),
    "excerpt": _word,
    "excerpt_separator": lambda random, names: "<!--more-->",
    "render_with_liquid": lambda random, names: "false",
    "order": lambda random, names: str(random.randint(0, 3)),
    "inc": lambda random, names: random.choice(INCLUDES),
    "key": lambda random, names: random.choice(("links", "nav", "people", "flags")),
    "next_url": lambda random, names: url(random, names),
    "hidden": lambda random, names: "true",
    "pagination": lambda random, names: "{enabled: true}",
    "seo": lambda random, names: "{title: t}",
    "slug": _word,
}


def url(random: Random, names: Names) -> str:
    """An address: of a file that may be there, of one that is not, outside, or malformed."""
    draw = random.random()
    if draw < 0.7:
        path = random.choice(list(names.paths) or ["index.md"])
        stem, _, suffix = path.rpartition(".")
        address = random.choice((f"{stem}.html", path, f"{stem}/", stem)) if suffix == "md" else path
        anchor = f"#{random.choice(ANCHORS)}" if random.random() < 0.3 else ""
        return random.choice(("/", "/", "", "../", "/b/")) + address + anchor
    return random.choice(
        (
            *("/gone.html", "/about/", "/tags/a/", "/feed.xml", "/sitemap.xml", "/page2/", "/old/", "#part"),
            *(
                "http://example.org/",
                "https://github.com/x",
                "http://[",
                "/%zz",
                "",
                "/docs/one/",
                "/2020/01/",
            ),
            *(
                "#x1",
                "/redirects.json",
                "/events/2026/",
                "https://mira.example/about/",
                "#top",
                "/css/main.css",
            ),
        )
    )


def _lines(random: Random, names: Names, count: int) -> str:
    return "".join(
        f"{_line(random, names)}\n{'' if random.random() < 0.3 else chr(10)}" for _ in range(count)
    )


def _line(random: Random, names: Names) -> str:
    draw = random.random()
    if draw < 0.25:
        return f"[{random.choice(WORDS)}]({url(random, names)})"
    if draw < 0.35:
        tag = random.choice(('<a href="{}">x</a>', '<img src="{}">', '<img src="{}" alt="a">', "![i]({})"))
        return tag.format(url(random, names))
    if draw < 0.5:
        return _tag(random, names)
    if draw < 0.62:
        return random.choice(_FORMULAS)
    if draw < 0.88:
        return random.choice(_LIQUID)
    return random.choice(_PLAIN)


def _tag(random: Random, names: Names) -> str:
    path = random.choice(list(names.paths) or ["index.md"])
    post = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return random.choice(
        (
            f"{{% link {path} %}}",
            f"[t]({{% link {path} %}}#{random.choice(ANCHORS)})",
            f"[p]({{% post_url {post} %}})",
            f"{{% include {random.choice(INCLUDES)} %}}",
            f"{{% include {random.choice(INCLUDES)} url='{url(random, names)}' %}}",
            f"{{% include {random.choice(INCLUDES)} html=content %}}",
            f"{{% include_relative {path.rsplit('/', 1)[-1]} %}}",
            f"{{% include_relative sub/{path.rsplit('/', 1)[-1]} %}}",
            f"{{% include_cached {random.choice(INCLUDES)} %}}",
        )
    )


_LIQUID = (
    "{% for p in site.posts %}[{{ p.title }}]({{ p.url }})\n{% endfor %}",
    "{% for p in site.pages limit: 3 %}<a href='{{ p.url }}'>{{ p.title }}</a>{% endfor %}",
    "{% for d in site.docs %}<a id='{{ d.order }}' href='{{ d.url | relative_url }}'>d</a>{% endfor %}",
    "{% for f in site.static_files %}<img src='{{ f.path }}' alt='{{ f.basename }}'>{% endfor %}",
    "{% for c in site.collections %}{{ c.label }}: {{ c.docs.first.url }}{% endfor %}",
    "{% for t in site.tags %}<a href='/tags/{{ t[0] }}/'>{{ t[1].size }}</a>{% endfor %}",
    "{% for p in site.categories.a %}<a href='{{ p.url }}'>c</a>{% endfor %}",
    "{% for p in site.related_posts %}<a href='{{ p.url }}'>r</a>{% endfor %}",
    "{% for d in site.documents %}<a href='{{ d.url }}'>x</a>{% endfor %}",
    "{{ site.html_pages | map: 'url' | join: ' ' }}",
    "{% for d in site.data.links %}<a href='{{ d }}'>d</a>{% endfor %}",
    "{% assign d = site.data %}{% for x in d.links %}<a href='{{ x }}'>d</a>{% endfor %}",
    "{% assign s = site %}<a href='{{ s.data.nav[0].url }}'>n</a>{{ s.posts.size }}",
    "{% for x in site.data[page.key] %}<a href='{{ x.url }}'>k</a>{% endfor %}",
    "{% if site.data.flags.on %}[x](/gone-by-flag.html){% endif %}",
    "{{ site.data.people | map: 'url' | join }}",
    "{% for item in site.data.sub.deep %}<a href='{{ item }}'>s</a>{% endfor %}",
    "<a href='{{ page.previous.url }}'>{{ page.previous.title }}</a>",
    "<a href='{{ page.next.url }}'>{{ page.next.title }}</a>",
    "{{ page.next.excerpt }}",
    "{{ page.excerpt }}",
    "{{ page.content | size }}",
    "{% if content contains 'a' %}<a href='/gone-by-content/'>c</a>{% endif %}",
    "{% if include.html contains 'a' %}<a href='{{ base }}'>t</a>{% endif %}",
    "{% assign base = '/gone-by-include/' %}",
    "{{ site.posts.first.content }}",
    "{{ site.posts.last.excerpt | markdownify }}",
    "{% for d in site.docs %}{{ d.content }}{% endfor %}",
    "<a href='{{ page.next_url }}'>n</a>",
    "{% include {{ page.inc }} %}",
    "<a href='{{ include.url }}'>i</a>",
    "<a href='{{ layout.next_url }}'>{{ layout.title }}</a>",
    "[y](/{{ page.date | date: '%Y' }}/)",
    "[now](/{{ 'now' | date: '%Y' }}/)",
    "{{ site.time | date: '%Y' }}",
    "{{ site.title }} {{ site.baseurl }} {{ jekyll.environment }}",
    "<a href='{{ site.tags.a.first.url }}'>t</a>",
    "{% for p in paginator.posts %}<a href='{{ p.url }}'>{{ p.title }}</a>{% endfor %}",
    "<a href='{{ paginator.next_page_path }}'>more</a>",
    "{% if site.posts.size > 2 %}[many](/many.html){% endif %}",
    "{% unless page.title %}<img src='/none.png'>{% endunless %}",
    "{{ page.title | slugify }} {{ '/about.html' | relative_url }} {{ '/x' | absolute_url }}",
    "{% highlight ruby %}x{% endhighlight %}{% raw %}{{ no }}{% endraw %}",
    "{% if page.title %}never closed",
    "{{ page.title | unheard_of }}{% unheard_of %}",
    "{% assign p = site.pages | where: 'title', 'alpha' | first %}<a href='{{ p.url }}'>w</a>",
    "{% assign q = site.posts | sort: 'title' | reverse %}<a href='{{ q[0].url }}'>s</a>",
    "{% seo %}{% feed_meta %}",
)
_PLAIN = (
    "## Part",
    "#### Skipped {#x1}",
    "# {{ page.title }}",
    '<a id="part"></a>',
    '<div id="x1">a</div><div id="x1">b</div>',
    "text[^1]\n\n[^1]: note",
    "[ref][nowhere] and [good]\n\n[good]: /about.html",
    "<!-- sitecheck: ignore[broken-link] -->",
    "<!-- sitecheck: ignore -->",
    "<center>old</center>",
    "* a\n* b\n{:toc}",
    "| a | b |\n|---|---|\n| [c](/gone) | d |",
    "```\n[code](/gone)\n```",
    "http://example.org/auto <https://example.org>",
    "First part.\n\nSecond part.<!--more-->",
    "Ordinary words.",
    "{: .class #attr}",
    "{% comment %}[c](/gone){% endcomment %}",
)
_FORMULAS = (
    "$$ \\frac{a}{b} $$",
    "$$ \\alhpa $$",
    "$$ \\mycmd{x} $$",
    "\\\\( a_1 * b_1 * c \\\\)",
    "$a_i + \\RR$",
    "$$ \\begin{align} a &= b \\label{e} \\end{align} $$",
    "\\begin{equation} x \\eqref{e} \\end{equation}",
    "$$ unclosed",
    "$$ \\ce{H2O} $$ and $$ \\frac{1} $$",
)
_SCRIPTS = (
    f'<script src="{MATHJAX}"></script>',
    "<script>window.MathJax = {tex: {macros: {mycmd: ['#1', 1]}, inlineMath: [['$', '$']]}};</script>",
    f'<script src="{KATEX}katex.min.js"></script><script src="{KATEX}contrib/auto-render.min.js" '
    "onload=\"renderMathInElement(document.body, {macros: {'\\\\RR': 'R'}})\"></script>",
    '<script src="/assets/math.js"></script>',
    '<script src="/assets/dyn.js"></script>',
    '<script src="/assets/missing.js"></script>',
    "{% include math.html %}",
    "{% include head.html %}",
    "{% if page.title %}{% include {{ page.inc }} %}{% endif %}",
    '<script src="http://polyfill.io/v3/polyfill.min.js"></script>',
)


# everything else


def script(random: Random, names: Names) -> str:
    """A script of the site, with front matter now and then."""
    matter = "---\n---\n" if random.random() < 0.4 else ""
    return matter + random.choice(
        (
            "MathJax = {tex: {macros: {mycmd: ['x', 1], RR: 'R'}, inlineMath: [['$', '$']]}};\n",
            "MathJax = {tex: {macros: {RR: '\\\\mathbb{R}'}}};\n",
            "renderMathInElement(document.body, {delimiters: [{left: '$', right: '$', display: false}]});\n",
            "console.log('{{ site.title }}');\n",
            "",
        )
    )


def _items(random: Random, names: Names) -> list[object]:
    return [
        random.choice((url(random, names), {"url": url(random, names), "title": random.choice(WORDS)}))
        for _ in range(random.randint(0, 3))
    ]


def data_json(random: Random, names: Names) -> str:
    """A list of addresses and entries; seldom broken."""
    return "[{" if random.random() < 0.05 else json.dumps(_items(random, names))


def data_yaml(random: Random, names: Names) -> str:
    """The same as YAML, or flags, or a document of its own with a date."""
    draw = random.random()
    if draw < 0.1:
        return f"on: {random.choice(('true', 'false'))}\n"
    if draw < 0.2:
        return f"deep: {json.dumps(_items(random, names))}\ndate: {moment(random, names)}\ntitle: t\n"
    return data_json(random, names) + "\n"


def _rows(random: Random, names: Names, comma: str) -> str:
    rows = [comma.join((random.choice("abc"), url(random, names))) for _ in range(random.randint(0, 3))]
    return "".join(f"{row}\n" for row in (comma.join(("name", "url")), *rows))


def ruby(random: Random, names: Names) -> str:
    """A plugin: a hook, a generator, a tag or nothing at all."""
    return random.choice(
        (
            "Jekyll::Hooks.register :site, :post_write do |site|\nend\n",
            "class G < Jekyll::Generator\n  def generate(site)\n    site.pages << 1\n  end\nend\n",
            "class T < Liquid::Tag\nend\nLiquid::Template.register_tag('t', T)\n",
            "# nothing\n",
            "module Jekyll; class PageWithoutAFile; end; end\n",
        )
    )


def gemfile(random: Random, names: Names) -> str:
    """A Gemfile with a group of plugins."""
    gems = "".join(f'  gem "{gem}"\n' for gem in random.sample(GEMS, random.randint(0, 3)))
    more = random.choice(("gemspec\n", 'gem "jekyll-feed", group: :jekyll_plugins\n', ""))
    return f'source "https://rubygems.org"\ngroup :jekyll_plugins do\n{gems}end\n{more}'


def gemspec(random: Random, names: Names) -> str:
    """A theme's own dependencies."""
    return f'Gem::Specification.new do |spec|\n  spec.add_dependency "{random.choice(GEMS)}"\nend\n'


def config(random: Random, names: Names) -> str:
    """A configuration of a few keys; seldom broken."""
    lines = [
        f"{key}: {random.choice(_CONFIG[key])}"
        for key in random.sample(sorted(_CONFIG), random.randint(1, 8))
    ]
    if random.random() < 0.8:
        lines.append(f"plugins: [{', '.join(random.sample(PLUGINS, random.randint(0, 5)))}]")
    if random.random() < 0.03:
        lines.append(random.choice(("title: [", "- x", "title: again\ntitle: twice", "\t")))
    return "".join(f"{line}\n" for line in lines)


_CONFIG: dict[str, tuple[str, ...]] = {
    "title": ("A site", "Another"),
    "baseurl": ("/b", "''", "/b/"),
    "url": ("https://mira.example", "http://localhost"),
    "permalink": ("pretty", "date", "none", "/:title/", "/:year/:month/:title.html", "/:categories/:title/"),
    "include": (
        "[node_modules]",
        "[_pages, .hidden.md]",
        "[vendor]",
        "['.well-known']",
        "[node_modules/pkg/readme.md]",
    ),
    "exclude": ("[docs]", "['*.txt', vendor]", "[README.md]", "[]", "[node_modules, blog/]"),
    "collections": (
        "{docs: {output: true}}",
        "{docs: {output: true, sort_by: order}, events: {output: true, permalink: '/events/:year/:title/'}}",
        "{events: {output: true, permalink: '/e/:hour:minute:second/:title'}, docs: {}}",
        "[docs, events]",
        "{docs: {output: true, order: [two.md, one.md]}, tags: {}}",
        "{docs: {output: true, permalink: '/:collection/:name:output_ext'}, data: {output: true}}",
    ),
    "collections_dir": ("all", "''"),
    "defaults": (
        "[{scope: {path: ''}, values: {layout: default}}]",
        "[{scope: {path: '', type: posts}, values: {layout: post, permalink: '/p/:title/'}}]",
        "[{scope: {path: 'docs/*'}, values: {title: by glob}}]",
        "[{scope: {path: '**/*.md'}, values: {layout: page}}, {scope: {path: node_modules}, values: {title: n}}]",
        "[{scope: {path: img}, values: {image: true, published: false}}]",
        "[{scope: {path: 'vendor/*/x.md'}, values: {layout: math}}]",
    ),
    "timezone": ("Europe/Rome", "Pacific/Auckland", "Nowhere/Land", "UTC"),
    "future": ("true", "false"),
    "show_drafts": ("true", "false"),
    "unpublished": ("true",),
    "limit_posts": ("1", "2", "0"),
    "paginate": ("1", "2"),
    "paginate_path": ("/page:num", "/blog/page:num/"),
    "markdown": ("kramdown", "CommonMark", "GFM"),
    "kramdown": (
        "{input: GFM, hard_wrap: false}",
        "{math_engine: katex}",
        "{auto_ids: false}",
        "{math_engine: null}",
    ),
    "safe": ("true", "false"),
    "theme": ("minima", "jekyll-theme-x"),
    "remote_theme": ("a/b",),
    "excerpt_separator": ("<!--more-->", "''"),
    "markdown_ext": ("md", "md,txt"),
    "layouts_dir": ("_layouts", "docs"),
    "includes_dir": ("_includes", "inc"),
    "data_dir": ("_data", "docs"),
    "plugins_dir": ("_plugins", "lib"),
    "destination": ("_site", "docs", "out"),
    "source": (".", "src", "docs", "nowhere"),
    "optional_front_matter": ("{remove_originals: true}", "{enabled: false}"),
    "readme_index": ("{enabled: true, with_frontmatter: true}", "{remove_originals: true}"),
    "jekyll-archives": ("{enabled: all}", "{enabled: [tags, year], layout: page}"),
    "titles_from_headings": ("{enabled: true, collections: true}",),
    "feed": ("{collections: [docs], tags: true}", "{path: /atom.xml}"),
    "sass": ("{sourcemap: never}", "{sass_dir: css}"),
    "tags": ("[shadow]", "{a: b}"),
    "posts": ("shadowed",),
    "pages": ("{x: y}",),
    "data": ("{links: [/from-config.html]}", "{}"),
    "lsi": ("true",),
    "highlighter": ("rouge", "none"),
    "liquid": ("{error_mode: strict}",),
}


def settings(random: Random, names: Names) -> str:
    """Settings of sitecheck; seldom broken."""
    lines = random.sample(_SETTINGS, random.randint(0, 3))
    if random.random() < 0.05:
        lines.append(random.choice(("jekyll: {nonsense: true}", "rules: [")))
    return "".join(f"{line}\n" for line in lines) or "{}\n"


_SETTINGS = (
    "ignore: [broken-link]",
    "ignore: [image-alt, title-length]",
    "select: [all]",
    "select: [links, math]",
    "fail-on: warning",
    "exclude: [docs]",
    "rules: {broken-link: info, image-alt: {severity: error}}",
    "overrides: [{files: [docs], ignore: [links]}]",
    "overrides: [{files: ['*.html'], select: [missing-description]}]",
    "math: {engine: katex, macros: {RR: '\\mathbb{R}'}}",
    "math: {engine: mathjax3}",
    "jekyll: {drafts: true}",
    "jekyll: {future: true}",
    "jekyll: {github-pages: true}",
)
