"""What a Ruby expression may be when it names a file: the texts that are written, gaps for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from sitecheck.jekyll.plugins.names import ANYTHING, Name
from sitecheck.ruby import Kind, Token

_OPEN = {"(": ")", "[": "]", "{": "}"}
_CLOSE = frozenset(_OPEN.values())
_KEEPS = frozenset(("to_s", "freeze", "dup", "to_str", "to_path"))
"""Methods that give the same text."""
_ROOTS = frozenset(("dest", "source", "pwd", "__dir__", "destination"))
_JOINS = frozenset(("join", "in_dest_dir", "in_source_dir", "sanitized_path"))
_ENDS = frozenset(("do", "if", "unless", "rescue", "while", "and", "or"))
_ADDS = ("||=", "+=", "<<")
_MAX_DEPTH = 8
_WINDOW = 300
"""So many tokens a call, a statement or brackets may have; longer ones are not understood."""
HEAD = 24
"""So many are looked at to tell what a class, a module or a method is called and derived from."""
_MAX_STEPS = 200_000
"""So many tokens are looked at for the values of one script: hostile ones could ask for many times more."""

Tokens = Sequence[Token]


def arguments(tokens: Tokens, at: int) -> list[Tokens]:
    """The arguments of a call whose method's name stands at ``at``, with or without brackets."""
    at += 1
    if at >= len(tokens):
        return []
    if is_operator(tokens, at, "(") and not tokens[at].spaced:
        return split(tokens[at + 1 : closing(tokens, at)], ",")
    found = statement(tokens, at)
    ends = (index for index, each in enumerate(found) if each.kind is Kind.NAME and each.text in _ENDS)
    return split(found[: next(ends, len(found))], ",")


def closing(tokens: Tokens, at: int) -> int:
    """The index of the bracket that closes the one at ``at``; the end of what is looked at when
    none does."""
    level = 0
    end = min(len(tokens), at + _WINDOW)
    for index in range(at, end):
        if tokens[index].kind is Kind.OPERATOR:
            level += (tokens[index].text in _OPEN) - (tokens[index].text in _CLOSE)
            if not level:
                return index
    return end


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


def is_operator(tokens: Tokens, at: int, *texts: str) -> bool:
    """Whether one of these operators stands at ``at``."""
    return 0 <= at < len(tokens) and tokens[at].kind is Kind.OPERATOR and tokens[at].text in texts


def statement(tokens: Tokens, at: int, longest: int = _WINDOW) -> Tokens:
    """The tokens from ``at`` to the end of the statement: a line that does not go on; at most ``longest``."""
    end = at
    limit = min(len(tokens), at + longest)
    while end < limit:
        if tokens[end].kind is Kind.NEWLINE and not _goes_on(tokens, end, at):
            break
        end = closing(tokens, end) + 1 if is_operator(tokens, end, *_OPEN) else end + 1
    return tokens[at : min(end, limit)]


def _goes_on(tokens: Tokens, end: int, start: int) -> bool:
    before = tokens[end - 1] if end > start else None
    if before is not None and before.kind is Kind.OPERATOR and before.text not in (")", "]", "}"):
        return True
    return is_operator(tokens, end + 1, ".", "&.")


class Values:
    """The values of expressions of one script, its variables followed."""

    def __init__(self, code: Sequence[Tokens]) -> None:
        self._assigned: dict[str, list[tuple[Tokens, int]]] = {}
        """Where the values of each variable begin."""
        self._open = {name for tokens in code for name in _parameters(tokens)}
        """Variables that get values elsewhere."""
        self._given = frozenset(self._open)
        """Those that callers give them to."""
        self._steps = _MAX_STEPS
        for tokens in code:
            for at, token in enumerate(tokens):
                if token.kind is not Kind.NAME or is_operator(tokens, at - 1, "."):
                    continue
                if is_operator(tokens, at + 1, "="):
                    self._assigned.setdefault(token.text, []).append((tokens, at + 2))
                elif is_operator(tokens, at + 1, *_ADDS) or _shares(tokens, at):
                    self._open.add(token.text)

    def assigned(self, name: str) -> list[Name]:
        """Everything that is assigned to a variable; what else it may be is not said."""
        return [self.name(statement(*place)) for place in self._assigned.get(name, ())]

    def aliases(self, method: str) -> frozenset[str]:
        """The variables that hold what a method of another object gives: ``data = page.data``."""
        return frozenset(
            name
            for name, places in self._assigned.items()
            if any(_ends_with(tokens[at : at + 9], method) for tokens, at in places)
        )

    def aliases_of_site(self) -> frozenset[str]:
        """The variables that hold a part of the site's data or settings, or something made of that."""
        return frozenset(
            name
            for name, places in self._assigned.items()
            if all(is_of_site(statement(*place)[:40]) for place in places)
        )

    def made_by(self, name: str, classes: frozenset[str]) -> bool:
        """Whether a variable only ever holds what ``new`` of these classes gives."""
        places = self._assigned.get(name, [])
        starts = [[each.text for each in tokens[at : at + 8]] for tokens, at in places]
        return (
            bool(starts)
            and name not in self._open
            and all(
                "new" in start and not classes.isdisjoint(start[: start.index("new")]) for start in starts
            )
        )

    def is_filled_by(self, name: str, makers: frozenset[str]) -> bool:
        """Whether a variable only ever holds what is written out, or what one of these methods gives."""
        places = self._assigned.get(name, [])
        starts = [statement(*place)[:40] for place in places]
        return bool(starts) and name not in self._given and all(map(partial(_is_made, makers), starts))

    def name(self, tokens: Tokens, depth: int = 0) -> Name:
        """What an expression may be as a name of a file."""
        self._steps -= len(tokens)
        if depth > _MAX_DEPTH or self._steps < 0 or not tokens or len(tokens) >= _WINDOW:
            return ANYTHING
        if len(split(tokens, "||", "?", ",", "&&")) > 1:
            return ANYTHING
        names = (at for at, each in enumerate(tokens) if at and each.kind is Kind.NAME)
        tokens = tokens[: next((at for at in names if tokens[at].text in _ENDS), len(tokens))]
        terms = split(tokens, "+")
        if len(terms) > 1:
            found = Name(("",))
            for term in terms:
                found = found.then(self.name(term, depth + 1))
            return found
        while len(tokens) > 2 and is_operator(tokens, len(tokens) - 2, ".") and tokens[-1].text in _KEEPS:
            tokens = tokens[:-2]
        if is_operator(tokens, 0, "(") and closing(tokens, 0) == len(tokens) - 1:
            return self.name(tokens[1:-1], depth + 1)
        return self._term(tokens, depth)

    def _term(self, tokens: Tokens, depth: int) -> Name:
        last = tokens[-1]
        if all(token.kind is Kind.STRING for token in tokens):
            found = Name(("",))
            for token in tokens:
                found = found.then(self._string(token, depth))
            return found
        if last.kind is Kind.NAME and last.text in _ROOTS:
            return Name(("",))
        if len(tokens) == 1 and last.kind is Kind.NAME:
            values = self._assigned.get(last.text, [])
            known = len(values) == 1 and last.text not in self._open
            return self.name(statement(*values[0]), depth + 1) if known else ANYTHING
        if is_operator(tokens, len(tokens) - 1, ")"):
            return self._call(tokens, depth)
        return ANYTHING

    def _string(self, token: Token, depth: int) -> Name:
        found = Name(("",))
        for part in token.parts or (token.text,):
            found = found.then(part if isinstance(part, str) else self.name(part, depth + 1))
        return found

    def _call(self, tokens: Tokens, depth: int) -> Name:
        """``File.join(…)`` and the like: the last call of the chain must close at its end."""
        start = opening(tokens)
        method = tokens[start - 1].text if start else ""
        values = [self.name(each, depth + 1) for each in arguments(tokens, start - 1)] if start else []
        if method in ("expand_path", "new") and values and tokens[0].text in ("File", "Pathname"):
            return values[0]
        if method not in _JOINS or not values:
            return ANYTHING
        if method == "join" and tokens[0].text != "File":
            return ANYTHING
        found = values[0]
        for value in values[1:]:
            found = value.below(found)
        return found


def is_of_site(value: Tokens) -> bool:
    """Whether the data or the settings of the site are named."""
    return any(
        value[at].text.lstrip("@") == "site" and value[at + 2].text in ("config", "data")
        for at in range(len(value) - 2)
    )


def _is_made(makers: frozenset[str], value: Tokens) -> bool:
    first = value[0] if value else None
    written = first is not None and (first.kind not in (Kind.NAME, Kind.OPERATOR) or first.text in ("[", "{"))
    return written or any(each.kind is Kind.NAME and each.text in makers for each in value)


def _shares(tokens: Tokens, at: int) -> bool:
    """Whether a variable is one of several that are assigned to at once: ``a, b = c``."""
    first = at == 0 or tokens[at - 1].kind is Kind.NEWLINE
    return (
        is_operator(tokens, at + 1, ",")
        if first
        else is_operator(tokens, at - 1, ",")
        and is_operator(tokens, at + 1, "=", ",")
        and (at < 3 or tokens[at - 3].kind is Kind.NEWLINE)
    )


def _ends_with(tokens: Tokens, method: str) -> bool:
    """Whether a call of ``method`` ends the statement that begins ``tokens``."""
    end = next((at for at, token in enumerate(tokens) if token.kind is Kind.NEWLINE), 0)
    return end > 1 and tokens[end - 1].text == method and is_operator(tokens, end - 2, ".", "&.")


def _parameters(tokens: Tokens) -> Iterator[str]:
    """The names of parameters of methods and blocks: what they are, their callers know."""
    for at, token in enumerate(tokens):
        inside: Tokens = ()
        if token.kind is Kind.NAME and token.text == "def":
            inside = statement(tokens[at + 1 : at + 60], 0)
        elif is_operator(tokens, at, "|") and at and tokens[at - 1].text in ("do", "{"):
            bars = (i for i in range(at + 1, min(at + 40, len(tokens))) if is_operator(tokens, i, "|"))
            inside = tokens[at + 1 : next(bars, at)]
        elif token.text == "for":
            inside = tokens[at + 1 : at + 6]
        yield from (each.text for each in inside if each.kind in (Kind.NAME, Kind.LABEL))
