"""The unified diff of a file, in time in proportion to its lines.

``difflib`` looks through all lines anew for every line that has changed: a minute for ten thousand of them.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sitecheck.named_tuple import NamedTuple

_CONTEXT = 3
_LEAST = 200
"""Lines: shorter files, and parts of files, are compared whole."""
_MOST = 1000
"""Lines: a longer part in which no line stands once in either file is told as changed from end to end."""
_NO_LINE_END = "\n\\ No newline at end of file\n"


class _Change(NamedTuple):
    """Lines of the old file, and what stands in their place in the new one."""

    start: int
    end: int
    new_start: int
    new_end: int


def line_diff(old: Sequence[str], new: Sequence[str], old_name: str, new_name: str) -> Iterator[str]:
    """The lines of the diff, each with its end; none where the files are the same."""
    head = f"--- {old_name}\n+++ {new_name}\n"
    for hunk in _hunks(_changes(old, new)):
        yield head
        head = ""
        for line in _hunk(hunk, old, new):
            yield line if line.endswith("\n") else line + _NO_LINE_END


def _hunks(changes: Iterable[_Change]) -> Iterator[list[_Change]]:
    """Changes that share lines of context, together."""
    hunk: list[_Change] = []
    for change in changes:
        if hunk and change.start - hunk[-1].end > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk


def _hunk(changes: Sequence[_Change], old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    first, last = changes[0], changes[-1]
    before = min(_CONTEXT, first.start)
    end = min(last.end + _CONTEXT, len(old))
    removed = _range(first.start - before, end)
    added = _range(first.new_start - before, last.new_end + end - last.end)
    yield f"@@ -{removed} +{added} @@\n"
    at = first.start - before
    for change in changes:
        yield from (f" {line}" for line in old[at : change.start])
        yield from (f"-{line}" for line in old[change.start : change.end])
        yield from (f"+{line}" for line in new[change.new_start : change.new_end])
        at = change.end
    yield from (f" {line}" for line in old[at:end])


def _range(start: int, end: int) -> str:
    """Lines as the head of a hunk names them: of none it is the line before them that is named."""
    length = end - start
    return f"{start + 1}" if length == 1 else f"{start + (length > 0)},{length}"


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[_Change]:
    at = new_at = 0
    for end, new_end in (*_same(old, new), (len(old), len(new))):
        yield from _changes_within(old, new, _Change(at, end, new_at, new_end))
        at, new_at = end, new_end


def _same(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where, some way apart, a line stands that both files have once."""
    times = Counter(old), Counter(new)
    places = {line: at for at, line in enumerate(new) if times[0][line] == times[1][line] == 1}
    last = new_last = 0
    for at, line in enumerate(old):
        new_at = places.get(line, -1)
        if at - last >= _LEAST and new_at > new_last:
            yield at, new_at
            last, new_last = at, new_at


def _changes_within(old: Sequence[str], new: Sequence[str], part: _Change) -> Iterator[_Change]:
    here, there = old[part.start : part.end], new[part.new_start : part.new_end]
    if max(len(here), len(there)) > _MOST:
        before = _same_at_start(here, there)
        after = _same_at_start(here[before:][::-1], there[before:][::-1])
        steps = [("replace", before, len(here) - after, before, len(there) - after)]
    else:
        steps = [*difflib.SequenceMatcher(None, here, there).get_opcodes()]
    for _, start, end, new_start, new_end in (step for step in steps if step[0] != "equal"):
        if start < end or new_start < new_end:
            moved, new_moved = part.start, part.new_start
            yield _Change(start + moved, end + moved, new_start + new_moved, new_end + new_moved)


def _same_at_start(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (line, its) in pairs if line != its), min(len(one), len(other)))
