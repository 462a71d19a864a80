"""Records are what those of ``typing`` are, but for what it costs to define one."""

from __future__ import annotations

import copy
import pickle
import typing
from collections.abc import Callable
from typing import Any

import pytest

from sitecheck import named_tuple


class Ours(named_tuple.NamedTuple):
    """A record."""

    first: int
    second: str = "b"
    third: tuple[int, ...] = ()

    @property
    def both(self) -> str:
        return f"{self.first}{self.second}"


class Theirs(typing.NamedTuple):
    """A record."""

    first: int
    second: str = "b"
    third: tuple[int, ...] = ()

    @property
    def both(self) -> str:
        return f"{self.first}{self.second}"


class Empty(named_tuple.NamedTuple):
    pass


class Derived(Ours):
    """Python gives it a dictionary, as it would below the other."""


USES: dict[str, Callable[[Any], object]] = {
    "by place": lambda kind: tuple(kind(1, "x", (2,))),
    "by name": lambda kind: tuple(kind(third=(1,), first=2)),
    "too few": lambda kind: kind(),
    "too many": lambda kind: kind(1, 2, 3, 4),
    "unknown name": lambda kind: kind(1, fourth=4),
    "fields": lambda kind: (kind(1, "x", (2,)).first, kind(1).second, kind(1).third),
    "properties": lambda kind: kind(1).both,
    "repr": lambda kind: repr(kind(1, "%s", (2,)))[len(kind.__name__) :],
    "equal": lambda kind: (kind(1) == kind(1), kind(1) == (1, "b", ()), kind(1) == kind(2), hash(kind(1))),
    "replaced": lambda kind: (tuple(kind(1)._replace(second="c")), type(kind(1)._replace(first=3)) is kind),
    "made": lambda kind: (tuple(kind._make([1, 2, 3])), type(kind._make("abc")) is kind),
    "made of too few": lambda kind: kind._make([1]),
    "as a dictionary": lambda kind: kind(1)._asdict(),
    "what it has": lambda kind: (kind._fields, kind._field_defaults, kind.__match_args__, kind.__doc__),
    "hints": typing.get_type_hints,
    "copied": lambda kind: (copy.deepcopy(kind(1)) == kind(1), type(copy.copy(kind(1))) is kind),
    "pickled": lambda kind: pickle.loads(pickle.dumps(kind(1))) == kind(1),
    "set": lambda kind: setattr(kind(1), "first", 2),
    "given more": lambda kind: setattr(kind(1), "more", 2),
    "bases": lambda kind: (isinstance(kind(1), tuple), issubclass(kind, tuple), hasattr(kind(1), "__dict__")),
}


def outcome(use: Callable[[Any], object], kind: type) -> object:
    try:
        return use(kind)
    except Exception as error:
        return type(error)


@pytest.mark.parametrize("name", USES)
def test_does_what_the_one_of_typing_does(name: str) -> None:
    assert outcome(USES[name], Ours) == outcome(USES[name], Theirs)


def test_names_what_a_record_lacks() -> None:
    with pytest.raises(TypeError, match=r"Ours\.__new__\(\) missing 1 required positional argument: 'first'"):
        Ours()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="Expected 3 arguments, got 1"):
        Ours._make([1])
    with pytest.raises(ValueError, match=r"unexpected field names: \['fourth'\]"):
        Ours(1)._replace(fourth=4)  # type: ignore[call-arg]


def test_a_record_may_be_empty_and_be_derived_from() -> None:
    assert (Empty(), repr(Empty())) == ((), "Empty()")
    derived = Derived(1, third=(2,))
    assert (type(derived), derived, derived.both) == (Derived, (1, "b", (2,)), "1b")
    assert repr(derived) == "Derived(first=1, second='b', third=(2,))"
    assert type(derived._replace(first=2)) is Derived


def test_a_constructor_is_compiled_when_a_record_is_first_made() -> None:
    class Fresh(named_tuple.NamedTuple):
        value: int

    assert "__new__" not in vars(Fresh)
    assert Fresh(value=1).value == 1
    assert "__new__" in vars(Fresh)


def test_fields_without_defaults_come_first() -> None:
    text = "class Wrong(NamedTuple):\n    first: int = 1\n    second: int\n"
    with pytest.raises(TypeError, match="Wrong: a field without a default"):
        exec(text, {"NamedTuple": named_tuple.NamedTuple, "__name__": __name__})
