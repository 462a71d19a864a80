"""How much a report for people shows of one fault that a file has over and over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sitecheck.model.finding import Finding
from sitecheck.named_tuple import NamedTuple
from sitecheck.report.causes import Cause

MOST_OF_A_KIND = 20
"""So many findings of one rule in one file are shown; who has to see all takes a format for programs."""


class More(NamedTuple):
    """The findings of one rule in one file that are left out."""

    rule: str
    path: str
    number: int

    @property
    def told(self) -> str:
        """How many more there are: "… and 7 more"."""
        return f"… and {self.number:,} more"


def condensed(findings: Sequence[Finding]) -> Iterator[Finding | More]:
    """``findings`` in order; in place of the first one too many of a kind, how many are left out."""
    for each in condensed_causes([Cause((finding,)) for finding in findings]):
        yield each if isinstance(each, More) else each.first


def condensed_causes(causes: Sequence[Cause]) -> Iterator[Cause | More]:
    """``causes`` in order; in place of the first one too many of a kind, how many findings are left out."""
    seen: Counter[tuple[str, str]] = Counter()
    left: Counter[tuple[str, str]] = Counter()
    kinds = [(cause.first.rule, cause.first.path) for cause in causes]
    for kind, cause in zip(kinds, causes, strict=True):
        seen[kind] += 1
        left[kind] += len(cause.findings) if seen[kind] > MOST_OF_A_KIND else 0
    seen.clear()
    for kind, cause in zip(kinds, causes, strict=True):
        seen[kind] += 1
        if seen[kind] <= MOST_OF_A_KIND:
            yield cause
        elif seen[kind] == MOST_OF_A_KIND + 1:
            yield More(*kind, left[kind])
