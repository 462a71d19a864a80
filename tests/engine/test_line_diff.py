"""A diff says what :mod:`difflib` says, and can be applied; of long files in time in proportion to their lines."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from random import Random

import pytest

from sitecheck.engine.edits.line_diff import line_diff


def _applied(old: Sequence[str], diff: str) -> list[str]:
    """What patch(1) makes of the lines; the file's last line has an end."""
    new, at = [], 0
    for line in diff.splitlines(keepends=True)[2:]:
        if line.startswith("@@"):
            start, _, length = line.split()[1].lstrip("-").partition(",")
            hunk = int(start) - (length != "0")
            new += old[at:hunk]
            at = hunk
            continue
        if line[0] in " -":
            assert old[at] == line[1:]
            at += 1
        if line[0] in " +":
            new.append(line[1:])
    return [*new, *old[at:]]


def _drawn(random: Random, length: int, kinds: int) -> tuple[list[str], list[str]]:
    old = [f"{random.randrange(kinds)}\n" for _ in range(length)]
    new = list(old)
    for _ in range(random.randrange(1, 2 + length // 5)):
        at = random.randrange(len(new) + 1)
        new[at : at + random.randrange(3)] = [f"{random.randrange(kinds)}\n"] * random.randrange(3)
    return old, new


@pytest.mark.parametrize("seed", range(60))
def test_short_files_are_told_as_difflib_does(seed: int) -> None:
    random = Random(seed)
    old, new = _drawn(random, random.randrange(190), random.choice((2, 20, 1000)))
    if random.random() < 0.3 and new:
        new[-1] = new[-1].rstrip("\n")
    told = "".join(line_diff(old, new, "a/x", "b/x"))
    known = difflib.unified_diff(old, new, "a/x", "b/x")
    assert told == "".join(
        re.sub(r"([^\n])\Z", "\\1\n\\\\ No newline at end of file\n", each) for each in known
    )


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("kinds", [2, 900, 1_000_000])
def test_what_is_told_of_long_files_can_be_applied(seed: int, kinds: int) -> None:
    random = Random(seed)
    old, new = _drawn(random, random.randrange(3000), kinds)
    if seed % 3 == 0:
        random.shuffle(new)
    assert _applied(old, "".join(line_diff(old, new, "a", "b"))) == new


@pytest.mark.parametrize("times", [1, 2])
def test_ten_thousand_changes_take_no_minute(times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = 0
    find = difflib.SequenceMatcher.find_longest_match

    def counted(
        self: difflib.SequenceMatcher[str], start: int, end: int, new_start: int, new_end: int
    ) -> difflib.Match:
        nonlocal looked_at
        looked_at += end - start
        return find(self, start, end, new_start, new_end)

    monkeypatch.setattr(difflib.SequenceMatcher, "find_longest_match", counted)
    old = [f"line {at}\n" for at in range(10_000)] * times
    new = [part for line in old for part in ("\n", line)]
    diff = "".join(line_diff(old, new, "a", "b"))
    assert _applied(old, diff) == new
    assert looked_at < 200 * len(old)
