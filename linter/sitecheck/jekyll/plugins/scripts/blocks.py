"""The blocks of a Ruby script: where they end, and which of them a place stands in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from sitecheck.jekyll.plugins.scripts.statements import (
    STATEMENT_ENDS,
    Tokens,
    is_method_name,
    is_operator,
    opened_name,
    statement,
)
from sitecheck.named_tuple import NamedTuple
from sitecheck.ruby import Kind

_OPENS = frozenset({"begin", "case", "class", "def", "do", "module"})
_OPENS_AT_START = frozenset({"for", "if", "unless", "until", "while"})
"""What opens a block at the begin of a statement, and stands behind one as well."""
_LOOPS = frozenset({"for", "until", "while"})
"""Those that may have a ``do`` of their own."""
_NONE = -1
_BEFORE_STATEMENT = frozenset({"and", "begin", "do", "else", "ensure", "not", "or", "then"})


class Blocks:
    """The blocks of a script, each part of whose code is looked through when it is first asked for."""

    def __init__(self) -> None:
        self._of: dict[int, _OfPart] = {}

    def ends(self, tokens: Tokens) -> Mapping[int, int]:
        """Where the ``end`` of each block stands, by where it begins; empty where they cannot be told."""
        return self._of_part(tokens).ends

    def owner(self, tokens: Tokens, at: int) -> int | None:
        """Where the innermost class or module around a place begins."""
        return self._of_part(tokens).owners.around(at)

    def owner_name(self, tokens: Tokens, at: int) -> str:
        """What the innermost class or module around a place is called; "" for none."""
        owner = self.owner(tokens, at)
        return opened_name(tokens, owner) if owner is not None else ""

    def is_in_other(self, tokens: Tokens, at: int) -> bool:
        """Whether a place stands in a block that is neither a class nor a module."""
        return self._of_part(tokens).others.around(at) is not None

    def always_runs(self, tokens: Tokens, at: int) -> bool:
        """Whether the statement that begins at ``at`` runs whenever the script is loaded: nothing but classes
        and modules stands around it, and no condition behind it."""
        is_sure = STATEMENT_ENDS.isdisjoint(each.text for each in statement(tokens, at))
        return is_sure and not self.is_in_other(tokens, at)

    def _of_part(self, tokens: Tokens) -> _OfPart:
        found = self._of.get(id(tokens))
        if found is None:
            ends = _ends(tokens)
            owners = {begin for begin in ends if tokens[begin].text in ("class", "module")}
            found = self._of[id(tokens)] = _OfPart(
                ends=ends,
                owners=_Innermost(each for each in ends.items() if each[0] in owners),
                others=_Innermost(each for each in ends.items() if each[0] not in owners),
            )
        return found


class _Innermost:
    """The innermost of some blocks around each place."""

    def __init__(self, blocks: Iterable[tuple[int, int]]) -> None:
        self._places: list[int] = []
        """From where on another block is the innermost, in order."""
        self._begins: list[int | None] = []
        """Where that begins."""
        around: list[int] = []
        for place, begin in sorted(each for at, end in blocks for each in ((at + 1, at), (end + 1, _NONE))):
            if begin == _NONE:
                around.pop()
            else:
                around.append(begin)
            self._places.append(place)
            self._begins.append(around[-1] if around else None)

    def around(self, place: int) -> int | None:
        """Where the one around ``place`` begins."""
        number = bisect_right(self._places, place)
        return self._begins[number - 1] if number else None


class _OfPart(NamedTuple):
    """The blocks of a part of the code: their ends by where they begin, and which is the innermost."""

    ends: Mapping[int, int]
    owners: _Innermost
    others: _Innermost


def _ends(tokens: Tokens) -> dict[int, int]:
    found: dict[int, int] = {}
    waiting: list[int] = []
    loop = False
    for at, token in enumerate(tokens):
        if token.kind is Kind.NEWLINE:
            loop = False
        if token.kind is not Kind.NAME or is_method_name(tokens, at):
            continue
        if token.text == "end":
            if not waiting:
                return {}
            found[waiting.pop()] = at
        elif token.text == "do" and loop:
            loop = False
        elif token.text in _OPENS or (token.text in _OPENS_AT_START and _begins_statement(tokens, at)):
            loop |= token.text in _LOOPS
            if token.text != "def" or not _is_endless(tokens, at):
                waiting.append(at)
    return {} if waiting else found


def _begins_statement(tokens: Tokens, at: int) -> bool:
    if at == 0:
        return True
    before = tokens[at - 1]
    if before.kind is Kind.OPERATOR:
        return before.text not in (")", "]", "}")
    return before.kind is Kind.NEWLINE or (before.kind is Kind.NAME and before.text in _BEFORE_STATEMENT)


def _is_endless(tokens: Tokens, at: int) -> bool:
    """``def name(x) = x``."""
    head = statement(tokens, at + 1, 60)
    close = next((number for number, each in enumerate(head) if each.text == ")"), 0)
    return is_operator(head, close + 1, "=")
