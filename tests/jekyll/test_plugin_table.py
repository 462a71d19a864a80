"""The one table of plugins: every row has every column, and every generator its row."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from sitecheck.jekyll.generators import plugin_pages as plugins
from sitecheck.jekyll.plugins.names import ANYTHING
from sitecheck.jekyll.plugins.plugin_table import (
    COLUMNS,
    _row,
    github_pages_bundle,
    is_listed,
    listed_plugins,
    plugin_facts,
    quiet_tags,
)

ROW = {
    "pages": "none",
    "in_layouts": False,
    "tags": [],
    "filters": None,
    "math": "none",
    "converts": {},
    "rewrites": False,
    "source": "",
    "version": "",
}


def test_the_generators_are_those_the_table_says_are_code() -> None:
    assert {name for name, _ in plugins._GENERATORS} == {
        row.name for row in listed_plugins() if row.pages == "code"
    }


@pytest.mark.parametrize("column", sorted(COLUMNS))
def test_a_forgotten_column_is_an_error(column: str) -> None:
    row = {key: value for key, value in ROW.items() if key != column}
    with pytest.raises(ValueError, match=column):
        _row("jekyll-x", row)


def test_an_unknown_column_is_an_error() -> None:
    with pytest.raises(ValueError, match="colour"):
        _row("jekyll-x", {**ROW, "colour": "red"})


def test_values_are_of_the_table_s_words() -> None:
    for row in listed_plugins():
        assert row.pages in ("none", "code", "names", "any"), row
        assert bool(row.names) == (row.pages == "names"), row
        assert row.pages == "code" or not row.in_layouts, row
        assert all(not name.startswith("/") and name for name in row.names), row
        assert all(old.startswith(".") and new.startswith(".") for old, new in row.converts.items()), row


def test_a_plugin_that_is_not_listed_may_make_anything() -> None:
    unknown = plugin_facts("jekyll-not-in-the-table")
    assert (unknown.pages, unknown.tags, unknown.filters, unknown.quiet) == ("any", None, None, False)


def test_a_library_makes_nothing() -> None:
    jekyll = plugin_facts("jekyll")
    assert (jekyll.pages, jekyll.tags, jekyll.filters, jekyll.quiet) == (
        "none",
        frozenset(),
        frozenset(),
        True,
    )


def test_a_plugin_that_is_asked_by_a_setting_makes_nothing_without() -> None:
    pages_of_data = plugin_facts("jekyll-datapage-generator")
    assert pages_of_data.unsure({}) == pages_of_data.unsure({"page_gen": []}) == ()
    assert pages_of_data.unsure({"page_gen": [{"data": "people"}]}) == (ANYTHING,)


def test_tags_of_quiet_plugins() -> None:
    assert {"seo", "feed_meta"} <= quiet_tags()
    assert github_pages_bundle() <= {row.name for row in listed_plugins()}


def test_names_that_a_plugin_may_write() -> None:
    picture = plugin_facts("jekyll_picture_tag")
    assert [name.covers("generated/a.webp") for name in picture.unsure({})] == [True]
    assert [name.covers("generated/a.webp") for name in picture.unsure({"picture": {"output": "/img/"}})] == [
        False
    ]
    assert [name.covers("img/a.webp") for name in picture.unsure({"picture": {"output": "/img/"}})] == [True]
    assert plugin_facts("jekyll/scholar") == plugin_facts("jekyll-scholar")
    assert plugin_facts("jekyll-feed/generator") == plugin_facts("jekyll-feed")


@pytest.mark.parametrize(
    ("settings", "made", "not_made"),
    [
        ({}, ["search/index.html", "search-index.json", "assets/js/search-bundle.js.gz"], "find/index.html"),
        ({"endpoint": "/find/"}, ["find/index.html", "assets/svg/search.svg"], "search/index.html"),
        ({"browserify": {"target": "js/b.js"}}, ["js/b.js", "js/b.js.gz"], "js/c.js"),
    ],
)
def test_what_the_search_of_pages_makes(settings: dict[str, object], made: list[str], not_made: str) -> None:
    names = plugin_facts("jekyll_pages_api_search").unsure({"jekyll_pages_api_search": settings})
    assert all(any(name.covers(output) for name in names) for output in made)
    assert not any(name.covers(not_made) for name in names)


def test_the_table_is_large_and_says_where_each_row_was_read() -> None:
    assert len(list(listed_plugins())) >= 150


@pytest.mark.reference
def test_rows_of_installed_gems_say_what_loading_them_brings() -> None:
    if shutil.which("jekyll") is None:
        pytest.skip("jekyll is not installed")
    done = subprocess.run(
        [sys.executable, "tools/check_plugins.py"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("name", "listed"), [("jekyll-scholar", True), ("jekyll/scholar", True), ("jekyll-of-nobody", False)]
)
def test_a_plugin_may_be_required_by_the_name_of_its_file(name: str, listed: bool) -> None:
    assert is_listed(name) is listed
