"""A warm site: what it says at once, and what it says of the whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from sitecheck.engine.check_site import check_site
from sitecheck.engine.edits.ignore_findings import ignore_findings
from sitecheck.files import unsaved
from sitecheck.model.finding import Finding
from sitecheck.warm.site_view import held_bytes
from sitecheck.warm.wanted import Wanted, run_options
from sitecheck.warm.warm_site import WarmSite, path_in, renew


def _renewed(warm: WarmSite) -> Mapping[str, tuple[Finding, ...]]:
    return warm.accept(renew(warm.wanted, warm.texts, warm.view))


def _rules(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in findings]


def _cold(warm: WarmSite) -> dict[str, list[Finding]]:
    """What ``check`` says of the site with the texts of now."""
    found: dict[str, list[Finding]] = {}
    options = run_options(warm.wanted._replace(cache_dir=None))
    with unsaved(held_bytes(warm.wanted.site, warm.texts)):
        for finding in check_site(options).findings:
            found.setdefault(finding.path, []).append(finding)
    return found


def test_a_broken_link_is_told_before_the_site_is_read(warm: WarmSite) -> None:
    warm.edit("a.md", "---\ntitle: A\n---\n[x](/nowhere/)\n")
    assert "broken-link" in _rules(warm.judge("a.md"))
    assert not warm.view.known.reports


def test_an_anchor_is_judged_once_it_can_be_known(warm: WarmSite) -> None:
    warm.edit("index.md", "---\ntitle: Home\nlayout: page\n---\n[a](/a.html#two)\n")
    assert "broken-anchor" not in _rules(warm.judge("index.md"))
    told = _renewed(warm)
    assert "broken-anchor" in _rules(told["index.md"])
    warm.edit("index.md", "---\ntitle: Home\nlayout: page\n---\nMore.\n\n[a](/a.html#three)\n")
    assert "broken-anchor" in _rules(warm.judge("index.md"))


@pytest.mark.process
def test_the_whole_is_what_check_says(make_site: Callable[..., Wanted]) -> None:
    """By the process that an editor waits for, too."""
    warm = WarmSite(make_site())
    warm.edit("a.md", "---\ntitle: B\nlayout: page\n---\n[x](/nowhere/) [y](/#no)\n")
    told = {path: list(found) for path, found in _renewed(warm).items()}
    assert told == _cold(warm)
    assert {"a.md", "b.md"} <= told.keys()


def test_what_the_site_told_moves_with_the_text(make_site: Callable[..., Wanted], same_process: None) -> None:
    warm = WarmSite(make_site({".sitecheck.yml": "select: [strict]\n"}))
    warm.edit("b.md", "---\nlayout: page\ntitle: A\n---\n## One\n")
    _renewed(warm)
    warm.edit("b.md", "---\nlayout: page\n\ntitle: A\n---\n## One\n")
    warm.judge("b.md")
    warm.edit("b.md", "---\nlayout: page\n\ntitle: A\n---\n## One\n\nMore.\n")
    (moved,) = (each for each in warm.judge("b.md") if each.rule == "duplicate-title")
    start, end = moved.place.span
    assert warm.texts["b.md"][start:end] == "A"
    warm.edit("b.md", "---\nlayout: page\n\ntitle: C\n---\n## One\n")
    assert "duplicate-title" not in _rules(warm.judge("b.md"))


def test_a_mended_fault_is_gone_at_once(warm: WarmSite) -> None:
    assert _rules(_renewed(warm)["b.md"]) == ["broken-link"]
    warm.edit("b.md", "---\ntitle: B\nlayout: page\n---\n[home](/)\n")
    assert warm.judge("b.md") == ()
    assert _renewed(warm)["b.md"] == ()


def test_a_fix_is_for_the_text_of_now(warm: WarmSite) -> None:
    """What was read of the file before it was edited is forgotten."""
    for text in ("[x](/gone/)", "More. [x](/A.html)"):
        warm.edit("index.md", f"---\ntitle: Home\nlayout: page\n---\n{text}\n")
        (broken,) = (each for each in warm.judge("index.md") if each.rule == "broken-link")
    assert broken.fix is not None
    assert broken.fix.title == "write /a.html"


def test_front_matter_makes_addresses_at_once(warm: WarmSite) -> None:
    _renewed(warm)
    warm.edit("b.md", "---\ntitle: B\npermalink: /gone/\nlayout: page\n---\n[gone](/gone/)\n")
    assert "broken-link" not in _rules(warm.judge("b.md"))
    assert warm.view.facts.url("b.md") == "/gone/"


def test_a_closed_file_counts_as_it_is_on_disk(warm: WarmSite) -> None:
    _renewed(warm)
    warm.edit("a.md", "---\ntitle: A\n---\n[x](/nowhere/)\n")
    assert "broken-link" in _rules(warm.judge("a.md"))
    warm.edit("a.md", None)
    assert warm.judge("a.md") == ()


def test_what_the_baseline_accepts_stays_unsaid(make_site: Callable[..., Wanted], same_process: None) -> None:
    from sitecheck.engine.adoption.baseline import entries_of, write_baseline

    wanted = make_site()
    report = check_site(run_options(wanted))
    write_baseline(str(Path(wanted.site, ".sitecheck-baseline.json")), entries_of(report))
    warm = WarmSite(wanted)
    assert _renewed(warm) == {}
    warm.edit("b.md", "---\ntitle: B\nlayout: page\n---\nNew. [gone](/gone/) [x](/nowhere/)\n")
    found = warm.judge("b.md")
    text = warm.texts["b.md"]
    assert [text[each.place.span.start : each.place.span.end] for each in found] == ["/nowhere/"]


def test_suppressions_count_at_once(warm: WarmSite) -> None:
    ignore_findings(run_options(warm.wanted._replace(cache_dir=None)), "broken-link", "later")
    text = Path(warm.wanted.site, "b.md").read_text(encoding="utf-8")
    assert "sitecheck: ignore" in text
    warm.edit("b.md", text)
    assert warm.judge("b.md") == ()
    warm.edit("b.md", text.replace("[gone](/gone/)", "gone"))
    assert _rules(warm.judge("b.md")) == ["unused-suppression"]


def test_the_fresh_view_has_links_of_now(warm: WarmSite) -> None:
    _renewed(warm)
    warm.edit("b.md", "---\ntitle: B\nlayout: page\n---\n[a](/a.html)\n")
    assert {each.link.href for each in warm.fresh.facts.links if each.page == "b.md"} == {"/a.html"}
    assert {each.link.href for each in warm.view.facts.links if each.page == "b.md"} == {"/gone/"}
    assert warm.fresh.known.reports is warm.view.known.reports


@pytest.mark.process
def test_settings_that_cannot_be_read_are_told(warm: WarmSite) -> None:
    Path(warm.wanted.site, ".sitecheck.yml").write_text("rules: 3\n", encoding="utf-8")
    answer = renew_answer(warm)
    assert ".sitecheck.yml" in answer


def renew_answer(warm: WarmSite) -> str:
    from sitecheck.warm.whole_check import check_whole

    return check_whole(warm.wanted, {}).error


@pytest.mark.process
def test_nothing_of_the_site_is_imported(
    make_site: Callable[..., Wanted], monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = "import pathlib; pathlib.Path(__file__).with_name('ran').write_text('')\n"
    wanted = make_site({"sitecheck.py": trap, "json.py": trap, "yaml.py": trap, "sitecustomize.py": trap})
    monkeypatch.chdir(wanted.site)
    warm = WarmSite(wanted)
    assert "b.md" in _renewed(warm)
    assert not Path(wanted.site, "ran").exists()


def test_paths_count_from_the_site(tmp_path: Path) -> None:
    assert path_in(str(tmp_path), str(tmp_path / "a" / "b.md")) == "a/b.md"
    assert path_in(str(tmp_path / "a"), str(tmp_path / "b.md")) is None
