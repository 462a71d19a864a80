from __future__ import annotations

from collections.abc import Collection, Iterator

from sitecheck.api import (
    LONG_LINE,
    Document,
    FileRule,
    Finding,
    Fix,
    Invalid,
    Safety,
    Valid,
    ends_line,
    line_before,
)
from sitecheck_rules.markdown._traps import Trap, follows_blank_line, line_start, traps


class MisplacedAttributeList(FileRule):
    """An attribute list `{: … }` belongs to nothing, or is shown as text.

    ## What it does

    Reports lists of kramdown (`{: .class #id key="value"}`) that stand where kramdown finds nothing they
    could be for: after the text of a heading or a paragraph in the same line, apart from the link or image
    before it, after an empty line at the end of the page, before one at its start. A heading that is nothing
    but an id (`## {#id}`) is one, too, and so is a list with a class in the line of a heading, as other
    Markdown has it (`## A {.class}`).

    ## Why is this bad?

    The reader sees `{: .class}`, and the class or id is not set; at the ends of the page the list vanishes.

    ## Fix safety

    Putting the list where it was probably meant for is unsafe: it changes how the page looks, and the id that
    is made from a heading's text.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#inline-attribute-lists>
    """

    valid = (
        Valid("## A title\n{: .big}\n\nText.\n{: .small}\n\n{: .next}\nNext.\n"),
        Valid("[A link](https://example.org/){: .button} and *text*{: .red}.\n"),
        Valid("Write `{: .class}` or \\{: .class}; Ruby has {:a => 1}.\n"),
        Valid("Text.\n\n{: .small}\n\nMore.\n", why="it is for the block that follows"),
        Valid("* contents\n{:toc}\n\n## A title {#id}\n"),
    )
    invalid = (
        Invalid(
            "## A title {: .big}\n\nText.\n",
            at="{: .big}",
            message="shown as text",
            help="line of its own",
            fixed="## A title\n{: .big}\n\nText.\n",
        ),
        Invalid(
            "## A title {#start .big}\n",
            at="{#start .big}",
            message="takes an id only",
            fixed="## A title\n{: #start .big}\n",
        ),
        Invalid("## {#start}\n\nText.\n", at="{#start}", message="shown as text", help="text of the heading"),
        Invalid("Text. {: .small}\n", at="{: .small}", fixed="Text.\n{: .small}\n"),
        Invalid(
            "[A link](https://example.org/) {: .button} is here.\n",
            at="{: .button}",
            help="right after",
            fixed="[A link](https://example.org/){: .button} is here.\n",
        ),
        Invalid(
            "Text.\n\n{: .small}\n",
            at="{: .small}",
            message="belongs to nothing",
            fixed="Text.\n{: .small}\n",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        links = frozenset(link.span.end for link in doc.markdown.links) if doc.markdown is not None else ()
        for trap in traps(doc, "raw-attribute-list", "lost-attribute-list"):
            if trap.problem.kind == "lost-attribute-list":
                yield from self._lost(doc, trap)
                continue
            help_, fix = _advice(doc, trap, links)
            yield self.finding(
                "this attribute list is shown as text: nothing is before it that it could be for"
                if trap.text.startswith("{:") or _is_all(doc, trap)
                else "this attribute list is shown as text: the line of a heading takes an id only",
                trap.place,
                help=help_,
                fix=fix,
            )

    def _lost(self, doc: Document, trap: Trap) -> Iterator[Finding]:
        """What is said of a list that vanishes."""
        apart = _is_below_blank(doc.rendered.text, trap.problem.span.start)
        if (
            apart
            and trap.own
            and not _is_below_blank(doc.text, trap.place.span.start, doc.front_matter.span.end)
        ):
            return  # a plugin has taken the heading above it, or Liquid writes nothing there on this page
        yield self.finding(
            "this attribute list belongs to nothing: no block touches it",
            trap.place,
            help="take the empty line away between it and the block it is for"
            if apart
            else "what stands right above it shows nothing; put it right below the block it is for",
            fix=_joined(doc, trap) if apart else None,
        )


def _advice(doc: Document, trap: Trap, links: Collection[int]) -> tuple[str, Fix | None]:
    """What is to be done with a list that is shown; ``links`` are where links and images end."""
    if _is_all(doc, trap):
        return "write the text of the heading before it", None
    blanks = _blanks_after_link(doc, trap, links)
    if blanks:
        fix = Fix("take the blank away", (trap.edit(-blanks, 0, ""),), Safety.UNSAFE) if trap.own else None
        return "write it right after the link or image, without a blank", fix
    if not _ends_line(doc, trap):
        return "write it right after an element", None
    return "put it on a line of its own, right below its block", _moved(doc, trap)


def _blanks_after_link(doc: Document, trap: Trap, links: Collection[int]) -> int:
    """How many blanks keep the list from the link or image before it; 0 where none is."""
    start = trap.problem.span.start
    before = line_before(doc.rendered.text, start, LONG_LINE)
    blanks = len(before) - len(before.rstrip(" \t"))
    return blanks if blanks and start - blanks in links else 0


def _ends_line(doc: Document, trap: Trap) -> bool:
    return trap.word in ("p", "header") and ends_line(doc.rendered.text, trap.problem.span.end)


def _is_all(doc: Document, trap: Trap) -> bool:
    """Whether a heading is nothing but the list."""
    before = line_before(doc.text, trap.place.span.start, LONG_LINE)
    return trap.word == "header" and trap.own and not before.strip(" \t#")


def _moved(doc: Document, trap: Trap) -> Fix | None:
    before = line_before(doc.text, trap.place.span.start, LONG_LINE)
    if (
        not trap.own
        or not ends_line(doc.text, trap.place.span.end)
        or len(before) == LONG_LINE
        or before[:1] in (" ", "\t", ">", "-", "*", "+")
        or not before.strip()
    ):
        return None
    blanks = len(before) - len(before.rstrip())
    colon = "" if trap.text.startswith("{:") else "{: "
    return Fix("put it on its own line", (trap.edit(-blanks, len(colon) and 1, f"\n{colon}"),), Safety.UNSAFE)


def _is_below_blank(text: str, at: int, head: int = 0) -> bool:
    """Whether nothing stands in the line above that of the offset ``at``, or ``head`` ends there."""
    start = at - len(line_before(text, at))
    return start <= head or follows_blank_line(text, start)


def _joined(doc: Document, trap: Trap) -> Fix | None:
    """The list right below the block before it."""
    start = line_start(doc, trap)
    before = doc.text[:start].rstrip() if start else ""
    if start is None or len(before) <= doc.front_matter.span.end:
        return None
    at = trap.place.span.start
    return Fix("put it below the block", (trap.edit(len(before) - at, start - at, "\n"),), Safety.UNSAFE)
