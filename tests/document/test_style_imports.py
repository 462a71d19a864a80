"""How much is looked for of what style sheets load, and what no name can stop."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import SiteReader, style_imports
from sitecheck.engine.check_site import check_site
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll import load_site, sass_paths
from sitecheck.testing import write_site

PAGE = "---\n---\n"


def missing(folder: Path, files: dict[str, str]) -> list[tuple[str, int]]:
    """Where a check tells of files that are nowhere."""
    write_site(folder, {"_config.yml": "title: t\n", **files})
    report = check_site(RunOptions(str(folder), read_settings(None), jobs=1))
    assert not report.notices
    return [
        (each.path, each.place.span.start) for each in report.findings if each.rule == "unknown-sass-import"
    ]


def test_a_name_that_no_file_can_have_is_nowhere(tmp_path: Path) -> None:
    config = 'sass: {load_paths: ["a\\0b"], sass_dir: "\\0"}\n'
    assert missing(tmp_path, {"_config.yml": config, "a.scss": f"{PAGE}@import 'b/c';\n"}) == [("a.scss", 17)]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, [("a/_d.scss", 9)]),
        ({"_sass/_d.scss": "$y: 1;\n"}, []),
        ({"a/_d.scss": "$y: 1;\n"}, []),
        ({"a/_d.scss": "$y: 1;\n", "_sass/_d.scss": "@import 'e';\n"}, []),
    ],
)
def test_beside_a_page_only_some_releases_look(
    more: dict[str, str], told: list[tuple[str, int]], tmp_path: Path
) -> None:
    files = {"a/x.scss": f"{PAGE}@import 'd';\n", "a/_d.scss": "@import 'e';\n"}
    assert missing(tmp_path, {**files, **more}) == told


@pytest.mark.parametrize("name", ["folder", "file.scss/a", "a" * 300])
def test_what_is_no_file_is_nowhere(name: str, tmp_path: Path) -> None:
    files = {"_sass/_folder.scss/keep.txt": "", "file.scss": "", "a.scss": f"{PAGE}@import '{name}';\n"}
    assert missing(tmp_path, files) == [("a.scss", 17)]


def test_what_a_link_out_of_the_site_defines_is_not_known(tmp_path: Path) -> None:
    """Nor is it read: the files of a pull request may be links to anywhere."""
    files = {"a.scss": f"{PAGE}@import 'd';\na {{ color: $x; }}\n", "_sass/_d.scss": "$y: 1;\n"}
    site, outside = tmp_path / "site", write_site(tmp_path / "outside", {"_d.scss": "b {"})
    assert missing(site, files) == []
    assert style_imports._read(SiteReader(load_site(site)), "_sass/_d.scss").sheet is not None
    (site / "_sass/_d.scss").unlink()
    for linked, to in (("_sass/_d.scss", outside / "_d.scss"), ("_sass", outside)):
        if (site / linked).is_dir():
            (site / "_sass/_d.scss").unlink()
            (site / linked).rmdir()
        (site / linked).symlink_to(to)
        assert style_imports._read(SiteReader(load_site(site)), "_sass/_d.scss") == style_imports.StyleFile()


def test_a_sheet_that_is_too_long_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = load_site(write_site(tmp_path, {"_sass/_d.scss": "$y: 1;\n"}))
    for most, known in ((7, True), (6, False)):
        monkeypatch.setattr(style_imports, "MOST_TEXT", most)
        found = style_imports._read(SiteReader(site), "_sass/_d.scss")
        assert (found != style_imports.StyleFile()) is known


@pytest.mark.parametrize("name", ["~boot/a", "/boot/a", "/"])
def test_where_a_name_that_another_program_reads_leads_is_not_known(name: str, tmp_path: Path) -> None:
    assert missing(tmp_path, {"a.scss": f"{PAGE}@import '{name}';\n"}) == []


def test_of_very_many_places_to_look_none_is_certain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"_config.yml": "sass: {load_paths: [a, b, c]}\n", "a.scss": f"{PAGE}@import 'd';\n"}
    assert missing(tmp_path, files) == [("a.scss", 17)]
    assert sass_paths._MOST_FOLDERS <= 50
    monkeypatch.setattr(sass_paths, "_MOST_FOLDERS", 2)
    assert missing(tmp_path, files) == []


def test_what_files_load_is_looked_for_once_for_all_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And of very many only the first."""
    asked: list[str] = []
    real = style_imports.possible_files

    def counted(folder: str, name: str) -> object:
        asked.append(name)
        return real(folder, name)

    monkeypatch.setattr(style_imports, "possible_files", counted)
    pages = {f"{each}.scss": f"{PAGE}@import 'd';\n" for each in "abc"}
    files = {**pages, "_sass/_d.scss": "@import 'e0';\n@import 'e1';\n"}
    assert missing(tmp_path, files) == [("_sass/_d.scss", 9), ("_sass/_d.scss", 23)]
    assert asked.count("e0") < 2 * len(pages)
    monkeypatch.setattr(style_imports, "MOST_NAMES", 5)
    assert missing(tmp_path, files) == [("_sass/_d.scss", 9)]


@pytest.mark.parametrize(("most", "told"), [(29, [17]), (30, [17, 31])])
def test_as_long_as_names_are_left_more_is_looked_for(
    most: int, told: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(style_imports, "MOST_NAMES", most)
    files = {"a.scss": f"{PAGE}@import 'e0';\n@import 'e1';\n"}
    assert missing(tmp_path, files) == [("a.scss", start) for start in told]
