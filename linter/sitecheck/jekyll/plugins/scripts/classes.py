"""The classes of a Ruby script, and what a class that is opened anew changes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

from sitecheck.jekyll.plugins.scripts.blocks import Blocks
from sitecheck.jekyll.plugins.scripts.statements import (
    ASSIGN,
    HEAD,
    Tokens,
    arguments,
    closing,
    is_method_name,
    is_operator,
    literal,
    statement,
    text_at,
)
from sitecheck.jekyll.plugins.scripts.words import words
from sitecheck.ruby import Kind

_VISIBILITY = frozenset({"private", "protected", "public"})
ACCESSORS = frozenset({"attr_accessor", "attr_reader", "attr_writer"})
_FOR_PEOPLE = frozenset({"inspect"})
"""Methods of Jekyll's objects that say how they look in a debugger; no page shows what they say."""
_REPLACED = (words("methods") | words("constants")) - _FOR_PEOPLE
_OF_URL_DROP = words("url_drop_methods")
_HELD = frozenset({"content", "data", "excerpt", "layouts", "output"})
ATTRIBUTES = {
    "Document": frozenset({"content", "name", "output"}),
    "Page": frozenset({"basename", "content", "data", "ext", "name", "output", "pager", "site"}),
}
"""What Jekyll's own classes have as ``attr_accessor`` (4.3.4), which asked for again is as it was. Nobody
asks a document for its name."""
MUTATORS = words("mutators") | {"clear", "delete", "delete_if"}
"""Methods that change what they are called on, beside all whose names end with ``!``."""


def is_changed(tokens: Tokens, after: int, mutators: frozenset[str]) -> bool:
    """Whether what ends before ``after`` is assigned to, or changed by a method."""
    return is_operator(tokens, after, *ASSIGN) or (
        is_operator(tokens, after, ".", "&.")
        and after + 1 < len(tokens)
        and (tokens[after + 1].text in mutators or tokens[after + 1].text.endswith("!"))
    )


class Classes:
    """The classes of a script."""

    def __init__(self, code: Sequence[Tokens], blocks: Blocks) -> None:
        self._blocks = blocks
        self._begins: list[list[int]] = [
            [at for at, each in enumerate(tokens) if each.text == "class" and not is_method_name(tokens, at)]
            for tokens in code
        ]
        self._numbers = {id(tokens): number for number, tokens in enumerate(code)}
        self._changed: dict[int, list[int]] = {}
        """Where what is an object's own is changed, in order."""
        self._methods: dict[int, tuple[list[int], list[int]]] = {}

    def name_at(self, tokens: Tokens, at: int) -> str:
        """The name of the class that was opened last before ``at``; empty for none."""
        begins = self._begins[self._numbers[id(tokens)]]
        number = bisect_right(begins, at)
        if not number:
            return ""
        head = statement(tokens, begins[number - 1] + 1, HEAD)
        names = [each.text for each in head[:9] if each.kind is Kind.NAME]
        stop = next((place for place, each in enumerate(head) if each.text == "<"), len(head))
        return head[stop - 1].text if names and stop else ""

    def only_shows(self, tokens: Tokens, at: int, name: str) -> bool:
        """Whether the class that is opened at ``at`` only says otherwise how its objects look to a person."""
        stop = self._blocks.ends(tokens).get(at, at)
        for_people, others = self._definitions(tokens)
        shows = _any_between(for_people, at, stop) and not _any_between(others, at, stop)
        return shows and self.only_adds(tokens, at, name)

    def only_holds(self, tokens: Tokens, at: int) -> bool:
        """Whether the class that is opened at ``at`` holds nothing but other classes and modules, as that of
        Jekyll in which its manual puts processors of Markdown."""
        blocks = self._blocks.ends(tokens)
        stop = blocks.get(at, at)
        place = at + 1 + len(statement(tokens, at + 1))
        while place < stop:
            if tokens[place].kind is Kind.NEWLINE:
                place += 1
            elif tokens[place].text in ("class", "module") and place in blocks:
                place = blocks[place] + 1
            else:
                return False
        return stop > at

    def body(self, tokens: Tokens, at: int) -> tuple[Tokens, int, int]:
        """Where the body of the class that is opened at ``at`` begins and ends; nothing where that cannot be
        told."""
        return tokens, at + 1, self._blocks.ends(tokens).get(at, at)

    def definitions(self, tokens: Tokens) -> Iterator[int]:
        """Where methods of classes are defined, not those of modules that stand in classes."""
        for at in (each for each in sorted(self._blocks.ends(tokens)) if tokens[each].text == "def"):
            owner = self._blocks.owner(tokens, at)
            if owner is not None and tokens[owner].text == "class":
                yield at

    def only_adds(self, tokens: Tokens, at: int, name: str) -> bool:
        """Whether the class ``name`` that is opened at ``at`` only gets methods that it has not got."""
        blocks = self._blocks.ends(tokens)
        stop = blocks.get(at)
        if stop is None:
            return False
        replaced = _REPLACED | _OF_URL_DROP if name == "UrlDrop" else _REPLACED
        place = at + 1
        if tokens[at].text == "class":
            place += len(statement(tokens, place))
        while place < stop:
            names, after = _defined(tokens, place, blocks)
            same = ATTRIBUTES.get(name, frozenset()) if tokens[place].text in ACCESSORS else frozenset()
            if any(
                each is None or (each not in same and each.removesuffix("=") in replaced) for each in names
            ):
                return False
            place = after
        if id(tokens) not in self._changed:
            self._changed[id(tokens)] = list(_own_changes(tokens))
        return not _any_between(self._changed[id(tokens)], at, stop)

    def _definitions(self, tokens: Tokens) -> tuple[list[int], list[int]]:
        """Where methods are defined that only show an object to a person, and where others are."""
        if id(tokens) not in self._methods:
            found: tuple[list[int], list[int]] = ([], [])
            for at, token in enumerate(tokens[:-1]):
                if token.text == "def":
                    found[text_at(tokens, at + 1) not in _FOR_PEOPLE].append(at)
            self._methods[id(tokens)] = found
        return self._methods[id(tokens)]


def _any_between(places: list[int], at: int, stop: int) -> bool:
    """Whether one of ``places``, which are in order, lies there; classes in classes would share a search."""
    number = bisect_left(places, at)
    return number < len(places) and places[number] < stop


def _own_changes(tokens: Tokens) -> Iterator[int]:
    """Where an object changes what is its own: its data, its lists."""
    for place, token in enumerate(tokens):
        if token.kind is Kind.NAME and token.text.lstrip("@") in _HELD:
            own = not is_operator(tokens, place - 1, ".", "&.") or tokens[place - 2].text == "self"
            after, understood = place + 1, True
            while own and understood and is_operator(tokens, after, "["):
                after = closing(tokens, after) + 1
                understood = is_operator(tokens, after - 1, "]")  # else it is too long
            if own and (not understood or is_changed(tokens, after, MUTATORS)):
                yield place


def _defined(tokens: Tokens, at: int, blocks: Mapping[int, int]) -> tuple[Sequence[str | None], int]:
    """What a statement in the body of a class defines, and where the next begins."""
    token = tokens[at]
    after = at + len(statement(tokens, at)) + 1
    if token.kind is Kind.NEWLINE:
        return (), at + 1
    if token.kind is not Kind.NAME:
        return (None,), after
    if token.text in _VISIBILITY and at + 1 < len(tokens) and tokens[at + 1].kind is Kind.NEWLINE:
        return (), at + 1
    if token.text == "def" and not is_operator(tokens, at + 2, "."):
        return (text_at(tokens, at + 1),), blocks[at] + 1 if at in blocks else after
    if token.text == "class" and not is_operator(tokens, at + 1, "<<"):
        return (), blocks[at] + 1 if at in blocks else after
    if token.text in ACCESSORS:
        return [literal(each) for each in arguments(tokens, at)], after
    if token.text[:1].isupper() and is_operator(tokens, at + 1, "="):
        return (token.text,), after
    return (None,), after
