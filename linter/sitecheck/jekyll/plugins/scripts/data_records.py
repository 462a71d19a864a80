"""Variables of a script that hold records of the site's data: ``site.data["people"].each do |person|``.

What pages get of them stands in data files, which are known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from sitecheck.jekyll.plugins.scripts.methods import Method, Methods
from sitecheck.jekyll.plugins.scripts.statements import (
    ASSIGN,
    STATEMENT_ENDS,
    Tokens,
    closing,
    is_operator,
    opening,
    past_keys,
    text_at,
)
from sitecheck.jekyll.plugins.scripts.words import words
from sitecheck.ruby import Kind, Token

MOVING = frozenset({"permalink", "pagination", "redirect_from", "redirect_to"})
"""Keys of front matter that move a page, or make more of it; ``url``, ``path`` and others of a record do not
(``Page#permalink``, jekyll-paginate-v2, jekyll-redirect-from)."""
_MUTATORS = words("mutators")
_CHOOSING = frozenset({"detect", "filter", "find", "reject", "select", "sort_by"})
_ONE_BY_ONE = _CHOOSING | {"all?", "any?", "each", "each_with_index", "map"}
"""Methods that give a block the elements of what they are called on."""
_PARTS = _CHOOSING | {"compact", "first", "last", "reverse", "to_a", "uniq", "values"}
"""Methods that give elements of what they are called on, or some of them."""
_BEFORE = ("=", "(", "{", "|", ",")
"""What an expression may stand behind."""
_MAX_DEPTH = 8
_MAX_PLACES = 64
"""A variable that gets values in more places is not looked at: each of many methods would look at all."""
_LONGEST = 40


class DataRecords:
    """Those of one script."""

    def __init__(
        self,
        code: Sequence[Tokens],
        methods: Methods,
        assigned: Callable[[Method, str], Sequence[Tokens]],
    ) -> None:
        """``assigned`` are the values of a variable in a method."""
        self._code = code
        self._methods = methods
        self._assigned = assigned
        self._known: dict[tuple[int, str], bool] = {}

    def holds(self, tokens: Tokens, depth: int = 0) -> bool:
        """Whether an expression is the site's data, a part of it, or nothing."""
        ends = (at for at, each in enumerate(tokens) if at and each.text in STATEMENT_ENDS)
        tokens = tokens[: next(ends, len(tokens))]
        if not tokens or depth > _MAX_DEPTH or tokens[0].kind is not Kind.NAME:
            return False
        if [each.text for each in tokens] == ["nil"]:
            return True
        is_data = tokens[0].text.lstrip("@") == "site" and text_at(tokens, 2) == "data"
        if is_data and is_operator(tokens, 1, "."):
            return _is_part(tokens, 3)
        return _is_part(tokens, 1) and self._variable(tokens[0], depth)

    def _variable(self, token: Token, depth: int) -> bool:
        method, name = self._methods.of(token), token.text
        if method is None or name in self._altered:
            return False
        key = (id(method), name)
        if key not in self._known:
            self._known[key] = True  # for what is made of itself: ``records = records.values``
            sources = self._sources(method, name)
            self._known[key] = bool(sources) and all(self.holds(each, depth + 1) for each in sources)
        return self._known[key]

    def _sources(self, method: Method, name: str) -> Sequence[Tokens]:
        """All that a variable gets its values from; what is not known as no tokens."""
        blocks = self._blocks.get(name, ())
        if method.parameters is None or name not in method.parameters:
            others = blocks if len(blocks) <= _MAX_PLACES else ((),)
        else:
            given = self._methods.given(method, name)
            others = given if given is not None else ((),)
        return [*self._assigned(method, name), *others]

    @cached_property
    def _blocks(self) -> Mapping[str, Sequence[Tokens]]:
        """For each parameter of blocks what those are given the elements of."""
        found: dict[str, list[Tokens]] = {}
        for tokens in self._code:
            for at, token in enumerate(tokens):
                if is_operator(tokens, at, "|") and text_at(tokens, at - 1) in ("do", "{"):
                    for number, name in enumerate(_between_bars(tokens, at)):
                        found.setdefault(name, []).append(_receiver(tokens, at - 2) if not number else ())
                elif token.text == "for" and at + 1 < len(tokens):
                    found.setdefault(tokens[at + 1].text, []).append(())
        return found

    @cached_property
    def _altered(self) -> frozenset[str]:
        """Variables whose records may get keys that the script does not write out."""
        return frozenset(
            token.text
            for tokens in self._code
            for at, token in enumerate(tokens)
            if token.kind is Kind.NAME and _is_altered(tokens, at)
        )


def _is_altered(tokens: Tokens, at: int) -> bool:
    """Whether a variable gets more than a key that is written: ``a.merge!(b)``, ``a[b] = c``, ``a << b``."""
    if is_operator(tokens, at - 1, ".", "&.", "::"):
        return False
    called = text_at(tokens, at + 2) if is_operator(tokens, at + 1, ".", "&.") else ""
    if called.endswith("!") or called in _MUTATORS or is_operator(tokens, at + 1, "<<", "+="):
        return True
    by_key = is_operator(tokens, at + 1, "[") and is_operator(tokens, past_keys(tokens, at + 1), *ASSIGN)
    return by_key and (tokens[at + 2].literal is None or not is_operator(tokens, at + 3, "]"))


def _is_part(tokens: Tokens, at: int) -> bool:
    """Whether nothing but keys and methods that give elements follow from ``at`` on."""
    while at < len(tokens):
        if is_operator(tokens, at, "["):
            at = closing(tokens, at) + 1
        elif is_operator(tokens, at, ".", "&.") and text_at(tokens, at + 1) in _PARTS:
            at += 2
            if is_operator(tokens, at, "(", "{"):
                at = closing(tokens, at) + 1
        else:
            return False
    return True


def _between_bars(tokens: Tokens, at: int) -> Iterator[str]:
    for each in tokens[at + 1 : at + 1 + _LONGEST]:
        if each.kind is Kind.OPERATOR and each.text == "|":
            return
        if each.kind in (Kind.NAME, Kind.LABEL):
            yield each.text


def _receiver(tokens: Tokens, end: int) -> Tokens:
    """What the method at ``end`` is called on, which gives a block its elements one by one."""
    if text_at(tokens, end) not in _ONE_BY_ONE or not is_operator(tokens, end - 1, ".", "&."):
        return ()
    begin = last = end - 1
    first = max(0, last - _LONGEST)
    while begin > first and tokens[begin - 1].kind is not Kind.NEWLINE:
        if is_operator(tokens, begin - 1, *_BEFORE):
            break
        is_closed = is_operator(tokens, begin - 1, ")", "]", "}")
        begin = first + opening(tokens[first:begin]) if is_closed else begin - 1
    return tokens[begin:last]
