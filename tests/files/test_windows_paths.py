"""Paths of Windows, by the functions that bring them into the form of reports; they run on every system."""

from __future__ import annotations

import ntpath
import os
import posixpath

import pytest
from tests.report.samples import run

from sitecheck.engine.settings.site_patterns import with_slashes
from sitecheck.files import is_below, relative_path
from sitecheck.report.places import absolute_uri, repository_path, shown_path


@pytest.mark.parametrize(
    ("path", "start", "shown"),
    [
        ("C:\\work\\site", "C:\\work", "site"),
        ("C:\\work\\a b\\docs", "C:\\work", "a b/docs"),
        ("C:\\work", "C:\\work\\site\\_posts", "../.."),
        ("c:\\Work\\site", "C:\\work", "site"),
        ("D:\\site\\docs", "C:\\work", "D:/site/docs"),
        ("\\\\server\\share\\site", "C:\\work", "//server/share/site"),
    ],
)
def test_the_way_to_a_path(path: str, start: str, shown: str) -> None:
    assert relative_path(path, start, paths=ntpath) == shown


@pytest.mark.parametrize(
    ("path", "folder", "below"),
    [
        ("docs/in/a.md", "docs", True),  # paths of a site have slashes
        ("docs-old/a.md", "docs", False),
        ("C:\\site\\a.md", "C:\\site", True),
        ("C:\\site-old\\a.md", "C:\\site", False),
        ("C:\\a.md", "C:\\", True),
    ],
)
def test_what_is_below_a_folder(path: str, folder: str, below: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "path", ntpath)
    assert is_below(path, folder) is below


def test_a_backslash_is_a_letter_elsewhere() -> None:
    assert relative_path("/work/a\\b", "/work", paths=posixpath) == "a\\b"
    assert with_slashes("a\\b", "/") == "a\\b"


@pytest.mark.parametrize(
    ("typed", "pattern"),
    [
        ("docs\\_posts\\a.md", "docs/_posts/a.md"),
        (".\\docs\\", "./docs/"),
        ("C:\\work\\docs\\*.md", "C:/work/docs/*.md"),
        ("a\\[b\\].md", "a\\[b\\].md"),
        ("docs/a.md", "docs/a.md"),
    ],
)
def test_a_pattern_as_it_is_typed(typed: str, pattern: str) -> None:
    assert with_slashes(typed, "\\") == pattern


@pytest.mark.parametrize(
    ("folder", "path", "address"),
    [
        ("C:\\my work", "docs/a#b.md", "file:///C:/my%20work/docs/a%23b.md"),
        ("C:\\work", "D:/site/a.md", "file:///D:/site/a.md"),
        ("C:\\work", "../a.md", "file:///C:/work/../a.md"),
        ("\\\\server\\share", "a.md", "file://server/share/a.md"),
    ],
)
def test_the_address_of_a_file(folder: str, path: str, address: str) -> None:
    assert absolute_uri(folder, path, paths=ntpath) == address


def test_a_site_on_another_drive() -> None:
    report = run({}, ())._replace(root="D:/site")
    assert shown_path(report, "_posts/a.md") == "D:/site/_posts/a.md"
    assert repository_path(report, "_posts/a.md", None) == "_posts/a.md", "no machine tells where it checks"
    assert repository_path(report, "_posts/a.md", "docs") == "docs/_posts/a.md"
