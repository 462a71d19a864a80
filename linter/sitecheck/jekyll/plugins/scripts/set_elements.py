"""Hashes that a script fills key by key: ``@config = {}``, ``@config["file"] = given["file"] || NAME``.

Only those are looked at of which no more is done than that values are set and asked for by keys that are
written.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from sitecheck.jekyll.plugins.scripts.classes import MUTATORS
from sitecheck.jekyll.plugins.scripts.statements import (
    ASSIGN,
    Tokens,
    closing,
    is_operator,
    method_called,
    past_keys,
    split,
    statement,
)
from sitecheck.ruby import Kind

_ASKS = frozenset({"empty?", "has_key?", "key?", "nil?"})
_CHANGES = MUTATORS | {"append", "default", "default_proc", "insert", "tap", "then"}
_MAX_PLACES = 64
"""A variable that stands in more places is not looked at."""

Elements = Mapping[str, Sequence[Tokens]]


class SetElements:
    """Those of one script."""

    def __init__(
        self,
        code: Sequence[Tokens],
        assigned: Mapping[str, Sequence[tuple[Tokens, int]]],
        kept_out: Collection[str],
    ) -> None:
        """``assigned`` are the places where the values of variables begin; what is ``kept_out`` gets values
        otherwise, too."""
        self._code = code
        self._assigned = assigned
        self._kept_out = kept_out
        self._known: dict[str, tuple[Elements, Sequence[Tokens]] | None] = {}

    def values(self, tokens: Tokens) -> Sequence[Tokens]:
        """All that ``hash["key"]`` may be but ``nil``; none for any other expression, or where that is not
        known."""
        is_lookup = len(tokens) == 4 and tokens[0].kind is Kind.NAME and is_operator(tokens, 1, "[")
        key = tokens[2].literal if is_lookup and is_operator(tokens, 3, "]") else None
        if key is None:
            return ()
        name = tokens[0].text
        if name not in self._known:
            self._known[name] = self._look_up(name)
        found = self._known[name]
        if found is None:
            return ()
        elements, hashes = found
        return [*elements.get(key, ()), *([*each, *tokens[1:]] for each in hashes)]

    def _look_up(self, name: str) -> tuple[Elements, Sequence[Tokens]] | None:
        """The elements that the script gives to a hash, and the other hashes that it may be."""
        begun = self._assigned.get(name, ())
        places = self._places.get(name, ())
        if name in self._kept_out or not begun or len(places) > _MAX_PLACES or name.startswith("$"):
            return None
        hashes = []
        for begin in begun:
            value = [each for each in split(statement(*begin), "||") if [t.text for t in each] != ["{", "}"]]
            if len(value) > 1 or any(is_operator(each, 0, "{") for each in value):
                return None
            hashes += value
        elements: dict[str, list[Tokens]] = {}
        for tokens, at in places:
            if not _is_left_alone(tokens, at):
                return None
            after = past_keys(tokens, at + 1)
            if after > at + 1 and is_operator(tokens, after, "=", "||="):
                elements.setdefault(tokens[at + 2].literal or "", []).append(statement(tokens, after + 1))
        return elements, hashes

    @cached_property
    def _places(self) -> Mapping[str, Sequence[tuple[Tokens, int]]]:
        """Where each variable stands that is assigned to."""
        found: dict[str, list[tuple[Tokens, int]]] = {}
        for tokens in self._code:
            for at, token in enumerate(tokens):
                is_called = is_operator(tokens, at - 1, ".", "&.", "::")
                if token.kind is Kind.NAME and not is_called and token.text in self._assigned:
                    found.setdefault(token.text, []).append((tokens, at))
        return found


def _is_left_alone(tokens: Tokens, at: int) -> bool:
    """Whether a variable is set, or a key of it that is written is set or asked for, and what that gives is
    not changed."""
    if is_operator(tokens, at + 1, "="):
        return not is_operator(tokens, at - 1, ",")
    if not is_operator(tokens, at + 1, "["):
        return method_called(tokens, at + 1) in _ASKS
    end = closing(tokens, at + 1)
    if end != at + 3 or tokens[at + 2].literal is None:
        return False
    after = past_keys(tokens, at + 1)
    is_set = is_operator(tokens, after, *ASSIGN)
    if is_set and (after > end + 1 or not is_operator(tokens, after, "=", "||=")):
        return False
    method = method_called(tokens, after)
    return method not in _CHANGES and not method.endswith("!")
