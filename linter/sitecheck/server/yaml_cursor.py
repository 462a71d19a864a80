"""Where in a YAML text the cursor stands: a key or a value, and under which keys."""

from __future__ import annotations

import re
from typing import Literal

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple

_LINE = lazy_pattern(r"([ \t]*)((?:-[ \t]+)*)(.*)", re.DOTALL)
_KEY = lazy_pattern(
    r"""(?:"([^"\n]*)"|'([^'\n]*)'|([^\s:#,\[\]{}"'][^:#\n]{0,200}?))[ \t]*:(?=[ \t]|\r?\Z)"""
)
_TOP_KEY = lazy_pattern(r"^([A-Za-z_][\w-]*)[ \t]*:", re.MULTILINE)
_VALUE_END = lazy_pattern(r"[,\]\r\n]|[ \t]+#")
_KEY_END = lazy_pattern(r"[\s:,#]")
_LONGEST_LINE = 2_000
_LINES_BACK = 500
ITEM = "*"
"""Stands in a path for any item of a list."""

Role = Literal["key", "value"]


class YamlAt(NamedTuple):
    """A key or a value at the cursor: ``[start, end)`` is what is written of it."""

    role: Role
    parents: tuple[str, ...]
    """The keys above; of a value, its own key is the last. :data:`ITEM` stands for an item of a list."""
    start: int
    end: int
    quoted: bool = False
    """Whether it stands in quotation marks."""
    may_be_key: bool = False
    """A word after a dash: it may become a key of the item."""
    has_colon: bool = False
    """Whether a colon follows the key."""
    key_end: int = 0
    """Where a word ends that may become a key."""

    @property
    def key_span(self) -> Span:
        """What is written of a key."""
        return Span(self.start, self.key_end)


def yaml_at(text: str, offset: int, begin: int) -> YamlAt | None:
    """What stands at ``offset`` of a YAML text that begins at ``begin``."""
    line_start = max(begin, text.rfind("\n", begin, offset) + 1)
    if offset - line_start > _LONGEST_LINE:
        return None
    match = _LINE.fullmatch(text, line_start, offset)
    if match is None or match[3].startswith("#") or re.search(r"\s#", match[3]):
        return None
    indent, dashes, content = match.groups()
    column = len(indent) + len(dashes)
    at = line_start + column
    parents = _parents(text, line_start, begin, column=column, dash=len(indent) if dashes else None)
    key = _KEY.match(content)
    if key is not None and key.end() < len(content):
        return _value(text, offset, at + key.end(), (*parents, _name(key)))
    if content.startswith(("[", "{", "|", ">", "&", "*", "!")) or not re.fullmatch(r"[\"']?[^:]*:?", content):
        return None
    end = _stop(text, offset, _KEY_END)
    if dashes:
        found = _value(text, offset, at, parents)
        has_colon = text[end : end + 1] == ":"
        return found and found._replace(may_be_key=True, has_colon=has_colon, key_end=end)
    return YamlAt("key", parents, at, end, has_colon=text[end : end + 1] == ":", key_end=end)


def _value(text: str, offset: int, after: int, path: tuple[str, ...]) -> YamlAt | None:
    """The value between ``after`` and the cursor; in a list in brackets, its item."""
    start = after
    while start < offset and text[start] in " \t":
        start += 1
    written = text[start:offset]
    if written.startswith("["):
        start += max(written.rfind("["), written.rfind(",")) + 1
        path = (*path, ITEM)
        while start < offset and text[start] in " \t":
            start += 1
    elif written.startswith("{"):
        return None
    quoted = text[start : start + 1] in ("'", '"') and start < offset
    if quoted:
        start += 1
    if quoted and text[start - 1] in text[start:offset]:
        return None
    stop = re.compile(f"[{text[start - 1]}\r\n]") if quoted else _VALUE_END
    return YamlAt("value", path, start, _stop(text, offset, stop), quoted=quoted)


def _stop(text: str, offset: int, pattern: re.Pattern[str]) -> int:
    match = pattern.search(text, offset, offset + _LONGEST_LINE)
    return match.start() if match is not None else min(len(text), offset + _LONGEST_LINE)


def _name(key: re.Match[str]) -> str:
    return next(part for part in key.groups() if part is not None).strip()


def _parents(text: str, line_start: int, begin: int, *, column: int, dash: int | None) -> tuple[str, ...]:
    """The keys above a line whose content begins at ``column``, after a dash at ``dash`` if it has one."""
    found: list[str] = [ITEM] if dash is not None else []
    limit, in_list = (column, False) if dash is None else (dash, True)
    for line in reversed(text[max(begin, line_start - 40_000) : line_start].split("\n")[:-1][-_LINES_BACK:]):
        if limit == 0 and not in_list:
            break
        match = _LINE.fullmatch(line[:300])
        if match is None or not match[3].strip() or match[3].startswith("#"):
            continue
        indent, dashes, content = match.groups()
        at = len(indent) + len(dashes)
        if dashes and not in_list and at == limit:  # the row to which the line belongs
            found.insert(0, ITEM)
            limit, in_list = len(indent), True
            continue
        key = _KEY.match(content)
        if key is None or content[key.end() :].strip():
            continue
        if at < limit or (in_list and not dashes and at == limit):
            found.insert(0, _name(key))
            limit, in_list = at, False
            if dashes:
                found.insert(0, ITEM)
                limit, in_list = len(indent), True
    return tuple(found)


def top_keys(text: str, start: int, end: int) -> frozenset[str]:
    """The keys of the first level that are written in ``[start, end)``."""
    return frozenset(_TOP_KEY.findall(text[start : min(end, start + 40_000)]))
