"""The pages that a script makes, and what it changes of Jekyll's classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from sitecheck.jekyll.plugins.names import ANYTHING, Name, outputs_of_page
from sitecheck.jekyll.plugins.scripts.classes import ACCESSORS, ATTRIBUTES, MUTATORS, is_changed
from sitecheck.jekyll.plugins.scripts.methods import Method
from sitecheck.jekyll.plugins.scripts.plugin_file import (
    CORE,
    LISTS,
    MAX_NAMES,
    PAGE_CLASSES,
    PluginFile,
    Reader,
)
from sitecheck.jekyll.plugins.scripts.statements import (
    ASSIGN,
    HEAD,
    Tokens,
    arguments,
    call_around,
    is_operator,
    literal,
    past_keys,
    split,
    statement,
    text_at,
)
from sitecheck.jekyll.plugins.scripts.words import words
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.ruby import Kind, Token

_MUTATORS = words("mutators")
_METHODS_OF_ADDRESSES = words("address_methods")
_EXTENSIBLE = frozenset({"Collection", "Document", "Layout", "Page", "Post", "Site", "StaticFile"})
"""Classes whose methods are known, so that a new one can be told from one that is replaced; Jekyll 3 has no
``Post``."""
_OF_ONE_PAGE = frozenset({"::", "Convertible", "Document", "Jekyll", "Page", "Post", "StaticFile"})
"""Classes and modules whose methods are those of one page or file."""
_OWN_MOVES = frozenset({"generate", "process", "read", "read_yaml", "render", "reset", "write"})
"""Methods by which Jekyll's objects are placed, read and written anew."""
_OF_STYLES = frozenset({"Sass", "Scss"})
"""Converters of style sheets: what changes them says nothing of pages."""
_OF_OWN_PAGES = words("own_address_methods")
_OF_ANY_PAGES = _METHODS_OF_ADDRESSES | _OF_OWN_PAGES
_PLACING = ("@basename", "@dir", "@ext", "@name")
"""Variables of a page that say where it is written."""
_NAMING = ("alias", "alias_method", "attr", *sorted(ACCESSORS), *sorted(words("naming")))
"""What gives a class methods without the word ``def``."""
_ROOMS = frozenset({"Comparable", "Enumerable", "ERB", "Forwardable", "Jekyll", "Liquid"})
"""Modules of Ruby's, Jekyll's and Liquid's that classes of pages include, and those that such are in."""
_NAME_FILES = frozenset({"join", "makedirs", "mkdir_p", "mkpath", "super"})
_SENDERS = words("senders")
_ASKS_CLASS = frozenset({"instance_of?", "is_a?", "kind_of?"})
_BEFORE_CLASS = frozenset({"class", "module", "when", *_ASKS_CLASS})
_BEFORE_VALUES = ("=", "[", ",", "=>", "?", ":", "||", "&&", "|")
_BEHIND_NAMES = ("::", "<", "===", "=")
_DOES_NOTHING = frozenset({"begin", "ensure", "end", "false", "nil", "rescue", "return", "super", "true"})
_OPENERS = frozenset({"class_eval", "class_exec", "module_eval", "module_exec"})
_PLACEHOLDER = lazy_pattern(r":[a-z_]+")
_CONVERTER = frozenset({"::", "Converter", "Jekyll"})
"""What is said of the class that every converter is derived from."""
_DAYS = frozenset({":day", ":i_day", ":i_month", ":month", ":y_day", ":year"})
"""Placeholders that are never empty: a slash behind one is not lost beside another."""
_ENDING = lazy_pattern(r"\.(\w+)")
_ENDINGS = lazy_pattern(r"\^?(?:\\?\.)?\(?((?:\w+\|)*\w+)\)?\$?")
"""The ending of files as text and as a pattern, which may say several."""
_BECOMES_HTML = frozenset({"htm", "html", "markdown", "md"})


class MadePages:
    """Looks at the words that make pages or open classes; ``made`` says whether a page was made, ``listed``
    whether a list of the site's pages, files or documents was changed."""

    def __init__(self, file: PluginFile) -> None:
        self._file = file
        self.made = self.listed = False
        self._placed = False
        """Whether it was looked where the file's own page classes are written."""
        self._added_until: dict[int, int] = {}
        self._named_until: dict[int, int] = {}

    @cached_property
    def _placing(self) -> frozenset[str]:
        """The classes and modules that set a variable which says where a page lies, but for constructors."""
        places = [place for name in _PLACING for place in self._file.where.get(name, ())]
        methods = [
            self._file.methods.of(code[at]) for code, at in places if is_operator(code, at + 1, *ASSIGN)
        ]
        return frozenset(each.owner for each in methods if each is not None and each.name != "initialize")

    @property
    def _moves_pages(self) -> bool:
        """Whether a page class of the file moves what it has made."""
        return not self._file.placed_by_arguments.isdisjoint(self._placing)

    def readers(self) -> Mapping[str, Reader]:
        """What looks at which word."""
        return {
            "new": self._on_new,
            "class": self._on_class,
            "module": self._on_class,
            **dict.fromkeys(("prepend", "include", "extend"), self._on_mixed),
            **dict.fromkeys(_OPENERS, self._on_opening),
            "def": self._on_def,
            **dict.fromkeys(_NAMING, self._on_naming),
            "@url": self._on_kept_address,
            "basename": self._on_address,
            "dir": self._on_address,
            "ext": self._on_address,
            "process": self._on_process,
            "Commands": self._on_commands,
        }

    def makes_otherwise(self) -> bool:
        """Whether pages may be made of a class that is handed on: ``kind = Jekyll::Page``, ``kind.new(…)``,
        ``Class.new(Jekyll::Page)``, ``Jekyll::Page.method(:new)``."""
        classes = PAGE_CLASSES | self._file.placed_by_arguments
        return any(
            _is_handed_on(tokens, at) for name in classes for tokens, at in self._file.where.get(name, ())
        )

    def on_list(self, tokens: Tokens, at: int) -> None:
        """``site.pages << …``: something is added, or put in the place of the list."""
        if not is_operator(tokens, at - 1, ".", "&."):
            return
        after = past_keys(tokens, at + 1)
        changed = is_operator(tokens, after, *ASSIGN)
        method = is_operator(tokens, after, ".", "&.") and after + 1 < len(tokens)
        self.listed |= changed or (method and tokens[after + 1].text in _MUTATORS)

    def _on_new(self, tokens: Tokens, at: int) -> None:
        is_called = is_operator(tokens, at - 1, ".", "&.")
        name = text_at(tokens, at - 2) if is_called else text_at(tokens, at - 1)
        if name == "def":
            return
        if not is_called or name in ("class", "self"):  # ``new``, ``self.class.new``
            name = self._file.classes.name_at(tokens, at)
            if name == "self":  # in ``class << self``
                name = next(iter(sorted(self._file.own_pages)), "")
                self._page(arguments(tokens, at))
        foreign = is_operator(tokens, at - 3, "::") and tokens[at - 4].text not in ("Jekyll",)
        if name in ("Site", "Reader", "PageReader", "PostReader", "CollectionReader", "Liquid"):
            self._file.make(ANYTHING)
        if name in self._file.own_classes:
            by_arguments = not self._file.methods.constructs(name) and name in self._file.placed_by_arguments
            if by_arguments:
                self._page(arguments(tokens, at))
            if not self._placed and (self._moves_pages or not by_arguments):
                self._placed = True
                self._own_page()
        elif name == "Document" and not foreign:
            self._document(arguments(tokens, at))
        elif name in PAGE_CLASSES and not foreign:
            self._page(arguments(tokens, at))
        else:
            return
        self.made = True

    def _page(self, values: Sequence[Tokens]) -> None:
        """``new(site, base, dir, name)``, as ``Page``, ``PageWithoutAFile`` and ``StaticFile`` take them."""
        if len(values) < 4 or any(each[0].kind is Kind.LABEL for each in values[:4]):
            self._file.make(ANYTHING)
            return
        names = self._file.named(values, 3)
        self._lie_in(self._file.named(values, 2), names)

    def _lie_in(self, folders: Sequence[Name], names: Sequence[Name]) -> None:
        for folder in folders:
            for name in names:
                self._file.make(*outputs_of_page(name.below(folder)))

    def _document(self, values: Sequence[Tokens]) -> None:
        """``Document.new(path, site: site, collection: site.collections["posts"])``: below the address that
        the collection's documents have in common."""
        label = _collection([token for each in values[1:] for token in each])
        is_read = not label or self._reads_documents()
        path = [token for token in (values or [()])[0] if token.kind is not Kind.NEWLINE]
        ends = {name.texts[-1].rpartition(".")[2] for name in self._file.named([path])}
        ending = ".html" if ends <= _BECOMES_HTML else ""
        self._file.make(ANYTHING if is_read else self._in_collection(label, ending))

    def _in_collection(self, label: str, ending: str) -> Name:
        """What documents of a collection are written to, as files with this ``ending`` where the address has
        one; where a default gives an address, that is any."""
        settings = self._file.settings
        self._file.values.asked.update(("collections", "defaults", "permalink"))
        collections, defaults = settings.get("collections"), settings.get("defaults")
        meta = collections.get(label) if isinstance(collections, Mapping) else None
        if not isinstance(meta, Mapping) or "permalink" in str(defaults or ""):
            return ANYTHING
        permalink = meta.get("permalink", settings.get("permalink") if label == "posts" else None)
        template = f"/{label}/:path" if permalink is None else str(permalink)
        if not template.startswith("/"):
            return ANYTHING
        tail = "index.html" if template.endswith("/") else ending * template.endswith(":output_ext")
        template = template.replace(":collection", label)
        first, *others = _PLACEHOLDER.split(template)
        placeholders = zip(_PLACEHOLDER.findall(template), others, strict=True)
        slashes = ["/" for name, text in placeholders if name in _DAYS and "/" in text]
        return Name((first[1:], *slashes, tail))

    def _reads_documents(self) -> bool:
        """Whether something is read but by a class such as ``File``: the file of a document, which may give
        it an address."""
        return any(
            is_operator(tokens, at - 1, ".", "&.") and not text_at(tokens, at - 2)[:1].isupper()
            for tokens, at in self._file.where.get("read", ())
        )

    def _own_page(self) -> None:
        """A page class of the file's own: its ``@dir`` and ``@name``, what it hands to ``super``, or where it
        says that it is written to."""
        if self._file.own_classes and self._file.own_classes <= self._file.placed:
            return
        folders, names = self._set_to("@dir"), self._own_names()
        places = self._file.where.get("super", ())[:MAX_NAMES]
        full = [values for values in (arguments(*place) for place in places) if len(values) >= 4]
        plain = (place for place in places if len(arguments(*place)) < 4)
        handed = any(self._file.methods.passes_on(place, self._file.own_classes) for place in plain)
        if handed or (not names and not full):
            self._file.make(ANYTHING)
        for values in full:
            self._page(values)
        self._lie_in(folders[:MAX_NAMES] or [ANYTHING], names[:MAX_NAMES])

    def _set_to(self, variable: str) -> list[Name]:
        """What a variable of a page class may be; where others than constructors set any, also what pages are
        made with."""
        values = self._file.values
        return [*values.assigned(variable), *(values.handed_up(variable) if self._moves_pages else ())]

    def _own_names(self) -> list[Name]:
        """What a page class may call its files: ``@name``, or other parts of it."""
        names, stems, endings = map(self._set_to, ("@name", "@basename", "@ext"))
        if not names or not (stems or endings):
            return [ANYTHING] if stems or endings else names
        parts = [name.parted() for name in names[:MAX_NAMES]]
        stems, endings = stems or [stem for stem, _ in parts], endings or [ending for _, ending in parts]
        if len(stems) * len(endings) > MAX_NAMES:
            return [ANYTHING]
        return [*names, *(stem.then(ending) for stem in stems for ending in endings)]

    def _on_class(self, tokens: Tokens, at: int) -> None:
        """``class Page``, ``module Jekyll::Filters``: what is opened anew is changed."""
        head = statement(tokens, at + 1, HEAD)
        halves = split(head, "<")
        if not halves or (at and is_operator(tokens, at - 1, ".")):
            return
        name = halves[0][-1].text
        derived = {each.text for half in halves[1:] for each in half}
        if name == "Converter" or derived & {"Converter", "Converters"}:
            self._converter(name if derived <= _CONVERTER else "")
        elif _is_of_others(name) and not derived:
            self._opened_anew(tokens, at, name, {each.text for each in halves[0]})

    def opens(self, tokens: Tokens, at: int) -> bool:
        """Whether a class is opened anew as by the word ``class``: ``Jekyll::Page.class_eval do``."""
        return (
            tokens[at].text in _OPENERS
            and is_operator(tokens, at - 1, ".")
            and text_at(tokens, at - 2)[:1].isupper()
            and text_at(tokens, at + 1) == "do"
        )

    def _on_opening(self, tokens: Tokens, at: int) -> None:
        """``Jekyll::Page.class_eval do``, which opens a class as the word ``class`` does; where it cannot be
        followed the word itself is told."""
        names = _constant(tokens, at - 2)
        if not self.opens(tokens, at) or names[0] in self._file.opened - CORE:
            return
        if "Kramdown" in names or _is_of_others(names[0]):
            self._opened_anew(tokens, at + 1, names[0], set(names))
        else:
            self._file.facts.anything()

    def _opened_anew(self, tokens: Tokens, at: int, name: str, names: set[str]) -> None:
        """A class of Jekyll's, kramdown's, Liquid's or Ruby's: only a few changes of it can be told."""
        if names == {"Jekyll"} and tokens[at].text == "module":
            pass  # the room that plugins are in
        elif name == "Markdown" and self._file.classes.only_holds(tokens, at):
            pass  # the room that processors of Markdown are in
        elif "Kramdown" in names:
            self._file.facts.changes.add("*")
        elif "Publisher" in names:  # it says which files are published, and nothing of what is in them
            self._file.make(ANYTHING)
        elif name == "UrlDrop" and self._file.classes.only_adds(tokens, at, name):
            self._new_placeholders(*self._file.classes.body(tokens, at))
        elif not names.isdisjoint(_EXTENSIBLE) and self._file.classes.only_shows(tokens, at, name):
            pass
        elif not names.isdisjoint(_EXTENSIBLE) and self._file.classes.only_adds(tokens, at, name):
            self._added(*self._file.classes.body(tokens, at))
        elif names <= _OF_ONE_PAGE and not self._file.opens_payload():
            self._file.facts.any_page()  # settings and data that it sets are seen where they are set
        else:
            self._file.facts.anything()

    def _new_placeholders(self, tokens: Tokens, begin: int, stop: int) -> None:
        """The methods that ``UrlDrop`` gets: permalinks of documents may say them (``/sips/:number/``)."""
        for at in _unread(self._named_until, tokens, begin, stop):
            if tokens[at].kind is not Kind.NAME or tokens[at].text != "def":
                continue
            name = text_at(tokens, at + 1)
            methods = self._file.methods.named(name)
            key = _said_value(methods[0].body) if len(methods) == 1 else ""
            if key:
                self._file.facts.placeholders[name] = key
            else:
                self._file.facts.anything()

    def _added(self, tokens: Tokens, begin: int, stop: int) -> None:
        """The methods that a class of Jekyll's gets: the lists of a site, and what an object changes of
        itself, are plain names there."""
        for at in _unread(self._added_until, tokens, begin, stop):
            text = tokens[at].text
            if tokens[at].kind is not Kind.NAME or is_operator(tokens, at - 1, ".", "&."):
                continue
            changed = is_changed(tokens, at + 1, MUTATORS)
            if (text.startswith("@") and changed) or text in _OWN_MOVES:
                self._file.make(ANYTHING)
            elif text in LISTS and changed:
                self.listed = True

    def _converter(self, name: str) -> None:
        """A converter of the file's own: it changes the files whose endings it says, or any if that cannot be
        told, as where it is derived from another one (``name`` is empty then) or another one from it."""
        own = [each for each in self._file.methods.named("matches") if name and each.owner == name]
        is_alone = len(self._file.where.get(name, ())) == 1
        endings = _endings(own[0]) if is_alone and len(own) == 1 else ()
        if endings:
            self._file.facts.converts.update(endings)
        else:
            self._file.facts.changes.add("*")
        self._converted(is_derived=not name)

    def _converted(self, *, is_derived: bool) -> None:
        """Pages of any name, with the extension that a converter's ``output_ext`` gives; one that is derived
        from another has that of this, where it says none."""
        methods = self._file.methods.named("output_ext")
        for method in methods[:MAX_NAMES]:
            body = [each for each in method.body if each.kind is not Kind.NEWLINE]
            ext = body[0].literal if len(body) == 1 else None
            self._file.make(Name(("", ext or "")))
        matched = ("extname_list", "matches", "setup")
        if is_derived and not methods and any(map(self._file.methods.named, matched)):
            self._file.make(ANYTHING)

    def _on_others(self, tokens: Tokens, at: int) -> None:
        """``Jekyll::Page.prepend(X)``: a class of others gets methods of ours."""
        owner = text_at(tokens, at - 2) if is_operator(tokens, at - 1, ".") else ""
        if owner in _OF_STYLES:
            pass
        elif owner[:1].isupper():
            self._file.facts.anything()
        elif not owner and any(each.text == "FileUtils" for each in statement(tokens, at)):
            self._file.make(ANYTHING)

    def _on_mixed(self, tokens: Tokens, at: int) -> None:
        """``include X``, also in a page class, which has then what X says of addresses."""
        self._on_others(tokens, at)
        if not is_operator(tokens, at - 1, ".") and self._is_of_page(tokens, at):
            modules = arguments(tokens, at)
            self._file.facts.page_classes.update(module[-1].text for module in modules if module)
            if not all(map(self._leaves_pages, modules)):
                self._file.make(ANYTHING)

    def _leaves_pages(self, module: Tokens) -> bool:
        """Whether a module has nothing that says where a page goes that includes it."""
        name = module[-1].text
        if name in self._file.opened - CORE:
            moving = _OF_ANY_PAGES - {"data"}
            return name not in self._placing and not any(
                self._file.methods.of_owner(key, name) for key in moving
            )
        return module[0].text in _ROOMS or name in CORE

    def _on_def(self, tokens: Tokens, at: int) -> None:
        """A page class may say its address itself."""
        name = text_at(tokens, at + 1)
        if is_operator(tokens, at + 2, ".") and name[:1].islower() and name != "self":
            name = text_at(tokens, at + 3)  # ``def page.url``, of that page alone
        if name in _OF_OWN_PAGES and self._is_of_page(tokens, at):
            self._file.make(ANYTHING)
        elif name == "destination" and self._file.classes.name_at(tokens, at) in self._file.placed:
            self._file.outputs(*self._file.values.returned(name))
        elif name == "write" and (
            _writes_nothing_else(*self._file.classes.body(tokens, at)) or self._writes_in_place(tokens, at)
        ):
            pass
        elif name in _METHODS_OF_ADDRESSES and (self._file.own_classes or name in ("destination", "write")):
            self._file.make(ANYTHING)

    def _is_of_page(self, tokens: Tokens, at: int) -> bool:
        """Whether a page class of the file, or a file's own, is open at a place."""
        return self._file.classes.name_at(tokens, at) in self._file.placed_by_arguments

    def _writes_in_place(self, tokens: Tokens, at: int) -> bool:
        """Whether a page class writes its files itself: those of ``File.write(File.join(dest, @name), text)``
        are counted where that stands, and ``super`` writes where the address says."""
        owner = self._file.classes.name_at(tokens, at)
        methods = self._file.methods.of_owner("write", owner)
        if len(methods) != 1 or len(methods[0].parameters or ()) != 1 or not self._is_of_page(tokens, at):
            return False
        (dest,) = methods[0].parameters or ("",)
        body = methods[0].body
        supers = [number for number, each in enumerate(body) if each.text == "super"]
        places = [number for number, each in enumerate(body) if each.text == dest and each.kind is Kind.NAME]
        is_kept = all(_is_only_named(body, number) for number in places)
        return is_kept and all(_hands_on(body, number, dest) for number in supers)

    def _on_naming(self, tokens: Tokens, at: int) -> None:
        """``alias url place``, ``attr_reader :url``, ``define_method(:url) { … }`` in a page class."""
        if text_at(tokens, at) == "alias_method":
            self._on_others(tokens, at)
        if is_operator(tokens, at - 1, ".", "&.", "::") or not self._is_of_page(tokens, at):
            return
        if tokens[at].text == "alias":
            names: list[str | None] = [text_at(tokens, at + 1).lstrip(":")]
        else:
            names = [literal(each) for each in arguments(tokens, at)]
        own = ATTRIBUTES["Page"] if tokens[at].text in ACCESSORS else frozenset()
        moved = _OF_ANY_PAGES - own
        is_known = tokens[at].text != "define_method" or names[:1] != [None]
        if not is_known or any(name in moved for name in names):
            self._file.make(ANYTHING)

    def _on_kept_address(self, tokens: Tokens, at: int) -> None:
        """``@url = …``: what a page or file takes for its address from then on."""
        is_set = is_operator(tokens, at + 1, "=", "||=") and text_at(tokens, at + 2) != "nil"
        if is_set and self._is_of_page(tokens, at):
            self._file.make(ANYTHING)

    def _on_address(self, tokens: Tokens, at: int) -> None:
        """``page.basename = …``: the parts that a page's address is made of (``Page#url_placeholders``)."""
        is_set = is_operator(tokens, at - 1, ".", "&.") and is_operator(tokens, at + 1, "=")
        if is_set and not self._file.is_of(self._file.placed, tokens, at):
            self._file.make(ANYTHING)

    def _on_process(self, tokens: Tokens, at: int) -> None:
        """``page.process(name)`` takes the address from another name; ``site.process`` takes nothing, and
        what a class or module has of that name is none of a page's.

        A page class that processes its own ``@name`` does what ``Page#initialize`` does.
        """
        values = arguments(tokens, at)
        is_own = self._file.is_of(self._file.own_pages, tokens, at)
        if is_own and len(values) == 1 and len(values[0]) == 1 and self._is_own_name(values[0][0]):
            return
        if (
            is_operator(tokens, at - 1, ".", "&.")
            and not text_at(tokens, at - 2)[:1].isupper()
            and text_at(tokens, at - 3) != "def"
            and arguments(tokens, at)
        ):
            self._file.make(ANYTHING)

    def _is_own_name(self, token: Token) -> bool:
        """Whether a variable is ``@name``, or is what that is set to."""
        places = self._file.where.get("@name", ())
        set_to = {text_at(tokens, at + 2) for tokens, at in places if is_operator(tokens, at + 1, "=")}
        return token.text == "@name" or token.text in set_to

    def _on_commands(self, tokens: Tokens, at: int) -> None:
        if is_operator(tokens, at + 1, "::"):  # Jekyll::Commands::Build.process
            self._file.make(ANYTHING)


def _unread(until: dict[int, int], tokens: Tokens, begin: int, stop: int) -> range:
    """The places of a class that were not looked at with a class around it; ``until`` takes note of them."""
    first = max(begin, until.get(id(tokens), begin))
    until[id(tokens)] = max(first, stop)
    return range(first, stop)


def _is_handed_on(tokens: Tokens, at: int) -> bool:
    """Whether a class is used as a value, and not asked whether something is of it."""
    if is_operator(tokens, at + 1, ".", "&."):
        return text_at(tokens, at + 2) in _SENDERS and tokens[at + 2 : at + 5][-1].literal == "new"
    if is_operator(tokens, at + 1, *_BEHIND_NAMES) or text_at(tokens, at - 1) in _BEFORE_CLASS:
        return False
    before = at - 1
    while is_operator(tokens, before, "::"):
        before -= 2
    if is_operator(tokens, before, "("):
        return text_at(tokens, before - 1) not in _ASKS_CLASS
    return is_operator(tokens, before, *_BEFORE_VALUES)


def _is_of_others(name: str) -> bool:
    """Whether a class or module of that name is Jekyll's, kramdown's, Liquid's or Ruby's."""
    return name in CORE or name.endswith("Drop")


def _constant(tokens: Tokens, at: int) -> list[str]:
    """The names of the constant that ends at ``at``, the last first: of ``Jekyll::Page`` ``Page``."""
    names = [text_at(tokens, at)]
    while is_operator(tokens, at - 1, "::") and len(names) < HEAD:
        at -= 2
        names.append(text_at(tokens, at))
    return names


def _endings(matches: Method) -> Sequence[str]:
    """What stands in the endings that a converter takes: ``ext =~ /less/i``, ``ext.downcase == ".less"``;
    nothing where that cannot be told."""
    body = [each for each in matches.body if each.kind is not Kind.NEWLINE]
    said = [each.text for each in body[:-1] if each.kind in (Kind.NAME, Kind.OPERATOR)]
    ending = list(matches.parameters or ())
    forms = [[*ending, *more] for more in (["=~"], ["=="], [".", "downcase", "=="])]
    if said not in forms or len(body) != len(said) + 1:
        return ()
    parts = body[-1].parts
    text = parts[0] if len(parts) == 1 and isinstance(parts[0], str) else ""
    form = _ENDINGS if body[-1].kind is Kind.REGEXP and said[-1] == "=~" else _ENDING
    match = form.fullmatch(text)
    return match[1].lower().split("|") if match is not None else ()


def _said_value(body: Tokens) -> str:
    """The key of the front matter whose value a method gives as text; "" where it may do anything else:
    ``@obj.data["number"].to_s if @obj.data["number"]``."""
    keys = {each.literal for each in body if each.literal is not None}
    key = keys.pop() if len(keys) == 1 else ""
    value = ["@obj", ".", "data", "[", key, "]"]
    text = [*value, ".", "to_s"]
    said = [each.literal or each.text for each in body if each.kind is not Kind.NEWLINE]
    return key if said in (text, [*text, "if", *value]) else ""


def _writes_nothing_else(tokens: Tokens, begin: int, stop: int) -> bool:
    """Whether a method only does what the one does that it replaces, or nothing: the file was written before,
    and Jekyll is only to leave it there."""
    head = statement(tokens, begin, HEAD)
    given = {each.text for each in head[1:]}
    body = [each for each in tokens[begin + len(head) : stop] if each.kind is not Kind.NEWLINE]
    words = {each.text for each in body if each.kind in (Kind.NAME, Kind.OPERATOR)}
    return len(body) == sum(each.kind in (Kind.NAME, Kind.OPERATOR) for each in body) and (
        bool(words) and words <= _DOES_NOTHING | given
    )


def _is_only_named(tokens: Tokens, at: int) -> bool:
    """Whether nothing is done with a folder but that files in it are named, and ``super`` is given it."""
    called, _ = call_around(tokens, at)
    is_alone = not is_operator(tokens, at + 1, *ASSIGN, ".", "&.")
    return is_alone and (text_at(tokens, called) if called else text_at(tokens, at - 1)) in _NAME_FILES


def _hands_on(tokens: Tokens, at: int, name: str) -> bool:
    """Whether ``super`` is given what the method was given: ``super``, ``super(dest)``."""
    if not is_operator(tokens, at + 1, "(") or tokens[at + 1].spaced:
        return at + 1 == len(tokens) or tokens[at + 1].kind is Kind.NEWLINE
    values = arguments(tokens, at)
    return len(values) == 1 and [(each.kind, each.text) for each in values[0]] == [(Kind.NAME, name)]


def _collection(tokens: Sequence[Token]) -> str:
    """The label of the one collection that is named: in ``site.collections["posts"]``, or ``site.posts``."""
    found = []
    for at, token in enumerate(tokens):
        if not is_operator(tokens, at - 1, ".") or text_at(tokens, at - 2).lstrip("@") != "site":
            continue
        if token.text == "posts":
            found.append("posts")
        elif is_operator(tokens, at + 1, "[") and is_operator(tokens, at + 3, "]"):
            found.append((tokens[at + 2].literal or "") if token.text == "collections" else "")
    return found[0] if len(found) == 1 else ""
