"""Variables and their keys: ``site.data.…``, ``page.…``, what loops and ``assign`` bring."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import Span
from sitecheck.server import harmless
from sitecheck.server.answers import Completion
from sitecheck.server.asked import Asked
from sitecheck.server.complete.offers import begins, offer
from sitecheck.server.scope import Key, Scope, bindings_at
from sitecheck.server.words import object_words

_PATH = lazy_pattern(
    r"(?:(?<=[^\w.\]-])|\A)"
    r"(?:([A-Za-z_][\w-]*(?:\.[\w-]+|\[[^\[\]\n]{1,100}\])*)(\.|\[[\"']?))?([\w-]*)\Z"
)
_WORD_END = lazy_pattern(r"[\w-]{0,100}")
_NAME = lazy_pattern(r"[A-Za-z_][\w-]*\Z")
_VALUES = ("true", "false", "nil", "blank", "empty")
_SETTING = frozenset(("assign", "capture", "for", "tablerow"))
_OF_ALL = ("size", "first", "last")
_AFTER_IN = lazy_pattern(r"\bin\s+[\w-]*\Z")
_NO_VALUE = lazy_pattern(r"\A\s*(?:[\w-]*|[\w-]+\s+\w*)\Z")


def complete_variable(asked: Asked) -> Iterable[Completion] | None:
    """The names that may stand at the cursor."""
    liquid, cursor = asked.cursor.liquid, asked.cursor
    if liquid is None:
        return None
    near = cursor.text[max(liquid.markup, cursor.offset - 300) : cursor.offset]
    match = _PATH.search(near)
    if match is None or (liquid.string is not None and not match[2]):
        return ()
    start = cursor.offset - len(match[3])
    end = _WORD_END.match(cursor.text, cursor.offset)
    span = Span(start, end.end() if end is not None else cursor.offset)
    if match[1]:
        return _keys(asked, match[1], match[2], span, match[3])
    if liquid.name in _SETTING and _NO_VALUE.match(near) and not _AFTER_IN.search(near):
        return ()  # the name of a new variable
    return _roots(asked, span, match[3])


def scope_at(asked: Asked) -> Scope:
    """The variables at the cursor."""
    cursor = asked.cursor
    bindings = bindings_at(cursor.text, cursor.offset, cursor.body)
    return Scope(asked.index, asked.record, bindings)


def _roots(asked: Asked, span: Span, typed: str) -> Iterator[Completion]:
    """The names of variables."""
    cursor = asked.cursor
    names: dict[str, str] = {}
    for binding in reversed(bindings_at(cursor.text, cursor.offset, cursor.body)):
        if binding.is_open:
            names.setdefault(binding.name, "loop" if binding.of_loop else binding.expression or "captured")
    for name in object_words("roots"):
        if name != "include" or asked.kind == "include":
            names.setdefault(name, "")
    names.update(dict.fromkeys(_VALUES, ""))
    for name in asked.index.variables:
        names.setdefault(name, "used on this site")
    for number, (name, detail) in enumerate(names.items()):
        if begins(name, typed):
            words = object_words("roots").get(name, "")
            yield offer("variable", span, name, detail=detail, documentation=words, sort=f"{number:04}")


def _keys(asked: Asked, path: str, mark: str, span: Span, typed: str) -> Iterator[Completion]:
    """The keys of a variable: those it has, then those that templates ask it for."""
    number = 0
    kind = "data" if path.startswith("site.data") else "variable"
    for key in _known_keys(asked, path):
        in_dots = mark == "."
        if not begins(key.name, typed) or (in_dots and not _fits(key.name)) or not key.name.isprintable():
            continue
        number += 1
        yield offer(
            "data" if kind == "data" else "variable",
            span,
            key.name if mark != "[" else f'"{key.name}"' if '"' not in key.name else key.name,
            detail=_shown(key.value),
            documentation=key.about,
            sort=f"{number:05}",
        )


def _fits(name: str) -> bool:
    return bool(re.fullmatch(r"[\w-]+\??", name))


def _shown(value: object) -> str:
    """A value in a few characters."""
    if isinstance(value, (str, int, float, bool)):
        return harmless.label(str(value), 60)
    if isinstance(value, Mapping):
        return f"{len(value)} keys"
    return f"list of {len(value)}" if isinstance(value, list) else ""


def _known_keys(asked: Asked, path: str) -> Iterator[Key]:
    seen: set[str] = set()
    found = False
    for key in _candidates(asked, path):
        if key.name not in seen:
            seen.add(key.name)
            found = True
            yield key
    root, _, rest = path.partition(".")
    for (name, key_name), paths in asked.index.reads.items():
        parent, _, last = key_name.rpartition(".")
        if name == root and parent == rest and last not in seen:
            seen.add(last)
            yield Key(last, f"read by {paths[0]}")
    for name_ in (
        _OF_ALL if "." in path or root not in ("page", "site", "layout", "include", "forloop") else ()
    ):
        if name_ not in seen:
            yield Key(name_)
    if not found or root not in ("site", "layout"):
        for name_, _ in asked.index.names.most_common(2_000):
            if name_ not in seen:
                yield Key(name_, "used on this site")


def _candidates(asked: Asked, path: str) -> Iterator[Key]:
    if path == "include" and asked.kind == "include":
        for name in asked.index.include_parameters(asked.path):
            yield Key(name, "parameter")
        for name in re.findall(r"\binclude\.([A-Za-z_][\w-]*)", asked.cursor.text[:200_000]):
            yield Key(name, "parameter")
        return
    yield from scope_at(asked).keys(path)
