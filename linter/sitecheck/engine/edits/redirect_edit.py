"""Writes addresses into the ``redirect_from`` of a page's front matter."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.fix import Edit, apply_edits
from sitecheck.model.span import Span
from sitecheck.text.front_matter import FrontMatter, read_front_matter
from sitecheck.text.lines import line_before
from sitecheck.text.yaml_tree import Entry

_KEY = "redirect_from"
_PLAIN = lazy_pattern(r"/[\w/.~%+-]*")
"""An address that YAML reads as the text it is."""


def edit_for_redirects(
    text: str, addresses: Sequence[str], merged: Mapping[str, object] | None = None
) -> Edit | None:
    """The edit after which the page of ``text`` names ``addresses``, too, and says all else as before;
    ``None`` where there is none: no front matter or one written as ``{…}``, a ``redirect_from`` that is a
    block (``>``) or neither an address nor a list of them. Nor is there one where the configuration gives
    the page addresses, in whose place one of its own would stand: ``merged`` is its front matter with that of
    the configuration."""
    matter = read_front_matter(text)
    if not matter.present or matter.failed or not addresses:
        return None
    if _KEY in (merged or {}) and matter.entry(_KEY) is None:
        return None
    edit = _edit(text, matter, addresses)
    if edit is None:
        return None
    data = matter.data or {}
    named = data.get(_KEY, [])
    wanted = {**data, _KEY: [*([named] if isinstance(named, str) else named), *addresses]}
    after = read_front_matter(apply_edits(text, [edit]))
    return edit if not after.failed and after.data == wanted else None


def _edit(text: str, matter: FrontMatter, addresses: Sequence[str]) -> Edit | None:
    items = [each if _PLAIN.fullmatch(each) else json.dumps(each, ensure_ascii=False) for each in addresses]
    entry = matter.entry(_KEY)
    if entry is None:
        return _new_key(text, matter, items)
    listed = [each for each in matter.entries if len(each.path) == 2 and each.path[0] == _KEY]
    if isinstance(entry.data, str) and entry.key is not None:
        return _listed(text, entry, items)
    if not isinstance(entry.data, list) or not listed:
        return None
    if text[entry.value.start : entry.value.start + 1] == "[":
        at = listed[-1].value.end
        return Edit(Span(at, at), "".join(f", {item}" for item in items))
    return _appended(text, listed[-1], items)


def _new_key(text: str, matter: FrontMatter, items: Sequence[str]) -> Edit:
    """At the end of the front matter, before its closing fence."""
    at = matter.yaml.end
    before = "" if text[:at].endswith("\n") else "\n"
    return Edit(Span(at, at), before + _lines(items))


def _lines(items: Sequence[str]) -> str:
    return f"{_KEY}:\n" + "".join(f"  - {item}\n" for item in items)


def _listed(text: str, entry: Entry, items: Sequence[str]) -> Edit:
    """A single address becomes the first of a list."""
    written = text[entry.value.start : entry.value.end]
    start = entry.value.start
    while text[start - 1] in " \t":
        start -= 1
    return Edit(Span(start, entry.value.end), "".join(f"\n  - {item}" for item in (written, *items)))


def _appended(text: str, last: Entry, items: Sequence[str]) -> Edit | None:
    """Lines after the last item of a list, which stand as it does."""
    lead = line_before(text, last.value.start)
    if re.fullmatch(r"[ ]*-[ ]+['\"]?", lead) is None:
        return None
    end = text.index("\n", last.value.end)  # before the closing fence
    lead = lead.rstrip("'\"")
    return Edit(Span(end, end), "".join(f"\n{lead}{item}" for item in items))
