"""What no Sass takes of its own rules, by what stands behind their names and around them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sitecheck.lazy_pattern import lazy_pattern

_SOMETHING = lazy_pattern(r"\s*\S")
_HEADS = {
    "each": (lazy_pattern(r"\s*\$[^\s,]+(?:\s*,\s*\$[^\s,]+)*\s+in\b", re.IGNORECASE), "`$name in` a list"),
    "for": (
        lazy_pattern(r"\s*\$[^\s,]+\s+from\b.*\b(?:to|through)\b\s*\S", re.IGNORECASE | re.DOTALL),
        "`$name from` a number, and `to` or `through` another",
    ),
    "while": (_SOMETHING, "a condition"),
    "import": (_SOMETHING, "the name of a file"),
    "extend": (_SOMETHING, "a selector"),
    "return": (_SOMETHING, "a value"),
    "mixin": (lazy_pattern(r"\s*[^\s\d(]"), "a name"),
    "function": (lazy_pattern(r"\s*[^\s\d(]"), "a name"),
    "include": (lazy_pattern(r"\s*[^\s\d(]"), "the name of a mixin"),
}
"""What has to follow the name of a rule."""
_AROUND = {"return": "function", "content": "mixin"}
"""Rules that stand only in another."""
_BEFORE_ELSE = ("if", "else", "elseif")


def fault_of_rule(name: str, head: str, around: Mapping[str, int], before: str) -> str:
    """Why no Sass takes a rule, "" for one that some take: ``around`` counts the rules that it stands in,
    ``before`` is the name of the one in front of it."""
    needed = _HEADS.get(name)
    if needed is not None and needed[0].match(head) is None:
        return f"@{name} needs {needed[1]}"
    if name in _AROUND and not around.get(_AROUND[name]):
        return f"@{name} stands in no @{_AROUND[name]}"
    if name == "else" and before not in _BEFORE_ELSE:
        return "no @if stands in front of this @else"
    return ""
