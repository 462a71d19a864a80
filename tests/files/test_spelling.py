"""Whether a file is spelt as somebody spells it, also where the system finds it all the same."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.files.caseless import fold_names

from sitecheck.document.liquid_host import read_include
from sitecheck.engine.check_site import check_site
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.files import is_spelt, moved_files
from sitecheck.jekyll import load_site
from sitecheck.jekyll.files.file_tree import FileTree
from sitecheck.testing import check_folder, write_site

SITE = {
    "_config.yml": "title: Notes\n",
    "_includes/note.html": "<p>Note</p>\n",
    "_includes/sub/part.html": "<p>Part</p>\n",
    "_sass/_part.scss": "p { color: red }\n",
    "beside.md": "beside\n",
}
ASKS = {
    "{% include Note.html %}": "unknown-include",
    "{% include SUB/part.html %}": "unknown-include",
    "{% include_relative Beside.md %}": "unknown-include",
    "{% include note.html %}{% include sub/part.html %}{% include_relative beside.md %}": "",
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write_site(tmp_path / "site", SITE)
    fold_names(monkeypatch, folder)
    return folder


def test_a_spelling_is_that_of_the_file(site: Path) -> None:
    assert is_spelt(str(site / "_includes/note.html"), str(site))
    assert is_spelt(str(site / "_includes/sub/part.html"), str(site))
    assert os.path.exists(site / "_includes/Note.html")
    assert not is_spelt(str(site / "_includes/Note.html"), str(site))
    assert not is_spelt(str(site / "_Includes/note.html"), str(site))


def test_the_folder_itself_may_be_spelt_in_any_way(site: Path) -> None:
    other = str(site).upper()
    assert is_spelt(os.path.join(other, "beside.md"), other)
    assert is_spelt(str(site), str(site))


def test_where_names_differ_by_their_case_both_are(tmp_path: Path) -> None:
    write_site(tmp_path, {"a.md": "1", "A.MD": "2"})
    assert is_spelt(str(tmp_path / "a.md"), str(tmp_path))
    assert is_spelt(str(tmp_path / "A.MD"), str(tmp_path))


def test_accents_are_letters_in_either_form(site: Path) -> None:
    (site / "caf\u0065\u0301.md").write_text("x")
    (site / "CAF\u0045\u0301.MD").write_text("x")
    assert is_spelt(str(site / "caf\u00e9.md"), str(site))


def test_a_file_that_is_to_get_other_letters_has_them(site: Path) -> None:
    with moved_files({str(site / "beside.md"): str(site / "Beside.md")}):
        assert is_spelt(str(site / "Beside.md"), str(site))
        assert not is_spelt(str(site / "beside.md"), str(site))


@pytest.mark.parametrize("text", ASKS)
def test_what_only_this_system_finds_is_told(text: str, site: Path) -> None:
    write_site(site, {"index.md": f"---\ntitle: Home\n---\n{text}\n"})
    found = [each.rule for each in check_folder(site, read_settings(None)).findings]
    assert found == ([ASKS[text]] if ASKS[text] else [])


def test_no_folder_is_listed_again_for_each_include(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = load_site(site)
    listed: list[str] = []

    def names_in(folder: str) -> frozenset[str]:
        listed.append(folder)
        return frozenset()

    monkeypatch.setattr("sitecheck.files.spelling._names_in", names_in)
    assert read_include(known, "_includes/sub/part.html") is not None
    assert not listed
    assert read_include(known, "_includes/sub/Part.html") is None
    assert listed


def test_an_include_of_that_name_says_nothing_of_a_file_beside_a_page(site: Path) -> None:
    (site / "_includes/Beside.md").write_text("another")
    assert read_include(load_site(site), "Beside.md") is None


@pytest.mark.parametrize(("name", "found"), [("part", []), ("Part", ["unknown-sass-import"])])
def test_style_sheets_are_found_by_their_spelling(name: str, found: list[str], site: Path) -> None:
    write_site(site, {"main.scss": f'---\n---\n@import "{name}";\n'})
    assert [each.rule for each in check_folder(site, read_settings(None)).findings] == found


@pytest.mark.parametrize(("old", "new"), [("_sass/_part.scss", "_sass/_Part.scss"), ("_sass", "_Sass")])
def test_another_spelling_of_a_style_sheet_is_no_text_that_is_remembered(
    old: str, new: str, site: Path, tmp_path: Path
) -> None:
    write_site(site, {"main.scss": '---\n---\n@import "part";\n'})
    options = RunOptions(str(site), read_settings(None), cache_dir=str(tmp_path / "cache"), jobs=1)
    found = []
    for before, after in ((old, old), (old, new), (new, old)):
        os.rename(site / before, site / after)
        found.append([each.rule for each in check_site(options).findings])
    assert found == [[], ["unknown-sass-import"], []]


def test_folders_are_found_by_their_spelling(site: Path) -> None:
    write_site(site, {"_Layouts/page.html": "<p>{{ content }}</p>\n"})
    assert FileTree(site).list("_layouts") == {}
    assert FileTree(site).list("_Layouts") == {"page.html": "file"}
