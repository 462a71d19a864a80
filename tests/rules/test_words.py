"""Patterns of inline scripts are looked for by a text that stands in all their matches."""

from __future__ import annotations

import re

import pytest

from sitecheck_rules.scripts._catalogue import catalogue
from sitecheck_rules.scripts._words import Words, literal_of


@pytest.mark.parametrize(
    ("pattern", "literal"),
    [
        (r"\bfoo\.bar\(", "foo.bar("),
        ("ab?c", "a"),
        ("xab+c", "xa"),
        ("(ab|cd)ef", "ef"),
        ("(?:xyz)?zz", "zz"),
        ("((?:https?:)?//a)b", "//a"),
        ("[abc]def{2}", "de"),
        ("[]a]b", "b"),
        ("a|b", ""),
        ("(?i)word", ""),
        ("(?!no)word", ""),
        ("a)b", ""),
    ],
)
def test_the_text_in_every_match(pattern: str, literal: str) -> None:
    assert literal_of(pattern) == literal


TEXTS = (
    "x = new CoinHive.User('a')",
    'google.load("search", "1"); google.load("feeds")',
    "fetch('https://chart.googleapis.com/chart?cht=tx')",
    "ga('create', 'UA-12345-1'); _gaq.push([])",
    "urchinTracker(); new GMap2(a)",
    "const app = 'https://x.leancloud.cn'; new Valine({})",
    "newGMap2(a); xurchinTracker(); CoinHive; 'UA-1'",
)


def test_words_find_what_the_patterns_find() -> None:
    found = 0
    for entry in catalogue().entries:
        for text in TEXTS if entry.text else ():
            plain = re.compile("|".join(entry.text)).search(text)
            words = Words(entry.text).search(text)
            assert (plain and plain.span()) == (words and words.span())
            found += words is not None
    assert found >= 8
