"""Two values are told alike exactly when nothing in them is another."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitecheck.engine.cache.likeness import likeness
from sitecheck.errors import UsageError
from sitecheck.liquid import parse
from sitecheck.liquid.expression import Constant
from sitecheck.liquid.output import Frame
from sitecheck.liquid.residual import Closure, Symbol
from sitecheck.liquid.values import CapturedText
from sitecheck.model.finding import Severity
from sitecheck.model.span import Place, Span
from sitecheck.model.unknown import ReasonKind
from sitecheck.text.source_map import MappedText

PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.floats(allow_nan=False)
VALUES = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=2), inner, max_size=3)
        | st.builds(Constant, inner)
        | st.builds(CapturedText, st.text(max_size=2), st.just(()))
    ),
    max_leaves=8,
)


@given(VALUES, VALUES)
def test_what_is_told_alike_looks_alike(one: object, other: object) -> None:
    assert (likeness([one]) == likeness([other])) == (shown(one) == shown(other))


def shown(value: object) -> str:
    """A value with the types of all in it."""
    if isinstance(value, (list, tuple)):
        return f"{type(value).__name__}({', '.join(map(shown, value))})"
    if isinstance(value, dict):
        return f"dict({', '.join(f'{shown(key)}: {shown(each)}' for key, each in value.items())})"
    return (
        f"Constant({shown(value.value)})"
        if isinstance(value, Constant)
        else f"{type(value).__name__} {value!r}"
    )


def closure(**names: object) -> Closure:
    return Closure(assigns=names, inner={}, frame=Frame("a"), maybe=False, loop=None, running=(), **REST)


REST = dict.fromkeys(Closure._fields[6:])


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (Place("a", Span(1, 2)), Place("a", Span(1, 2)), True),
        (Place("a", Span(1, 2)), Place("a", Span(1, 3)), False),
        (Span(1, 2), (1, 2), False),
        (True, 1, False),
        ("1", 1, False),
        (["a", "b"], ["a\nstr 'b'"], False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, False),
        (closure(a=1, b=2), closure(b=2, a=1), True),
        (closure(a=1, b=2), closure(a=2, b=1), False),
        (Frame("a"), Frame("b"), False),
        (Frame("a"), Frame("a"), True),
        (CapturedText("a", ()), CapturedText("a", (1,)), False),
        (CapturedText("a", ()), "a", False),
        ([[1], [1]], [[1]] * 2, False),
        (ReasonKind.TIME, ReasonKind.TIME, True),
        (ReasonKind.TIME, ReasonKind.PAGE, False),
        (ReasonKind.TIME, ReasonKind.TIME.value, False),
        (Severity.ERROR, int(Severity.ERROR), False),
        (object.__new__(Frame), object.__new__(Frame), True),
        (object.__new__(Frame), Frame("a"), False),
        (parse("a", "b"), parse("a", "b"), True),
        (parse("a", "b"), parse("a", "c"), False),
    ],
)
def test_pairs(one: object, other: object, alike: bool) -> None:
    told = likeness(one)
    assert told is not None
    assert (told == likeness(other)) is alike


def test_a_value_in_itself() -> None:
    one: list[object] = []
    one.append(one)
    assert likeness(one) == "builtins.list 1\n@0"


@dataclass
class Elsewhere:
    value: int


def ours(kind: type) -> Any:
    """An instance of such a class as this program may have, with more of what another is."""
    return type("Ours", (kind,), {"__module__": "sitecheck.here", "__slots__": ()})()


@pytest.mark.parametrize(
    "value",
    [*map(ours, (int, list, set, frozenset, bytes)), UsageError("x"), object(), len, partial(len), Elsewhere(1), OrderedDict(), frozenset("a"), range(200_000), [lambda: 1],
     ],
    ids=range(14),
)  # fmt: skip
def test_of_what_may_hold_anything_nothing_is_told(value: object) -> None:
    assert likeness(value) is None


def test_of_very_many_values_nothing_is_told() -> None:
    values = [Symbol(None, depth) for depth in range(100_000)]
    assert likeness(values) is None
    assert likeness(values[1:]) is not None


def test_variables_are_told_by_their_names_whatever_their_values_are() -> None:
    one, other = closure(a=2, b="x", c=None), closure(c=None, b="x", a=2)
    assert likeness([one]) == likeness([other])
    assert likeness([one]) != likeness([closure(a="x", b=2, c=None)])


def test_what_is_not_set_is_told() -> None:
    """Of an object that is still to be filled, as a text whose pieces nobody has asked for."""
    one, other = MappedText.__new__(MappedText), MappedText.__new__(MappedText)
    one.text = other.pieces = ()  # type: ignore[assignment]
    assert likeness([one]) != likeness([other])
    other.text, one.pieces = (), ()  # type: ignore[assignment]
    assert likeness([one]) == likeness([other])


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("a", "str 'a'"),
        (1, "int 1"),
        (1.5, "float 1.5"),
        (True, "bool True"),
        (b"a", "bytes b'a'"),
        (None, "NoneType None"),
        (date(2024, 1, 2), "date datetime.date(2024, 1, 2)"),
        (datetime(2024, 1, 2), "datetime datetime.datetime(2024, 1, 2, 0, 0)"),
        ([1, ["a"]], "builtins.list 2\nint 1\nbuiltins.list 1\nstr 'a'"),
        ({1: "a"}, "builtins.dict 2\nint 1\nstr 'a'"),
        (Span(1, 2), "sitecheck.model.span.Span 2\nint 1\nint 2"),
        (closure(b=1, a=2), None),
    ],
)
def test_how_values_are_told(value: object, told: str | None) -> None:
    lines = (likeness(value) or "").splitlines()
    if told is None:
        assert lines[1:6] == ["int 2", "str 'a'", "int 2", "str 'b'", "int 1"]
    else:
        assert lines == told.splitlines()
