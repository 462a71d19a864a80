from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitecheck.api import UNKNOWN, Document, FileRule, Finding, Invalid, ProblemKind, Valid
from sitecheck_rules.markdown._traps import Trap, traps


class LostFootnote(FileRule):
    """A footnote has no text, or no place in the page.

    ## What it does

    Reports a call `[^name]` without a text `[^name]: …`, a text that nothing calls, and the first of two
    texts with one name. On a page that has no footnote at all only numbers are taken for calls: `[^a-z]` may
    be something else.

    ## Why is this bad?

    Of a call without text the reader sees the brackets. A text without call is left out of the page, and
    of two with one name kramdown takes the later one.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#footnotes>
    - <https://github.com/gettalong/kramdown/issues/400>
    - measured with kramdown 2.4
    """

    needs_whole = True
    valid = (
        Valid("Text[^1] and more[^1]\n\n[^1]: The note.\n"),
        Valid("The pattern [^abc] takes all other letters, `[^1]` as well\n"),
        Valid("Text[^a]\n\n[^a]: See[^b].\n[^b]: A note of a note.\n"),
    )
    invalid = (
        Invalid(
            "Text[^1] and more[^2]\n\n[^1]: The note.\n", at="[^2]", message="has no text", help="[^2]: …"
        ),
        Invalid("Text[^1]\n", at="[^1]", message="has no text"),
        Invalid("Text[^1]\n\n[^1]: The note.\n\n[^2]: Another.\n", at="[^2]", message="nothing calls"),
        Invalid("Text[^One]\n\n[^one]: The note.\n", at="[^One]", help="did you mean [^one]?"),
        Invalid("Text[^1]\n\n[^1]: The note.\n\n[^1]: Another.\n", at="[^1]", message="another text"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        found = list(traps(doc, "undefined-footnote", "uncalled-footnote", "repeated-footnote"))
        called, written = _by_plain(found, "undefined-footnote"), _by_plain(found, "uncalled-footnote")
        both = called.keys() & written.keys()
        for trap in found:
            name = trap.word
            if doc.maybe(trap.problem.span.start):
                continue
            if trap.problem.kind != "repeated-footnote" and name.casefold() in both:
                if trap.problem.kind == "undefined-footnote":
                    help = f"did you mean [^{written[name.casefold()]}]?"
                    yield self.finding(f"the footnote {name} has no text", trap.place, help=help)
                continue
            if trap.problem.kind == "undefined-footnote":
                message, help = (
                    f"the footnote {name} has no text",
                    f"write it, in a line of its own: [^{name}]: …",
                )
            elif trap.problem.kind == "uncalled-footnote":
                if UNKNOWN in doc.rendered.text:
                    continue
                message, help = (
                    f"nothing calls the footnote {name}, so it is not in the page",
                    f"write [^{name}] where it belongs, or remove the text",
                )
            else:
                message, help = (
                    f"the footnote {name} has another text further down, which is shown",
                    "name one otherwise",
                )
            yield self.finding(message, trap.place, help=help)


def _by_plain(found: Iterable[Trap], kind: ProblemKind) -> dict[str, str]:
    """The names of the footnotes of a kind by what they are in small letters."""
    return {each.word.casefold(): each.word for each in found if each.problem.kind == kind}
