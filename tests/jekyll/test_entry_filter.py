"""Many patterns asked at once name what they name one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sampled import examples

from sitecheck.jekyll.files.entry_filter import EntryFilter
from sitecheck.text.wildcards import fnmatch

PATHS = st.text(alphabet="ab/.*?[]\\", max_size=6)


def one_by_one(patterns: tuple[str, ...], entry: str, is_folder: bool) -> str | None:
    """``glob_include?`` of Jekyll's EntryFilter, as it is written there."""
    path = "/" + entry.lstrip("/")
    for pattern in patterns:
        full = "/" + pattern.lstrip("/")
        if path.startswith(full) or fnmatch(full, path) or (full == path + "/" and is_folder):
            return pattern
    return None


@given(st.lists(PATHS, max_size=5), PATHS, st.booleans())
@examples(400)
def test_the_first_pattern_that_names_an_entry(patterns: list[str], entry: str, is_folder: bool) -> None:
    asked = EntryFilter((), (), lambda path: is_folder)
    assert asked.match(tuple(patterns), entry) == one_by_one(tuple(patterns), entry, is_folder)


def test_a_pattern_of_a_folder_names_no_file() -> None:
    for is_folder, found in ((True, "vendor/"), (False, None)):
        asked = EntryFilter((), (), lambda path, is_folder=is_folder: is_folder)
        assert asked.match(("vendor/",), "vendor") == found


@pytest.mark.parametrize(
    ("pattern", "entry"),
    [("vendor/", "vendor"), ("a.md", "a.md"), ("/a", "ab"), ("*.md", "x/a.md"), ("[ab]c", "bc"), ("", "a")],
)
def test_among_others_that_do_not(pattern: str, entry: str) -> None:
    asked = EntryFilter((), (), lambda path: True)
    assert asked.match(("zz", "z*z", pattern), entry) == pattern
