"""Rules on heads run beside the others on a large site: each says what it asks for, so that nothing is made twice."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sitecheck.document import SiteFacts
from sitecheck.engine.cache.head_findings import Found
from sitecheck.engine.check_site import check_site
from sitecheck.engine.judge_site import HeadsApart, Memory, judge_site
from sitecheck.engine.reading import known_site
from sitecheck.engine.reading.read_site import read_site
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.errors import MachineError
from sitecheck.jekyll import load_site
from sitecheck.model.facts import ExternalStatus, Key, PageFacts, Read
from sitecheck.model.finding import WHOLE_FILE, Finding, Severity
from sitecheck.model.span import Place, Span
from sitecheck.model.unknown import ReasonKind, because
from sitecheck.rule.base import SiteRule
from sitecheck.rule.options import NoOptions
from sitecheck.rule.registry import load_rules
from sitecheck.testing import check_folder, settings_for, write_site

ALIVE = ExternalStatus("alive", "")
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
    (judged,) = judge_site(facts, [Rule(None)], apart=None, memory=memory)
    assert (len(judged.findings), judged.crash is None) == ((0, False) if asks == "fault" else (1, True))
    assert memory.told == ([{Rule.id: 1}] if is_remembered else [])
    assert (len(facts.days), len(facts.folders)) == (asks == "has_come", asks == "mentions")
    assert judge_site(facts, [], apart=None, memory=memory) == []
    (seen,) = given
    assert seen.files["a.md"] == PageFacts(path="a.md", kind="page", keys=(KEY,)), "no more than heads show"


@pytest.mark.process
def test_what_rules_on_heads_ask_for_apart_counts_for_the_run(tmp_path: Path) -> None:
    class Rule(SiteRule[NoOptions]):
        reads_heads = True

        def check(self, site: SiteFacts) -> Iterator[Finding]:
            site.has_come("2020-01-01")
            site.folders.add("a")
            return iter(())

    facts = SiteFacts(load_site(write_site(tmp_path, SITE)), {})
    with HeadsApart() as heads:
        judge_site(facts, [Rule(None)], apart=heads, memory=Kept())
    assert (facts.days, facts.folders) == ({"2020-01-01"}, {"a"})


def test_a_rule_that_hears_of_the_network_is_none_on_heads(tmp_path: Path) -> None:
    """It would be begun before that answers, and remembered with what it said."""

    class Rule(SiteRule[NoOptions]):
        reads_heads = True
        network = True

        def check(self, site: SiteFacts) -> Iterator[Finding]:
            yield self.finding(" ".join(site.statuses), Place("a.md", WHOLE_FILE), severity=Severity.ERROR)

    memory = Kept()
    facts = SiteFacts(load_site(write_site(tmp_path, SITE)), {}).with_statuses({"https://a.org": ALIVE})
    with HeadsApart() as heads:
        heads.begin(facts, [Rule(None)], memory)
        assert not multiprocessing.active_children()
        (judged,) = judge_site(facts, [Rule(None)], apart=heads, memory=memory)
    assert [each.message for each in judged.findings] == ["https://a.org"]
    assert not memory.told


ON_HEADS = RULES["empty-title"]


def tell(self: SiteRule[object], site: SiteFacts) -> Iterator[Finding]:
    """Of each head what is known of its file, and who tells it."""
    for row in site.heads:
        path = str(row.path)
        yield self.finding(f"{path} {len(site.files[path].keys)} {os.getpid()}", Place(path, WHOLE_FILE))


def options(folder: Path, jobs: int = 2, **changes: Any) -> RunOptions:
    return RunOptions(str(folder), settings_for(ON_HEADS), jobs=jobs, **changes)


@pytest.mark.process
def test_heads_are_read_beside_the_files_where_nothing_is_known_of_these(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a process that begins before files are read, and hears of these when they are."""
    begun: list[tuple[str, list[str]]] = []

    def begin(self: HeadsApart, facts: SiteFacts, rules: Iterable[object], memory: Memory) -> None:
        begun.append(("heads", sorted(facts.files)))
        real(self, facts, rules, memory)

    def read(*given: Any) -> Any:
        begun.append(("files", []))
        return read_site(*given)

    real = HeadsApart.begin
    monkeypatch.setattr(ON_HEADS, "check", tell)
    monkeypatch.setattr(HeadsApart, "begin", begin)
    monkeypatch.setattr(known_site, "read_site", read)
    site, cache = write_site(tmp_path / "site", SITE), str(tmp_path / "cache")
    report = check_site(options(site, cache_dir=cache))
    told = sorted(finding.message.rsplit(" ", 1) for finding in report.findings)
    assert [text for text, _ in told] == ["a.md 2", "b.md 3"]
    assert len({number for _, number in told} - {str(os.getpid())}) == 1
    assert begun == [
        ("heads", []),
        ("files", []),
        ("heads", ["_config.yml", "_layouts/l.html", "a.md", "b.md"]),
    ]
    begun.clear()
    write_site(site, {"a.md": "---\nlayout: l\n---\n"})
    changed = check_site(options(site, cache_dir=cache))
    assert sorted(finding.message.rsplit(" ", 1)[0] for finding in changed.findings) == ["a.md 1", "b.md 3"]
    assert [what for what, _ in begun] == ["files", "heads"], "most is known, and heads may be"


@pytest.mark.process
def test_a_process_for_heads_ends_with_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Any:
        assert len(multiprocessing.active_children()) == 1
        raise MachineError("enough")

    monkeypatch.setattr(known_site, "read_site", fail)
    with pytest.raises(MachineError, match="enough"):
        check_site(options(write_site(tmp_path, SITE)))
    assert not multiprocessing.active_children()


@pytest.mark.process
@pytest.mark.parametrize("jobs", [1, 2])
def test_rules_on_heads_see_nothing_of_the_texts_of_files(
    jobs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the files these are not known when it begins, and nothing of them is looked at when what was
    found is remembered."""

    def count(self: SiteRule[object], site: SiteFacts) -> Iterator[Finding]:
        found = [len(site.later), sorted(site.unseen_includes)]
        yield self.finding(str(found), Place("index.html", WHOLE_FILE))

    files = {
        "_config.yml": "plugins: [jekyll-paginate]\npaginate: 1\n",
        "_includes/a.html": "",
        "index.html": "---\n---\n{% include a.html %}{% for each in paginator.posts %}{{ each.url }}{% endfor %}",
        **{f"_posts/2024-01-0{n}-a.md": "---\n---\n" for n in (1, 2, 3)},
    }

    def begin(self: HeadsApart, *given: Any) -> None:
        begun.append(len(given))
        real(self, *given)

    begun: list[int] = []
    real = HeadsApart.begin
    monkeypatch.setattr(HeadsApart, "begin", begin)
    monkeypatch.setattr(ON_HEADS, "check", count)
    report = check_site(options(write_site(tmp_path, files), jobs))
    assert bool(begun) is (jobs == 2)
    assert [each.message for each in report.findings] == ["[0, ['_includes/a.html']]"]
