"""What layouts include on some pages and is not there: its name hangs on the page, so that no layout by
itself tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitecheck.document import SiteFacts
from sitecheck.liquid import LiquidProblem
from sitecheck.model.finding import Finding, Severity

_RULE = "unknown-include"
_STOPS = Severity.ERROR


def lacking_includes(facts: SiteFacts, told: Iterable[Finding]) -> Iterator[Finding]:
    """One finding for each place and name, with the pages whose build stops there; none for what is ``told``
    of the layout by itself."""
    known = {(each.place, each.message) for each in told if each.rule == _RULE and each.severity == _STOPS}
    found: dict[LiquidProblem, list[str]] = {}
    for page, frame in facts.frames.items():
        for problem in frame.lacking:
            found.setdefault(problem._replace(related=None), []).append(page.path)
    for problem, pages in found.items():
        if (problem.place, problem.message) in known:
            continue
        yield Finding(
            rule=_RULE,
            severity=_STOPS,
            message=problem.message,
            place=problem.place,
            help=f"Jekyll's build stops here; for example on {pages[0]}",
            pages=len(pages),
        )
