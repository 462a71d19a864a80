"""A rule's options: one frozen dataclass, from which reading, documentation and the JSON Schema follow."""

from __future__ import annotations

import typing
from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, dataclass, field, fields
from difflib import get_close_matches
from typing import Any, TypeVar

from sitecheck.errors import ConfigError
from sitecheck.named_tuple import NamedTuple

T = TypeVar("T")

MOST_ITEMS = 1_000
"""Each link or file of a site is held against all items of an option that is a list: so many at most."""


@dataclass(frozen=True)
class NoOptions:
    """The options of a rule that has none."""


Words: typing.TypeAlias = "Callable[[], Collection[str]]"
"""Gives the strings that an option may hold; called when somebody sets it."""


def option(default: T, about: str, *, words: Words | None = None) -> T:
    """A field of an options dataclass: its default and one line for the documentation.

    The type must be ``int``, ``str``, ``bool``, ``float`` or ``tuple[str, ...]``; of the last, ``words`` are
    the only strings that it may hold.
    """
    return field(default=default, metadata={"about": about, "words": words})


class OptionField(NamedTuple):
    """What is known of one option."""

    name: str
    key: str
    type: str
    default: object
    about: str
    words: Words | None


_TYPES: dict[object, tuple[str, tuple[type, ...]]] = {
    int: ("integer", (int,)),
    float: ("number", (int, float)),
    str: ("string", (str,)),
    bool: ("boolean", (bool,)),
    tuple[str, ...]: ("list of strings", (list, tuple)),
}


def option_fields(options: type[Any]) -> tuple[OptionField, ...]:
    """The options a dataclass declares, in order; keys are spelled with hyphens as in the configuration."""
    hints = typing.get_type_hints(options)
    return tuple(
        OptionField(
            name=f.name,
            key=f.name.replace("_", "-"),
            type=_TYPES[hints[f.name]][0],
            default=f.default if f.default is not MISSING else None,
            about=f.metadata.get("about", ""),
            words=f.metadata.get("words"),
        )
        for f in fields(options)
    )


def read_options(options: type[T], values: Mapping[str, object], where: str) -> T:
    """An instance of the ``options`` dataclass: ``values`` from the configuration laid over its defaults.

    Raises :class:`ConfigError`, naming ``where`` and the key, for an unknown key, a value of another type,
    a number below 0, and a string that is none of the option's words.
    """
    hints = typing.get_type_hints(options)
    known = {f.key: f for f in option_fields(options)}
    chosen: dict[str, object] = {}
    for key, value in values.items():
        if key not in known:
            raise ConfigError(f"{where}.{key}", f"there is no such option{did_you_mean(key, known)}")
        read = _read(value, _TYPES[hints[known[key].name]], f"{where}.{key}")
        if isinstance(read, tuple) and (words := known[key].words) is not None:
            _check_words(read, words(), f"{where}.{key}")
        chosen[known[key].name] = read
    return options(**chosen)


def _check_words(given: tuple[str, ...], known: Collection[str], where: str) -> None:
    for word in given:
        if word not in known:
            raise ConfigError(where, f"there is no {word!r}{did_you_mean(word, known)}")


def _read(value: object, type_: tuple[str, tuple[type, ...]], where: str) -> object:
    label, types = type_
    if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
        raise ConfigError(where, f"must be of type {label}, not {value!r}")
    if isinstance(value, (int, float)):
        if not value >= 0:  # what is no number, either
            raise ConfigError(where, f"must be 0 or more, not {value!r}")
        return value
    if not isinstance(value, (list, tuple)):
        return value
    if not all(isinstance(item, str) for item in value):
        raise ConfigError(where, f"must be a list of strings, not {value!r}")
    if len(value) > MOST_ITEMS:
        raise ConfigError(where, f"has {len(value):,} entries; {MOST_ITEMS:,} are the most")
    return tuple(value)


def check_keys(
    given: typing.Iterable[typing.Any],
    known: typing.Iterable[str],
    where: str,
    advise: Callable[[str], str] = lambda key: "",
) -> None:
    """Raises :class:`ConfigError`, naming ``where``, for the first of the keys ``given`` that is unknown;
    ``advise`` may have something ready to say of it that fits better than the known key nearest to it."""
    for key in given:
        if key not in known:
            advice = advise(str(key)) or did_you_mean(str(key), known)
            raise ConfigError(where, f"there is no setting {key!r}{advice}")


def did_you_mean(word: str, known: typing.Iterable[str]) -> str:
    """A ready "; did you mean …?" for the known word nearest to ``word``, or nothing."""
    near = get_close_matches(word, known)
    return f"; did you mean {near[0]!r}?" if near else ""


def options_schema(options: type[Any]) -> dict[str, object]:
    """The JSON Schema properties of an options dataclass."""
    kinds: dict[str, dict[str, object]] = {
        "integer": {"type": "integer", "minimum": 0},
        "number": {"type": "number", "minimum": 0},
        "string": {"type": "string"},
        "boolean": {"type": "boolean"},
        "list of strings": {"type": "array", "items": {"type": "string"}, "maxItems": MOST_ITEMS},
    }
    return {
        f.key: {
            **kinds[f.type],
            "description": f.about,
            "default": list(f.default) if isinstance(f.default, tuple) else f.default,
        }
        for f in option_fields(options)
    }
