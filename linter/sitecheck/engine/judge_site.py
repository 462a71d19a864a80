"""Runs the rules that judge the site as a whole; those on heads beside the others, where there is much to do.

What stands in the heads of pages is much of the work on a large site, and needs nothing that is made out
meanwhile of their texts. A process of its own also keeps the heads of all pages away from what this one
holds. What was found on them is remembered: the text of a page changes nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from sitecheck.document import SiteFacts
from sitecheck.engine.analyze import crash_of
from sitecheck.engine.aside import Aside
from sitecheck.engine.cache.head_findings import Found
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


class _OfHeads(NamedTuple):
    """What rules on heads found, and what they asked for beside these."""

    found: dict[str, Judged]
    days: set[str]
    folders: set[str]


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


class HeadsApart:
    """A process for the rules on heads, which reads these at once."""

    def __init__(self) -> None:
        self._process: Aside | None = None

    def __enter__(self) -> HeadsApart:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.end()

    def begin(self, facts: SiteFacts, rules: Iterable[object], memory: Memory) -> None:
        """Start the process, if that is not done yet and any of ``rules`` is on heads. ``facts`` are as these
        see them, and need not hold any file."""
        chosen = _on_heads(rules)
        if self._process is None and chosen:
            self._process = Aside(
                begin=lambda: facts.heads,
                answer=lambda files: _judge_heads(facts.with_files(files), chosen, memory),
            )

    def ask(self, facts: SiteFacts, rules: Sequence[SiteRule[Any]], memory: Memory) -> Aside:
        """Have ``rules``, those on heads that run, judge the site that ``facts`` tell of."""
        seen = facts.of_heads()
        self.begin(seen, rules, memory)
        assert self._process is not None  # noqa: S101 - a caller's mistake
        self._process.ask(seen.files)
        return self._process


def _on_heads(rules: Iterable[object]) -> list[SiteRule[Any]]:
    """Those of ``rules`` that see heads alone: what the network says is known later, and not remembered."""
    return [each for each in rules if isinstance(each, SiteRule) and each.reads_heads and not each.network]


def judge_site(
    facts: SiteFacts, rules: Sequence[SiteRule[Any]], *, apart: HeadsApart | None, memory: Memory
) -> list[Judged]:
    """What each rule finds, in the order of ``rules``; ``apart``: where there is much to do, the process for
    those on heads. ``memory`` may know what these find."""
    on_heads = _on_heads(rules)
    others = [rule for rule in rules if rule not in on_heads]
    known = memory.recall_findings([rule.id for rule in on_heads], facts) if on_heads else {}
    if known is not None:
        found = {id_: Judged(findings) for id_, findings in known.items()}
        found.update((rule.id, _judge(facts, rule)) for rule in others)
    else:
        process = apart.ask(facts, on_heads, memory) if apart is not None else None
        found = {rule.id: _judge(facts, rule) for rule in others}
        told = process.answer() if process is not None else _judge_heads(facts.of_heads(), on_heads, memory)
        found.update(told.found)
        facts.days |= told.days
        facts.folders |= told.folders
    return [found[rule.id] for rule in rules]


def _judge_heads(seen: SiteFacts, rules: Sequence[SiteRule[Any]], memory: Memory) -> _OfHeads:
    """What rules on heads find, which is remembered unless more than heads and front matter decides it."""
    with memory.noting() as reads:
        judged = {rule.id: _judge(seen, rule) for rule in rules}
    if not (seen.days or seen.folders or any(each.crash for each in judged.values())):
        memory.remember_findings({id_: each.findings for id_, each in judged.items()}, seen, reads)
    return _OfHeads(found=judged, days=seen.days, folders=seen.folders)


def _judge(facts: SiteFacts, rule: SiteRule[Any]) -> Judged:
    try:
        return Judged(tuple(rule.check(facts)))
    except MachineError:
        raise
    except (Exception, SystemExit) as error:
        return Judged((), crash_of(rule.id, "the site", error))
