"""What a script sets: texts, front matter, data and settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sitecheck.jekyll.plugins.names import ANYTHING, Name
from sitecheck.jekyll.plugins.scripts.plugin_file import (
    CORE,
    LISTS,
    PAGE_CLASSES,
    PluginFile,
    Reader,
    is_site,
)
from sitecheck.jekyll.plugins.scripts.statements import (
    ASSIGN,
    Tokens,
    call_around,
    closing,
    is_operator,
    keys_at,
    literal,
    method_called,
    past_keys,
    split,
    statement,
    text_at,
)
from sitecheck.jekyll.plugins.scripts.words import words
from sitecheck.ruby import Kind

_MUTATORS = words("mutators")
_MOVES = words("moves")
_SETTINGS = words("settings")
_MERGES = frozenset({"merge!", "update", "store", "replace", "deep_merge!"})
_COPIED = frozenset({"dup", "clone", "merge", "new", "deep_dup", "to_h"})
"""What gives a hash of its own."""
_MAX_NAMESAKES = 4
"""So many methods of one name may be given the data of a page; more may do anything."""
_OTHERWISE = frozenset({"default", "default_proc", "tap", "then", "yield_self"})
"""Methods by which what is asked of a page's data may be set past its keys, or that hand the data on."""
_REMOVERS = frozenset(
    {"clear", "collect!", "delete", "delete_at", "delete_if", "map!", "pop", "reject!", "replace", "select!"}
)
_MOVES_PAGES = frozenset(
    {"ext", "output", "pagination", "path", "permalink", "published", "redirect_from", "redirect_to", "url"}
)
"""What of that moves a page; the rest is for documents of collections (``Page#url_placeholders``)."""


class SetValues:
    """Looks at the words that set something; ``changes_text`` says whether texts of pages were, and
    ``data_names`` are the names by which data go."""

    def __init__(self, file: PluginFile) -> None:
        self._file = file
        self.changes_text = False
        self._data_aliases = file.values.aliases("data").union(self._given_away())
        self.data_names = self._data_aliases | ({"data", "@data"} if file.own_classes else set())
        self._shares_data = any(self._sharing()) or any(self._replacing())

    def readers(self) -> Mapping[str, Reader]:
        """What looks at which word."""
        return {
            "data": self.on_data,
            "@data": self.on_data,
            "config": self._on_config,
        }

    def on_text(self, tokens: Tokens, at: int) -> None:
        """``page.content = …``: the text of pages is changed, unless the page is one that is made here."""
        bare = tokens[at].text.startswith("@")
        if not bare and not is_operator(tokens, at - 1, ".", "&."):
            return
        after = past_keys(tokens, at + 1)
        method = method_called(tokens, after)
        if not is_operator(tokens, after, *ASSIGN) and not method.endswith("!") and method not in _MUTATORS:
            return
        owner = "self" if bare else text_at(tokens, at - 2)
        own = self._file.own_classes if owner == "self" else ()
        if not own and not self._file.values.made_by(owner, self._file.own_classes | PAGE_CLASSES):
            self.changes_text = True

    def on_data(self, tokens: Tokens, at: int) -> None:
        """``site.data[…] = …`` and ``page.data[…] = …``."""
        method_call = is_operator(tokens, at - 1, ".", "&.")
        if not method_call and tokens[at].text not in self.data_names:
            return  # a variable of the plugin's own
        of_site = method_call and is_site(tokens, at)
        of_made = not of_site and self._is_of_made(tokens, at)
        is_variable = not method_call and not tokens[at].text.startswith("@")  # ``data = …`` calls no method
        after = at + 1
        key: Tokens = ()
        if is_operator(tokens, after, "["):
            end = closing(tokens, after)
            key, after = tokens[after + 1 : end], end + 1
        after = past_keys(tokens, after) if key else after
        method = method_called(tokens, after)
        changed = is_operator(tokens, after, *ASSIGN)
        if of_site and (changed or method in _MUTATORS):
            self._file.facts.data.add(literal(key) or "*")
        elif not of_site and not key and method in _OTHERWISE:
            self._set((), (), of_made)
        elif not of_site and key and (changed or method in _MUTATORS or method.endswith("!")):
            self._set(key, statement(tokens, after + 1), of_made)
        elif not of_site and not key and (method in _MERGES or (changed and not is_variable)):
            self._set_all(statement(tokens, after + 1), of_made)

    def _given_away(self) -> Iterator[str]:
        """The parameters of methods of the script that are given the data of a page: ``fill(page.data)``."""
        for tokens, at in self._file.where.get("data", ()):
            if not is_operator(tokens, at - 1, ".", "&.") or not is_operator(tokens, at + 1, ")", ","):
                continue
            called, number = call_around(tokens, at)
            methods = self._file.methods.named(text_at(tokens, called)) if called else ()
            for method in methods[: _MAX_NAMESAKES + 1]:
                if method.parameters is None or len(methods) > _MAX_NAMESAKES:
                    self._file.make(ANYTHING)
                else:
                    yield from method.parameters[number : number + 1]

    def _is_of_made(self, tokens: Tokens, at: int) -> bool:
        """Whether the data are those of a page that the file makes, and of no other."""
        name, made = tokens[at].text, self._file.own_classes - CORE
        if self._shares_data:
            return False
        if not is_operator(tokens, at - 1, ".", "&."):
            return name not in self._data_aliases and self._file.classes.name_at(tokens, at) in made
        owner = text_at(tokens, at - 2)
        if owner == "self":
            return self._file.classes.name_at(tokens, at) in made
        is_variable = not is_operator(tokens, at - 3, ".", "&.")
        return is_variable and self._file.values.made_by(owner, made | PAGE_CLASSES)

    def _sharing(self) -> Iterator[bool]:
        """Places that make the data of one page those of another: ``@data = page.data``."""
        for name in ("data", "@data"):
            for tokens, at in self._file.where.get(name, ()):
                of_object = name == "@data" or is_operator(tokens, at - 1, ".", "&.")
                if of_object and is_operator(tokens, at + 1, *ASSIGN):
                    value = statement(tokens, at + 2)
                    is_own = is_operator(value, 0, "{") or bool(_COPIED & {each.text for each in value})
                    if not is_own and not self._file.records.holds(value):
                        yield True

    def _replacing(self) -> Iterator[bool]:
        """Places that take pages out of the site's lists, for which others may stand in."""
        for name in LISTS:
            for tokens, at in self._file.where.get(name, ()):
                if is_operator(tokens, at - 1, ".", "&."):
                    yield is_operator(tokens, at + 1, "=") or method_called(tokens, at + 1) in _REMOVERS

    def _set(self, key: Tokens, value: Tokens, of_made: bool) -> None:
        names = self._file.values.texts(key)
        if names is not None:  # none where the key is nothing, as that is asked first
            for name in sorted(names):
                self._set_key(name, value, of_made)
            return
        exact = [each.exact for each in self._file.values.names(key)]
        known = [name for name in exact if name is not None]
        if len(known) == len(exact):
            for name in known:
                self._set_key(name, value, of_made)
            return
        self._file.make(ANYTHING)
        if not of_made:
            self._file.facts.front_matter.add("*")

    def _set_key(self, name: str, value: Tokens, of_made: bool) -> None:
        if not of_made:
            self._file.facts.front_matter.add(name)
        if name == "permalink":
            for address in self._file.values.names(value):
                self._permalink(address)
        elif name in _MOVES and not (of_made and name not in _MOVES_PAGES and self._makes_pages_only):
            self._file.make(ANYTHING)

    def _permalink(self, name: Name) -> None:
        """The files at an address: a folder's index, or with an extension."""
        last = name.texts[-1]
        if last.endswith("/"):
            self._file.outputs(name.then("index.html"))
        else:
            for ending in ("", ".html", "/index.html"):
                self._file.outputs(name.then(ending))

    @property
    def _makes_pages_only(self) -> bool:
        """Whether what the file makes are pages, and no documents of collections."""
        return self._file.own_classes <= self._file.own_pages

    def _set_all(self, value: Tokens, of_made: bool) -> None:
        """``page.data = {…}``, ``page.data.merge!(…)``: the keys that are written out, or those of a record
        of the site's data."""
        if of_made and self._file.records.holds(_argument(value)):
            self._file.facts.takes_data = True
            return
        for entry in _entries(value):
            halves = split(entry, "=>")
            if entry and entry[0].kind is Kind.LABEL:
                self._set(entry[:1], entry[1:], of_made)
            else:
                key, written = halves if len(halves) == 2 else ((), ())
                self._set(key, written, of_made)

    def _on_config(self, tokens: Tokens, at: int) -> None:
        keys, after = keys_at(tokens, at + 1)
        method = method_called(tokens, after)
        changed = is_operator(tokens, after, *ASSIGN) or method in _MUTATORS | {"delete"}
        if not changed or (not keys and not is_operator(tokens, at - 1, ".")):
            return
        key = keys[0] if keys else None
        self._file.facts.settings.add(key or "*")
        if key is None or key in _SETTINGS:
            self._file.make(ANYTHING)

    def all_data(self) -> None:
        """What a generator or a hook mentions of ``site.data`` it may change."""
        for tokens, at in self._file.where.get("data", ()):
            if is_operator(tokens, at - 1, ".", "&.") and is_site(tokens, at):
                key = (
                    tokens[at + 2].literal
                    if is_operator(tokens, at + 1, "[") and at + 2 < len(tokens)
                    else None
                )
                self._file.facts.data.add(key or "*")


def _argument(value: Tokens) -> Tokens:
    """``b`` of ``= b``, ``merge! b`` and ``merge!(b)``."""
    given = value[1:] if value and value[0].text in _MERGES else value
    return given[1 : closing(given, 0)] if is_operator(given, 0, "(") else given


def _entries(value: Tokens) -> Sequence[Tokens]:
    """What stands in ``{…}``, or what ``merge!(…)`` is given; one that is empty where that cannot be told."""
    begin = next((at for at in range(min(4, len(value))) if is_operator(value, at, "{")), 1)
    end = closing(value, begin) if is_operator(value, begin, "{", "(") else 0
    return split(value[begin + 1 : end], ",") if is_operator(value, end, "}", ")") else ((),)
