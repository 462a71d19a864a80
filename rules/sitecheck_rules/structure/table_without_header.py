from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.api import (
    UNKNOWN,
    Document,
    Element,
    FileRule,
    Finding,
    Invalid,
    Severity,
    Valid,
    lazy_pattern,
)

_SEPARATOR = lazy_pattern(r"^[ \t>]*(?:[+|:][+|: \t]*)?-[+|: \t-]*\r?$", re.MULTILINE)
_LAYOUT = frozenset({"presentation", "none"})


class TableWithoutHeader(FileRule):
    """A table has no header cells.

    ## What it does

    Reports tables of Markdown without a line of dashes below their first row, and `<table>` elements
    without a `<th>`. A table with `role="presentation"`, with another table in it, or of one row or one
    column is one for the layout of a page, and is not told, nor is one that `accidental-table` tells.

    ## Why is this bad?

    A screen reader reads the header of its column with each cell; without one, numbers are just numbers.

    ## References

    - <https://www.w3.org/WAI/tutorials/tables/>
    """

    severity = Severity.INFO
    preset = "strict"
    valid = (
        Valid("| a | b |\n|---|---|\n| c | d |\n"),
        Valid("| a | b |\n"),
        Valid("[A | B](/)\n(a | b)\n", why="`accidental-table` tells it"),
        Valid("<table><tr><th>a</th><td>b</td></tr><tr><th>c</th><td>d</td></tr></table>\n"),
        Valid('<table role="none"><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>\n'),
        Valid("<table><tr><td>a</td><td>b</td></tr></table>\n"),
    )
    invalid = (
        Invalid("| a | b |\n| c | d |\n", at="| a | b |\n| c | d |", message="no header", help="|---|"),
        Invalid(
            "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>\n",
            at="<table>",
            message="no header",
            help="<th>",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        text = doc.rendered.text
        accidental = _accidental(doc)
        for table in doc.markdown.tables if doc.markdown is not None else ():
            start, end = table.span
            rows = {cell.row for cell in table.cells}
            written = text[start:end].rstrip()
            is_meant = len(rows) > 1 and start not in accidental
            if is_meant and not _SEPARATOR.search(written) and UNKNOWN not in written:
                yield self.finding(
                    "the table has no header cells",
                    doc.place(start, start + len(written)),
                    help="write |---| below the row of headers",
                )
        for element in _tables(doc):
            yield self.finding(
                "the table has no header cells",
                element.place,
                help="write <th> for the cells that are headers",
            )


def _accidental(doc: Document) -> frozenset[int]:
    """Where tables begin of which bars in a text made one."""
    problems = doc.markdown.problems if doc.markdown is not None else ()
    return frozenset(each.span.start for each in problems if each.kind == "accidental-table")


def _tables(doc: Document) -> Iterator[Element]:
    """The ``<table>`` elements of data that have no ``<th>``; of nested ones the inner count."""
    table: Element | None = None
    counts = dict.fromkeys(("tr", "td", "th"), 0)
    elements = iter(doc.elements)
    for tag in doc.tags:
        element = next(elements) if tag.kind != "end" else None
        if element is not None and tag.name == "table":
            table, counts = element, dict.fromkeys(counts, 0)
        elif element is not None and tag.name in counts:
            counts[tag.name] += 1
        elif element is None and tag.name == "table":
            if table is not None and _is_data(doc, table, counts):
                yield table
            table = None


def _is_data(doc: Document, table: Element, counts: dict[str, int]) -> bool:
    """Whether a table surely shows data, in several rows and columns, and none of its cells is a header."""
    certain = table.known and not table.maybe and table.place.path == doc.path
    rows, cells, headers = counts["tr"], counts["td"], counts["th"]
    return certain and table.value("role") not in _LAYOUT and not headers and 1 < rows < cells
