"""Rules on heads run beside the others on a large site: each says what it asks for, so that nothing is made twice."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from sitecheck.document import SiteFacts
from sitecheck.engine.cache.head_findings import Found
from sitecheck.engine.judge_site import judge_site
from sitecheck.jekyll import load_site
from sitecheck.model.facts import Key, PageFacts, Read
from sitecheck.model.finding import WHOLE_FILE, Finding, Severity
from sitecheck.model.span import Place, Span
from sitecheck.model.unknown import ReasonKind, because
from sitecheck.rule.base import SiteRule
from sitecheck.rule.options import NoOptions
from sitecheck.rule.registry import load_rules
from sitecheck.testing import check_folder, settings_for, write_site

KEY = Key("title", Span(4, 9), Span(11, 12))
RULES = {id_: rule for id_, rule in load_rules().items() if issubclass(rule, SiteRule) and not rule.network}
SITE = {
    "_config.yml": "url: https://example.org\nplugins: [jekyll-sitemap]\n",
    "_layouts/l.html": "<html><head><title>{{ page.title }}</title></head><body>{{ content }}</body></html>",
    "a.md": "---\nlayout: l\ntitle: ''\n---\n[x](b.md#none)\n",
    "b.md": "---\nlayout: l\ntitle: B\nimage: /none.png\n---\n## B\n",
}


@pytest.mark.parametrize("id_", RULES)
def test_a_rule_says_whether_it_asks_for_heads(
    id_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()

    def note(name: str) -> property:
        known = getattr(SiteFacts, name)

        def get(site: SiteFacts) -> object:
            asked.add(name)
            return known.func(site)

        return property(get)

    for name in ("heads", "links"):
        monkeypatch.setattr(SiteFacts, name, note(name))
    rule = RULES[id_]
    check = rule.check

    def counted(self: SiteRule[object], site: SiteFacts) -> object:
        asked.clear()
        yield from check(self, site)
        assert self.reads_heads or "heads" not in asked
        assert not (self.reads_heads and "links" in asked)

    monkeypatch.setattr(rule, "check", counted)
    report = check_folder(write_site(tmp_path, SITE), settings_for(rule))
    assert not report.crashes, report.crashes


class Kept:
    """A memory that knows nothing, and what it is told."""

    def __init__(self) -> None:
        self.told: list[dict[str, int]] = []

    def recall_findings(self, rules: Iterable[str], facts: SiteFacts) -> None:
        assert len(list(rules)) == 1

    def noting(self) -> contextlib.AbstractContextManager[set[Read]]:
        return contextlib.nullcontext(set())

    def remember_findings(self, found: Found, facts: SiteFacts, reads: set[Read]) -> None:
        self.told.append({id_: len(findings) for id_, findings in found.items()})


@pytest.mark.parametrize(
    ("asks", "is_remembered"),
    [("heads", True), ("has_come", False), ("mentions", False), ("fault", False)],
)
def test_what_more_than_heads_decides_is_not_remembered(
    asks: str, is_remembered: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the run depends on what was asked for."""

    given: list[SiteFacts] = []

    class Rule(SiteRule[NoOptions]):
        severity = Severity.ERROR
        reads_heads = True

        def check(self, site: SiteFacts) -> Iterator[Finding]:
            given.append(site)
            if asks == "fault":
                raise SystemExit(1)
            if asks == "has_come":
                site.has_come("2020-01-01")
            if asks == "mentions":
                site.folders.add("a")
            yield self.finding("m", Place("a.md", WHOLE_FILE))

    page = PageFacts(path="a.md", kind="page", keys=(KEY,), open_ids=because(ReasonKind.OUTPUT))
    facts, memory = SiteFacts(load_site(write_site(tmp_path, SITE)), {"a.md": page}), Kept()
    (judged,) = judge_site(facts, [Rule(None)], apart=False, memory=memory)
    assert (len(judged.findings), judged.crash is None) == ((0, False) if asks == "fault" else (1, True))
    assert memory.told == ([{Rule.id: 1}] if is_remembered else [])
    assert (len(facts.days), len(facts.folders)) == (asks == "has_come", asks == "mentions")
    assert judge_site(facts, [], apart=False, memory=memory) == []
    (seen,) = given
    assert seen.files["a.md"] == PageFacts(path="a.md", kind="page", keys=(KEY,)), "no more than heads show"
