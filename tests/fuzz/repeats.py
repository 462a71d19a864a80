"""What is said over and over costs no more than in proportion to its length.

``python -m tests.fuzz.repeats --count 3000 --seed 1`` draws a kind of file, a few parts of its language, and repeats
them, with something before, between and behind: beginnings that never end, or all at one place. What takes long for
16,000 characters is written two and four times as long, too; told is what grows faster than its length by far, costs
more than ``MOST`` seconds, or crashes. Seconds are those of the processor, but a machine with much else to do lengthens
them: what is told is worth a second run, ``--count 1 --first NUMBER``.
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.fuzz import command_line

from sitecheck.cli import main as sitecheck

SIZE = 16_000
NOTABLE = 0.6
"""Seconds for ``SIZE`` characters from which growth is looked at."""
GROWTH = 2.7
"""How many times as much twice the text may cost."""
MOST = 8.0

MARKUP = (
    "<a |<a href=|<a href='|'> |</a>|<div|<div> |</div>|<p>|<script>|</script>|<style>|<pre>|<code>|<table>|<td>|<svg>"
    "|<br|<img src=|srcset=|,1x|style=|url(|<!--|-->|</|/>|<|>|=|'|\"|`|``|```|~~~|$|$$|\\(|\\)|\\[|\\]|\\begin{|\\end{"
    "|\\left(|\\frac{|{|}|&|&amp;|&#|- |* |+ |1. |> |# |__|_|*|---|...|[|](|)|![|][|]:|[^|]|{:|{::|{:.|}|::|^|\\|:|;"
    "|http://|https://|www.|mailto:|@|{{|}}|{%|%}|{%-|{% if a %}|{% endif %}|{% for a in b %}|{% endfor %}|{% raw %}"
    "|{% include a.html %}|{% assign a = b %}| \n|    |\n|\n\n|\t|é|日|\u200b|\0|%20|%zz|?a=b&|#a|./|../|//| |a|b|c"
)
SCRIPT = (
    "function|function(|(){|=>|${|$(|$('|').on(|.addEventListener('|click|preventDefault()|document.|.id=|.innerHTML="
    "|getElementById('|querySelectorAll(\"|setAttribute('id',|+=|var |const |if(|return |new RegExp(|/[|]/g|.replace(/"
    "|.map(|.forEach(|location.hash|location.href=|fetch('|.load(|MathJax=|renderMathInElement(|macros:|tex:|inlineMath:"
    "|{|}|(|)|[|]|;|,|.|`|'|\"|\\|/|/*|*/|//|+|=|==|!|?|:|<|>|&|\n| |a|1|h2|#a|.a"
)
RUBY = (
    "module |class |def |end\n|do |\\|a\\||{|}|(|)|[|]|Jekyll::|Hooks.register :site, :post_render|Generator"
    "|Liquid::Template.register_tag('|register_filter(|site.pages << |Page.new(|File.write(|File.open(|#{|%w[|%q(|<<~EOS"
    "|EOS\n|=begin\n|=end\n|#|;|,|.|=|=>|:a|@a|if |unless |while |for |/| / |?|:|+|\"|'|`|\\|\n| |a|1|nil"
)
SETTINGS = (
    "- |a: |b: |&a |*a |<<: |\\| |> |\\|-|\"|'|[|]|{|}|,|# |!|!!str |? |---|...|\n|\n  |\n    |\t|~|2020-01-01|on: |jobs: "
    "|steps: |run: |uses: |with: |permalink: |:title|/:categories/|defaults: |scope: |path: |collections: |output: true"
    "|plugins: |exclude: |**|*/|{{|}}|{%|%}|url: |image: |redirect_from: |/|//|\\|%| |a|1"
)
SASS = (
    "{|}|(|)|[|]|#{|;|:|,|\"|'|\\|/*|*/|//|\n|\n  | |url(|@import |@use |@mixin a|@include a|@extend |@media |@if |@each $a in "
    "|--a: |$a|$a: 1;|%a|&|!default|!optional|.a|#a|a: b|progid:|expression(|@import 'a';|@import \"b\", |a|1px|{{|}}|{%|%}"
)
LINES = (
    "[|]|\"|=|:|.|/|\\|#|*|**|?|!|\n|\n\n|$(|${|}|{|`|'|cp |mv |mkdir -p |-o |>|>>|&&|;|jekyll build |--config |-d "
    "|npm run |curl -o |gem 'x', |~> 1|group |do |end\n|source |[[redirects]]|from |to |301|%|@|\t| |a|b|,"
)
KINDS = {
    "index.md": MARKUP, "a.html": MARKUP, "plain.html": MARKUP, "_posts/2020-01-01-a.md": MARKUP, "robots.txt": MARKUP,
    "_layouts/default.html": MARKUP, "_includes/a.html": MARKUP, "a.textile": MARKUP, "a.html#script": SCRIPT,
    "assets/a.js": SCRIPT, "_plugins/a.rb": RUBY, "Rakefile": RUBY, "_config.yml": SETTINGS, "_data/a.yml": SETTINGS,
    "index.md#matter": SETTINGS, ".github/workflows/a.yml": SETTINGS, "_data/a.json": SETTINGS,
    "assets/a.css": SETTINGS, "assets/a.scss": SASS, "assets/b.sass": SASS, "_sass/_a.scss": SASS, "package.json": SETTINGS, "Makefile": LINES, "Gemfile": LINES,
    "Gemfile.lock": LINES, "netlify.toml": LINES, "_redirects": LINES, ".gitignore": LINES, ".gitmodules": LINES,
    "_data/a.csv": LINES, "build.sh": LINES, "CNAME": LINES, ".htaccess": LINES, "Dockerfile": LINES,
}  # fmt: skip
"""Files, ``#`` and what of one, and in which language."""
CONFIGS = (
    "title: t\n",
    "markdown: CommonMark\n",
    "plugins: [jekyll-relative-links, jekyll-toc, jekyll-redirect-from, jekyll-mentions, jekyll-titles-from-headings]\n",
    "kramdown: {math_engine: katex, parse_block_html: true}\n",
    "excerpt_separator: x\nstrict_front_matter: true\nliquid: {strict_variables: true}\n",
)
CHECK = ("check", "--no-cache", "--jobs", "1", "--select", "all")
COMMANDS = (
    *(CHECK, CHECK, (*CHECK, "--output-format", "sarif"), (*CHECK, "--output-format", "github")),
    ("fix", "--diff", "--unsafe", "--no-cache", "--jobs", "1", "--select", "all"),
    *(("links", "--pages"), ("head",), ("math",), ("routes", "--anchors")),
)
HEAD = "---\ntitle: x\nlayout: default\n---\n"
OTHERS = {
    "index.md": "---\ntitle: x\ndate: soon\nlayout: default\n---\n[x](a) {% include a.html %} <script src=/assets/a.js></script>\n",
    "_layouts/default.html": "<html><head><title>t</title><script src='https://cdn.jsdelivr.net/npm/mathjax@3/es5/"
    "tex-chtml.js'></script></head><body>{{ content }}</body></html>",
    "_includes/a.html": "b",
    "assets/c.scss": "---\n---\n@import 'a';\n",
}


class Repeated(NamedTuple):
    """A text that can be made of any length."""

    command: tuple[str, ...]
    kind: str
    config: str
    before: str
    unit: str
    then: str
    """Repeated in its turn."""
    after: str

    def files(self, size: int) -> dict[str, str]:
        """A site with ``size`` characters of it."""
        units, then = (each * (size // max(len(each), 1)) for each in (self.unit, self.then))
        text = self.before + units + then + self.after
        path, _, part = self.kind.partition("#")
        if part == "script":
            text = f"{HEAD}<script>\n{text}\n</script>\n"
        elif part == "matter":
            text = f"---\n{text}\n---\nb\n"
        elif path.endswith((".md", ".textile", "/a.scss", ".sass")) or path == "a.html":
            text = HEAD + text
        return {"_config.yml": self.config, **OTHERS, path: text}


def drawn(random: Random) -> Repeated:
    """A repeated text by chance."""
    kind = random.choice(list(KINDS))
    parts = KINDS[kind].replace("\\|", "\1").split("|")

    def some(least: int, most: int) -> str:
        return "".join(random.choices(parts, k=random.randint(least, most))).replace("\1", "|")

    then = some(1, 2) if random.random() < 0.4 else ""
    command, config = random.choice(COMMANDS), random.choice(CONFIGS)
    around = {"before": some(0, 2), "unit": some(1, 4), "then": then, "after": some(0, 2)}
    return Repeated(command=command, kind=kind, config=config, **around)


def seconds(text: Repeated, size: int, folder: Path) -> float:
    """What a command costs on so much of it; raises :class:`AssertionError` where it goes wrong."""
    for path, content in text.files(size).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    began = time.process_time()
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        status = sitecheck([*text.command, str(folder)])
    spent = time.process_time() - began
    assert status in (0, 1, 2), status
    assert "fault of sitecheck" not in said.getvalue(), said.getvalue()[-500:]
    return spent


def fault(text: Repeated) -> str:
    """What is wrong with the cost of a text, or ""."""
    costs: list[float] = []
    for times in (1, 2, 4):
        with tempfile.TemporaryDirectory() as folder:
            try:
                costs.append(seconds(text, times * SIZE, Path(folder)))
            except AssertionError as error:
                return str(error)
        if costs[0] < NOTABLE:
            return ""
    # an odd number of quotes makes one text of the whole file, which costs next to nothing
    grows = (costs[2] > GROWTH * costs[1] and costs[2] > GROWTH**2 * costs[0]) or costs[2] > MOST
    return f"{' '.join(f'{cost:.2f}' for cost in costs)} s" if grows else ""


def faults(count: int, seed: int, first: int = 0) -> Iterator[str]:
    """The texts of ``count``, from the number ``first`` on, that cost too much."""
    for number in range(first, first + count):
        text = drawn(Random(f"{seed} {number}"))
        wrong = fault(text)
        if wrong:
            yield f"{number}: {wrong}\n  {text}"


def main() -> int:
    """Tells texts that cost too much."""
    return command_line.numbered("repeats", faults, count=1000)


if __name__ == "__main__":
    sys.exit(main())
