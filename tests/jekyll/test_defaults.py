"""Front matter defaults: which scope applies, which wins."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from tests.fuzz.limits import slowness

from sitecheck.jekyll import Config
from sitecheck.jekyll.configuration.config import DEFAULTS
from sitecheck.jekyll.files.file_tree import FileTree
from sitecheck.jekyll.intake.defaults import Defaults
from sitecheck.testing import write_site


def defaults(tmp_path: Path, *sets: tuple[dict[str, Any] | None, dict[str, Any]], **more: Any) -> Defaults:
    listed = [
        {"values": values} if scope is None else {"scope": scope, "values": values} for scope, values in sets
    ]
    return Defaults(Config({**DEFAULTS, "defaults": listed, **more}), FileTree(tmp_path))


@pytest.mark.parametrize(
    ("scope", "path", "kind", "applies"),
    [
        (None, "a.md", "pages", True),
        ({"path": ""}, "a.md", "pages", True),
        ({"path": "docs"}, "docs/a.md", "pages", True),
        ({"path": "docs"}, "docs-old/a.md", "pages", True),
        ({"path": "docs/"}, "docs-old/a.md", "pages", False),
        ({"path": "/docs"}, "docs/a.md", "pages", False),
        ({"path": "docs"}, "/docs/a.png", None, True),
        ({"path": "", "type": "posts"}, "a.md", "pages", False),
        ({"path": "", "type": "page"}, "a.md", "pages", True),
        ({"type": "drafts"}, "_drafts/a.md", "posts", False),
        ({"path": "docs/*/x"}, "docs/one/x/a.md", "pages", True),
        ({"path": "docs/*/x"}, "docs/one/y/a.md", "pages", False),
        ({"path": "**/x"}, "docs/one/x/a.md", "pages", True),
        ({"path": "docs/{one,two}/*.md"}, "docs/one/z.md", "pages", True),
    ],
)
def test_scopes(
    tmp_path: Path, scope: dict[str, Any] | None, path: str, kind: str | None, applies: bool
) -> None:
    for folder in ("docs/one/x", "docs/one/y"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "docs/one/z.md").touch()
    found = defaults(tmp_path, (scope, {"a": 1}))
    assert (found.all(path, kind) == {"a": 1}) is applies
    assert (found.find(path, kind, "a") == 1) is applies


@pytest.mark.parametrize(
    ("scope", "path", "applies"),
    [
        ("", "a.md", True),
        ("docs", "docs/a.md", True),
        ("docs", "docs.md", False),
        ("docs", "docs-old/a.md", False),
        ("docs/", "docs/a.md", False),
        ("/docs", "docs/a.md", False),
        (".", "docs/a.md", False),
        ("docs/a.md", "docs/a.md", True),
        ("do*", "docs/a.md", True),
        ("do*/", "docs/a.md", True),
        ("do*", "docs-old/a.md", False),
    ],
)
def test_the_paths_of_jekyll_3_are_files_and_folders(
    tmp_path: Path, scope: str, path: str, applies: bool
) -> None:
    (tmp_path / "docs").mkdir()
    listed = [{"scope": {"path": scope}, "values": {"a": 1}}]
    config = Config({**DEFAULTS, "defaults": listed}, before_jekyll_4=True)
    assert (Defaults(config, FileTree(tmp_path)).find(path, "pages", "a") == 1) is applies


def test_the_longer_path_wins_then_the_type_then_the_later(tmp_path: Path) -> None:
    found = defaults(
        tmp_path,
        ({"path": "docs/guide"}, {"a": 1, "n": {"x": 1}}),
        ({"path": "docs"}, {"a": 2, "b": 2, "n": {"x": 2, "y": 2}}),
        ({"path": "docs", "type": "pages"}, {"b": 3}),
        ({"path": "docs"}, {"b": 4}),
    )
    assert found.find("docs/x.md", "pages", "b") == 3
    assert found.find("docs/guide/a.md", "pages", "b") == 3
    # Jekyll compares each set with the last winner only, so below it the first of the others stays.
    assert found.all("docs/guide/a.md", "pages") == {"a": 1, "b": 2, "n": {"x": 1, "y": 2}}


def test_the_collections_folder_is_no_part_of_the_paths(tmp_path: Path) -> None:
    found = defaults(tmp_path, ({"path": "content/_books"}, {"a": 1}), collections_dir="content")
    assert found.all("_books/x.md", "books") == {"a": 1}
    twice = defaults(tmp_path, ({"path": "content/content/_books"}, {"a": 1}), collections_dir="content")
    assert (twice.all("content/_books/x.md", "books"), twice.all("_books/x.md", "books")) == ({"a": 1}, {})


def test_malformed_sets_are_passed_over(tmp_path: Path) -> None:
    config = Config(
        {**DEFAULTS, "defaults": ["x", {"scope": {"path": ""}}, {"values": 3}, {"values": {"a": 1}}]}
    )
    assert Defaults(config, FileTree(tmp_path)).all("x", "pages") == {"a": 1}


def test_globs_stay_inside_the_site(tmp_path: Path) -> None:
    """Neither a link nor ".." leads a pattern out, and a link to a folder is not entered for ``**``."""
    outside = tmp_path / "outside"
    (outside / "x").mkdir(parents=True)
    site = tmp_path / "site"
    (site / "docs" / "x").mkdir(parents=True)
    (site / "l").symlink_to(outside)
    (site / "in").symlink_to(site / "docs")
    tree = FileTree(site)
    sets = [{"scope": {"path": path}, "values": {path: 1}} for path in ("**/x", "l/*", "../*/x", "in/*")]
    found = Defaults(Config({**DEFAULTS, "defaults": sets}), tree)
    assert found.all("docs/x/a.md", "pages") == {"**/x": 1}
    assert found.all("l/x/a.md", "pages") == {}
    assert found.all("in/x/a.md", "pages") == {"in/*": 1}
    assert [problem.kind for problem in tree.problems] == ["link-out-of-site"]


def test_a_glob_that_begins_with_a_slash_finds_nothing_of_the_site(tmp_path: Path) -> None:
    """Jekyll joins it to the source with Pathname#join, which takes it for a path of the machine."""
    (tmp_path / "en").mkdir()
    found = defaults(tmp_path, ({"path": "/*n/*"}, {"a": 1}), ({"path": "*n"}, {"b": 1}))
    assert found.all("en/x.md", "pages") == {"b": 1}


def test_a_glob_is_matched_in_time(tmp_path: Path) -> None:
    """However many stars it has, and however many files match."""
    for number in range(300):
        folder = tmp_path / "/".join("abcdefgh"[number % 7 :]) / str(number)
        folder.mkdir(parents=True)
        (folder / "x.md").touch()
    started = time.process_time()
    found = defaults(tmp_path, ({"path": "**/" * 30 + "*"}, {"a": 1}), ({"path": "**/*?" * 30}, {"b": 1}))
    for number in range(3000):
        found.all(f"a/b/{number}.md", "pages")
    assert time.process_time() - started < 5 * slowness()


def test_the_tree_is_walked_once_for_many_globs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand scopes with a star and 4,000 files took 15 seconds and 450 MB."""
    write_site(tmp_path, {f"d/{number}/a{number}.md": "" for number in range(20)})
    listed: list[str] = []
    list_ = FileTree.list
    monkeypatch.setattr(FileTree, "list", lambda tree, folder: listed.append(folder) or list_(tree, folder))
    found = defaults(tmp_path, *(({"path": f"**/a{number}.*"}, {"a": number}) for number in range(400)))
    assert [found.find(f"d/{number}/a{number}.md", "pages", "a") for number in range(20)] == [*range(20)]
    assert len(listed) == 22


def test_more_globs_than_are_followed_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, {f"d/{number}.md": "" for number in range(9)})
    monkeypatch.setattr("sitecheck.jekyll.intake.defaults._MOST_TOGETHER", 5)
    found = defaults(tmp_path, *(({"path": f"d/{number}*"}, {"a": number}) for number in range(9)))
    assert [found.find(f"d/{number}.md", "pages", "a") for number in range(9)] == [*range(9)]


def test_many_scopes_are_matched_in_time(tmp_path: Path) -> None:
    found = defaults(tmp_path, *(({"path": f"docs/{number}"}, {"a": number}) for number in range(4_000)))
    started = time.process_time()
    assert all(found.find(f"docs/{number}/x.md", "pages", "a") == number for number in range(4_000))
    assert time.process_time() - started < 2 * slowness()


@pytest.mark.parametrize(
    ("earlier", "later", "wins"),
    [
        ({"path": "docs"}, {"path": "docs"}, "later"),
        ({"path": "docs", "type": "pages"}, {"path": "docs", "type": "pages"}, "later"),
        ({"path": "docs", "type": "pages"}, {"path": "docs"}, "earlier"),
        ({"path": "docs"}, {"path": "docs", "type": "pages"}, "later"),
        ({"path": "docs/"}, {"path": "docs"}, "earlier"),
        ({"path": ""}, {"path": "d"}, "later"),
        (None, {"path": ""}, "later"),
        ({"path": ""}, None, "later"),
        ({"path": "d"}, {"path": "", "type": "pages"}, "earlier"),
    ],
)
def test_of_two_sets_one_wins(
    tmp_path: Path, earlier: dict[str, Any] | None, later: dict[str, Any] | None, wins: str
) -> None:
    found = defaults(tmp_path, (earlier, {"a": "earlier"}), (later, {"a": "later"}))
    assert found.find("docs/x.md", "pages", "a") == wins
    assert found.all("docs/x.md", "pages") == {"a": wins}


@pytest.mark.parametrize(
    ("scopes", "found"),
    [
        (["", "docs", ""], {"a": 2}),
        (["", ""], {}),
        (["docs", ""], {}),
        (["", "docs"], {}),
        ([""], {}),
    ],
)
def test_one_key_may_be_found_otherwise_than_among_all(
    scopes: list[str], found: dict[str, Any], tmp_path: Path
) -> None:
    sets = [({"path": path}, {"a": number} if path == "" else {"b": 9}) for number, path in enumerate(scopes)]
    made = defaults(tmp_path, *sets)
    assert made.both("docs/x.md", "pages") == (made.all("docs/x.md", "pages"), found)
    assert made.both("x.md", "pages") == (made.all("x.md", "pages"), {})


def test_only_all_defaults_merge_mappings(tmp_path: Path) -> None:
    made = defaults(tmp_path, ({"path": ""}, {"a": {"x": 1}}), ({"path": "docs"}, {"a": {"y": 2}}))
    assert made.both("docs/x.md", "pages") == ({"a": {"x": 1, "y": 2}}, {"a": {"y": 2}})
