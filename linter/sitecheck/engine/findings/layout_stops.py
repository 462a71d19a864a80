"""What in layouts stops the build on some pages: as it hangs on the page, no layout by itself tells it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from sitecheck.document import SiteFacts
from sitecheck.liquid import MISSING_INCLUDE, LiquidProblem
from sitecheck.model.finding import Finding, Severity
from sitecheck.model.span import Place

_RULES = {
    MISSING_INCLUDE: "unknown-include",
    "invalid-include": "liquid-syntax",
    "missing-link": "unknown-link-tag",
    "missing-post": "unknown-post-url",
    "render-error": "liquid-syntax",
    "too-deep": "liquid-syntax",
}
"""Which rule tells what of a file by itself: each is told under the same name here."""
_STOPS = Severity.ERROR
_Told: TypeAlias = tuple[str, Place, str]
"""The rule, the place and the message of a finding."""


def layout_stops(facts: SiteFacts, told: Iterable[Finding]) -> Iterator[Finding]:
    """One finding for each place and message, with the pages whose build stops there; none for what is
    ``told`` of the layout by itself."""
    found: dict[LiquidProblem, list[str]] = {}
    for page, frame in facts.frames.items():
        for problem in frame.stops:
            if problem.code in _RULES:
                found.setdefault(problem._replace(related=None), []).append(page.path)
    known: set[_Told] = set()
    milder: Counter[_Told] = Counter()
    for each in told if found else ():
        if each.severity == _STOPS:
            known.add((each.rule, each.place, each.message))
        else:
            milder[each.rule, each.place, each.message] += each.pages
    for problem, pages in found.items():
        rule = _RULES[problem.code]
        key = (rule, problem.place, problem.message)
        if key in known:
            continue
        yield Finding(
            rule=rule,
            severity=_STOPS,
            message=problem.message,
            place=problem.place,
            help=f"Jekyll's build stops here; for example on {pages[0]}",
            pages=max(len(pages) - milder[key], 0),  # those of the same fault are added up
        )
