"""Everything in a value is looked at, and what stands in several places once."""

from __future__ import annotations

from typing import Any

from sitecheck.jekyll.nested_values import nested_values


def test_all_that_is_in_a_value_is_given() -> None:
    value = {"a": [1, ("b", None)], "c": {"d": "e"}}
    found = list(nested_values(value))
    assert found[0] is value
    assert sorted(each for each in found if isinstance(each, str)) == ["a", "b", "c", "d", "e"]
    assert [each for each in found if not isinstance(each, str)][1:] == [
        {"d": "e"},
        [1, ("b", None)],
        ("b", None),
        None,
        1,
    ]
    assert list(nested_values("text")) == ["text"]


def test_what_stands_in_several_places_or_in_itself_is_given_once() -> None:
    shared = ["x"]
    value: dict[str, Any] = {"a": shared, "b": [shared, shared]}
    value["c"] = value
    assert [each for each in nested_values(value) if each == "x"] == ["x"]
