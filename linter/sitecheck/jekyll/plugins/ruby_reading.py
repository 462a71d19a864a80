"""What a Ruby file of a site's own can do to the site, read from its text.

Jekyll gives a plugin its objects: the site with its lists of pages, files and documents, and the destination.
New addresses come of objects that are made (``Page.new`` …), files that are written, addresses that are
changed, Jekyll's classes opened anew, and code that is not in the file. Where none of these words stands,
nothing is made.
What cannot be followed counts as any of them, never as nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sitecheck.jekyll.plugins.names import ANYTHING, SEGMENT, Name, outputs_of
from sitecheck.jekyll.plugins.ruby_classes import MUTATORS, Classes, is_changed
from sitecheck.jekyll.plugins.ruby_depths import deep_keys
from sitecheck.jekyll.plugins.ruby_methods import Methods
from sitecheck.jekyll.plugins.ruby_statements import (
    HEAD,
    Tokens,
    arguments,
    closing,
    is_operator,
    split,
    statement,
)
from sitecheck.jekyll.plugins.ruby_values import Names, Values
from sitecheck.jekyll.plugins.ruby_words import words
from sitecheck.ruby import Kind, Script, Token

_READING_COMMAND = re.compile(
    r"\s*(?:git\s+(?:-C\s+\S+\s+)?(?:log|rev-parse|describe|show|ls-files|config\s+--get|status|diff|blame|"
    r"rev-list|branch|tag|remote|shortlog)\b|git\Z|date\b|which\b|hostname\b|whoami\b|uname\b)[^>|;&`$]*"
    r"(?:2>\s*(?:&1|/dev/null)\s*)?\Z"
)
"""A command that only asks; the program alone where its arguments are given one by one."""
CORE = words("core")
PAGE_CLASSES = words("page_classes")
_HARMLESS_BASES = words("harmless_bases")
_UNSEEN = words("unseen")
_UNSEEN_BARE = words("unseen_bare")
_SENDERS = words("senders")
_SHELLS = words("shells")
_LISTS = words("lists")
_MUTATORS = words("mutators")
_MOVES = words("moves")
_SETTINGS = words("settings")
_TEXTS = words("texts")
_WRITERS = words("writers")
_HANDLES = words("handles")
_COPIES = words("copies")
_NO_FILES = words("no_files")
_SENT = words("sent")
_KERNEL_OPENERS = words("openers")
_METHODS_OF_ADDRESSES = words("address_methods")
_MERGES = frozenset(("merge!", "update", "store", "replace", "deep_merge!"))
_COPIED = frozenset(("dup", "clone", "merge", "new", "deep_dup", "to_h"))
"""What gives a hash of its own."""
_REMOVERS = frozenset(
    ("clear", "collect!", "delete", "delete_at", "delete_if", "map!", "pop", "reject!", "replace", "select!")
)
_EXTENSIBLE = frozenset(("Collection", "Document", "Layout", "Page", "Post", "Site", "StaticFile"))
"""Classes whose methods are known, so that a new one can be told from one that is replaced; Jekyll 3 has no
``Post``."""
_MOVES_PAGES = frozenset(
    ("ext", "output", "pagination", "path", "permalink", "published", "redirect_from", "redirect_to", "url")
)
"""What of that moves a page; the rest is for documents of collections (``Page#url_placeholders``)."""
_OWN_MOVES = frozenset(("generate", "process", "read", "read_yaml", "render", "reset", "write"))
"""Methods by which Jekyll's objects are placed, read and written anew."""
_FILE_COPIES = frozenset(("copy", "copy_file", "cp", "install"))
"""Copies that take no folders."""
_MAX_NAMES = 64
_MAX_GENERATIONS = 10
_READING_MODES = re.compile(r"[rb]+(?::.*)?")
_ASSIGN = ("=", "||=", "+=", "<<", "&&=", "|=", "-=")


@dataclass
class RubyFacts:
    """What files of Ruby may do. ``makes`` are names of outputs."""

    makes: set[Name] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    methods: set[str] = field(default_factory=set)
    """All methods of its modules and classes: filters where a module is registered, here or elsewhere."""
    registers: bool = False
    """Whether it registers filters."""
    unknown_liquid: bool = False
    """Whether there may be further tags or filters."""
    changes: set[str] = field(default_factory=set)
    """Whose text may be changed: labels of collections, ``pages``, ``*`` for all."""
    data: set[str] = field(default_factory=set)
    """First keys below ``site.data`` that may be changed, ``*`` for any."""
    front_matter: set[str] = field(default_factory=set)
    """Keys of pages that may be set, ``*`` for any."""
    settings: set[str] = field(default_factory=set)
    """Keys of ``site`` that may be set, ``*`` for any."""
    requires: set[str] = field(default_factory=set)
    relative: set[str] = field(default_factory=set)
    """Names given to ``require_relative``."""
    names: set[str] = field(default_factory=set)
    """Every name and symbol that it says."""
    asked_callers: set[str] = field(default_factory=set)
    """The methods and classes that ``makes`` takes to be called by this script alone."""
    asked_settings: set[str] = field(default_factory=set)
    """The settings of the site that ``makes`` takes to be as the configuration says."""

    def anything(self) -> None:
        """Note that nothing can be said."""
        self.makes.add(ANYTHING)
        self.unknown_liquid = True
        for names in (self.changes, self.data, self.front_matter, self.settings):
            names.add("*")


def read_ruby(script: Script, settings: Mapping[str, object] | None = None) -> RubyFacts:
    """What a script may do to the site it belongs to, whose configuration says ``settings``."""
    reading = _Reading(script, settings or {})
    reading.run()
    return reading.facts


class _Reading:
    """One pass over the tokens; each ``_on_…`` looks at one word."""

    def __init__(self, script: Script, settings: Mapping[str, object]) -> None:
        self._script = script
        self.facts = RubyFacts()
        self._known_methods = Methods(script.code)
        self._values = Values(script.code, self._known_methods, settings)
        self._where: dict[str, list[tuple[Tokens, int]]] = {}
        for tokens in script.code:
            for at, token in enumerate(tokens):
                if token.kind is Kind.NAME:
                    self._where.setdefault(token.text, []).append((tokens, at))
        self._classes = Classes(script.code)
        self._own_classes = frozenset(self._own_page_classes())
        self._own_pages = frozenset(self._classes_below("Page", "PageWithoutAFile")) - CORE
        self._placed = self._placed_classes()
        self._data_aliases = self._values.aliases("data")
        self._data_names = self._data_aliases | ({"data", "@data"} if self._own_classes else set())
        self._shares_data = any(self._sharing()) or any(self._replacing())
        self._handles = frozenset(self._open_handles())
        heads = (statement(tokens, at + 1, 6) for tokens, at in self._where.get("module", ()))
        self._modules = frozenset(each.text for head in heads for each in head)
        self._made = self._listed = self._changes_text = False
        self._hooks: set[str] = set()
        self._events: set[str] = set()
        self._generates = not self._where.keys().isdisjoint(("Generator", "Converter"))

    def run(self) -> None:
        """Read everything."""
        if self._script.odd:
            self.facts.anything()
        for tokens in self._script.code:
            for at, token in enumerate(tokens):
                if token.kind is Kind.NAME:
                    self._name(tokens, at)
                elif token.kind is Kind.SHELL and not _READING_COMMAND.fullmatch(token.literal or token.text):
                    self._make(ANYTHING)
        self._finish()

    def _finish(self) -> None:
        """What only the whole file shows."""
        copies = not self._where.keys().isdisjoint(("dup", "clone", "Marshal", "deep_dup"))
        if self._listed and (not self._made or copies):
            self._make(ANYTHING)
        if self._changes_text:
            self.facts.changes |= self._hooks if self._hooks and not self._generates else {"*"}
        self.facts.methods |= set(self._methods())
        self.facts.registers |= "register_filter" in self._where or self._opens_filters()
        if self._generates or self._hooks:
            self._all_data()
            if self._hooks - {"*"} or self._asks_for_pages():
                self.facts.front_matter |= deep_keys(self._script.code, self._values)
        if self._events == {"post_write"} and not self._generates and not self.facts.unknown_liquid:
            self._too_late()
        self.facts.names |= self._where.keys() | self._known_methods.symbols
        self.facts.asked_callers |= self._known_methods.asked
        self.facts.asked_settings |= self._values.asked

    def _asks_for_pages(self) -> bool:
        return any(
            is_operator(tokens, at - 1, ".", "&.") and _is_site(tokens, at)
            for name in ("collections", "documents", "each_site_file", "pages", "posts")
            for tokens, at in self._where.get(name, ())
        )

    def _too_late(self) -> None:
        """What is changed once the site is written shows nowhere; what is written counts."""
        for names in (self.facts.changes, self.facts.data, self.facts.front_matter, self.facts.settings):
            names.clear()

    def _opens_filters(self) -> bool:
        """``module Jekyll::Filters`` opened anew: its methods are filters."""
        places = self._where.get("Filters", ())
        return any(tokens[at - 1].text in ("module", "::") for tokens, at in places if at)

    def _open_handles(self) -> Iterator[str]:
        """Names of files that are open: what is written to them is counted where they are opened."""
        for name in ("open", "new", "create"):
            for tokens, at in self._where.get(name, ()):
                if is_operator(tokens, at - 1, ".") and tokens[at - 2].text not in _HANDLES:
                    continue
                head = statement(tokens, at)
                begin = _block_parameters(head)
                yield from (each.text for each in head[begin + 1 : begin + 2])
                if is_operator(tokens, at - 3, "="):
                    yield tokens[at - 4].text

    def _make(self, *names: Name) -> None:
        self.facts.makes.update(names)
        if ANYTHING in self.facts.makes or len(self.facts.makes) > _MAX_NAMES:
            self.facts.makes = {ANYTHING}

    def _outputs(self, *names: Name) -> None:
        for name in names:
            self._make(*outputs_of(name))
            if "_data/" in name.texts[0]:
                self.facts.data.add("*")

    def _named(self, values: Sequence[Tokens], number: int = 0) -> Names:
        """What an argument may be as a name of a file."""
        return self._values.names(values[number]) if values else (ANYTHING,)

    def _name(self, tokens: Tokens, at: int) -> None:
        text = tokens[at].text
        if reader := _READERS.get(text):
            reader(self, tokens, at)
        own = is_operator(tokens, at - 1, ".", "&.", "::") or is_operator(tokens, at + 1, "=", ".", "[")
        if text in _UNSEEN or (text in _UNSEEN_BARE and not own and not _in_result(tokens, at)):
            self.facts.anything()
        elif text in _SENDERS and is_operator(tokens, at - 1, ".", "&."):
            self._sent(tokens, at)
        elif text in _SHELLS:
            self._shell(tokens, at)
        elif text in _LISTS:
            self._list(tokens, at)
        elif text in _TEXTS or text in ("@content", "@output"):
            self._text(tokens, at)
        elif text in self._data_names and text != "data" and text != "@data":
            self._on_data(tokens, at)
        elif text in _WRITERS and is_operator(tokens, at - 1, ".", "&."):
            self._write(tokens, at)

    def _sent(self, tokens: Tokens, at: int) -> None:
        values = arguments(tokens, at)
        name = values[0][0].literal if values and len(values[0]) == 1 else None
        if name is None or name in _UNSEEN | _SHELLS | _WRITERS | _LISTS | _SENT:
            self.facts.anything()

    def _shell(self, tokens: Tokens, at: int) -> None:
        values = arguments(tokens, at)
        if not values or is_operator(tokens, at + 1, "=") or is_operator(tokens, at - 1, "|"):
            return
        first = values[0][0]
        command = " ".join(each[0].literal or "?" for each in values if len(each) == 1) or (
            first.literal or ""
        )
        if not _READING_COMMAND.fullmatch(command):
            self._make(ANYTHING)

    def _list(self, tokens: Tokens, at: int) -> None:
        """``site.pages << …``: something is added, or put in the place of the list."""
        if not is_operator(tokens, at - 1, ".", "&."):
            return
        after = at + 1
        while is_operator(tokens, after, "["):
            after = closing(tokens, after) + 1
        changed = is_operator(tokens, after, *_ASSIGN)
        method = is_operator(tokens, after, ".", "&.") and after + 1 < len(tokens)
        self._listed |= changed or (method and tokens[after + 1].text in _MUTATORS)

    def _text(self, tokens: Tokens, at: int) -> None:
        """``page.content = …``: the text of pages is changed, unless the page is one that is made here."""
        bare = tokens[at].text.startswith("@")
        if not bare and not is_operator(tokens, at - 1, ".", "&."):
            return
        after = at + 1
        while is_operator(tokens, after, "["):
            after = closing(tokens, after) + 1
        method = (
            tokens[after + 1].text
            if is_operator(tokens, after, ".", "&.") and after + 1 < len(tokens)
            else ""
        )
        if not is_operator(tokens, after, *_ASSIGN) and not method.endswith("!") and method not in _MUTATORS:
            return
        owner = "self" if bare else tokens[at - 2].text if at > 1 else ""
        own = owner == "self" and bool(self._own_classes)
        if not own and not self._values.made_by(owner, self._own_classes | PAGE_CLASSES):
            self._changes_text = True

    def _write(self, tokens: Tokens, at: int) -> None:
        """``x.write(…)``: counted already for what ``File.open`` gave and for ``File.write``."""
        owner = tokens[at - 2].text
        made = self._own_pages | (PAGE_CLASSES - {"Collection"})
        if owner not in _HANDLES | self._handles and not self._values.made_by(owner, made):
            self._make(ANYTHING)

    def _on_file(self, tokens: Tokens, at: int) -> None:
        """``File.write(…)``, ``File.open(…, "w")``."""
        if not is_operator(tokens, at + 1, ".", "&.") or at + 2 >= len(tokens):
            return
        method = tokens[at + 2].text
        values = arguments(tokens, at + 2)
        if method in ("write", "binwrite"):
            self._outputs(*self._named(values))
        elif method in ("open", "new", "for_fd", "sysopen", "popen"):
            self._opened(values)
        elif method in ("rename", "link", "symlink", "copy_stream"):
            self._outputs(*self._named(values, -1))

    def _opened(self, values: Sequence[Tokens]) -> None:
        modes = [each for each in values[1:] if each[0].kind is not Kind.LABEL or each[0].text == "mode"]
        mode = modes[0][-1].literal if modes else "r"
        if mode is None or not _READING_MODES.fullmatch(mode):
            self._outputs(*self._named(values))

    def _on_kernel_open(self, tokens: Tokens, at: int) -> None:
        if not is_operator(tokens, at - 1, ".", "&.", "::") or (
            at > 1 and tokens[at - 2].text not in ("File", "IO", "URI", "OpenURI", "Tempfile", "Nokogiri")
        ):
            self._opened(arguments(tokens, at))

    def _on_file_utils(self, tokens: Tokens, at: int) -> None:
        method = (
            tokens[at + 2].text if at + 2 < len(tokens) and is_operator(tokens, at + 1, ".", "::") else ""
        )
        if method in _NO_FILES:
            return
        values = (
            [each for each in arguments(tokens, at + 2) if each[0].kind is not Kind.LABEL] if method else []
        )
        for target in self._named(values, -1) if method in _COPIES else (ANYTHING,):
            self._outputs(target)
            inside = Name((SEGMENT,)) if method in _FILE_COPIES else ANYTHING
            self._outputs(inside.below(target) if target.texts != ("",) else inside)

    def _own_page_classes(self) -> Iterator[str]:
        """Classes of the file whose objects may be pages."""
        yield from self._bases.keys() - self._classes_below(*_HARMLESS_BASES)

    def _classes_below(self, *bases: str) -> set[str]:
        """Classes, and those of the file that are derived from them."""
        found = set(bases)
        for _ in range(_MAX_GENERATIONS):
            found.update(name for name, base in self._bases.items() if base in found)
        return found

    def _placed_classes(self) -> frozenset[str]:
        """The page classes of the file where one of them says for all where they are written."""
        says = {
            self._classes.name_at(tokens, at)
            for tokens, at in self._where.get("destination", ())
            if at and tokens[at - 1].text == "def"
        }
        placed = frozenset(self._classes_below(*says)) if len(says) == 1 else frozenset()
        return placed if says <= self._own_pages <= placed else frozenset()

    @cached_property
    def _bases(self) -> dict[str, str]:
        """What each class of the file is derived from."""
        bases: dict[str, str] = {}
        for tokens, at in self._where.get("class", ()):
            halves = split(statement(tokens, at + 1, HEAD), "<")
            if len(halves) == 2:
                constants = [each.text for each in halves[1] if each.text[:1].isupper()]
                bases[halves[0][-1].text] = constants[-1] if constants else ""
        return bases

    def _on_new(self, tokens: Tokens, at: int) -> None:
        if not is_operator(tokens, at - 1, ".", "&.") or at < 2:
            return
        name = tokens[at - 2].text
        foreign = is_operator(tokens, at - 3, "::") and tokens[at - 4].text not in ("Jekyll",)
        if name in ("Site", "Reader", "PageReader", "PostReader", "CollectionReader", "Liquid"):
            self._make(ANYTHING)
        if name in self._own_classes:
            if not self._made:
                self._own_page()
            if name in self._own_pages and not self._known_methods.constructs(name):
                self._page(arguments(tokens, at))
        elif name in PAGE_CLASSES and not foreign:
            self._page(arguments(tokens, at))
        else:
            return
        self._made = True

    def _page(self, values: Sequence[Tokens]) -> None:
        """``new(site, base, dir, name)``, as ``Page``, ``PageWithoutAFile`` and ``StaticFile`` take them."""
        if len(values) < 4 or any(each[0].kind is Kind.LABEL for each in values[:4]):
            self._make(ANYTHING)
            return
        names = self._named(values, 3)
        self._outputs(*(name.below(folder) for folder in self._named(values, 2) for name in names))

    def _own_page(self) -> None:
        """A page class of the file's own: its ``@dir`` and ``@name``, what it hands to ``super``, or where it
        says that it is written to."""
        if self._own_classes and self._own_classes <= self._placed:
            return
        folders, names = self._values.assigned("@dir"), self._values.assigned("@name")
        places = self._where.get("super", ())[:_MAX_NAMES]
        full = [values for values in (arguments(*place) for place in places) if len(values) >= 4]
        plain = (place for place in places if len(arguments(*place)) < 4)
        handed = any(self._known_methods.passes_on(place, self._own_classes) for place in plain)
        if handed or (not names and not full):
            self._make(ANYTHING)
        for values in full:
            self._page(values)
        for name in names[:_MAX_NAMES]:
            for folder in folders[:_MAX_NAMES] or [ANYTHING]:
                self._outputs(name.below(folder))

    def _on_class(self, tokens: Tokens, at: int) -> None:
        """``class Page``, ``module Jekyll::Filters``: what is opened anew is changed."""
        head = statement(tokens, at + 1, HEAD)
        halves = split(head, "<")
        if not halves or (at and is_operator(tokens, at - 1, ".")):
            return
        name = halves[0][-1].text
        derived = {each.text for half in halves[1:] for each in half}
        if name == "Converter" or derived & {"Converter", "Converters"}:
            self.facts.changes.add("*")
            self._converted()
        elif (name in CORE or name.endswith("Drop")) and not derived:
            self._opened_anew(tokens, at, name, {each.text for each in halves[0]})

    def _opened_anew(self, tokens: Tokens, at: int, name: str, names: set[str]) -> None:
        """A class of Jekyll's, kramdown's, Liquid's or Ruby's: only a few changes of it can be told."""
        if "Kramdown" in names:
            self.facts.changes.add("*")
        elif "Publisher" in names:  # it says which files are published, and nothing of what is in them
            self._make(ANYTHING)
        elif not names.isdisjoint(_EXTENSIBLE) and self._classes.only_shows(tokens, at, name):
            pass
        elif not names.isdisjoint(_EXTENSIBLE) and self._classes.only_adds(tokens, at, name):
            self._added(*self._classes.body(tokens, at))
        elif names != {"Jekyll"} or tokens[at].text != "module":
            self.facts.anything()

    def _added(self, tokens: Tokens, begin: int, stop: int) -> None:
        """The methods that a class of Jekyll's gets: the lists of a site, and what an object changes of
        itself, are plain names there."""
        for at in range(begin, stop):
            text = tokens[at].text
            if tokens[at].kind is not Kind.NAME or is_operator(tokens, at - 1, ".", "&."):
                continue
            changed = is_changed(tokens, at + 1, MUTATORS)
            if (text.startswith("@") and changed) or text in _OWN_MOVES:
                self._make(ANYTHING)
            elif text in _LISTS and changed:
                self._listed = True

    def _converted(self) -> None:
        """Pages of any name, with the extension that a converter's ``output_ext`` gives."""
        for tokens, at in self._where.get("output_ext", ())[:_MAX_NAMES]:
            if at and tokens[at - 1].text == "def":
                ext = next(
                    (text for each in tokens[at : at + 12] if (text := each.literal or "").startswith(".")),
                    "",
                )
                self._make(Name(("", ext)))

    def _on_mixed(self, tokens: Tokens, at: int) -> None:
        """``Jekyll::Page.prepend(X)``: a class of others gets methods of ours."""
        owner = tokens[at - 2].text if is_operator(tokens, at - 1, ".") and at > 1 else ""
        if owner[:1].isupper():
            self.facts.anything()
        elif not owner and any(each.text == "FileUtils" for each in statement(tokens, at)):
            self._make(ANYTHING)

    def _on_def(self, tokens: Tokens, at: int) -> None:
        """A page class may say its address itself."""
        name = tokens[at + 1].text if at + 1 < len(tokens) else ""
        if name == "destination" and self._classes.name_at(tokens, at) in self._placed:
            self._outputs(*self._values.returned(name))
        elif name in _METHODS_OF_ADDRESSES and (self._own_classes or name in ("destination", "write")):
            self._make(ANYTHING)

    def _on_data(self, tokens: Tokens, at: int) -> None:
        """``site.data[…] = …`` and ``page.data[…] = …``."""
        method_call = is_operator(tokens, at - 1, ".", "&.")
        if not method_call and tokens[at].text not in self._data_names:
            return  # a variable of the plugin's own
        of_site = method_call and _is_site(tokens, at)
        of_made = not of_site and self._is_of_made(tokens, at)
        is_variable = not method_call and tokens[at].text == "data"  # ``data = …`` calls no method
        after = at + 1
        key: Tokens = ()
        if is_operator(tokens, after, "["):
            end = closing(tokens, after)
            key, after = tokens[after + 1 : end], end + 1
        while key and is_operator(tokens, after, "["):
            after = closing(tokens, after) + 1
        method = _method(tokens, after)
        changed = is_operator(tokens, after, *_ASSIGN)
        if of_site and (changed or method in _MUTATORS):
            self.facts.data.add((key[0].literal if len(key) == 1 else None) or "*")
        elif not of_site and key and (changed or method in _MUTATORS or method.endswith("!")):
            self._set(key, statement(tokens, after + 1), of_made)
        elif not of_site and not key and (method in _MERGES or (changed and not is_variable)):
            self._set_all(statement(tokens, after + 1), of_made)

    def _is_of_made(self, tokens: Tokens, at: int) -> bool:
        """Whether the data are those of a page that the file makes, and of no other."""
        name, made = tokens[at].text, self._own_classes - CORE
        if self._shares_data:
            return False
        if not is_operator(tokens, at - 1, ".", "&."):
            return name not in self._data_aliases and self._classes.name_at(tokens, at) in made
        owner = tokens[at - 2].text
        if owner == "self":
            return self._classes.name_at(tokens, at) in made
        return not is_operator(tokens, at - 3, ".", "&.") and self._values.made_by(owner, made | PAGE_CLASSES)

    def _sharing(self) -> Iterator[bool]:
        """Places that make the data of one page those of another: ``@data = page.data``."""
        for name in ("data", "@data"):
            for tokens, at in self._where.get(name, ()):
                of_object = name == "@data" or is_operator(tokens, at - 1, ".", "&.")
                if of_object and is_operator(tokens, at + 1, *_ASSIGN):
                    value = statement(tokens, at + 2)
                    if not is_operator(value, 0, "{") and not _COPIED & {each.text for each in value}:
                        yield True

    def _replacing(self) -> Iterator[bool]:
        """Places that take pages out of the site's lists, for which others may stand in."""
        for name in _LISTS:
            for tokens, at in self._where.get(name, ()):
                if is_operator(tokens, at - 1, ".", "&."):
                    yield is_operator(tokens, at + 1, "=") or _method(tokens, at + 1) in _REMOVERS

    def _set(self, key: Tokens, value: Tokens, of_made: bool) -> None:
        name = key[0].literal if len(key) == 1 else None
        if name is not None:
            self._set_key(name, value, of_made)
            return
        self._make(ANYTHING)
        if not of_made:
            self.facts.front_matter.add("*")

    def _set_key(self, name: str, value: Tokens, of_made: bool) -> None:
        if not of_made:
            self.facts.front_matter.add(name)
        if name == "permalink":
            for each in split(value, "?", ":", "||"):
                for address in self._values.names(each):
                    self._permalink(address)
        elif name in _MOVES and not (of_made and name not in _MOVES_PAGES and self._makes_pages_only):
            self._make(ANYTHING)

    def _permalink(self, name: Name) -> None:
        """The files at an address: a folder's index, or with an extension."""
        last = name.texts[-1]
        if last.endswith("/"):
            self._outputs(name.then("index.html"))
        else:
            for ending in ("", ".html", "/index.html"):
                self._outputs(name.then(ending))

    @property
    def _makes_pages_only(self) -> bool:
        """Whether what the file makes are pages, and no documents of collections."""
        return self._own_classes <= self._own_pages

    def _set_all(self, value: Tokens, of_made: bool) -> None:
        """``page.data = {…}``: the keys of a literal."""
        if not any(is_operator(value, at, "{") for at in range(min(4, len(value)))):
            self._make(ANYTHING)
            if not of_made:
                self.facts.front_matter.add("*")
            return
        for at, token in enumerate(value):
            arrow = is_operator(value, at + 1, "=>")
            if token.kind is Kind.LABEL or arrow:
                values = split(value[at + 1 + arrow : at + 14], ",", "}")
                self._set_key(token.literal or "*", values[0] if values else (), of_made)

    def _on_config(self, tokens: Tokens, at: int) -> None:
        after, keys = at + 1, []
        while is_operator(tokens, after, "["):
            end = closing(tokens, after)
            keys.append(tokens[after + 1].literal if end == after + 2 else None)
            after = end + 1
        method = _method(tokens, after)
        changed = is_operator(tokens, after, *_ASSIGN) or method in _MUTATORS | {"delete"}
        if not changed or (not keys and not is_operator(tokens, at - 1, ".")):
            return
        key = keys[0] if keys else None
        self.facts.settings.add(key or "*")
        if key is None or key in _SETTINGS:
            self._make(ANYTHING)

    def _all_data(self) -> None:
        """What a generator or a hook mentions of ``site.data`` it may change."""
        for tokens, at in self._where.get("data", ()):
            if is_operator(tokens, at - 1, ".", "&.") and _is_site(tokens, at):
                literal = (
                    tokens[at + 2].literal
                    if is_operator(tokens, at + 1, "[") and at + 2 < len(tokens)
                    else None
                )
                self.facts.data.add(literal or "*")

    def _on_hooks(self, tokens: Tokens, at: int) -> None:
        """``Jekyll::Hooks.register :posts, :pre_render do |post, payload| … end``."""
        if at < 2 or tokens[at - 2].text != "Hooks":
            return
        values = arguments(tokens, at)
        if len(values) < 2 or any(each.kind is Kind.NAME for value in values[:2] for each in value):
            self.facts.anything()
            return
        first = values[0]
        given = [
            part for each in first for part in (each.parts if each.kind is Kind.WORDS else (each.literal,))
        ]
        owners = {str(word) for word in given if word}
        self._events.add((values[1][0].literal if len(values[1]) == 1 else None) or "*")
        self._hooks |= {"*"} if owners & {"site", "clean"} or not owners else owners
        self._payload(statement(tokens, at))

    def _payload(self, hook: Tokens) -> None:
        """The second parameter of a hook is what Liquid will see: when it is used, all of that may change."""
        begin = _block_parameters(hook)
        if is_operator(hook, begin + 2, ",") and begin + 3 < len(hook):
            uses = self._where.get(hook[begin + 3].text, ())
            if len(uses) > _MAX_NAMES or any(is_operator(code, at + 1, "[", ".") for code, at in uses):
                self.facts.front_matter.add("*")
                self.facts.settings.add("*")

    def _on_register_tag(self, tokens: Tokens, at: int) -> None:
        values = arguments(tokens, at)
        name = values[0][0].literal if values and len(values[0]) == 1 else None
        if name is None:
            self.facts.unknown_liquid = True
        else:
            self.facts.tags.add(name)

    def _on_register_filter(self, tokens: Tokens, at: int) -> None:
        values = arguments(tokens, at)
        module = values[0][-1].text if values else ""
        if module not in self._modules:
            self.facts.unknown_liquid = True

    def _on_commands(self, tokens: Tokens, at: int) -> None:
        if is_operator(tokens, at + 1, "::"):  # Jekyll::Commands::Build.process
            self._make(ANYTHING)

    def _on_strainer(self, tokens: Tokens, at: int) -> None:
        self.facts.unknown_liquid = True

    def _methods(self) -> Iterator[str]:
        for tokens, at in self._where.get("def", ()):
            if at + 1 < len(tokens) and not is_operator(tokens, at + 2, "."):
                yield tokens[at + 1].text

    def _on_address(self, tokens: Tokens, at: int) -> None:
        """``page.basename = …``: the parts that a page's address is made of (``Page#url_placeholders``)."""
        is_set = is_operator(tokens, at - 1, ".", "&.") and is_operator(tokens, at + 1, "=")
        if is_set and not self._is_of(self._placed, tokens, at):
            self._make(ANYTHING)

    def _on_process(self, tokens: Tokens, at: int) -> None:
        """``page.process(name)`` takes the address from another name; ``site.process`` takes nothing.

        A page class that processes its own ``@name`` does what ``Page#initialize`` does.
        """
        values = arguments(tokens, at)
        is_own = self._is_of(self._own_pages, tokens, at)
        if is_own and len(values) == 1 and len(values[0]) == 1 and self._is_own_name(values[0][0]):
            return
        if (
            is_operator(tokens, at - 1, ".", "&.")
            and tokens[at - 2].text != "Build"
            and arguments(tokens, at)
        ):
            self._make(ANYTHING)

    def _is_of(self, classes: frozenset[str], tokens: Tokens, at: int) -> bool:
        """Whether what is called at ``at`` is called on ``self``, in one of these classes."""
        return at > 1 and tokens[at - 2].text == "self" and self._classes.name_at(tokens, at) in classes

    def _is_own_name(self, token: Token) -> bool:
        """Whether a variable is ``@name``, or is what that is set to."""
        places = self._where.get("@name", ())
        set_to = {tokens[at + 2].text for tokens, at in places if is_operator(tokens, at + 1, "=")}
        return token.text == "@name" or token.text in set_to

    def _on_require(self, tokens: Tokens, at: int) -> None:
        values = arguments(tokens, at)
        name = values[0][0].literal if values and len(values[0]) == 1 else None
        where = self.facts.relative if tokens[at].text == "require_relative" else self.facts.requires
        if name is not None:
            where.add(name)
        elif values:
            self.facts.anything()


_READERS: Mapping[str, Callable[[_Reading, Tokens, int], None]] = {
    "File": _Reading._on_file,
    "IO": _Reading._on_file,
    "open": _Reading._on_kernel_open,
    "FileUtils": _Reading._on_file_utils,
    "Commands": _Reading._on_commands,
    "new": _Reading._on_new,
    "class": _Reading._on_class,
    "module": _Reading._on_class,
    "prepend": _Reading._on_mixed,
    "include": _Reading._on_mixed,
    "extend": _Reading._on_mixed,
    "alias_method": _Reading._on_mixed,
    "def": _Reading._on_def,
    "data": _Reading._on_data,
    "@data": _Reading._on_data,
    "config": _Reading._on_config,
    "basename": _Reading._on_address,
    "dir": _Reading._on_address,
    "ext": _Reading._on_address,
    "process": _Reading._on_process,
    "register": _Reading._on_hooks,
    "register_tag": _Reading._on_register_tag,
    "register_filter": _Reading._on_register_filter,
    "global_filter": _Reading._on_strainer,
    "StrainerFactory": _Reading._on_strainer,
    "require": _Reading._on_require,
    "require_relative": _Reading._on_require,
}


def _in_result(tokens: Tokens, at: int) -> bool:
    """``erb.result(binding)``: a template of text."""
    return at > 1 and "result" in (tokens[at - 1].text, tokens[at - 2].text)


def _method(tokens: Tokens, at: int) -> str:
    """The method that a period at ``at`` calls; empty when no period stands there."""
    return tokens[at + 1].text if is_operator(tokens, at, ".", "&.", "::") and at + 1 < len(tokens) else ""


def _block_parameters(tokens: Tokens) -> int:
    """Where the bar stands that begins the parameters of the first block; the length when none does."""
    bars = (at for at in range(1, len(tokens)) if is_operator(tokens, at, "|"))
    return next((at for at in bars if tokens[at - 1].text in ("do", "{")), len(tokens))


def _is_site(tokens: Tokens, at: int) -> bool:
    """Whether the method at ``at`` is one of the site: ``site.data``, ``context.registers[:site].data``."""
    owner = tokens[at - 2]
    if owner.text == "]":
        return any(each.literal == "site" for each in tokens[max(0, at - 5) : at - 1])
    return owner.text.lstrip("@") == "site"
