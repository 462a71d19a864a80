"""The methods of a Ruby script: which one a word stands in, and what those who call it give to it.

What a parameter is, its callers know: ``def write_tag_index(site, dir, tag)`` alone says nothing of ``dir``.
Callers are looked for in the script; a script of the site that names the same method may call it as well, so
that whoever asks is to hold :attr:`Methods.asked` against all others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import TypeAlias

from sitecheck.jekyll.plugins.scripts.blocks import Blocks
from sitecheck.jekyll.plugins.scripts.statements import (
    HEAD,
    Tokens,
    arguments,
    is_operator,
    split,
    statement,
    text_at,
)
from sitecheck.named_tuple import NamedTuple
from sitecheck.ruby import Kind, Token

Place: TypeAlias = "tuple[Tokens, int]"
_OF_JEKYLL = frozenset(
    {"convert", "destination", "generate", "matches", "output_ext", "process", "read_yaml", "render", "write"}
)
"""Methods that Jekyll and Liquid call; ``File.write(path, x)`` in a script is no call of them."""
_MAX_CALLS = 64
_MAX_NAMESAKES = 4
_MAX_GENERATIONS = 10
_MAX_HEAD = 60


class Method(NamedTuple):
    """A method of a script. ``parameters`` are ``None`` where more than one value, or none, may be given."""

    name: str
    owner: str
    """The class or module that it is defined in."""
    parameters: tuple[str, ...] | None
    body: Tokens


class Methods:
    """The methods of one script, as far as its blocks can be told."""

    def __init__(self, code: Sequence[Tokens], blocks: Blocks) -> None:
        self.asked: set[str] = set()
        """The names of methods and classes whose callers were found: all, if no other script has one."""
        self._of: dict[int, Method] = {}
        self._named: dict[str, list[Method]] = {}
        self._bases: dict[str, str] = {}
        self._odd: set[str] = set()
        """Classes of one name that are derived from others: ``A::Item``, ``B::Item``."""
        self._derived: dict[str, list[str]] = {}
        self._places: dict[str, list[Place]] = {}
        self.symbols: set[str] = set()
        """Names that may be given to what calls them."""
        self._calls: dict[str, list[Sequence[Tokens]] | None] = {}
        for tokens in code:
            self._index(tokens)
        for tokens in code[:1]:
            self._read(tokens, blocks)

    def of(self, token: Token) -> Method | None:
        """The method that a word stands in."""
        return self._of.get(id(token))

    def named(self, name: str) -> Sequence[Method]:
        """All methods of that name."""
        return self._named.get(name, ())

    def of_owner(self, name: str, owner: str) -> Sequence[Method]:
        """Those of a name that a class or module has."""
        return self._owned.get((name, owner), ())

    @cached_property
    def _owned(self) -> dict[tuple[str, str], list[Method]]:
        found: dict[tuple[str, str], list[Method]] = {}
        for each in chain.from_iterable(self._named.values()):
            found.setdefault((each.name, each.owner), []).append(each)
        return found

    def only(self, name: str) -> Method | None:
        """The method of that name, where the script has one alone, which takes nothing but positions."""
        found = self._named.get(name, ())
        if len(found) != 1 or found[0].parameters is None:
            return None
        self.asked.add(name)
        return found[0]

    def constructs(self, name: str) -> bool:
        """Whether a class has a constructor of its own, or one of the script that it is derived from."""
        owners = self._constructing
        for _ in range(_MAX_GENERATIONS):
            if name in owners:
                return True
            name = self._bases.get(name, "")
        return False

    def passes_on(self, place: Place, owners: frozenset[str]) -> bool:
        """Whether ``super`` at a place hands on what the constructor of one of these classes was given."""
        inside = self.of(place[0][place[1]])
        is_constructor = inside is not None and inside.name == "initialize" and inside.owner in owners
        return is_constructor and not is_operator(place[0], place[1] + 1, "(")

    def given(self, method: Method, parameter: str) -> list[Tokens] | None:
        """What the calls in the script give to a parameter; ``None`` when that cannot be told."""
        is_constructor = method.name == "initialize"
        namesakes = 0 if is_constructor else len(self._named.get(method.name, ()))
        if method.parameters is None or parameter not in method.parameters or namesakes > _MAX_NAMESAKES:
            return None
        if method.name in _OF_JEKYLL:
            return None
        number = method.parameters.index(parameter)
        calls = self._constructed(method) if is_constructor else self._called(method.name)
        if not calls or any(len(values) <= number for values in calls):
            return None
        return [values[number] for values in calls]

    def given_to(self, parameter: str) -> Iterator[Sequence[Tokens]]:
        """What the calls in the script give to the methods that have a parameter of that name."""
        for method in self._taking.get(parameter, ())[:_MAX_NAMESAKES]:
            number = (method.parameters or ()).index(parameter)
            name = "new" if method.name == "initialize" else method.name
            for place in self._places.get(name, ())[:_MAX_CALLS]:
                yield arguments(*place)[number : number + 1]

    @cached_property
    def _taking(self) -> dict[str, list[Method]]:
        """The methods that take a parameter of each name."""
        found: dict[str, list[Method]] = {}
        for method in chain.from_iterable(self._named.values()):
            for name in method.parameters or ():
                found.setdefault(name, []).append(method)
        return found

    def _index(self, tokens: Tokens) -> None:
        for at, token in enumerate(tokens):
            if token.kind is Kind.NAME:
                self._places.setdefault(token.text, []).append((tokens, at))
            elif token.kind is Kind.SYMBOL:
                self.symbols.add(token.text)
            elif token.kind is Kind.WORDS:
                self.symbols.update(part for part in token.parts if isinstance(part, str))

    def _read(self, tokens: Tokens, blocks: Blocks) -> None:
        ends = blocks.ends(tokens)
        at = 0
        while at < len(tokens):
            is_word = tokens[at].kind is Kind.NAME and not is_operator(tokens, at - 1, ".", "&.")
            if is_word and tokens[at].text == "class":
                self._base(tokens, at)
            stop = ends.get(at, 0) if is_word and tokens[at].text == "def" else 0
            if stop > at + 1:
                self._define(tokens, at, stop, blocks.owner_name(tokens, at))
                at = stop
            at += 1

    def _base(self, tokens: Tokens, at: int) -> None:
        halves = split(statement(tokens, at + 1, HEAD), "<")
        if len(halves) == 2:
            name, base = halves[0][-1].text, halves[1][-1].text
            if self._bases.setdefault(name, base) != base:
                self._odd.add(name)
            self._derived.setdefault(base, []).append(name)

    def _define(self, tokens: Tokens, at: int, stop: int, owner: str) -> None:
        name = at + 3 if is_operator(tokens, at + 2, ".") else at + 1
        head = statement(tokens, name, _MAX_HEAD)
        method = Method(tokens[name].text, owner, _parameters(head), tokens[name + len(head) : stop])
        self._named.setdefault(method.name, []).append(method)
        for token in _all_tokens(tokens[name + len(head) : stop]):
            self._of[id(token)] = method

    def _called(self, name: str) -> list[Sequence[Tokens]] | None:
        """The arguments of every call of a method; ``None`` when there may be others."""
        if name not in self._calls:
            places = [place for place in self._places.get(name, ()) if not _is_definition(*place)]
            known = len(places) <= _MAX_CALLS and name not in self.symbols
            self._calls[name] = _arguments_at(places) if known else None
        if self._calls[name]:
            self.asked.add(name)
        return self._calls[name]

    def _constructed(self, method: Method) -> list[Sequence[Tokens]] | None:
        """What a constructor is given: by ``new``, or by that of a class derived from its own."""
        key = f"{method.owner}.new"
        if key not in self._calls:
            makers = (self._places.get("new", ()), self._places.get("super", ()), self._constructing)
            many = any(len(each) > _MAX_CALLS for each in makers)
            self._calls[key] = None if many or not method.owner else self._news(method)
        return self._calls[key]

    def _news(self, method: Method) -> list[Sequence[Tokens]] | None:
        heirs = self._heirs(method.owner)
        news = self._places.get("new", ())
        plain = any(
            not is_operator(*_before(place), ".", "&.") or text_at(place[0], place[1] - 2) == "class"
            for place in news
        )  # ``new(…)``, ``self.class.new(…)``
        named = [(code, at) for code, at in news if text_at(code, at - 2) in heirs]
        supers = [place for place in self._places.get("super", ()) if self._is_above(method, place)]
        spread = any(not is_operator(tokens, at + 1, "(") for tokens, at in supers)
        odd = plain or spread or "new" in self.symbols or any(self._is_handed_on(name) for name in heirs)
        found = None if odd else _arguments_at([*named, *supers])
        if found:
            self.asked |= heirs
        return found

    @cached_property
    def _constructing(self) -> frozenset[str]:
        """The classes that have a constructor of their own."""
        return frozenset(each.owner for each in self._named.get("initialize", ()))

    def _heirs(self, owner: str) -> set[str]:
        """A class and those derived from it that have no constructor of their own."""
        heirs, waiting = {owner}, {owner}
        for _ in range(_MAX_GENERATIONS):
            below = {name for base in waiting for name in self._derived.get(base, ())}
            waiting = below - heirs - self._constructing
            heirs.update(waiting)
        return heirs

    def _is_above(self, method: Method, place: Place) -> bool:
        """Whether ``super`` at a place may call the constructor ``method``."""
        inside = self.of(place[0][place[1]])
        if inside is None:
            return True
        if inside.name != "initialize" or inside.owner == method.owner:
            return False
        if not {inside.owner, method.owner} <= self._bases.keys() - self._odd:
            return True
        name = inside.owner
        for _ in range(_MAX_GENERATIONS):
            name = self._bases.get(name, "")
            if name == method.owner or name in self._odd:
                return True
        return False

    def _is_handed_on(self, name: str) -> bool:
        """Whether a class is used as a value, so that somebody may make objects of it elsewhere."""
        return any(
            not is_operator(tokens, at + 1, ".", "::", "<")
            and text_at(tokens, at - 1) not in ("class", "<", "end")
            for tokens, at in self._places.get(name, ())
        )


def _all_tokens(tokens: Tokens) -> Iterator[Token]:
    """Tokens, and those of the code in their strings."""
    waiting = [tokens]
    while waiting:
        for token in waiting.pop():
            yield token
            if token.kind is not Kind.WORDS:
                waiting.extend(part for part in token.parts if not isinstance(part, str))


def _parameters(head: Tokens) -> tuple[str, ...] | None:
    """The names of the parameters of a method; ``None`` when they are not all plain positions."""
    if len(head) >= _MAX_HEAD:
        return None
    inside = head[1:]
    if is_operator(head, 1, "("):
        inside = head[2 : len(head) - 1] if is_operator(head, len(head) - 1, ")") else ()
        if not inside and len(head) > 3:
            return None
    found = []
    for each in split(inside, ","):
        if each[0].kind is not Kind.NAME:
            return None
        found.append(each[0].text)
    return tuple(found)


def _is_definition(tokens: Tokens, at: int) -> bool:
    before = text_at(tokens, at - 1)
    return before == "def" or (before == "." and text_at(tokens, at - 3) == "def")


def _before(place: Place) -> Place:
    return place[0], place[1] - 1


def _arguments_at(places: Sequence[Place]) -> list[Sequence[Tokens]] | None:
    """What is given at calls; ``None`` where a list is spread, or names are given to arguments."""
    calls: list[Sequence[Tokens]] = [arguments(*place) for place in places]
    given = [each for values in calls for each in values]
    spread = any(each[0].kind is Kind.LABEL or is_operator(each, 0, "*", "**", "&") for each in given)
    return None if spread else calls
