from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Severity, Valid
from sitecheck_rules.markdown._traps import Trap, traps


class BrokenFence(FileRule):
    """A fence of code makes no block of code.

    ## What it does

    Reports a fence (three backticks or tildes) that has no closing fence, one after which more than the
    language is written, and one whose closing fence is not alone on its line: kramdown takes all of them for
    text, and what is between them for Markdown. One that only the closing fence of the next block closes is
    told as well: the text before that is code, too.

    ## Why is this bad?

    The code is shown as a paragraph without its line breaks, with what looks like Markdown or HTML in it
    read as such. Of an unclosed fence CommonMark makes code of all the rest of the page.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#fenced-code-blocks>
    - <https://spec.commonmark.org/0.31.2/#fenced-code-blocks>
    """

    severity = Severity.ERROR
    valid = (
        Valid("```ruby\nx = 1\n```\n\n~~~\ncode\n~~~\n\nText ```with code``` and `~`.\n"),
        Valid("````\n```\n````\n"),
        Valid("````markdown\nText.\n\n```js\nlet a;\n```\n````\n", why="a longer fence shows fences"),
        Valid("~~~\nText.\n\n```js\nlet a;\n```\n~~~\n"),
        Valid("```\nText.\n\n```{r}\n```\n", why="no language"),
        Valid("- `~`\n- ```x```\n"),
        Valid("    ```\n    indented\n"),
        Valid(
            "---\n---\n```scala mdoc\nx\n\ny\n```\n",
            files={"_config.yml": "plugins: [jekyll-spaceship]\n"},
            why="the plugin changes the text before",
        ),
        Valid(
            "---\n---\n```scala mdoc\nx\n\ny\n```\n",
            files={"_plugins/a.rb": ""},
            why="the text of the plugin is not in this copy of the site",
        ),
        Valid(
            "---\n---\n```scala mdoc\nx\n\ny\n```\n",
            files={
                "_plugins/a.rb": "Jekyll::Hooks.register :pages, :pre_render do |page|\n"
                "  page.content = page.content.gsub(/mdoc/, '')\nend\n"
            },
            why="the site's own Ruby changes the text",
        ),
    )
    invalid = (
        Invalid("Text.\n\n```ruby\nx = 1\n\ny = 2\n", at="```", message="never closed", help="closing fence"),
        Invalid(
            "```js {1,3}\nx = 1\n\ny = 2\n```\n\nText.\n",
            at="```js {1,3}",
            message="more than the language",
        ),
        Invalid("```json lines\n{}\n```\n", at="```json lines", message="more than the language"),
        Invalid(
            "```js\nlet a;\n\nThis lists all:\n\n```sh\nls\n```\n",
            at="```",
            message="before the next one, ```sh",
            help="where the code ends",
        ),
        Invalid("```\nx = 1\n``` and so on\n", message="within a line", help="line of its own"),
        Invalid(
            "Text.\n\n```ruby\nx = 1\n",
            at="```",
            message="all the rest",
            files={"_config.yml": "markdown: CommonMark\n"},
        ),
        Invalid(
            "```js\nlet a;\n\nThis lists all:\n\n```sh\nls\n```\n",
            at="```",
            message="before the next one",
            files={"_config.yml": "markdown: CommonMark\n"},
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for trap in _opening(
            traps(doc, "unclosed-fence", "refused-fence", "swallowed-fence", "fence-as-span")
        ):
            message, advice = _WORDS[trap.problem.kind]
            if trap.problem.kind == "unclosed-fence" and trap.word == "CommonMark":
                message = "this fence is never closed: all the rest of the page is code"
            yield self.finding(message.format(trap.word), trap.place, help=advice)


_WORDS = {
    "unclosed-fence": (
        "this fence is never closed: kramdown shows it, and reads the code as text",
        "write the closing fence on a line of its own, indented as this one",
    ),
    "refused-fence": (
        "no block of code: more than the language stands after the fence",
        "write the language only; {: .class} on the line below the block sets more",
    ),
    "swallowed-fence": (
        "this fence is not closed before the next one, {}: the text between is shown as code",
        "write the closing fence where the code ends",
    ),
    "fence-as-span": (
        "no block of code, but code within a line: a fence is not alone on its line",
        "put the closing fence on a line of its own, with nothing after it",
    ),
}


def _opening(found: Iterator[Trap]) -> Iterator[Trap]:
    """Of each block the first thing that is wrong; what was to close it looks like one more."""
    until, waits = -1, False
    for trap in sorted(found, key=lambda each: (each.problem.span.start, -each.problem.span.end)):
        start, end = trap.problem.span
        kind = trap.problem.kind
        if kind == "unclosed-fence" and start >= until and waits:
            waits = False
            continue
        if start >= until:
            waits = kind != "fence-as-span"
            yield trap
        until = max(until, end)
