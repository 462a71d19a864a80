"""jekyll-titles-from-headings with ``strip_title``: the heading and its anchor are gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.engine.check_site import check_site
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings


@pytest.mark.parametrize(
    ("settings", "matter", "broken"),
    [
        ("{strip_title: true}", "a: 1", ["#one"]),
        ("{strip_title: true}", "title: T", []),
        ("{strip_title: true}", "strip_title: false", []),
        ("{}", "strip_title: true", ["#one"]),
        ("{}", "a: 1", []),
        ("{strip_title: true, enabled: false}", "a: 1", []),
    ],
)
def test_the_anchor_of_a_heading_that_is_taken_out(
    tmp_path: Path, settings: str, matter: str, broken: list[str]
) -> None:
    plugins = "title: T\nplugins: [jekyll-titles-from-headings]\n"
    (tmp_path / "_config.yml").write_text(f"{plugins}titles_from_headings: {settings}\n")
    page = f"---\n{matter}\n---\n# One\n\n[x](#one) [y](#two)\n\n## Two\n"
    (tmp_path / "index.md").write_text(page)
    found = check_site(RunOptions(str(tmp_path), read_settings(None), jobs=1)).findings
    assert [page[f.place.span.start : f.place.span.end] for f in found if f.rule == "broken-anchor"] == broken


def test_a_footnote_that_only_the_heading_names_is_gone_with_it(tmp_path: Path) -> None:
    plugins = "title: T\nplugins: [jekyll-titles-from-headings]\ntitles_from_headings: {strip_title: true}\n"
    (tmp_path / "_config.yml").write_text(plugins)
    page = "---\na: 1\n---\n# One[^1] [x](/gone/)\n\n[y](#fn:1)\n\n## One\n\n[z](#one)\n\n[^1]: note\n"
    (tmp_path / "index.md").write_text(page)
    found = check_site(RunOptions(str(tmp_path), read_settings(None), jobs=1)).findings
    told = {
        (f.rule, page[f.place.span.start : f.place.span.end]) for f in found if f.rule.startswith("broken")
    }
    assert told == {("broken-anchor", "#fn:1")}
