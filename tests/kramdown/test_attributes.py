"""Attribute lists are read as kramdown's own pattern reads them, in time linear in their length."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from tests.fuzz.limits import deadline
from tests.sampled import examples

from sitecheck.kramdown.attributes import MAX_LENGTH, Attributes
from sitecheck.kramdown.source import Source

_NAME = r"[A-Za-z0-9_][A-Za-z0-9_-]*"
KRAMDOWNS = re.compile(rf"(?:\A|[ \t\n])({_NAME})=(\"|')((?:\\\}}|\\\2|[^}}])*?)\2(?=[ \t\n]|\Z)")
"""TYPE_KEY_VALUE_PAIR of kramdown 2.4 with what stands around it in TYPE_ANY."""
LISTS = st.lists(st.sampled_from(("'", '"', "\\", "}", " ", "a=", "b='", 'c="', "d", "\n", "=")), max_size=14)


def read(text: str) -> dict[str, str]:
    found = Attributes()
    found.read(Source.of(text), 0, len(text))
    return {name: value.text for name, value in found.values.items()}


@given(LISTS.map("".join))
@examples(2000)
def test_values_end_where_kramdown_has_them_end(text: str) -> None:
    expected = {
        each[1]: each[3].replace("\\}", "}").replace(f"\\{each[2]}", each[2])
        for each in KRAMDOWNS.finditer(text)
    }
    assert read(text) == expected


def test_quotes_that_do_not_end_a_value_cost_their_length() -> None:
    with deadline():
        for unit in ("\\'", " a='", " a='\\'", " a='\" "):
            assert len(read("a='" + unit * (MAX_LENGTH // len(unit)) + "x")) < 2
