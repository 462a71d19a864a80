"""What hooks and tags give to templates: ``payload["x"] = …`` and ``context["x"] = …``.

A payload is the second parameter of a hook (``|page, payload|``): ``Drops::UnifiedPayloadDrop`` keeps what is
put under a name that it does not know, and templates have a variable of that name; what stands below ``page``
and ``site`` the page and the site say. What a tag sets in Liquid's context is a variable, too.
"""

from __future__ import annotations

from typing import Final

from sitecheck.jekyll.plugins.scripts.facts import RubyFacts
from sitecheck.jekyll.plugins.scripts.plugin_file import MAX_NAMES, PluginFile
from sitecheck.jekyll.plugins.scripts.statements import (
    ASSIGN,
    Tokens,
    is_operator,
    keys_at,
    method_called,
    text_at,
)
from sitecheck.jekyll.plugins.scripts.words import words
from sitecheck.ruby import Kind

_PARTS: Final = frozenset({"content", "jekyll", "layout", "page", "paginator", "site", "theme"})
"""Methods that give what also stands under the key of the same name."""
_READING: Final = words("asking") - {"first", "last", "values"}
"""Methods that give nothing of what they are asked of that could be changed."""
_CONDITIONS: Final = frozenset({"!", "&&", "and", "elsif", "if", "not", "or", "unless", "while", "||"})
_COMPARING: Final = ("!=", "!~", "&&", "<", "<=", "==", "=~", ">", ">=", "?", "||")


def note_payload(file: PluginFile, name: str) -> None:
    """Note what is changed by way of a variable called ``name``. One that is handed to another method is
    taken to be as before."""
    places = file.where.get(name, ())
    if len(places) > MAX_NAMES:
        _note_changed(file.facts, (None,))
        return
    for tokens, at in places:
        keys, after = _keys(tokens, at + 1)
        if keys and not _only_reads(tokens, at, after):
            _note_changed(file.facts, keys)


def note_context(file: PluginFile, tokens: Tokens, at: int) -> None:
    """Note the variable that is set in the context of a tag, whose name stands at ``at``."""
    keys, after = _keys(tokens, at + 1)
    if len(keys) == 1 and is_operator(tokens, at + 1, "[") and is_operator(tokens, after, *ASSIGN):
        file.facts.variables.add(keys[0] or "*")


def _keys(tokens: Tokens, at: int) -> tuple[tuple[str | None, ...], int]:
    """What is asked for from ``at`` on, one key below the other, and where that ends: ``payload.page["k"]``,
    ``payload["page"]["k"]``. A key that is not known is ``None``, a method that is not, too."""
    called: tuple[str | None, ...] = ()
    if is_operator(tokens, at, ".", "&."):
        method = text_at(tokens, at + 1)
        called = (method if method in _PARTS else None,)
        at += 2
    keys, after = keys_at(tokens, at)
    return (*called, *keys), after


def _only_reads(tokens: Tokens, at: int, after: int) -> bool:
    """Whether what is asked for between ``at`` and ``after`` is neither changed nor handed on."""
    if is_operator(tokens, after, *ASSIGN):
        return False
    if method := method_called(tokens, after):
        return method in _READING
    if is_operator(tokens, after, *_COMPARING):
        return True
    is_whole = at == 0 and after >= len(tokens)  # ``"#{payload["page"]["title"]}"``
    ends = after >= len(tokens) or tokens[after].kind is Kind.NEWLINE or text_at(tokens, after) == "then"
    return is_whole or (ends and text_at(tokens, at - 1) in _CONDITIONS)


def _note_changed(facts: RubyFacts, keys: tuple[str | None, ...]) -> None:
    first, second = (*keys, None)[:2]
    if first in ("page", None):
        facts.front_matter.add(second or "*")
    if first in ("site", None):
        facts.settings.add(second or "*")
        if second in ("data", None):
            facts.data.add("*")
    if first not in ("page", "site"):
        facts.variables.add(first or "*")
