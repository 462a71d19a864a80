"""What may be there or be named without our seeing it: ids of a theme, files that a text makes names of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sitecheck.cli import main
from sitecheck.engine.check_site import check_site
from sitecheck.engine.reading import site_texts
from sitecheck.engine.reading.open_site import Call
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll import load_site
from sitecheck.testing import write_site


def rules_found(site: Path, rule: str) -> list[str]:
    target = site.with_name("report.json")
    command = ["check", str(site), "--select", rule, "--no-cache", "--exit-zero", "-q"]
    assert main([*command, "--output", f"json:{target}"]) == 0
    return [each["path"] for each in json.loads(target.read_text("utf-8"))["findings"]]


@pytest.mark.parametrize(
    "anchor",
    [
        *("archive", "comments", "content", "disqus_thread", "footer", "header", "main", "main-content"),
        *("main_content", "menu", "nav", "navigation", "page", "page-title", "primary-nav", "search"),
        *("sidebar", "site-nav", "site-footer", "site-header", "skip-links", "toc", "top", "wrapper"),
    ],
)
def test_an_id_that_themes_bring_may_be_there(anchor: str, tmp_path: Path) -> None:
    files = {
        "_config.yml": "theme: some-theme\n",
        "a.md": f"---\nlayout: page\n---\n[x](#{anchor}) [y](#{anchor}-of-mine)\n",
    }
    assert rules_found(write_site(tmp_path / "site", files), "broken-anchor") == ["a.md"]


TEXTS = (
    *(
        ".js",
        ".mjs",
        ".cjs",
        ".ts",
        ".jsx",
        ".tsx",
        ".vue",
        ".coffee",
        ".php",
        ".py",
        ".css",
        ".scss",
        ".sass",
    ),
    *(".less", ".json", ".yml", ".yaml", ".csv", ".tsv", ".toml", ".webmanifest", ".ipynb", ".bib", ".xml"),
    *(".md", ".mkd", ".mkdown", ".mkdn", ".xhtml", ".atom"),
    *(".html", ".htm", ".markdown", ".svg", ".sh", ".go", ".cr", ".lua", ".pl", ".rake", ".textile"),
)
"""How texts end in which people name files."""


@pytest.mark.parametrize(
    "suffix",
    [
        *(".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"),
        *(".pdf", ".zip", ".mp3", ".mp4", ".docx", ".epub"),
    ],
)
def test_pictures_and_downloads_that_nobody_names_are_unused(suffix: str, tmp_path: Path) -> None:
    files = {"a.md": "---\n---\nText\n", f"img/quay-at-night{suffix}": ""}
    assert rules_found(write_site(tmp_path / "site", files), "unused-file") == [f"img/quay-at-night{suffix}"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        *((f"{name}.md", 1) for name in ("README", "changelog", "Contributing", "history", "LICENSE")),
        ("pictures.md", 0),
    ],
)
def test_what_speaks_of_folders_to_people_shows_no_file(name: str, found: int, tmp_path: Path) -> None:
    files = {"a.md": "---\n---\nText\n", "img/summer/quay-at-night.gif": "", name: "gallery: /img/summer\n"}
    assert len(rules_found(write_site(tmp_path / "site", files), "unused-file")) == found


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("notes.txt", 0),
        *((f"list{suffix}", 0) for suffix in TEXTS),
        ("tools/make.rb", 0),
        ("paper.docx", 1),
        ("img/quay-at-dawn.gif", 1),
        ("node_modules/x/list.js", 1),
        ("a/vendor/list.yml", 1),
        ("vendor.js", 0),
    ],
)
def test_texts_of_the_site_itself_name_files(path: str, found: int, tmp_path: Path) -> None:
    files = {"a.md": "---\n---\nquay-at-dawn\n", "img/quay-at-night.gif": "", path: "quay-at-night.gif\n"}
    told = rules_found(write_site(tmp_path / "site", files), "unused-file")
    assert told.count("img/quay-at-night.gif") == found


@pytest.mark.parametrize(
    ("limit", "enough"), [("MOST_FILES", 2), ("MOST_BYTES", len("quay") + len("dawn-dawn"))]
)
def test_of_a_site_with_very_much_text_it_is_not_known(
    limit: str, enough: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = load_site(
        write_site(tmp_path / "site", {"a.md": "quay", "in/b.md": "dawn-dawn", "c.png": "x" * 99})
    )
    monkeypatch.setattr(site_texts, limit, enough)
    known = site_texts.read_mentions(site, ())
    assert known.mentions is not None
    assert sorted(known.folders) == ["", "in"]
    monkeypatch.setattr(site_texts, limit, enough - 1)
    left = site_texts.read_mentions(site, ())
    assert (left.mentions, sorted(left.folders)) == (None, ["", "in"])


def test_texts_that_the_repository_does_not_hold_name_nothing(tmp_path: Path) -> None:
    files = {"a.md": "---\n---\n", "notes/own.md": "quay.gif", "img/quay.gif": ""}
    site = write_site(tmp_path / "site", files)
    settings = read_settings(None, only=("unused-file",))
    for known, expected in ((None, []), (frozenset({*files} - {"notes/own.md"}), ["img/quay.gif"])):
        report = check_site(RunOptions(str(site), settings, call=Call(known=known), jobs=1))
        assert [each.path for each in report.findings] == expected


def test_an_include_that_the_repository_does_not_hold_is_missing(tmp_path: Path) -> None:
    """In a hook the file was forgotten, and the build of whoever clones stops. Once it is added all is well,
    whatever is remembered; through a folder that is a link it has another name."""
    page = "---\n---\n{% include a.html %}{% include to/b.html %}\n"
    site = write_site(tmp_path / "site", {"p.md": page, "_includes/a.html": "A", "parts/b.html": "B"})
    (site / "_includes/to").symlink_to("../parts")
    settings = read_settings(None, only=("unknown-include",))
    known = {"p.md", "_includes/to", "parts/b.html"}
    for held, expected in ((known, ["p.md"]), (known | {"_includes/a.html"}, []), (known, ["p.md"])):
        options = RunOptions(
            str(site), settings, call=Call(known=frozenset(held)), cache_dir=str(tmp_path / "cache"), jobs=1
        )
        report = check_site(options)
        assert [each.path for each in report.findings] == expected
