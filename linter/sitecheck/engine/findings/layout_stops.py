"""What in layouts stops the build on some pages: as it hangs on the page, no layout by itself tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitecheck.document import SiteFacts
from sitecheck.liquid import MISSING_INCLUDE, LiquidProblem
from sitecheck.model.finding import Finding, Severity

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


def layout_stops(facts: SiteFacts, told: Iterable[Finding]) -> Iterator[Finding]:
    """One finding for each place and message, with the pages whose build stops there; none for what is
    ``told`` of the layout by itself."""
    known = {(each.rule, each.place, each.message) for each in told if each.severity == _STOPS}
    found: dict[LiquidProblem, list[str]] = {}
    for page, frame in facts.frames.items():
        for problem in frame.stops:
            if problem.code in _RULES:
                found.setdefault(problem._replace(related=None), []).append(page.path)
    for problem, pages in found.items():
        rule = _RULES[problem.code]
        if (rule, problem.place, problem.message) in known:
            continue
        yield Finding(
            rule=rule,
            severity=_STOPS,
            message=problem.message,
            place=problem.place,
            help=f"Jekyll's build stops here; for example on {pages[0]}",
            pages=len(pages),
        )
