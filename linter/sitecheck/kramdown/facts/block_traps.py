"""Blocks that kramdown makes where their author meant others: found by what stands beside and around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitecheck.kramdown.block_tree import Block
from sitecheck.kramdown.model import Problem, ProblemKind
from sitecheck.kramdown.source import Source
from sitecheck.lazy_pattern import lazy_pattern

_NUMBER = lazy_pattern(r" {0,3}(\d{1,9})\.")
_YEARS = 1000
"""From here on a number is a year rather than that of an item."""
_HTML = lazy_pattern(r"\s*</?[A-Za-z][\w-]*[\s/>]")
_IMAGE = lazy_pattern(r"\s*(?:\[?!\[[^\]\n]*\]\([^)\n]*\)(?:\]\([^)\n]*\))?(?:\{:[^}\n]*\})?\s*)*")
"""Images and blanks, among them no-break spaces: they alone are left at the edges of a cell."""
_MARKS = lazy_pattern(r"\\.|`+|\*\*|\$|[\[\]()]")
_BRACKETS = lazy_pattern(r"\\.|`[^`]*`|[\[\]()|]")


def block_traps(children: Iterable[Block]) -> Iterator[Problem]:
    """What is amiss with the children of one block."""
    before: Block | None = None
    last_number: int | None = None
    for child in children:
        if child.type == "ol":
            number = _number(child)
            if before is not None and _is_accidental(before, child, number):
                yield _problem("accidental-list", child, child.start, child.start + _mark_length(child))
            elif number is not None and number > 1 and number - 1 == last_number and not _has_start(child):
                span = (child.start, child.start + _mark_length(child))
                yield _problem("restarted-list", child, *span, detail=str(number))
            elif number is not None and _is_year(child, number):
                yield _problem("accidental-list", child, child.start, child.start + _mark_length(child))
            last_number = None if number is None else _last_number(child)
        before = child


def _number(block: Block) -> int | None:
    match = _NUMBER.match(block.source.text, block.start)
    return int(match[1]) if match is not None else None


def _last_number(block: Block) -> int | None:
    """The number that the last item of a list would have by the first one's."""
    first = _number(block)
    return None if first is None else first + len(block.children) - 1


def _mark_length(block: Block) -> int:
    match = _NUMBER.match(block.source.text, block.start)
    return 0 if match is None else match.end() - block.start


def _has_start(block: Block) -> bool:
    return block.ial is not None and bool({"start", "style"} & block.ial.values.keys() or block.ial.refs)


def _is_accidental(before: Block, listed: Block, number: int | None) -> bool:
    """Whether a line of a paragraph began with a number and a dot, which made a list of the rest of it."""
    if before.type != "p" or number is None or number < 2 or len(listed.children) != 1:
        return False
    text = before.source.text
    if before.source is listed.source:
        gap = text[before.end : listed.start]
    elif number < _YEARS:  # of an item; a low number there is likelier that of an item, indented too far
        return False
    else:
        gap = text[before.end :] + listed.source.text[: listed.start]
    if gap.strip(" \t") != "\n":
        return False
    inner = [child.type for child in listed.children[0].children]
    return inner == ["p"] and (text[before.end - 1].isalnum() or text[before.end - 1] == ",")


def _is_year(listed: Block, number: int) -> bool:
    """Whether a paragraph began with a year and a dot, which made a list of all of it."""
    items = listed.children
    is_plain = len(items) == 1 and [child.type for child in items[0].children] == ["p"]
    return is_plain and number >= _YEARS and listed.ial is None


def accidental_table(block: Block) -> Problem | None:
    """Text of which bars made a table: one line without a bar at its start, or lines each of which has a link
    or another bracket that a bar cuts."""
    text = block.source.text
    written = text[block.start : block.end].strip()
    lines = written.split("\n")
    if any(line.lstrip().startswith("|") for line in lines) or len(block.children) < 2:
        return None
    if len(lines) > 1 and not all(_has_cut_bracket(line) for line in lines):
        return None
    cells = [cell.source.text[cell.start : cell.end] for cell in block.children]
    if all(_IMAGE.fullmatch(cell) for cell in cells) or any(cell.count("$$") % 2 for cell in cells):
        return None
    detail = "cut" if any(_is_cut(cell) for cell in cells) else ""
    return _problem("accidental-table", block, block.start, block.end, detail=detail)


def _has_cut_bracket(line: str) -> bool:
    """Whether a bracket is open where a bar stands, and closed in the same line."""
    opened = cut = 0
    for match in _BRACKETS.finditer(line):
        mark = match[0]
        cut = cut or (opened if mark == "|" else 0)
        opened += (mark in "[(") - (mark in "])")
    return cut > 0 and not opened


def _is_cut(cell: str) -> bool:
    """Whether something begins in a cell and does not end there: brackets, strong text, a formula, code."""
    depth = {"[": 0, "(": 0}
    marks = {"**": 0, "$": 0}
    code = ""
    for match in _MARKS.finditer(cell):
        mark = match[0]
        if mark.startswith("`"):
            code = "" if code == mark else code or mark
        elif code:
            continue
        elif mark in depth:
            depth[mark] += 1
        elif mark in ("]", ")"):
            depth["[" if mark == "]" else "("] -= 1
        elif mark in marks:
            marks[mark] += 1
    return any(depth.values()) or any(count % 2 for count in marks.values())


def html_as_code(parent: Block) -> Iterator[Problem]:
    """HTML within an element whose content is Markdown, indented so far that it is code."""
    for child in parent.children:
        if child.type == "code" and child.value != "fenced" and _HTML.match(child.source.text, child.start):
            yield _problem("html-as-code", child, child.start, child.end, detail=parent.name)


def _problem(kind: ProblemKind, block: Block, start: int, end: int, *, detail: str = "") -> Problem:
    source: Source = block.source
    while end > start and source.text[end - 1] in " \t\n":
        end -= 1
    return Problem(kind, source.span(start, end), detail)
