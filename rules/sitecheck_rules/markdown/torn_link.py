from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Fix, Invalid, Safety, Valid, lazy_pattern
from sitecheck_rules.markdown._traps import Trap, traps

_BLANK = lazy_pattern(r"\]\s+\(")
_SWAPPED = lazy_pattern(r"\(([^()\[\]]*)\)\[([^\[\]]*)\]")


class TornLink(FileRule):
    """A link is shown as text: its brackets do not touch, or are swapped.

    ## What it does

    Reports `[text] (address)`, with a blank or a line break between the brackets, and `(text)[address]`.
    Where the label is defined (`[text]: address`) the brackets are a link of their own and nothing is told.

    ## Why is this bad?

    The reader sees brackets and a long address, and cannot follow it.

    ## Fix safety

    Bringing the brackets together is safe for a whole address (`https://…`), unsafe for a relative one.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#links-and-images>
    """

    valid = (
        Valid("[The guide](https://example.org/) is here.\n"),
        Valid("[The guide] (https://example.org/) is here.\n\n[The guide]: https://example.org/g\n"),
        Valid("See [the guide] (of 2024) and [the note] (see a.md) and [the part] (1.2).\n"),
        Valid("Read `[text] (https://example.org/)` as it is, and see [1] (https://example.org/).\n"),
    )
    invalid = (
        Invalid(
            "See [the guide] (https://example.org/).\n",
            at="[the guide] (https://example.org/)",
            message="no link",
            help="take the blank",
            fixed="See [the guide](https://example.org/).\n",
        ),
        Invalid(
            "See (the guide)[https://example.org/].\n",
            at="(the guide)[https://example.org/]",
            message="the wrong way round",
            fixed="See [the guide](https://example.org/).\n",
        ),
        Invalid("See [the guide]\n(/guide).\n", help="line break", fixed="See [the guide](/guide).\n"),
        Invalid("See [the guide] (Guide.md#top).\n", fixed="See [the guide](Guide.md#top).\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for trap in traps(doc, "torn-link", "swapped-link"):
            swapped = trap.problem.kind == "swapped-link"
            gap = "line break" if trap.word == "line" else "blank"
            yield self.finding(
                "no link, but text: the brackets are the wrong way round"
                if swapped
                else f"no link, but text: a {gap} stands between ] and (",
                trap.place,
                help="write [text](address)" if swapped else f"take the {gap} away",
                fix=_fix(doc, trap),
            )


def _fix(doc: Document, trap: Trap) -> Fix | None:
    if trap.problem.kind == "swapped-link":
        text = _SWAPPED.sub(r"[\1](\2)", trap.text)
    else:
        text = _BLANK.sub("](", trap.text)
    if not doc.converted(text).startswith("<p><a href="):
        return None
    whole = "](http" in text or "](mailto:" in text
    return trap.rewritten("make it a link", text, Safety.SAFE if whole else Safety.UNSAFE)
