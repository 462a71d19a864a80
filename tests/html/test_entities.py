from __future__ import annotations

import pytest

from sitecheck.html import decode_attribute, decode_text


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("a&amp;b", "a&b"),
        ("?a=1&copy=2", "?a=1&copy=2"),
        ("?a=1&copy", "?a=1©"),
        ("&copy!", "©!"),
        ("&notit;", "&notit;"),
        ("&not-it", "¬-it"),
        ("&nope;", "&nope;"),
        ("&#65;&#x42;&#67", "ABC"),
        ("&#" + "0" * 5_000 + "65;&#" + "9" * 5_000 + "x", "A\ufffdx"),
        ("&", "&"),
        ("plain", "plain"),
    ],
)
def test_attribute_values(written: str, value: str) -> None:
    assert decode_attribute(written) == value


def test_text_decodes_names_without_semicolons() -> None:
    assert decode_text("?a=1&copy=2 &notit;") == "?a=1©=2 ¬it;"


def test_a_number_of_very_many_digits_is_one_character_of_a_text() -> None:
    assert decode_text(f"&#{'9' * 5_000};&#{'0' * 5_000}65;&#65;") == "\ufffdAA"
