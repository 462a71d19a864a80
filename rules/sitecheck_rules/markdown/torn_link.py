from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Fix, Invalid, Safety, Valid, lazy_pattern
from sitecheck_rules.markdown._traps import Trap, traps

_BLANK = lazy_pattern(r"\]\s+\(")
_ENDED = lazy_pattern(r"[.,;:!?'\"*_]*(?:\s|$)")
"""What follows an address that is all there."""
_SWAPPED = lazy_pattern(r"\(([^()\[\]]*)\)\[([^\[\]]*)\]")


_OFFICES = {
    "[": "opens the text",
    "]": "closes the text",
    "(": "opens the address",
    ")": "closes the address",
}


class TornLink(FileRule):
    """A link is shown as text: its brackets do not touch, are swapped, or one is missing.

    ## What it does

    Reports `[text] (address)`, with a blank or a line break between the brackets, and `(text)[address]`.
    Where the label is defined (`[text]: address`) the brackets are a link of their own and nothing is told.
    Also `[text](address` without its last bracket, and `[text]https://…)`, `[text(https://…)` and
    `text](https://…)`, which lack another.

    ## Why is this bad?

    The reader sees brackets and a long address, and cannot follow it.

    ## Fix safety

    Bringing the brackets together is safe for a whole address (`https://…`), unsafe for a relative one.
    A bracket that is missing is put where the address begins or ends, which is unsafe; where a text begins
    that has no bracket before it, nobody knows.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#links-and-images>
    """

    valid = (
        Valid("[The guide](https://example.org/) is here.\n"),
        Valid("[The guide] (https://example.org/) is here.\n\n[The guide]: https://example.org/g\n"),
        Valid("See [the guide] (of 2024) and [the note] (see a.md) and [the part] (1.2).\n"),
        Valid("See [the guide](https://example.org/a_(b)) and [the *sea*](/sea 'by night').\n"),
        Valid(
            "See `[the guide](https://example.org/`, [it](/it) and \\[the note](https://example.org/ too.\n"
        ),
        Valid("A [note (https://example.org/)] and [one more(https://example.org/), too].\n"),
        Valid("(see [the guide]https://example.org/) for [more (at https://example.org/)\n"),
        Valid("Of [x, y](https://example.org/ a) and f[i](/ or [1](/a no more.\n", why="no words"),
        Valid("[*The* <br> guide](https://example.org/)\n\n<p>guide](https://example.org/)</p>\n"),
        Valid(
            'See [the guide](https://example.org/ "by night) and [a note (https://example.org/) of **it**.\n'
        ),
        Valid(
            "[The sea](/sea) and more](https://example.org/).\n", why="nobody knows which bracket is whose"
        ),
        Valid('<b>the guide](https://example.org/)</b>, <i title="guide](https://example.org/)">it</i>\n'),
        Valid("f](https://example.org/)\n\n1](https://example.org/)\n", why="no words"),
        Valid("| [the guide|the sea](https://example.org/) |\n|---|---|\n| a | b |\n", why="cut by the bar"),
        Valid('<code>[the guide](https://example.org/</code> <i title="[the guide] (/a)">it</i>\n'),
        Valid("It is {::comment}[the guide](https://example.org/{:/} said.\n"),
        Valid("| [the guide](https://example.org/a|b) |\n|---|---|\n| a | b |\n", why="cut by the bar"),
        Valid("[Update] It is gone (for good)[/Update] and back.\n", why="marks as forums have them"),
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
        Invalid(
            "See [the guide](https://example.org/, and *more*.\n",
            at="[the guide](https://example.org/",
            message="the ) that closes the address is missing",
            fixed="See [the guide](https://example.org/), and *more*.\n",
        ),
        Invalid("![The sea] (sea.png).\n", message="no image, but", fixed="![The sea](sea.png).\n"),
        Invalid(
            "![The sea](img/sea.png\n",
            message="no image, but text: the )",
            fixed="![The sea](img/sea.png)\n",
        ),
        Invalid(
            "- See [the (old) guide](https://example.org/ and [the new](/new).\n",
            at="[the (old) guide](https://example.org/",
            fixed="- See [the (old) guide](https://example.org/) and [the new](/new).\n",
        ),
        Invalid(
            "[海の絵](https://example.org/ です。\n",
            at="[海の絵](https://example.org/",
            fixed="[海の絵](https://example.org/) です。\n",
        ),
        Invalid("[海の絵](https://example.org/）です。\n", message="the )", fixed=None),
        Invalid("See [Sea](https://example.org/Sea_(a).\n", at="[Sea](https://example.org/Sea", fixed=None),
        Invalid(
            "See [the guide]https://example.org/).\n",
            at="[the guide]https://example.org/)",
            message="the ( that opens the address is missing",
            fixed="See [the guide](https://example.org/).\n",
        ),
        Invalid(
            "See [the guide(https://example.org/).\n",
            at="[the guide(https://example.org/)",
            message="the ] that closes the text is missing",
            fixed="See [the guide](https://example.org/).\n",
        ),
        Invalid(
            "See the guide](https://example.org/).\n",
            at="](https://example.org/)",
            message="the [ that opens the text is missing",
        ),
        Invalid("See [the guide] (Guide.md#top).\n", fixed="See [the guide](Guide.md#top).\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for trap in traps(doc, "torn-link", "swapped-link", "half-link"):
            kind = "image" if trap.text.startswith("![") else "link"
            fault, advice = _said(trap)
            yield self.finding(f"no {kind}, but text: {fault}", trap.place, help=advice, fix=_fix(doc, trap))


def _said(trap: Trap) -> tuple[str, str]:
    """What is wrong with the brackets, and what to do."""
    if trap.problem.kind == "swapped-link":
        return "the brackets are the wrong way round", "write [text](address)"
    if trap.problem.kind == "half-link":
        return f"the {trap.word} that {_OFFICES[trap.word]} is missing", "write [text](address)"
    gap = "line break" if trap.word == "line" else "blank"
    return f"a {gap} stands between ] and (", f"take the {gap} away"


def _fix(doc: Document, trap: Trap) -> Fix | None:
    if trap.problem.kind == "swapped-link":
        text = _SWAPPED.sub(r"[\1](\2)", trap.text)
    elif trap.problem.kind == "half-link":
        text = _completed(doc, trap)
    else:
        text = _BLANK.sub("](", trap.text)
    if not doc.converted(text).startswith(("<p><a href=", "<p><img src=")):
        return None
    whole = "](http" in text or "](mailto:" in text
    safe = whole and trap.problem.kind != "half-link"
    return trap.rewritten("make it a link", text, Safety.SAFE if safe else Safety.UNSAFE)


def _address(trap: Trap) -> str:
    """What would be the address. Chinese and Japanese texts go on behind ``）`` without a blank: only of
    letters of ASCII it is sure that they belong to it."""
    return trap.text.rpartition("](")[2]


def _completed(doc: Document, trap: Trap) -> str:
    """The link with the bracket that it lacks, as far as one can tell where it belongs."""
    if trap.word == ")":
        is_whole = _ENDED.match(doc.text, trap.place.span.end) and _address(trap).isascii()
        return f"{trap.text})" if is_whole else trap.text
    if trap.word == "(":
        return trap.text.replace("]", "](", 1)
    return trap.text.replace("(", "](", 1) if trap.word == "]" else trap.text
