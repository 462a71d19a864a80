"""What Ruby means by falsy, by a file's extension and by a match of a glob."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple


def falsy(value: Any) -> bool:
    """Ruby's idea of false: ``nil`` and ``false``, but neither 0 nor the empty string."""
    return value is None or value is False


def extname(name: str) -> str:
    """``File.extname``: empty for ``.htaccess``; a lone final period counts as an extension."""
    stem = name.rsplit("/", 1)[-1].lstrip(".")
    dot = stem.rfind(".")
    return stem[dot:] if dot > 0 else ""


def dirname(path: str) -> str:
    """``File.dirname``: unlike Python's, it looks past a slash at the end."""
    return path.rstrip("/").rpartition("/")[0] or ("/" if path.startswith("/") else ".")


class _Part(NamedTuple):
    """What stands between two stars; it always matches ``length`` characters."""

    regex: re.Pattern[str]
    length: int


def fnmatch(pattern: str, path: str) -> bool:
    """Whether ``path`` matches; ``*`` and ``?`` match slashes too, as Jekyll's include and exclude do."""
    if not any(character in pattern for character in "*?[\\"):
        return pattern == path
    first, *rest = _parts(pattern)
    if not first.regex.match(path):
        return False
    if not rest:
        return len(path) == first.length
    at = first.length
    for part in rest[:-1]:
        found = part.regex.search(path, at)
        if found is None:
            return False
        at = found.end()
    start = len(path) - rest[-1].length
    return start >= at and rest[-1].regex.match(path, start) is not None


@lru_cache(maxsize=2048)
def _parts(pattern: str) -> tuple[_Part, ...]:
    parts: list[_Part] = []
    out: list[str] = []
    at = 0
    while at < len(pattern):
        character = pattern[at]
        at += 1
        if character == "*":
            parts.append(_part(out))
            out = []
        elif character == "[":
            at = _bracket(pattern, at, out)
        elif character == "\\" and at < len(pattern):
            out.append(re.escape(pattern[at]))
            at += 1
        else:
            out.append("." if character == "?" else re.escape(character))
    parts.append(_part(out))
    return tuple(parts)


def _part(out: list[str]) -> _Part:
    return _Part(re.compile("".join(out), re.DOTALL), len(out))


def _bracket(pattern: str, at: int, out: list[str]) -> int:
    """A ``[…]`` class from ``at``; without its end it matches nothing, as in Ruby."""
    end = pattern.find("]", at)
    body = pattern[at:end] if end > 0 else ""
    negated = body[:1] in ("!", "^")
    escaped = re.sub(r"([\\\[\]^&~|])", r"\\\1", body[1:] if negated else body)
    try:
        re.compile(f"[{escaped}]")
    except re.error:
        escaped = ""
    out.append(f"[{'^' if negated else ''}{escaped}]" if escaped else "(?!)")
    return end + 1 if end > 0 else len(pattern)
