"""One file of Ruby as all readers see it."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

from sitecheck.jekyll.plugins.names import ANYTHING, UNPUBLISHED, Name, outputs_of
from sitecheck.jekyll.plugins.scripts.blocks import Blocks
from sitecheck.jekyll.plugins.scripts.classes import Classes
from sitecheck.jekyll.plugins.scripts.data_records import DataRecords
from sitecheck.jekyll.plugins.scripts.facts import RubyFacts
from sitecheck.jekyll.plugins.scripts.methods import Methods
from sitecheck.jekyll.plugins.scripts.statements import (
    HEAD,
    Tokens,
    arguments,
    is_operator,
    opened_name,
    split,
    statement,
    text_at,
)
from sitecheck.jekyll.plugins.scripts.values import Names, Values
from sitecheck.jekyll.plugins.scripts.words import words
from sitecheck.ruby import Kind, Script, Token

CORE = words("core")
PAGE_CLASSES = words("page_classes")
_HARMLESS_BASES = words("harmless_bases")
LISTS = words("lists")
MAX_NAMES = 64
_LEAVE_TEXT = frozenset({"delete", "include?", "index", "key?", "print", "puts", "register_tag", "warn"})
"""Methods that leave the text they are given as it is."""
_MAX_GENERATIONS = 10
_OF_JEKYLL = UNPUBLISHED | {"_drafts", "_posts", "_site"}
_ON_FOLDERS = (
    *("collections", "collections_dir", "data_dir", "destination", "include", "includes_dir", "layouts_dir"),
    *("plugins_dir", "source"),
)
"""Settings that may have Jekyll look into a folder, or that say where the site is built."""
Reader: TypeAlias = Callable[[Tokens, int], None]
"""Looks at a word of the script, and adds to the facts what it does."""


class PluginFile:
    """A script with an index of its names, its classes and methods, and ``facts``, to which all add what they
    find."""

    def __init__(self, script: Script, settings: Mapping[str, object]) -> None:
        self.script = script
        self.settings = settings
        self.facts = RubyFacts()
        self.blocks = Blocks()
        self.methods = Methods(script.code, self.blocks)
        self.values = Values(script.code, self.methods, settings)
        self.records = DataRecords(script.code, self.methods, self.values.assigned_in)
        self.where: dict[str, list[tuple[Tokens, int]]] = {}
        for tokens in script.code:
            for at, token in enumerate(tokens):
                if token.kind is Kind.NAME:
                    self.where.setdefault(token.text, []).append((tokens, at))
        self._handed_on: dict[str, bool] = {}
        self.classes = Classes(script.code, self.blocks)
        self.own_classes = frozenset(self._own_page_classes())
        self.own_pages = frozenset(self._classes_below("Page", "PageWithoutAFile")) - CORE
        self.placed_by_arguments = (
            frozenset(self._classes_below("Page", "PageWithoutAFile", "StaticFile")) - CORE
        )
        """Classes whose objects are placed by what ``new`` is given, where they have no constructor."""
        self.values.set_of_super(self._handed_up())
        self.placed = self._placed_classes()
        self.generates = not self.where.keys().isdisjoint(("Generator", "Converter"))

    def make(self, *names: Name) -> None:
        """Note outputs that it may make; too many are any."""
        self.facts.makes.update(names)
        if ANYTHING in self.facts.makes or len(self.facts.makes) > MAX_NAMES:
            self.facts.makes = {ANYTHING}

    def outputs(self, *names: Name) -> None:
        """Note files that it may write, with what Jekyll makes of them."""
        for name in names:
            if not self._is_left_out(name):
                self.make(*outputs_of(name))
            if "_data/" in name.texts[0]:
                self.facts.data.add("*")

    def _is_left_out(self, name: Name) -> bool:
        """Whether a file lies in a folder that Jekyll does not look into, as in a ``_cache``: one whose name
        begins with ``_``, and which no setting names."""
        folder, slash, _ = posixpath.normpath(name.texts[0] + "x").partition("/")
        if not slash or not folder.startswith("_") or folder in _OF_JEKYLL:
            return False
        self.values.asked.update(_ON_FOLDERS)
        named = (self.settings.get(key) for key in _ON_FOLDERS)
        return not any(folder[1:] in str(value) for value in named if value)

    def opens_payload(self) -> bool:
        """Whether it looks into what templates are given, where ``site`` can be set as well."""
        return any(
            is_operator(tokens, at + 1, "[", ".", "&.")
            for name in ("payload", "@payload", "site_payload")
            for tokens, at in self.where.get(name, ())
        )

    def named(self, values: Sequence[Tokens], number: int = 0) -> Names:
        """What an argument may be as a name of a file."""
        return self.values.names(values[number]) if values else (ANYTHING,)

    def tag_names(self, values: Sequence[Tokens]) -> frozenset[str] | None:
        """The names that these arguments of ``register_tag`` may be; ``None`` where they are not known."""
        if not values or any(map(self._is_handed_on, values[0])):
            return None
        return self.values.texts(values[0])

    def _is_handed_on(self, token: Token) -> bool:
        """Whether a name is that of a variable whose text may be altered by another name, as by
        ``b = name; b << "x"``."""
        name = token.text
        if token.kind is not Kind.NAME or not name[:1].islower():
            return False
        if name not in self._handed_on:
            places = self.where.get(name, ())
            self._handed_on[name] = not all(_leaves_text(*place) for place in places)
        return self._handed_on[name]

    def is_of(self, classes: frozenset[str], tokens: Tokens, at: int) -> bool:
        """Whether what is called at ``at`` is called on ``self``, in one of these classes."""
        return text_at(tokens, at - 2) == "self" and self.classes.name_at(tokens, at) in classes

    @cached_property
    def bases(self) -> dict[str, str]:
        """What each class of the file is derived from."""
        bases: dict[str, str] = {}
        for tokens, at in self.where.get("class", ()):
            halves = split(statement(tokens, at + 1, HEAD), "<")
            if len(halves) == 2:
                constants = [each.text for each in halves[1] if each.text[:1].isupper()]
                bases[halves[0][-1].text] = constants[-1] if constants else ""
        return bases

    @cached_property
    def opened(self) -> frozenset[str]:
        """The classes and modules that the file opens by these words."""
        places = (place for word in ("class", "module") for place in self.where.get(word, ()))
        return frozenset(opened_name(tokens, at) for tokens, at in places)

    def _own_page_classes(self) -> Iterator[str]:
        """Classes of the file whose objects may be pages."""
        yield from self.bases.keys() - self._classes_below(*_HARMLESS_BASES)

    def _classes_below(self, *bases: str) -> set[str]:
        """Classes, and those of the file that are derived from them."""
        found = set(bases)
        for _ in range(_MAX_GENERATIONS):
            found.update(name for name, base in self.bases.items() if base in found)
        return found

    def _handed_up(self) -> Mapping[str, Sequence[Tokens]]:
        """What the page classes of the file have as ``@dir`` and ``@name`` by the constructors of those that
        they are derived from; no tokens for what is not told."""
        given: list[Sequence[Tokens]] = []
        for name in self.placed_by_arguments:
            made = [arguments(*place) for place in self._makers(name)]
            if not made and not self.methods.constructs(name) and name in self.bases:
                made = [[]]
            given.extend(made)
        numbers = {"@dir": 2, "@name": 3}
        return {
            name: [values[number] if len(values) > 3 else () for values in given]
            for name, number in numbers.items()
        }

    def _makers(self, name: str) -> Iterator[tuple[Tokens, int]]:
        """Where a page class is given what its base takes: ``super`` in its constructor, else ``new``."""
        if self.methods.constructs(name):
            yield from self._supers.get(name, ())
        else:
            yield from self._news.get(name, ())

    @cached_property
    def _supers(self) -> Mapping[str, Sequence[tuple[Tokens, int]]]:
        """Where the constructor of each class calls that of its base."""
        found: dict[str, list[tuple[Tokens, int]]] = {}
        for tokens, at in self.where.get("super", ()):
            inside = self.methods.of(tokens[at])
            if inside is not None and inside.name == "initialize":
                found.setdefault(inside.owner, []).append((tokens, at))
        return found

    @cached_property
    def _news(self) -> Mapping[str, Sequence[tuple[Tokens, int]]]:
        """Where objects of each class are made by its name."""
        found: dict[str, list[tuple[Tokens, int]]] = {}
        for tokens, at in self.where.get("new", ()):
            found.setdefault(text_at(tokens, at - 2), []).append((tokens, at))
        return found

    def _placed_classes(self) -> frozenset[str]:
        """The page classes of the file where one of them says for all where they are written."""
        says = {
            self.classes.name_at(tokens, at)
            for tokens, at in self.where.get("destination", ())
            if text_at(tokens, at - 1) == "def"
        }
        placed = frozenset(self._classes_below(*says)) if len(says) == 1 else frozenset()
        return placed if says <= self.own_pages <= placed else frozenset()


def block_parameters(tokens: Tokens) -> int:
    """Where the bar stands that begins the parameters of the first block; the length when none does."""
    begins = (at for at, each in enumerate(tokens) if each.text in ("do", "{"))  # asked for every call
    return next((at + 1 for at in begins if is_operator(tokens, at + 1, "|")), len(tokens))


def is_site(tokens: Tokens, at: int) -> bool:
    """Whether the method at ``at`` is one of the site: ``site.data``, ``context.registers[:site].data``."""
    owner = tokens[at - 2]
    if owner.text == "]":
        return any(each.literal == "site" for each in tokens[max(0, at - 5) : at - 1])
    return owner.text.lstrip("@") == "site"


def _leaves_text(tokens: Tokens, at: int) -> bool:
    """Whether a variable is given a value, is a method's parameter or a method, names a tag, or is handed to
    what leaves a text as it is."""
    before = text_at(tokens, at - 1)
    asker = text_at(tokens, at - 2) if before == "(" else before
    if asker in _LEAVE_TEXT or any(is_operator(tokens, each, "+", "==", "!=") for each in (at - 1, at + 1)):
        return True
    head = next((back for back in range(at, max(at - HEAD, 0), -1) if tokens[back].kind is Kind.NEWLINE), 0)
    is_in_head = any(token.text == "def" for token in tokens[max(head, at - HEAD) : at])
    return before in (".", "&.") or is_in_head or is_operator(tokens, at + 1, "=", "||=")
