"""Runs the rules that judge the site as a whole; those on heads beside the others, where there is much to do.

What layouts give to pages and what stands in their heads is most of the work on a large site, and neither
needs the other. A process of its own also keeps the heads of all pages away from what this one holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sitecheck.document import SiteFacts
from sitecheck.engine.analyze import crash_of
from sitecheck.engine.workers import inherited, submit_all, workers
from sitecheck.model.finding import Finding
from sitecheck.model.report import Crash
from sitecheck.rule.base import SiteRule


class Judged(NamedTuple):
    """What one rule found, or how it failed."""

    findings: tuple[Finding, ...]
    crash: Crash | None = None


def judge_site(facts: SiteFacts, rules: Sequence[SiteRule[Any]], *, apart: bool) -> list[Judged]:
    """What each rule finds, in the order of ``rules``; ``apart``: the rules on heads in a process of their
    own."""
    on_heads = [rule for rule in rules if rule.reads_heads]
    others = [rule for rule in rules if not rule.reads_heads]
    if not apart or not on_heads:
        return [_judge(facts, rule) for rule in rules]
    with workers(1, facts) as executor:
        (future,) = submit_all(executor, _judge_all, (on_heads,))
        found = {rule.id: _judge(facts, rule) for rule in others}
        found.update(zip((rule.id for rule in on_heads), future.result(), strict=True))
    return [found[rule.id] for rule in rules]


def _judge_all(rules: Sequence[SiteRule[Any]]) -> list[Judged]:
    facts = inherited()
    return [_judge(facts, rule) for rule in rules]


def _judge(facts: SiteFacts, rule: SiteRule[Any]) -> Judged:
    try:
        return Judged(tuple(rule.check(facts)))
    except (Exception, SystemExit) as error:
        return Judged((), crash_of(rule.id, "the site", error))
