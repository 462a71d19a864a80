"""JSON Schemas: which are refused, what they cost, and what they say."""

from __future__ import annotations

import json
import socket
import tracemalloc
from contextlib import suppress
from datetime import date, datetime, timezone
from typing import Any

import pytest

from sitecheck.contract.schema import SchemaError, check_schema, schema_faults
from sitecheck.contract.work import TooMuchWork, Work


def faults(schema: Any, data: dict[Any, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    text = json.dumps(schema)
    check_schema(text)
    return [(fault.path, fault.keyword) for fault in schema_faults(text, data, Work())]


def doubling(levels: int) -> dict[str, Any]:
    """Each definition asks for the next twice."""
    definitions = {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(levels)}
    return {"$ref": "#/$defs/d0", "$defs": {**definitions, f"d{levels}": {"type": "object"}}}


_LONG = ", ".join(["true"] * 1_000)
_DEEP = '{"y": ' * 20 + f"[{_LONG}]" + "}" * 20
_REFERENCES = ", ".join(f'{{"$ref": "#/x{"/y" * n}"}}' for n in range(20))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is no JSON"),
        ("[]", "must be a JSON object"),
        ("[" * 100_000, "nested too deep"),
        (json.dumps({"description": "x" * 200_000}), "longer than"),
        (json.dumps({"enum": list(range(1001))}), "list of more than"),
        (json.dumps({"properties": {str(n): {"type": "string"} for n in range(6000)}}), "too large"),
        ('{"type": "strnig"}', "is no JSON Schema"),
        ('{"properties": {"a": {"pattern": "(a+"}}}', "not closed"),
        (json.dumps({"anyOf": [{"pattern": "a{1000}b{900}"}] * 30}), "too many states"),
        ('{"properties": {"a": {"pattern": "(?=a)"}}}', "lookaround"),
        ('{"patternProperties": {"(a+)+$": {}}}', "patternProperties"),
        ('{"$ref": "https://example.org/schema.json"}', "only references inside"),
        ('{"$ref": "other.json"}', "only references inside"),
        ('{"$ref": "#/$defs/none"}', "has no #/$defs/none"),
        ('{"x": {"pattern": 5}, "$ref": "#/x"}', "is no JSON Schema"),
        ('{"x": {"enum": 5}, "not": {"$ref": "#/x"}}', "(at /x/enum)"),
        ('{"definitions": {"a": {"x": {"pattern": 5}}}, "$ref": "#/definitions/a%2Fx"}', "is no JSON Schema"),
        (
            '{"$schema": "http://json-schema.org/draft-07/schema#", "$defs": {"a": {"type": 5}}, "$ref": "#/$defs/a"}',
            "is no JSON Schema",
        ),
        (f'{{"allOf": [{_REFERENCES}], "x": {_DEEP}}}', "refers too often"),
        ('{"$schema": "https://example.org/own"}', "a draft that is not known"),
        ('{"not": {"$schema": "http://json-schema.org/draft-07/schema#"}}', "names another draft"),
        ('{"$schema": "http://json-schema.org/draft-03/schema#"}', "a draft that is not known"),
    ],
)
def test_what_is_refused(text: str, message: str) -> None:
    with pytest.raises(SchemaError) as error:
        check_schema(text)
    assert message in str(error.value)


@pytest.mark.parametrize(
    "schema",
    [
        doubling(30),
        {"$ref": "#"},
        {"properties": {"a": {"pattern": "(a*)*b"}}},
        {"properties": {"list": {"items": {"anyOf": [{"const": n} for n in range(900)]}}}},
    ],
    ids=["doubling", "endless", "pattern", "product"],
)
def test_what_costs_too_much_ends(schema: Any) -> None:
    data = {"a": "a" * 1_000_000, "list": list(range(1000, 5000))}
    with pytest.raises(TooMuchWork):
        faults(schema, data)
    with pytest.raises(TooMuchWork):
        faults({}, {"many": list(range(10_000))})


AGAIN = {"anyOf": [{"$ref": "#/$defs/many"}] * 10}
WORD = "x" * 90_000


@pytest.mark.parametrize("keyword", ["if", "not", "contains", "allOf", "propertyNames"])
def test_a_schema_that_leads_back_to_itself_ends(keyword: str) -> None:
    """The references of the library end in a panic of Rust, which no handler catches, where the stack does."""
    ref = {"$ref": "#/$defs/a"}
    schema = {
        "$defs": {"a": {keyword: [ref] if keyword == "allOf" else ref, "then": ref}},
        "$ref": "#/$defs/a",
    }
    found = 0
    with suppress(TooMuchWork):
        found = len(faults(schema, {"a": 1}))
    assert found == 0


@pytest.mark.parametrize(
    ("many", "value"),
    [({"anyOf": [{"type": "string"}] * 900}, [WORD]), ({"anyOf": [{"enum": [WORD]}] * 2}, 1)],
    ids=["value", "keyword"],
)
def test_messages_that_nobody_reads_stay_small(many: Any, value: Any) -> None:
    """The library quotes a value, and what is expected of it, in a message of every alternative."""
    level = {"anyOf": [{"$ref": "#/$defs/many"}] * 400} if value == 1 else AGAIN
    schema = {"properties": {"a": level}, "$defs": {"many": many}}
    tracemalloc.start()
    try:
        with pytest.raises(TooMuchWork):
            faults(schema, {"a": value})
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


def test_multiples_are_found_by_their_digits() -> None:
    """As floats, 0.3 is no multiple of 0.1, and the first number is none at all."""
    schema = {"properties": {"a": {"multipleOf": 0.5}, "b": {"multipleOf": 0.1}, "c": {"multipleOf": 3}}}
    assert faults(schema, {"a": 10**400, "b": 0.3, "c": True}) == []
    assert faults(schema, {"a": 0.3, "b": 0.25, "c": 10.0}) == [((key,), "multipleOf") for key in "abc"]


@pytest.mark.slow
def test_a_share_is_for_each_file() -> None:
    schema = {"properties": {"a": {"pattern": "^a+$"}}}
    for _ in range(5):  # four would take all that there is for one
        assert not faults(schema, {"a": "a" * 50_000})


def test_no_reference_asks_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    schema = {
        "$id": "https://example.org/a.json",
        "properties": {"a": {"$ref": "#/$defs/b"}},
        "$defs": {"b": False},
    }
    assert faults(schema, {"a": 1}) == [(("a",), "None")]


def test_keys_and_dates_are_as_json_has_them() -> None:
    schema = {
        "properties": {
            "1": {"type": "integer"},
            "day": {"format": "date"},
            "moment": {"format": "date-time"},
            "inf": {"type": "number"},
            "tags": {"uniqueItems": True},
        }
    }
    moment = datetime(2024, 5, 6, 7, 8, 9, tzinfo=timezone.utc)
    assert not faults(schema, {1: 1, "day": date(2024, 5, 6), "moment": moment, "tags": ["a", "b"]})
    wrong = faults(schema, {1: "x", "day": moment, "moment": "soon", "inf": float("inf"), "tags": ["a", "a"]})
    assert wrong == [
        (("1",), "type"),
        (("day",), "format"),
        (("moment",), "format"),
        (("inf",), "type"),
        (("tags",), "uniqueItems"),
    ]


@pytest.mark.parametrize("part", ["#", "#/$defs/a"])
def test_a_part_that_names_its_draft_counts_like_any_other(part: str) -> None:
    """The library went on with a class of its own there, and matched patterns by going back."""
    draft = "https://json-schema.org/draft/2020-12/schema"
    form = {"$schema": draft, "properties": {"a": {"pattern": "^a+$"}, "b": {"$ref": part}}}
    schema = {**form, "$defs": {"a": form}}
    assert faults(schema, {"b": {"a": "a!"}}) == [(("b", "a"), "pattern")]
    with pytest.raises(TooMuchWork):
        schema_faults(json.dumps(schema), {"b": {"a": "a" * 30_000}}, Work(20_000))


def test_a_property_may_be_called_like_a_draft() -> None:
    assert faults({"properties": {"$schema": {"type": "string"}}}, {"$schema": 1}) == [(("$schema",), "type")]


def test_what_a_draft_does_not_know_is_not_compared() -> None:
    named = {"$schema": "http://json-schema.org/draft-04/schema#", "propertyNames": 5}
    assert faults(named, {"a": 1}) == []


@pytest.mark.parametrize("draft", ["draft-04/schema#", "draft-06/schema#", "draft-07/schema#"])
def test_older_drafts_are_read(draft: str) -> None:
    schema = {"$schema": f"http://json-schema.org/{draft}", "required": ["a"]}
    assert faults(schema, {}) == [((), "required")]
