"""What can be done about findings: mend, mend all, silence, have explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from sitecheck.engine.edits.choose_fixes import choose_fixes, in_lines_of
from sitecheck.engine.edits.comment_places import place_comments
from sitecheck.model.finding import Finding
from sitecheck.model.fix import Edit, Safety
from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source import Source
from sitecheck.warm.site_view import SiteView

ActionKind = Literal["fix", "fix-all", "silence", "explain"]
REASON = "reason"
"""What stands where the author is to write why a finding is silenced."""


class Action(NamedTuple):
    """One thing to do, in the file of the cursor."""

    title: str
    kind: ActionKind
    edits: tuple[Edit, ...] = ()
    finding: Finding | None = None
    """What it is done about; ``None`` for all of the file."""
    preferred: bool = False
    """Whether it is what most would choose."""
    explains: str = ""
    """The rule that is to be explained."""


def actions(view: SiteView, path: str, span: Span, findings: Sequence[Finding]) -> tuple[Action, ...]:
    """What can be done at ``span`` of a file, of which ``findings`` is all that is wrong."""
    source = view.source(path)
    if source is None:
        return ()
    there = [finding for finding in findings if _touches(finding.place.span, span)]
    return (*(each for finding in there for each in _about(source, finding)), *_all(source, findings))


def _touches(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end


def _about(source: Source, finding: Finding) -> Iterator[Action]:
    fix = finding.fix
    if fix is not None and fix.edits and fix.safety is not Safety.DISPLAY:
        is_safe = fix.safety is Safety.SAFE
        title = fix.title if is_safe else f"{fix.title} (look at it: unsafe)"
        yield Action(title, "fix", in_lines_of(source, fix.edits), finding, preferred=is_safe)
    comment = place_comments(source, [finding], f"ignore[{finding.rule}] {REASON}")
    if comment.edits:
        yield Action(f"silence {finding.rule} here", "silence", comment.edits, finding)
    yield Action(f"explain {finding.rule}", "explain", finding=finding, explains=finding.rule)


def _all(source: Source, findings: Sequence[Finding]) -> Iterator[Action]:
    for chosen in choose_fixes(findings, Safety.SAFE):
        number = len(chosen.applied)
        title = f"mend all that is safe: {number} finding{'s' if number > 1 else ''}"
        yield Action(title, "fix-all", in_lines_of(source, chosen.edits))
