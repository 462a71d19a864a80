"""The indented syntax (``.sass``): what a file loads and defines. Nothing else is judged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import Span
from sitecheck.sass.model import Load, Sheet, plain

_LINE = lazy_pattern(r"([ \t]*)([^\r\n\f]*)[\r\n\f]*")
_LOADS = lazy_pattern(r"@(import|use|forward)[ \t]+(.+)")
_NAME = lazy_pattern(r"""[ \t]*(?:"([^"#\\]*)"|'([^'#\\]*)'|([^\s"'#\\,;]+))[ \t]*""")
_DEFINED = lazy_pattern(
    r"(\$)([-\w]+)|(?:@mixin[ \t]+|(?<![\w-])=[ \t]*)([-\w]+)|(%)([-\w]+)|@function[ \t]+([-\w]+)"
)
_PLAIN_CSS = lazy_pattern(r"url\(|https?:|//|.*\.css\Z", re.IGNORECASE | re.DOTALL)


def read_indented(text: str) -> Sheet:
    """What is known of the text of a ``.sass`` file. Of what it defines too much is told rather than too
    little: every variable and every placeholder that it names, and any class."""
    loads: list[Load] = []
    comment = -1
    for match in _LINE.finditer(text):
        depth, line = len(match[1]), match[2]
        if not line.strip() or depth > comment >= 0:
            continue
        comment = depth if line.startswith(("//", "/*")) else -1
        found = _LOADS.match(line) if comment < 0 else None
        if found is not None:
            loads += _loads(found, match.start(2), maybe=depth > 0)
    return Sheet(loads=tuple(loads), defines=frozenset((".", *_defined(text))))


def _loads(found: re.Match[str], offset: int, *, maybe: bool) -> list[Load]:
    rule: Any = found[1]
    rest, at = found[2], 0
    loads: list[Load] = []
    while at < len(rest):
        name = _NAME.match(rest, at)
        end = name.end() if name is not None else at
        if name is None or (rule == "import" and rest[end : end + 1] not in ("", ",", ";")):
            # interpolation, or queries behind the name: plain CSS, unless nobody knows
            is_css = "#" not in rest
            start = offset + found.start(2)
            return loads if is_css else [*loads, Load("import", "", Span(start, start + len(rest)))]
        written = name[1] or name[2] or name[3] or ""
        if not _PLAIN_CSS.match(written):
            start = offset + found.start(2) + name.start(name.lastindex or 0)
            loads.append(Load(rule=rule, name=written, span=Span(start, start + len(written)), maybe=maybe))
        if rule != "import" or rest[end : end + 1] != ",":
            return loads
        at = end + 1
    return loads


def _defined(text: str) -> Iterator[str]:
    for match in _DEFINED.finditer(text):
        if match[3]:
            yield "@" + plain(match[3])
        elif match[6]:
            yield plain(match[6]) + "()"
        else:
            yield plain((match[1] or match[4]) + (match[2] or match[5]))
