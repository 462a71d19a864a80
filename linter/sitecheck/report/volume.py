"""How much a report for people shows of one fault that a file has over and over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sitecheck.model.finding import Finding

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
    kinds = Counter((finding.rule, finding.path) for finding in findings)
    seen: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        kind = (finding.rule, finding.path)
        seen[kind] += 1
        if seen[kind] <= MOST_OF_A_KIND:
            yield finding
        elif seen[kind] == MOST_OF_A_KIND + 1:
            yield More(*kind, kinds[kind] - MOST_OF_A_KIND)
