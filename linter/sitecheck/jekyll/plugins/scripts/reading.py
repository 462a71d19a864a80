"""What a Ruby file of a site's own can do to the site, read from its text.

Jekyll gives a plugin its objects: the site with its lists of pages, files and documents, and the destination.
New addresses come of objects that are made (``Page.new`` …), files that are written, addresses that are
changed, Jekyll's classes opened anew, and code that is not in the file. Where none of these words stands,
nothing is made.
What cannot be followed counts as any of them, never as nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from sitecheck.jekyll.plugins.names import ANYTHING
from sitecheck.jekyll.plugins.scripts.asleep import as_asleep, may_wake
from sitecheck.jekyll.plugins.scripts.data_records import MOVING
from sitecheck.jekyll.plugins.scripts.depths import deep_keys
from sitecheck.jekyll.plugins.scripts.facts import ALL_BESIDE, RubyFacts
from sitecheck.jekyll.plugins.scripts.made_pages import MadePages
from sitecheck.jekyll.plugins.scripts.plugin_file import CORE, LISTS, PluginFile, Reader, is_site
from sitecheck.jekyll.plugins.scripts.registered import Registered
from sitecheck.jekyll.plugins.scripts.set_values import SetValues
from sitecheck.jekyll.plugins.scripts.statements import (
    WINDOW,
    Tokens,
    arguments,
    closing,
    is_operator,
    literal,
    text_at,
)
from sitecheck.jekyll.plugins.scripts.words import words
from sitecheck.jekyll.plugins.scripts.written_files import READING_COMMAND, WrittenFiles
from sitecheck.jekyll.plugins.scripts.written_filters import changes_methods, written_filters
from sitecheck.jekyll.plugins.scripts.written_tags import opens_liquid, written_tags
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.ruby import Kind, Script, read_script

_UNSEEN = words("unseen")
_UNSEEN_BARE = words("unseen_bare")
_SENDERS = words("senders")
_SHELLS = words("shells")
_TEXTS = words("texts")
_WRITERS = words("writers")
_SENT = words("sent")
_ASKING = words("asking")
_COMPARING = frozenset(
    {
        *("!", "!=", "!~", "<", "<=", "==", "=~", ">", ">=", "&&", "||", "?", ":"),
        *("+", "-", "*", "/", "%", ".", "&.", ",", "(", ")", "[", "]"),
    }
)
"""Operators that leave what they stand between as it is."""
_CHOOSING = frozenset({"reject", "select", "sort"})
"""Methods of a list that leave its elements as they are."""
_PLAIN_PARTS = frozenset({"config", "content", "data", "dir", "name", "path", "to_s", "url"})
"""Methods of a site or page that give texts and hashes."""
_PLAIN_CONSTANT = lazy_pattern(r"[A-Z][A-Z0-9]*_")


def read_ruby(script: Script, settings: Mapping[str, object] | None = None) -> RubyFacts:
    """What a script may do to the site it belongs to, whose configuration says ``settings``."""
    file = PluginFile(script, settings or {})
    _Reading(file).run()
    file.facts.wakes = may_wake(file)
    return as_asleep(file)


class _Reading:
    """One pass over the tokens: each room looks at the words that concern it."""

    def __init__(self, file: PluginFile) -> None:
        self._file = file
        self.facts = file.facts
        self._files = WrittenFiles(file)
        self._pages = MadePages(file)
        self._set = SetValues(file)
        self._registered = Registered(file)
        self._asking: dict[str, bool] = {}
        self._readers: dict[str, Reader] = {
            "require": self._on_require,
            "require_relative": self._on_require,
            **self._files.readers(),
            **self._pages.readers(),
            **self._set.readers(),
            **self._registered.readers(),
        }

    def run(self) -> None:
        """Read everything."""
        if self._file.script.odd:
            self.facts.anything()
        for tokens in self._file.script.code:
            for at, token in enumerate(tokens):
                if token.kind is Kind.NAME:
                    self._name(tokens, at)
                elif token.kind is Kind.SHELL and not READING_COMMAND.fullmatch(token.literal or token.text):
                    self._file.make(ANYTHING)
        self._finish()

    def _finish(self) -> None:
        """What only the whole file shows."""
        hooks = self._registered.hooks
        if self._pages.listed and (
            not self._pages.made or self._copies_pages() or self._pages.makes_otherwise()
        ):
            self._file.make(ANYTHING)
        if self._set.changes_text:
            self.facts.changes |= hooks if hooks and not self._file.generates else {"*"}
        self.facts.methods |= set(self._registered.methods())
        self.facts.registers |= "register_filter" in self._file.where or self._registered.opens_filters()
        self.facts.written = written_filters(self._file)
        self.facts.written_tags = written_tags(self._file)
        self.facts.opens_liquid = opens_liquid(self._file)
        self.facts.changes_methods |= changes_methods(self._file)
        if self._file.generates or hooks:
            self._set.all_data()
            if hooks - {"*"} or self._asks_for_pages():
                self.facts.front_matter |= deep_keys(self._file.script.code, self._file.values)
        only_late = self._registered.events == {"post_write"} and not self._file.generates
        if only_late and not self.facts.unknown_liquid:
            self._too_late()
        literals = (each.literal for tokens in self._file.script.code for each in tokens)
        self.facts.page_classes |= self._file.placed_by_arguments - CORE
        self.facts.opened = self._file.opened
        self.facts.reads_layouts = "read_yaml" in self._file.where
        self.facts.says_moving = not MOVING.isdisjoint(literals)
        self.facts.names |= self._file.where.keys() | self._file.methods.symbols
        self.facts.asked_callers |= self._file.methods.asked
        self.facts.asked_settings |= self._file.values.asked

    def _copies_pages(self) -> bool:
        """Whether a page may be copied; ``page.path.dup`` is a text."""
        return any(
            text_at(tokens, at - 2) not in _PLAIN_PARTS or not is_operator(tokens, at - 3, ".", "&.")
            for name in ("dup", "clone", "Marshal", "deep_dup")
            for tokens, at in self._file.where.get(name, ())
        )

    def _asks_for_pages(self) -> bool:
        return any(
            is_operator(tokens, at - 1, ".", "&.") and is_site(tokens, at)
            for name in ("collections", "documents", "each_site_file", "pages", "posts")
            for tokens, at in self._file.where.get(name, ())
        )

    def _too_late(self) -> None:
        """What is changed once the site is written shows nowhere; what is written counts."""
        facts = self.facts
        for names in (facts.changes, facts.data, facts.front_matter, facts.settings, facts.variables):
            names.clear()

    def _name(self, tokens: Tokens, at: int) -> None:
        text = tokens[at].text
        if reader := self._readers.get(text):
            reader(tokens, at)
        own = is_operator(tokens, at - 1, ".", "&.", "::") or is_operator(tokens, at + 1, "=", ".", "[")
        if text in _UNSEEN or (text in _UNSEEN_BARE and not own and not _in_result(tokens, at)):
            if not self._is_seen(tokens, at):
                self.facts.anything()
        elif text in _SENDERS and is_operator(tokens, at - 1, ".", "&."):
            self._sent(tokens, at)
        elif text in _SHELLS:
            self._files.on_shell(tokens, at)
        elif text in LISTS:
            self._pages.on_list(tokens, at)
        elif text in _TEXTS or text in ("@content", "@output"):
            self._set.on_text(tokens, at)
        elif text in self._set.data_names and text != "data" and text != "@data":
            self._set.on_data(tokens, at)
        elif text in _WRITERS and is_operator(tokens, at - 1, ".", "&."):
            self._files.on_write(tokens, at)

    def _is_seen(self, tokens: Tokens, at: int) -> bool:
        """Whether what runs by a word that may run anything is in the file, or in its settings."""
        return (
            self._pages.opens(tokens, at)
            or self._gets_plain_value(tokens, at)
            or self._works_out_settings(tokens, at)
            or self._works_out_what_templates_say(tokens, at)
            or _is_handed_back(tokens, at)
        )

    def _gets_plain_value(self, tokens: Tokens, at: int) -> bool:
        """``const_get("VALID_#{key}")``: names of classes and modules have no ``_`` behind capitals."""
        names = self._file.named(arguments(tokens, at)) if tokens[at].text == "const_get" else ()
        return bool(names) and all(_PLAIN_CONSTANT.match(name.texts[0]) for name in names)

    def _works_out_settings(self, tokens: Tokens, at: int) -> bool:
        """``eval(spec["filter_condition"])``: what ``_config.yml`` has there only asks for values."""
        values = arguments(tokens, at) if tokens[at].text == "eval" else []
        texts = self._file.values.texts(values[0]) if len(values) == 1 else None
        return texts is not None and all(map(self._only_asks, texts))

    def _works_out_what_templates_say(self, tokens: Tokens, at: int) -> bool:
        """``eval(condition, scope)`` in a filter, which templates alone call: what they give chooses among
        values (``{{ site.data.papers | data_filter: "year > 2020" }}``), and nobody writes programs there."""
        values = arguments(tokens, at) if tokens[at].text == "eval" else []
        given = values[0] if values else ()
        inside = self._file.methods.of(tokens[at])
        if len(given) != 1 or inside is None or "register_filter" not in self._file.where:
            return False
        is_called = len(self._file.where[inside.name]) > 1
        method = self._file.methods.only(inside.name) if not is_called else None
        return method is not None and given[0].text in (method.parameters or ())

    def _only_asks(self, text: str) -> bool:
        """Whether code changes nothing: it compares values, and takes them from the script's variables."""
        if text not in self._asking:
            script = read_script(text)
            words = ((tokens, at) for tokens in script.code for at in range(len(tokens)))
            self._asking[text] = not script.odd and all(self._is_asking(*word) for word in words)
        return self._asking[text]

    def _is_asking(self, tokens: Tokens, at: int) -> bool:
        token = tokens[at]
        if token.kind is Kind.NAME:
            is_called = is_operator(tokens, at - 1, ".", "&.")
            return token.text in _ASKING or (not is_called and self._file.values.is_variable(token.text))
        if token.kind is Kind.OPERATOR:
            return token.text in _COMPARING
        return token.kind is Kind.NUMBER or token.literal is not None

    def _sent(self, tokens: Tokens, at: int) -> None:
        values = arguments(tokens, at)
        name = literal(values[0]) if values else None
        if name is None or name in _UNSEEN | _SHELLS | _WRITERS | LISTS | _SENT:
            self.facts.anything()

    def _on_require(self, tokens: Tokens, at: int) -> None:
        values = arguments(tokens, at)
        if text_at(tokens, at - 2) == "Bundler":
            self._on_bundler(values)
            return
        name = literal(values[0]) if values else None
        where = self.facts.relative if tokens[at].text == "require_relative" else self.facts.requires
        if name is not None:
            where.add(name)
        elif values and _loads_own_folder(tokens, at):
            self.facts.relative.add(ALL_BESIDE)
        elif values:
            self.facts.anything()

    def _on_bundler(self, values: Sequence[Tokens]) -> None:
        """``Bundler.require(:default)``, which is what it does without a group, too."""
        groups = [literal(value) for value in values] or ["default"]
        named = {group for group in groups if group is not None}
        self.facts.bundles |= named
        if len(named) < len(groups):
            self.facts.anything()


def _loads_own_folder(tokens: Tokens, at: int) -> bool:
    """``Dir[File.join(__dir__, "*.rb")].sort.each { |file| require file }``: scripts beside it or below."""
    before = range(at, max(0, at - WINDOW) - 1, -1)
    begin = next((index for index in before if tokens[index].text == "Dir"), at)
    bracket = begin + 3 if text_at(tokens, begin + 2) == "glob" else begin + 1
    end = closing(tokens, bracket) + 1 if is_operator(tokens, bracket, "[", "(") else at
    if not _is_own_folder(Counter(_texts(tokens[begin:end]))):
        return False
    while text_at(tokens, end + 1) in _CHOOSING and is_operator(tokens, end, "."):
        end = closing(tokens, end + 2) + 1 if is_operator(tokens, end + 2, "{") else end + 2
    loop = [token.text for token in tokens[end:at] if token.kind is not Kind.NEWLINE]
    variable = text_at(tokens, at + 1 + is_operator(tokens, at + 1, "("))
    return loop in ([".", "each", brace, "|", variable, "|"] for brace in ("{", "do"))


def _is_own_folder(words: Mapping[str, int]) -> bool:
    """Whether what these words name lies in a script's folder: ``__dir__``, ``File.dirname(__FILE__)``."""
    by_name = words.get("__FILE__", 0)
    is_here = by_name + words.get("__dir__", 0) == 1 and words.get("dirname", 0) == by_name
    return is_here and not any(".." in word or word == "parent" for word in words)


def _texts(tokens: Tokens) -> Iterator[str]:
    """The words, operators and texts of a script, those within ``#{…}`` too."""
    for token in tokens:
        yield token.text
        for part in token.parts:
            yield from (part,) if isinstance(part, str) else (each.text for each in part)


def _is_handed_back(tokens: Tokens, at: int) -> bool:
    """``def scope; binding; end``: what a method has of its own, with which nothing is done yet."""
    stands_alone = tokens[at - 1].kind is Kind.NEWLINE and text_at(tokens, at + 2) == "end"
    return at > 0 and tokens[at].text == "binding" and stands_alone


def _in_result(tokens: Tokens, at: int) -> bool:
    """``erb.result(binding)``: a template of text."""
    return "result" in (text_at(tokens, at - 1), text_at(tokens, at - 2))
