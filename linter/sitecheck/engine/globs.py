"""File patterns of the configuration, in the manner of ``.gitignore``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Whether ``path`` (relative to the site, "/"-separated) falls under one of ``patterns``.

    ``*`` and ``?`` stay inside one folder, ``**`` crosses folders. A pattern without a slash (but for one
    at its end) matches a name at any depth, and a pattern that matches a folder matches all below it.
    """
    return any(_regex(pattern).match(path) for pattern in patterns)


@lru_cache(maxsize=512)
def _regex(pattern: str) -> re.Pattern[str]:
    body = pattern.rstrip("/").lstrip("/")
    prefix = "" if "/" in pattern.rstrip("/") else "(?:.*/)?"
    return re.compile(f"{prefix}{_translate(body)}(?:/.*)?\\Z", re.DOTALL)


def _translate(pattern: str) -> str:
    parts: list[str] = []
    for part in re.findall(r"\*\*/|\*\*|\*|\?|\[[^\]/]+\]|.", pattern, re.DOTALL):
        if part == "**/":
            parts.append("(?:.*/)?")
        elif part == "**":
            parts.append(".*")
        elif part == "*":
            parts.append("[^/]*")
        elif part == "?":
            parts.append("[^/]")
        elif part.startswith("[") and len(part) > 1:
            parts.append(_character_class(part[1:-1]))
        else:
            parts.append(re.escape(part))
    return "".join(parts)


def _character_class(body: str) -> str:
    negated = body.startswith("!") and len(body) > 1
    members = body[1:] if negated else body
    for low, high in re.findall(r"(.)-(.)", members, re.DOTALL):
        if low > high:
            return re.escape(f"[{body}]")
    return f"[{'^' if negated else ''}{''.join(c if c == '-' else re.escape(c) for c in members)}]"
