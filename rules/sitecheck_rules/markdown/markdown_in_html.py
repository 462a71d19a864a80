from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Valid
from sitecheck_rules.markdown._traps import traps

_OLD = frozenset({"s", "strike", "center", "font", "nobr", "marquee"})
"""Elements for looks that kramdown does not know, and browsers do."""


class MarkdownInHtml(FileRule):
    """Markdown in an HTML block is shown as it is.

    ## What it does

    Reports links, bold text, headings and fences of Markdown in a block of HTML: kramdown leaves alone what
    is in `<div>`, `<details>`, `<p>` and the like, across empty lines, up to the end tag, unless
    `markdown="1"` or the option `parse_block_html` says otherwise. It tells the first place in each
    element.

    ## Why is this bad?

    The reader sees `[text](address)`, and nothing to click on. On GitHub, which reads Markdown after an
    empty line, all looks well.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#html-blocks>
    """

    valid = (
        Valid('<div markdown="1">\n**Bold** and [a link](https://example.org/).\n</div>\n'),
        Valid("<div>\n*a*, a[0](x), 2**3**4\n</div>\n\n**Bold**\n"),
        Valid("<pre>\n**bold**\n</pre>\n\n<p>Write <code>**bold**</code>.</p>\n"),
        Valid('<div class="mermaid">\n[a](https://example.org/)\n</div>\n', why="a script reads it"),
        Valid('<div markdown="0">\n**bold**\n</div>\n', why="so it is wanted"),
        Valid("<div>\n**bold**\n</div>\n", files={"_config.yml": "kramdown:\n  parse_block_html: true\n"}),
    )
    invalid = (
        Invalid(
            "<details>\n<summary>X</summary>\n\n[The guide](https://example.org/), **this**.\n</details>\n",
            at="[The guide](https://example.org/)",
            message="shown as it is",
            help='<details markdown="1">',
        ),
        Invalid("<p>Text\n\nThis is **bold**.\n", at="**bold**", help="</p> where it ends"),
        Invalid("<name>\n\nis **bold**\n", at="**bold**", help="&lt;name>"),
        Invalid("<s>Call **now**.</s>\n", at="**now**", help='<s markdown="span">'),
        Invalid("<p>This is **bold**.</p>\n", at="**bold**", help='<p markdown="1">'),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for trap in traps(doc, "markdown-in-html"):
            name = trap.word.lstrip("?!")
            yield self.finding(
                f"this Markdown is shown as it is: kramdown reads none in <{name}>",
                trap.place,
                help=_help(name, trap.word),
            )


def _help(name: str, word: str) -> str:
    if word.startswith("!"):
        return f"<{name}> is never closed: write </{name}> where it ends"
    is_known = not word.startswith("?")
    if is_known or name in _OLD:
        model = "1" if is_known else "span"
        return f'write <{name} markdown="{model}">, or write it in HTML'
    return f"write &lt;{name}> if it is meant as text: kramdown takes it for a tag"
