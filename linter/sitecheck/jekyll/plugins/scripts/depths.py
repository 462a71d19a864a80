"""Values of pages that a Ruby file changes in place: ``hash = page["image"]``, ``hash["path"] = "/a.png"``.

Where such a value came from is not followed. What a file changes that it did not make itself may be any value
it has asked a page for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sitecheck.jekyll.plugins.scripts.classes import MUTATORS, is_changed
from sitecheck.jekyll.plugins.scripts.statements import Tokens, closing, is_operator, text_at
from sitecheck.jekyll.plugins.scripts.values import Values, is_of_site
from sitecheck.jekyll.plugins.scripts.words import words
from sitecheck.ruby import Kind

_FRESH = words("fresh")
_ACCUMULATES = frozenset({"each_with_object", "inject", "new", "reduce", "sum", "tap", "to_h"})
"""Calls whose blocks are given what was made for them."""
_OTHERWISE_READ = words("lists") | {
    *("attributes", "attrs", "config", "context", "data", "layouts", "options", "opts", "registers", "self")
}
"""What Liquid gives to tags, and what is looked at where it is changed."""
_OTHERS = frozenset({"config", "ENV", "registers"})
"""What is asked for keys and is no page."""
_WALKS = [[".", name] for name in ("each", "each_pair", "each_value", "values")]
_HOLDING = frozenset({"data", "first", "last", "values"})
"""Methods that give what an object holds, not a copy of it."""
_BEFORE_BLOCK = 24
_COMPARES = ("==", "!=", "=~", "!~", "===")
"""After a value, what only looks at it and keeps nothing of it."""
_ASSIGNING = ("||=", "+=", "-=", "|=", "&&=")


def deep_keys(code: Sequence[Tokens], values: Values) -> frozenset[str]:
    """The keys of pages whose values may be changed in place; ``*`` for any."""
    made = _made_for_blocks(code, values)
    names = {
        token.text
        for tokens in code
        for at, token in enumerate(tokens)
        if token.kind is Kind.NAME and not _is_of_object(tokens, at) and _is_changed(tokens, at)
    }
    changed = any(
        name not in made and name not in _OTHERWISE_READ and not values.is_filled_by(name, _FRESH)
        for name in names
    )
    return frozenset(_asked(code)) if changed else frozenset()


def _is_changed(tokens: Tokens, at: int) -> bool:
    after = at + 1
    if is_operator(tokens, after, "="):
        return False  # a variable gets another value
    if is_operator(tokens, after, *_ASSIGNING):
        return False
    if _sets_own(tokens, after):
        return False
    return is_changed(tokens, _inside(tokens, after), MUTATORS)


def _sets_own(tokens: Tokens, at: int) -> bool:
    """Whether a value of a page or the site is replaced, ``.data["a"] = …``: none is changed in place."""
    is_data = is_operator(tokens, at, ".", "&.") and text_at(tokens, at + 1) == "data"
    if not is_data or not is_operator(tokens, at + 2, "["):
        return False
    return is_operator(tokens, closing(tokens, at + 2) + 1, "=", "||=")


def _inside(tokens: Tokens, at: int) -> int:
    """Behind what leads from a value at ``at`` to one that it holds: ``["a"]``, ``.first``."""
    while True:
        if is_operator(tokens, at, "[") and not tokens[at].spaced:
            at = closing(tokens, at) + 1
        elif is_operator(tokens, at, ".", "&.") and text_at(tokens, at + 1) in _HOLDING:
            at += 2
        else:
            return at


def _is_of_object(tokens: Tokens, at: int) -> bool:
    """Whether it is no variable: a method of an object, a constant, a variable of an object."""
    return is_operator(tokens, at - 1, ".", "&.", "::") or not re.match("[a-z_]", tokens[at].text)


def _made_for_blocks(code: Sequence[Tokens], values: Values) -> frozenset[str]:
    """The parameters of blocks that gather something, or go through data of the site, which count as a whole.

    A method's parameter of that name is taken for the same.
    """
    found: set[str] = set()
    of_site = values.aliases_of_site()
    others: set[str] = set()
    for tokens in code:
        for at in range(len(tokens)):
            if is_operator(tokens, at, "|") and text_at(tokens, at - 1) in ("do", "{"):
                line = _line_before(tokens, at)
                before = {each.text for each in line}
                names = set(_parameters(tokens[at + 1 : at + 1 + _BEFORE_BLOCK]))
                own = before & (_ACCUMULATES | of_site) or is_of_site(line)
                (found if own else others).update(names)
    return frozenset(found - others)


def _line_before(tokens: Tokens, at: int) -> Tokens:
    begin = max(0, at - _BEFORE_BLOCK)
    ends = [number for number in range(begin, at) if tokens[number].kind is Kind.NEWLINE]
    return tokens[ends[-1] + 1 if ends else begin : at]


def _parameters(tokens: Tokens) -> Iterator[str]:
    for at, token in enumerate(tokens):
        if is_operator(tokens, at, "|"):
            break
        if token.kind is Kind.NAME:
            yield token.text


def _asked(code: Sequence[Tokens]) -> Iterator[str]:
    """The keys that are asked for: ``page["image"]``, ``page.data.fetch("image")``; ``*`` where data are gone
    through."""
    for tokens in code:
        for at, token in enumerate(tokens):
            if (
                at
                and is_operator(tokens, at, "[")
                and not token.spaced
                and tokens[at - 1].text not in _OTHERS
            ):
                is_text = is_operator(tokens, at + 2, "]") and tokens[at + 1].kind is Kind.STRING
                literal = tokens[at + 1].literal if is_text else None
                if literal is not None and not is_operator(tokens, at + 3, "=", *_COMPARES):
                    yield literal
            elif token.text in ("fetch", "dig") and is_operator(tokens, at - 1, ".", "&."):
                yield from filter(None, [each.literal for each in tokens[at + 1 : at + 4]])
            elif token.text == "data" and [each.text for each in tokens[at + 1 : at + 3]] in _WALKS:
                yield "*"
