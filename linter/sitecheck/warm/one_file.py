"""What is wrong with one file as it is now, told at once: from what is known of the site, without reading it.

The site is judged as a whole when there is time (:mod:`whole_check`). Until then this file's own rules and
those that judge each page by itself (``SiteRule.by_page``) run on the new text. What only the whole site can
tell, it has told of the earlier text: that stays, at its place in the new one. Where the whole site knew
better than the page by itself, it is believed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sitecheck.document import Input
from sitecheck.engine.analyze import FileReport, analyze
from sitecheck.engine.findings.select import select_findings
from sitecheck.model.finding import Finding
from sitecheck.named_tuple import NamedTuple
from sitecheck.rule.base import FileRule, SiteRule
from sitecheck.warm.moved import change_of
from sitecheck.warm.site_view import SiteView

Key = tuple[str, str, str]
"""What tells that a finding is the same in an earlier and in a later text."""


class OneFile(NamedTuple):
    """A file as it is at one moment."""

    text: str
    report: FileReport
    findings: tuple[Finding, ...]
    """What is wrong in it, judged by itself."""


def look_at(view: SiteView, input_: Input) -> OneFile:
    """Reads a file as the editor holds it and judges it by itself."""
    with view.held():
        source = view.source(input_.path)
        report = analyze(input_, view.reader, _rules(view.known.rules, FileRule))
        found = [*_of_file(view, input_, report), *_of_page(view, report)]
    text = "" if source is None else source.text
    chosen = select_findings(
        (finding for finding in found if _stands(finding, input_.path, text)),
        view.settings,
        {input_.path: report.suppressions},
        _ran(view),
    )
    return OneFile(text, report, chosen.findings)


class Judged(NamedTuple):
    """What the whole site told of a file, for who judges later texts of it."""

    text: str
    """The text in which all of this stands."""
    kept: tuple[Finding, ...]
    """What only the whole site can tell."""
    alone: frozenset[Key]
    """What the file by itself told of the text that the site was judged with …"""
    told: Mapping[Key, tuple[Finding, ...]]
    """… and all that the whole site told of that text."""


def judged(then: OneFile, of_site: Sequence[Finding]) -> Judged:
    """What is remembered of a file that was as ``then`` when the whole site told ``of_site`` of it."""
    alone = frozenset(_key(finding, then.text) for finding in then.findings)
    told: dict[Key, list[Finding]] = {}
    for finding in of_site:
        told.setdefault(_key(finding, then.text), []).append(finding)
    return Judged(
        text=then.text,
        kept=tuple(finding for finding in of_site if _key(finding, then.text) not in alone),
        alone=alone,
        told={key: tuple(findings) for key, findings in told.items()},
    )


def told_at_once(now: OneFile, before: Judged) -> tuple[tuple[Finding, ...], Judged]:
    """What is wrong in a file ``now``, and what is remembered of it from here on."""
    change = change_of(now.report.facts.path, before.text, now.text)
    moved = (change.finding(finding) for finding in before.kept)
    kept = tuple(finding for finding in moved if finding is not None)
    told = {
        key: tuple(change.finding(finding) or finding for finding in findings)
        for key, findings in before.told.items()
    }
    keys = [(finding, _key(finding, now.text)) for finding in now.findings]
    fresh = (
        _as_told(finding, told.get(key)) for finding, key in keys if key in told or key not in before.alone
    )
    found = sorted((*kept, *fresh), key=lambda finding: finding.sort_key)
    return tuple(found), before._replace(text=now.text, kept=kept, told=told)


def _as_told(finding: Finding, told: Sequence[Finding] | None) -> Finding:
    """A finding as the whole site told it, which knows better how bad it is, and what else to say."""
    if not told:
        return finding
    same = next((each for each in told if each.place == finding.place), None)
    first = told[0]
    return same or finding._replace(severity=first.severity, help=first.help, pages=first.pages)


def _key(finding: Finding, text: str) -> Key:
    start, end = finding.place.span
    return finding.rule, finding.message, text[start:end]


def _stands(finding: Finding, path: str, text: str) -> bool:
    """Whether a finding is in the text of a file; one that includes itself may tell of an earlier text."""
    return finding.path == path and finding.place.span.end <= len(text)


def _of_file(view: SiteView, input_: Input, report: FileReport) -> Iterable[Finding]:
    facts = view.facts
    is_unseen = input_.path in facts.foreign or input_.path in facts.unseen
    return () if is_unseen else report.findings


def _of_page(view: SiteView, report: FileReport) -> Iterator[Finding]:
    facts = view.facts.of_page(report.facts)
    for rule in _rules(view.known.rules, SiteRule):
        if rule.by_page and not rule.network:
            yield from _quietly(rule.check, facts)


def _quietly(check: Callable[[Any], Iterator[Finding]], facts: object) -> list[Finding]:
    """What a rule finds; nothing where it fails, which the check of the whole site tells."""
    try:
        return list(check(facts))
    except Exception:
        return []


def _rules(rules: Iterable[Any], kind: type[Any]) -> list[Any]:
    return [rule for rule in rules if isinstance(rule, kind)]


def _ran(view: SiteView) -> frozenset[str]:
    """The rules that had the chance to find something, for which a comment can be unused."""
    own = (each for each in view.known.rules if isinstance(each, FileRule) or getattr(each, "by_page", False))
    return frozenset(rule.id for rule in own)
