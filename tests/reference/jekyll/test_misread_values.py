"""``misread-value`` speaks where a page of real Jekyll shows something else than is written, and only there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.reference.jekyll import misread_golden as golden

from sitecheck.rule.registry import load_rules
from sitecheck.testing import check_folder, settings_for, write_site

AS_WRITTEN = {
    "tags: jekyll ruby": ["tags", ["jekyll", "ruby"]],
    "tags: [a b, c]": ["tags", ["a b", "c"]],
    "category: x\ncategories: [a, b]": ["categories", ["a", "b", "x"]],
    'lang: "no"': ["lang", "no"],
    "lang: n": ["lang", "n"],
    "title: Yes we can": ["title", "Yes we can"],
    "x: 007": ["x", 7],
    "x: 08": ["x", "08"],
    "x: 12:99": ["x", "12:99"],
    "version: 1.1": ["version", 1.1],
    "version: 2.0": ["version", 2.0],
    "title: C# # two": ["title", "C#"],
    "title: a#b": ["title", "a#b"],
    "date: 2024-05-06 01:00": ["date", "2024-05-06 01:00:00 -0400"],
    "date: 2024-05-06": ["date", "2024-05-06 00:00:00 -0400"],
    "date: 2024-05-06 12:00:00": ["date", "2024-05-06 08:00:00 -0400"],
    "date: 2024-05-06 01:00:00 -0400": ["date", "2024-05-06 01:00:00 -0400"],
    "date: 2024-05-06 23:30:00": ["date", "2024-05-06 19:30:00 -0400"],
}
"""The cases that are not told, and why: this is what the page shows."""
MISREAD = {
    "tags: jekyll, ruby": ["tags", ["jekyll,", "ruby"]],
    "categories: News, Events": ["url", "/news,/events/2024/05/06/case-3.txt"],
    "tags: 2024": ["tags", []],
    "tags: [a, b: c]": ["tags", ["a", {"b": "c"}]],
    "tag: x\ntags: [a, b]": ["tags", ["x"]],
    "tags: a,b": ["tags", ["a,b"]],
    "tags:\n- no\n- text": ["tags", [False, "text"]],
    "lang: no": ["lang", False],
    "title: On": ["title", True],
    "x: 010": ["x", 8],
    "x: 12:30": ["x", 45000],
    "version: 1.10": ["version", 1.1],
    "title: Issue #12": ["title", "Issue"],
    "title: C# #2": ["title", "C#"],
    "date: 2024-05-06 01:00:00": ["date", "2024-05-05 21:00:00 -0400"],
}
"""Some of those that are told, and what the page shows."""


@pytest.mark.parametrize("number", range(len(golden.CASES)), ids=golden.CASES)
def test_the_rule_speaks_where_the_page_shows_something_else(number: int, tmp_path: Path) -> None:
    case, settings = golden.CASES[number], settings_for(load_rules()["misread-value"])
    found = check_folder(write_site(tmp_path, golden.files(number)), settings).findings
    assert len(found) == (case not in AS_WRITTEN), found


def test_what_the_pages_show() -> None:
    shown = json.loads(golden.GOLDEN.read_text("utf-8"))
    assert set(shown) == set(golden.CASES)
    for case, (key, value) in (AS_WRITTEN | MISREAD).items():
        assert shown[case][key] == value, case


@pytest.mark.reference
def test_jekyll_shows_what_is_kept() -> None:
    if why := golden.GOLDENS[0].unavailable():
        pytest.skip(why)
    assert golden.build() == json.loads(golden.GOLDEN.read_text("utf-8"))
