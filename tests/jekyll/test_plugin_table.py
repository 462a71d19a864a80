"""The one table of plugins: every row has every column, and every generator its row."""

from __future__ import annotations

import pytest

from sitecheck.jekyll import plugins
from sitecheck.jekyll.plugin_table import (
    COLUMNS,
    _row,
    github_pages_bundle,
    listed_plugins,
    plugin_facts,
    quiet_tags,
)

ROW = {"pages": "none", "tags": [], "filters": None, "math": "none", "converts": {}, "rewrites": False}


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
        assert row.pages in ("none", "code", "prefixes", "any"), row
        assert bool(row.prefixes) == (row.pages == "prefixes"), row
        assert all(not prefix.startswith("/") and prefix for prefix in row.prefixes), row
        assert all(old.startswith(".") and new.startswith(".") for old, new in row.converts.items()), row


def test_a_plugin_that_is_not_listed_may_make_anything() -> None:
    unknown = plugin_facts("jekyll-not-in-the-table")
    assert (unknown.pages, unknown.tags, unknown.filters, unknown.quiet) == ("any", None, None, False)


def test_tags_of_quiet_plugins() -> None:
    assert {"seo", "feed_meta"} <= quiet_tags()
    assert github_pages_bundle() <= {row.name for row in listed_plugins()}
