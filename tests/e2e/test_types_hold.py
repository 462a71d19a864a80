"""What functions are given and return, and records hold, is what they say, while the commands go through an example site.

mypy holds that of the program as it is written; here it is held of what the program does, so that what is wrong
and has the wrong type is noticed where it comes to be, and not only where somebody sees it.
"""

from __future__ import annotations

import dataclasses
import functools
import importlib
import inspect
import pkgutil
import sys
import types
import typing
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, cast

import pytest
from tests.e2e.test_example_sites import answer

import sitecheck
import sitecheck_rules

ROOMS = (
    *("sitecheck.engine", "sitecheck.jekyll", "sitecheck.report", "sitecheck.rule", "sitecheck_rules"),
    *("sitecheck.document", "sitecheck.model", "sitecheck.contract", "sitecheck.text", "sitecheck.cli"),
)
RUNS = (
    *(("docs", "check"), ("chosen", "check"), ("chosen", "fix"), ("journal", "drafts"), ("broken", "drafts")),
    *(("misset", "drafts"), ("ruby", "links"), ("made", "links"), ("tongues", "links"), ("pager", "head")),
    *(("dressed", "head"), ("blog", "routes"), ("gallery", "routes"), ("old", "routes"), ("broken", "why")),
    *(("lab", "math"), ("docs", "preview")),
)
_WRONG: list[str] = []


def fits(value: Any, hint: Any) -> bool:
    """Whether a value may be what a hint says; what is not understood of the hint is left open."""
    origin, given = typing.get_origin(hint), typing.get_args(hint)
    if hint is None or hint is type(None):
        return value is None
    if origin is typing.Union or origin is types.UnionType:
        return any(fits(value, each) for each in given)
    if origin is typing.Literal:
        return value in given
    if origin in (typing.ClassVar, typing.Final):
        return fits(value, given[0]) if given else True
    if isinstance(origin, type):
        return _holds(value, origin, given)
    if hint is float:
        return isinstance(value, (int, float))
    if (
        hint is Any
        or not isinstance(hint, type)
        or getattr(hint, "_is_protocol", False)
        or typing.is_typeddict(hint)
    ):
        return True
    return isinstance(value, hint)


def _holds(value: Any, origin: type, given: tuple[Any, ...]) -> bool:
    """The same of a container: what its first items are, too."""
    if origin in (cast(Any, Callable), type):
        return callable(value)
    if getattr(origin, "_is_protocol", False):
        return True
    if not isinstance(value, origin):
        return False
    if isinstance(value, tuple) and given and origin is tuple:
        if len(given) == 2 and given[1] is ...:
            return all(fits(each, given[0]) for each in value[:3])
        return len(given) == len(value) and all(map(fits, value, given))
    if isinstance(value, (list, set, frozenset)) and len(given) == 1:
        return all(fits(each, given[0]) for each in list(value)[:3])
    if isinstance(value, dict) and len(given) == 2:
        return all(fits(key, given[0]) and fits(each, given[1]) for key, each in list(value.items())[:3])
    return True


def hints_of(thing: Any) -> dict[str, Any]:
    """The hints of a function or a class that can be told: some names are there for mypy alone."""
    space = vars(sys.modules[thing.__module__])
    written = getattr(thing, "__annotations__", {}).items()
    told = (
        (name, _hint(types.SimpleNamespace(__annotations__={name: hint}), space)) for name, hint in written
    )
    return {name: hint for name, hints in told for hint in hints.values()}


def _hint(thing: Any, space: dict[str, Any]) -> dict[str, Any]:
    try:
        return typing.get_type_hints(thing, space)
    except (NameError, TypeError, AttributeError):
        return {}


def _watched(function: Any) -> Callable[..., Any] | None:
    hints = hints_of(function)
    hint = hints.pop("return", Any)
    code, where = function.__code__, f"{function.__module__}.{function.__qualname__}"
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    hints = {name: each for name, each in hints.items() if name in names and each is not Any}
    places = [(number, name) for number, name in enumerate(names[: code.co_argcount]) if name in hints]
    if not hints and hint is Any:
        return None

    @functools.wraps(function)
    def watched(*args: Any, **kwargs: Any) -> Any:
        given = [(name, args[number]) for number, name in places if number < len(args)]
        for name, value in (*given, *((name, kwargs[name]) for name in kwargs.keys() & hints)):
            if not fits(value, hints[name]):
                _WRONG.append(f"{where} is given {value!r:.80} for {name}, not {hints[name]}")
        value = function(*args, **kwargs)
        if not fits(value, hint):
            _WRONG.append(f"{where} returns {value!r:.80}, not {hint}")
        return _yielded(value, hint, function) if isinstance(value, types.GeneratorType) else value

    return watched


def _yielded(found: Iterator[Any], hint: Any, function: Any) -> Iterator[Any]:
    each = (*typing.get_args(hint), Any)[0]
    for value in found:
        if not fits(value, each):
            _WRONG.append(f"{function.__module__}.{function.__qualname__} yields {value!r:.80}, not {each}")
        yield value


def _checked(cls: type) -> Callable[..., Any] | None:
    """The constructor of a record, which looks at what it is given."""
    hints = hints_of(cls)
    is_tuple = issubclass(cls, tuple) and hasattr(cls, "_fields")
    if not hints or not (is_tuple or dataclasses.is_dataclass(cls)):
        return None
    make: Any = vars(cls).get("__new__" if is_tuple else "__init__")
    make = make.__func__ if isinstance(make, staticmethod) else make
    names = cls._fields if is_tuple else [each.name for each in dataclasses.fields(cls)]  # type: ignore[attr-defined]
    told = [(name, hints[name]) for name in names if name in hints]
    if not isinstance(make, types.FunctionType):
        return None

    def check(record: Any) -> None:
        for name, hint in told:
            if not fits(getattr(record, name), hint):
                _WRONG.append(f"{cls.__qualname__}.{name} is {getattr(record, name)!r:.80}, not {hint}")

    @functools.wraps(make)
    def made(first: Any, /, *args: Any, **kwargs: Any) -> Any:
        value = make(first, *args, **kwargs)
        check(value if is_tuple else first)
        return value

    return made


def _modules() -> Iterator[types.ModuleType]:
    for package in (sitecheck, sitecheck_rules):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                yield importlib.import_module(module.name)


@contextmanager
def everything_watched() -> Iterator[None]:
    """Functions and records look at what they give and hold; then they are as they were."""
    modules = list(_modules())
    instead: dict[int, tuple[Any, Any]] = {}
    with ExitStack() as undone:
        for module in (each for each in modules if each.__name__.startswith(ROOMS)):
            for thing in list(vars(module).values()):
                if getattr(thing, "__module__", "") != module.__name__:
                    continue
                if isinstance(thing, types.FunctionType) and not hasattr(thing, "__wrapped__"):
                    if watched := _watched(thing):
                        instead[id(thing)] = thing, watched
                elif inspect.isclass(thing):
                    _watch_class(thing, undone)
        for module in modules:
            for name, thing in list(vars(module).items()):
                if id(thing) in instead and instead[id(thing)][0] is thing:
                    undone.callback(setattr, module, name, thing)
                    setattr(module, name, instead[id(thing)][1])
        yield


def _watch_class(cls: type, undone: ExitStack) -> None:
    for name, member in list(vars(cls).items()):
        if isinstance(member, functools.cached_property) and (watched := _watched(member.func)):
            undone.callback(setattr, member, "func", member.func)
            member.func = watched
        elif isinstance(member, property) and (watched := _watched(member.fget)):
            undone.callback(setattr, cls, name, member)
            setattr(cls, name, property(watched))
        elif isinstance(member, (staticmethod, classmethod)) and name not in ("__new__", "_make"):
            if watched := _watched(member.__func__):
                undone.callback(setattr, cls, name, member)
                setattr(cls, name, type(member)(watched))
        elif (
            isinstance(member, types.FunctionType)
            and not (name.startswith("__") or hasattr(member, "__wrapped__"))
            and (watched := _watched(member))
        ):
            undone.callback(setattr, cls, name, member)
            setattr(cls, name, watched)
    if made := _checked(cls):
        name = "__new__" if issubclass(cls, tuple) else "__init__"
        undone.callback(setattr, cls, name, vars(cls)[name])
        setattr(cls, name, made)
    if made is not None and issubclass(cls, tuple):
        undone.callback(setattr, cls, "_make", vars(cls)["_make"])
        cast(Any, cls)._make = classmethod(lambda kind, parts: kind(*parts))


@pytest.fixture(scope="module", autouse=True)
def _watching() -> Iterator[None]:
    with everything_watched():
        yield


@pytest.mark.parametrize(("site", "command"), RUNS)
def test_what_is_returned_and_held_is_what_is_said(site: str, command: str) -> None:
    _WRONG.clear()
    answer(site, command)
    assert not sorted(set(_WRONG))
