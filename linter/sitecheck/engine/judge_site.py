"""Runs the rules that judge the site as a whole; those on heads beside the others, where there is much to do.

What layouts give to pages and what stands in their heads is most of the work on a large site, and neither
needs the other. A process of its own also keeps the heads of all pages away from what this one holds. What
was found on them is remembered: the text of a page changes nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from sitecheck.document import SiteFacts
from sitecheck.engine.analyze import crash_of
from sitecheck.engine.cache.head_findings import Found
from sitecheck.engine.workers import inherited, submit_all, workers
from sitecheck.errors import MachineError
from sitecheck.model.facts import Read
from sitecheck.model.finding import Finding
from sitecheck.model.report import Crash
from sitecheck.named_tuple import NamedTuple
from sitecheck.rule.base import SiteRule


class Judged(NamedTuple):
    """What one rule found, or how it failed."""

    findings: tuple[Finding, ...]
    crash: Crash | None = None


class Memory(Protocol):
    """What remembers from run to run what was found on heads."""

    def recall_findings(self, rules: Iterable[str], facts: SiteFacts) -> Found | None:
        """What ``rules`` find, by their ids; ``None`` where that is not known."""
        ...

    def noting(self) -> AbstractContextManager[set[Read]]:
        """What is read of the site until the context ends."""
        ...

    def remember_findings(self, found: Found, facts: SiteFacts, reads: set[Read]) -> None:
        """What was found, and what was read for it beside the heads."""
        ...


def judge_site(
    facts: SiteFacts, rules: Sequence[SiteRule[Any]], *, apart: bool, memory: Memory
) -> list[Judged]:
    """What each rule finds, in the order of ``rules``; ``apart``: the rules on heads in a process of their
    own. ``memory`` may know what these find."""
    on_heads = [rule for rule in rules if rule.reads_heads]
    others = [rule for rule in rules if not rule.reads_heads]
    known = memory.recall_findings([rule.id for rule in on_heads], facts) if on_heads else None
    if known is not None:
        found = {id_: Judged(findings) for id_, findings in known.items()}
        found.update((rule.id, _judge(facts, rule)) for rule in others)
    elif on_heads and apart:
        with workers(1, (facts.of_heads(), memory)) as executor:
            (future,) = submit_all(executor, _judge_apart, (on_heads,))
            found = {rule.id: _judge(facts, rule) for rule in others}
            found.update(zip((rule.id for rule in on_heads), future.result(), strict=True))
    else:
        seen = facts.of_heads() if on_heads else facts
        found = dict(zip((rule.id for rule in on_heads), _judge_heads(seen, on_heads, memory), strict=True))
        facts.days |= seen.days
        facts.folders |= seen.folders
        found.update((rule.id, _judge(facts, rule)) for rule in others)
    return [found[rule.id] for rule in rules]


def _judge_apart(rules: Sequence[SiteRule[Any]]) -> list[Judged]:
    seen, memory = inherited()
    return _judge_heads(seen, rules, memory)


def _judge_heads(seen: SiteFacts, rules: Sequence[SiteRule[Any]], memory: Memory) -> list[Judged]:
    """What rules on heads find, which is remembered unless more than heads and front matter decides it."""
    with memory.noting() as reads:
        judged = [_judge(seen, rule) for rule in rules]
    if not (seen.days or seen.folders or any(each.crash for each in judged)):
        found = {rule.id: each.findings for rule, each in zip(rules, judged, strict=True)}
        memory.remember_findings(found, seen, reads)
    return judged


def _judge(facts: SiteFacts, rule: SiteRule[Any]) -> Judged:
    try:
        return Judged(tuple(rule.check(facts)))
    except MachineError:
        raise
    except (Exception, SystemExit) as error:
        return Judged((), crash_of(rule.id, "the site", error))
