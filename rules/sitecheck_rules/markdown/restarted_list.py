from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Fix, Invalid, Valid
from sitecheck_rules.markdown._traps import Trap, follows_blank_line, line_start, traps


class RestartedList(FileRule):
    """A numbered list is broken in two, and counts from 1 again.

    ## What it does

    Reports a numbered list that goes on with the number after the last one of the list before it (`3.` after
    `1.` and `2.`), where something between the two that is not indented ended the first list.

    ## Why is this bad?

    kramdown counts every list from 1, whatever number is written: step 3 is published as step 1.

    ## Fix safety

    Saying the number with `{:start="3"}` is safe. Better, as the list is one list then, is to indent what
    stands between by as much as the text of the items.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#ordered-and-unordered-lists>
    """

    valid = (
        Valid("1. one\n\n   ```\n   code\n   ```\n\n2. two\n"),
        Valid('1. one\n\n```\ncode\n```\n\n{:start="2"}\n2. two\n'),
        Valid("1. one\n2. two\n\nAnd then\n\n1. three\n"),
        Valid("1. one\n\n```\ncode\n```\n\n2. two\n", files={"_config.yml": "markdown: CommonMark\n"}),
    )
    invalid = (
        Invalid(
            "1. one\n\n```\ncode\n```\n\n2. two\n",
            at="2.",
            message="published with number 1",
            help="indent",
            fixed='1. one\n\n```\ncode\n```\n\n{:start="2"}\n2. two\n',
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for trap in traps(doc, "restarted-list"):
            number = trap.word
            yield self.finding(
                f"item {number} is published with number 1: what stands before it has ended the list",
                trap.place,
                help=f'indent what stands between, or write {{:start="{number}"}} above',
                fix=_fix(doc, trap),
            )


def _fix(doc: Document, trap: Trap) -> Fix | None:
    mark = len(trap.text) - len(trap.text.lstrip())
    start = line_start(doc, trap, mark)
    if start is None or not follows_blank_line(doc.text, start):
        return None
    indent = doc.text[start : trap.place.span.start + mark]
    at = start - trap.place.span.start
    return Fix("say the number", (trap.edit(at, at, f'{indent}{{:start="{trap.word}"}}\n'),))
