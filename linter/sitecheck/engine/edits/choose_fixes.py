"""Chooses fixes that do not collide."""

from __future__ import annotations

from collections.abc import Iterable

from sitecheck.model.finding import Finding
from sitecheck.model.fix import Edit, Safety, TakenSpans
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source import Source

ROUNDS = 10
"""After so many rounds of fixing and looking again the rest is left: two rules disagree."""


class Chosen(NamedTuple):
    """The edits to make in one file, and the findings they settle: others wait for the next round."""

    path: str
    edits: tuple[Edit, ...]
    applied: tuple[Finding, ...]

    @classmethod
    def of(cls, path: str, findings: Iterable[Finding]) -> Chosen:
        """All edits for ``findings``, none of which collide."""
        applied = tuple(findings)
        edits = dict.fromkeys(edit for each in applied if each.fix for edit in each.fix.edits)
        return cls(path, tuple(edits), applied)


def in_lines_of(source: Source, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits of a file with line ends as it has them."""
    if source.newline != "\r\n":
        return tuple(edits)
    return tuple(edit._replace(text=edit.text.replace("\r\n", "\n").replace("\n", "\r\n")) for edit in edits)


def choose_fixes(findings: Iterable[Finding], level: Safety) -> list[Chosen]:
    """For every file the fixes at or above ``level`` that can be made together; earlier ones win."""
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.fix is not None and finding.fix.safety >= level and finding.fix.edits:
            by_path.setdefault(finding.path, []).append(finding)
    return [_choose_in_file(path, found) for path, found in by_path.items()]


def _choose_in_file(path: str, findings: list[Finding]) -> Chosen:
    chosen: set[Edit] = set()
    taken = TakenSpans()
    applied: list[Finding] = []
    for finding in sorted(findings, key=lambda f: min(f.fix.edits) if f.fix else Edit(f.place.span, "")):
        edits = finding.fix.edits if finding.fix else ()
        new = [edit for edit in edits if edit not in chosen]
        if any(taken.overlap(edit.span) for edit in new):
            continue
        for edit in new:
            chosen.add(edit)
            taken.take(edit.span)
        applied.append(finding)
    return Chosen.of(path, applied)
