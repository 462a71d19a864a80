"""Statements, calls and brackets of a Ruby script: where they end, and what stands in them."""

from __future__ import annotations

from collections.abc import Sequence

from sitecheck.ruby import Kind, Token

_OPEN = {"(": ")", "[": "]", "{": "}"}
_CLOSE = _OPEN.values()
STATEMENT_ENDS = frozenset({"do", "if", "unless", "rescue", "while", "and", "or"})
"""What ends an expression that more follows in its line."""
ASSIGN = ("=", "||=", "+=", "<<", "&&=", "|=", "-=")
"""What gives a variable, or what stands behind brackets, another value."""
WINDOW = 300
"""So many tokens a call, a statement or brackets may have; longer ones are not understood."""
HEAD = 24
"""So many are looked at to tell what a class, a module or a method is called and derived from."""

Tokens = Sequence[Token]


def arguments(tokens: Tokens, at: int) -> list[Tokens]:
    """The arguments of a call whose method's name stands at ``at``, with or without brackets."""
    at += 1
    if at >= len(tokens):
        return []
    if is_operator(tokens, at, "(") and not tokens[at].spaced:
        return split(tokens[at + 1 : closing(tokens, at)], ",")
    found = statement(tokens, at)
    ends = (
        index for index, each in enumerate(found) if each.kind is Kind.NAME and each.text in STATEMENT_ENDS
    )
    return split(found[: next(ends, len(found))], ",")


def closing(tokens: Tokens, at: int, longest: int = WINDOW) -> int:
    """The index of the bracket that closes the one at ``at``; the end of what is looked at, which is at most
    ``longest``, when none does."""
    level = 0
    end = min(len(tokens), at + longest)
    for index in range(at, end):
        if tokens[index].kind is Kind.OPERATOR:
            level += (tokens[index].text in _OPEN) - (tokens[index].text in _CLOSE)
            if not level:
                return index
    return end


def keys_at(tokens: Tokens, at: int) -> tuple[list[str | None], int]:
    """What stands in the brackets that follow one another from ``at`` on (``["a"]["b"]``), ``None`` for what
    is no literal, and where they end."""
    keys = []
    while is_operator(tokens, at, "["):
        end = closing(tokens, at)
        keys.append(tokens[at + 1].literal if end == at + 2 else None)
        at = end + 1
    return keys, at


def past_keys(tokens: Tokens, at: int) -> int:
    """Where the brackets end that follow one another from ``at`` on: ``["a"]["b"]``."""
    return keys_at(tokens, at)[1]


def opening(tokens: Tokens) -> int:
    """The index of the bracket that the last token closes; 0 when none does."""
    level = 0
    for at in range(len(tokens) - 1, 0, -1):
        if tokens[at].kind is Kind.OPERATOR:
            level += (tokens[at].text in _CLOSE) - (tokens[at].text in _OPEN)
            if not level:
                return at
    return 0


def split(tokens: Tokens, *separators: str) -> list[Tokens]:
    """``tokens`` cut at operators that stand in no brackets, ends of lines left out."""
    found: list[list[Token]] = [[]]
    level = 0
    for token in tokens:
        if token.kind is Kind.OPERATOR:
            level += (token.text in _OPEN) - (token.text in _CLOSE)
            if not level and token.text in separators:
                found.append([])
                continue
        if token.kind is not Kind.NEWLINE or level:
            found[-1].append(token)
    return [each for each in found if each]


def literal(tokens: Tokens) -> str | None:
    """The text that an expression is, written as a text or a symbol; ``None`` for any other expression."""
    return tokens[0].literal if len(tokens) == 1 else None


def is_operator(tokens: Tokens, at: int, *texts: str) -> bool:
    """Whether one of these operators stands at ``at``."""
    return 0 <= at < len(tokens) and tokens[at].kind is Kind.OPERATOR and tokens[at].text in texts


def is_method_name(tokens: Tokens, at: int) -> bool:
    """Whether a word is the name of a method: ``x.class``, ``def end``."""
    return is_operator(tokens, at - 1, ".", "&.") or text_at(tokens, at - 1) == "def"


def text_at(tokens: Tokens, at: int) -> str:
    """The text of the token at ``at``; "" before the first and behind the last."""
    return tokens[at].text if 0 <= at < len(tokens) else ""


def statement(tokens: Tokens, at: int, longest: int = WINDOW) -> Tokens:
    """The tokens from ``at`` to the end of the statement: a line that does not go on; at most ``longest``."""
    while at < len(tokens) and tokens[at].kind is Kind.NEWLINE and _goes_on(tokens, at):
        at += 1
    end = at
    limit = min(len(tokens), at + longest)
    while end < limit:
        if tokens[end].kind is Kind.NEWLINE and not _goes_on(tokens, end):
            break
        # no further than the statement may go: each of many brackets that nothing closes is asked
        longest = min(WINDOW, limit - end)
        end = closing(tokens, end, longest) + 1 if is_operator(tokens, end, *_OPEN) else end + 1
    return tokens[at : min(end, limit)]


def opened_name(tokens: Tokens, at: int) -> str:
    """What the class or module is called that the word at ``at`` opens; "" where that cannot be told."""
    halves = split(statement(tokens, at + 1, HEAD), "<")
    return halves[0][-1].text if halves else ""


def _goes_on(tokens: Tokens, end: int) -> bool:
    before = tokens[end - 1] if end else None
    if before is not None and before.kind is Kind.OPERATOR and before.text not in (")", "]", "}"):
        return True
    after = end + 1
    while after < min(len(tokens), end + HEAD) and tokens[after].kind is Kind.NEWLINE:
        after += 1  # lines of comments may stand before the method
    return is_operator(tokens, after, ".", "&.")


def method_called(tokens: Tokens, at: int) -> str:
    """The method that a period at ``at`` calls; empty when no period stands there."""
    return text_at(tokens, at + 1) if is_operator(tokens, at, ".", "&.", "::") else ""


def call_around(tokens: Tokens, at: int) -> tuple[int, int]:
    """Where the method stands whose brackets are open at a place, and how many arguments are before that
    place; 0 where none is near."""
    level = number = 0
    for back in range(at - 1, max(at - HEAD, 0), -1):
        if is_operator(tokens, back, ")", "]", "}"):
            level += 1
        elif is_operator(tokens, back, "(") and not level:
            return back - 1, number
        elif is_operator(tokens, back, "(", "[", "{"):
            level -= 1
        number += not level and is_operator(tokens, back, ",")
    return 0, 0
