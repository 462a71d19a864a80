"""A trap is told where the real kramdown shows something else than was meant, and its fix makes that go away."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.reference.kramdown import engine, traps_golden

from sitecheck.rule.registry import load_rules

ROWS: list[dict[str, Any]] = json.loads(traps_golden.GOLDEN.read_text("utf-8"))["rows"]

_CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def _text(html: str) -> str:
    return _TAG.sub("", _CODE.sub("", html))


AMISS: dict[str, Callable[[str], object]] = {
    "accidental-heading": lambda html: re.search(r"<h2[^>]*>(It ends|lang:|おわり)", html),
    "accidental-list": lambda html: "<ol" in html,
    "accidental-table": lambda html: "<table" in html,
    "broken-fence": lambda html: "<pre" not in html or re.search(r"<code[^>]*>[^<]*\n```(js|sh)\n", html),
    "definition-as-text": lambda html: re.search(r"\]:\s", _text(html)),
    "front-matter-as-text": lambda html: re.search(r"\b(title|layout): ", _text(html)),
    "heading-as-text": lambda html: re.search(r"(?m)^#+", _text(html)),
    "html-as-code": lambda html: "<pre><code>&lt;img" in html,
    "html-as-text": lambda html: re.search(r"&lt;(/?[a-z]|!–)", html),
    "list-as-text": lambda html: "<li" not in html,
    "lost-placeholder": lambda html: re.search(r"<(user|your|string|String|project)\b", html),
    "lost-footnote": lambda html: "[^" in _text(html) or html.count("<li id=") == 1,
    "markdown-in-html": lambda html: re.search(r"\]\(|\*\*", _text(html)),
    "misplaced-attribute-list": lambda html: "class=" not in html,
    "raw-emphasis": lambda html: "**" in _text(html),
    "repeated-definition": lambda html: "example.org/1" not in html,
    "restarted-list": lambda html: html.count("<ol>") == 2,
    "torn-link": lambda html: re.search(r"\]\s*\(|\)\[|\]https:|\w\(https:", _text(html)),
    "unused-definition": lambda html: "example.org" not in html,
}
"""What of the published page shows that it is not what was meant."""


def test_the_questions_are_those_of_the_golden_file() -> None:
    asked = [(question.rule, question.kind, question.text) for question in traps_golden.questions()]
    assert [(row["rule"], row["kind"], row["text"]) for row in ROWS] == asked, (
        "run 'make golden ONLY=kramdown'"
    )
    assert {rule.id for rule in load_rules().values() if rule.group == "markdown"} == set(AMISS)


@pytest.mark.parametrize("row", [row for row in ROWS if row["kind"] != "fine"], ids=lambda row: row["rule"])
def test_what_is_told_is_seen_on_the_page_and_what_is_mended_is_not(row: dict[str, Any]) -> None:
    assert bool(AMISS[row["rule"]](row["html"])) is (row["kind"] == "fault"), row["html"]


@pytest.mark.reference
@pytest.mark.skipif(not engine.installed(), reason="kramdown is not installed")
def test_the_golden_file_is_what_kramdown_says_now() -> None:
    assert [row["html"] for row in ROWS] == traps_golden.answers()
