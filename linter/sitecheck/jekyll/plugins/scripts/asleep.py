"""Generators that do nothing on a site, as what they ask for first is not in its configuration:
``return unless site.config["feeds"]``, or all they do within ``if site.config["feeds"] != nil``.

Only scripts that do nothing else are looked at: they require, define classes and methods, and that is all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sitecheck.jekyll.plugins.scripts.facts import RubyFacts
from sitecheck.jekyll.plugins.scripts.methods import Method
from sitecheck.jekyll.plugins.scripts.plugin_file import CORE, PluginFile
from sitecheck.jekyll.plugins.scripts.statements import (
    HEAD,
    Tokens,
    closing,
    is_operator,
    split,
    statement,
    text_at,
)
from sitecheck.jekyll.plugins.scripts.words import words
from sitecheck.ruby import Kind

_OF_THE_BUILD = words("build_settings")
_BASES = frozenset({"Generator", "Page", "PageWithoutAFile", "StandardError", "StaticFile"})
"""What classes are derived from that do nothing by being defined; Jekyll finds converters and commands so."""
_SAID = frozenset({"attr_accessor", "attr_reader", "attr_writer", "priority", "safe"})
"""What classes say with plain values, which does nothing to a site."""
_ALONE = frozenset({"private", "protected", "public"})
_PLAIN = frozenset({"false", "freeze", "nil", "true"})
_REACHES = frozenset({"generators", "instance_variable_get", "instance_variable_set"})
"""Methods by which a script comes at the generators of others, or at the configuration, without its name."""
_OPENED = frozenset({"Generator", "Plugin"})
"""Classes of Jekyll from which each generator has what is written into them."""
_ASKS = frozenset({"dig", "fetch", "has_key?", "include?", "key?", "to_json"})
"""Methods of a configuration that leave it as it is."""
_MOST_STATEMENTS = 20
_MOST_NAMESAKES = 20
"""So many methods of one name are looked at for each of them; who has more is awake."""
_UNKNOWN: Final = object()
"""Stands for a value that only the build knows."""


def as_asleep(file: PluginFile) -> RubyFacts:
    """The facts of a script, which are next to none where its generators do nothing on the site."""
    facts = file.facts
    if not _sleeps(file):
        return facts
    return RubyFacts(
        requires=facts.requires,
        relative=facts.relative,
        bundles=facts.bundles,
        names=facts.names,
        asked_callers=set(file.bases),
        asked_settings=set(file.values.asked),
        awake=facts,
    )


def may_wake(file: PluginFile) -> bool:
    """Whether a script may set a setting, or call a generator of another, in ways that are not followed:
    ``c = site.config``, ``site.config.send(…)``, ``site.generators``, ``class Jekyll::Generator``."""
    if not _REACHES.isdisjoint(file.where) or (file.opened & _OPENED) - file.bases.keys():
        return True
    places = (place for name in ("config", "@config") for place in file.where.get(name, ()))
    return not all(_only_asks(*place) for place in places)


def _only_asks(tokens: Tokens, at: int) -> bool:
    """Whether one setting is asked for, or a variable of that name is set."""
    if is_operator(tokens, at + 1, "="):
        return True
    if is_operator(tokens, at + 1, ".", "&."):
        return text_at(tokens, at + 2) in _ASKS
    is_one = is_operator(tokens, at + 1, "[")
    return is_one and not is_operator(tokens, closing(tokens, at + 1) + 1, ",")


def _sleeps(file: PluginFile) -> bool:
    # a theme may bring settings of its own
    if file.script.odd or file.settings.get("theme") or not _only_defines(file):
        return False
    heads = [place for place in file.where.get("class", ()) if _is_derived(*place)]
    if len(heads) != len(file.bases):
        return False  # ``A::Feeds`` and ``B::Feeds`` are told apart by nobody here
    generators = [name for name, base in file.bases.items() if base == "Generator"]
    methods = [_only_method(file, name) for name in generators]
    return bool(methods) and all(each is not None and _Gate(file, each).is_shut() for each in methods)


def _only_method(file: PluginFile, owner: str) -> Method | None:
    """The method by which a generator is called, where it takes the site by that name."""
    found = [each for each in file.methods.named("generate") if each.owner == owner]
    # Jekyll makes every generator with the configuration, which may be changed there
    if any(each.owner == owner for each in file.methods.named("initialize")):
        return None
    return found[0] if len(found) == 1 and found[0].parameters == ("site",) else None


def _only_defines(file: PluginFile) -> bool:
    """Whether a script does nothing when it is loaded but require, and define what is its own."""
    tokens = file.script.code[0] if file.script.code else ()
    ends = file.blocks.ends(tokens)
    at = 0
    while at < len(tokens):
        text = tokens[at].text
        if tokens[at].kind is Kind.NEWLINE or text == "end":
            at += 1
        elif text == "def":
            if at not in ends or not _is_of_class(file, tokens, at):
                return False
            at = ends[at] + 1
        else:
            said = statement(tokens, at)
            if not said or not _is_definition(file, tokens, at, said):
                return False
            at += len(said)
    return True


def _is_of_class(file: PluginFile, tokens: Tokens, at: int) -> bool:
    """Whether a method is one of a class that is derived here: a module may be that of another, and in ``def
    Jekyll.env`` and ``def (x).y`` an object may."""
    is_of_object = text_at(tokens, at + 1) in ("self", "(") or is_operator(tokens, at + 2, ".", "::")
    methods = file.methods.named(text_at(tokens, at + 1))
    is_known = not is_of_object and 0 < len(methods) <= _MOST_NAMESAKES
    return is_known and all(each.owner in file.bases for each in methods)


def _is_definition(file: PluginFile, tokens: Tokens, at: int, said: Tokens) -> bool:
    """Whether a statement outside of methods does nothing to a site."""
    text = said[0].text
    if said[0].kind is not Kind.NAME:
        return False
    if text == "module":
        # a module of others, such as that of the filters, gets methods
        return 1 < len(said) < HEAD and said[-1].text not in CORE - {"Jekyll"} and not _is_filters(said)
    if text == "class":
        name = file.blocks.owner_name(tokens, at + 1)
        is_jekylls = {each.text for each in said[2:] if each.text[:1].isupper()} <= {name, "Jekyll"} | _BASES
        return (
            name not in CORE and not name.endswith("Drop") and file.bases.get(name) in _BASES and is_jekylls
        )
    if text in _ALONE:
        return len(said) == 1
    if text in _SAID or text.startswith("require"):
        return all(_is_plain(said, number) for number in range(1, len(said)))
    is_constant = text[:1].isupper() and is_operator(said, 1, "=")
    return is_constant and all(_is_plain(said, number) for number in range(1, len(said)))


def _is_derived(tokens: Tokens, at: int) -> bool:
    return any(is_operator((each,), 0, "<") for each in statement(tokens, at + 1, HEAD))


def _is_filters(said: Tokens) -> bool:
    return any("Filter" in each.text or "Liquid" in each.text for each in said)


def _is_plain(said: Tokens, at: int) -> bool:
    token = said[at]
    if token.kind is Kind.NAME:
        return token.text in _PLAIN
    if token.kind is Kind.WORDS:
        return token.raw[1:2].islower()  # ``%W[#{x}]`` and ``%I[#{x}]`` run what stands in them
    if token.kind in (Kind.LABEL, Kind.SYMBOL):
        return "#" not in token.text + token.raw  # ``:"#{x}"`` and ``{ "#{x}": 1 }`` run what stands in them
    return token.kind in (Kind.OPERATOR, Kind.NUMBER, Kind.NEWLINE) or token.literal is not None


class _Gate:
    """What a generator asks before it does anything."""

    def __init__(self, file: PluginFile, method: Method) -> None:
        self._file = file
        self._body = method.body
        self._variables: dict[str, object] = {}

    def is_shut(self) -> bool:
        """Whether it surely returns, or comes to its end, before it does anything."""
        ends = self._file.blocks.ends(self._body)
        if any(each.text == "ensure" for each in self._body):
            return False
        at = 0
        for _ in range(_MOST_STATEMENTS):
            while at < len(self._body) and self._body[at].kind is Kind.NEWLINE:
                at += 1
            if at == len(self._body):
                return True
            said = statement(self._body, at)
            if at in ends:
                goes_on = self._of_block(at, ends, said)
                at = ends[at] + 1
            else:
                goes_on = self._of_statement(said)
                at += len(said)
            if goes_on is not None:
                return not goes_on
        return False

    def _of_block(self, at: int, ends: Mapping[int, int], head: Tokens) -> bool | None:
        """``if …`` with what stands in it: whether something is done then; ``None`` where it is passed by."""
        inner = self._body[at + len(head) : ends[at]]
        value = self._value(head[1:]) if head[0].text in ("if", "unless") else _UNKNOWN
        if value is _UNKNOWN or self._has_else(at, ends):
            return True
        if _is_true(value) == (head[0].text == "if"):
            returned = [each for each in inner if each.kind is not Kind.NEWLINE]
            return not (returned and returned[0].text == "return" and _is_nothing(returned[1:]))
        return None

    def _has_else(self, at: int, ends: Mapping[int, int]) -> bool:
        """Whether the block that begins at ``at`` has an ``else`` of its own."""
        place = at + 1
        while place < ends[at]:
            if self._body[place].kind is Kind.NAME and self._body[place].text in ("else", "elsif"):
                return True
            place = ends.get(place, place) + 1
        return False

    def _of_statement(self, said: Tokens) -> bool | None:
        """``return unless …``, or a variable that is set: whether something is done; ``None`` where not, and
        more follows."""
        words = [each.text for each in said]
        asks = next((at for at, word in enumerate(words) if word in ("if", "unless")), len(said))
        value = self._value(said[asks + 1 :]) if asks < len(said) else None
        if words[:1] == ["return"] and _is_nothing(said[1:asks]) and value is not _UNKNOWN:
            is_met = asks == len(said) or _is_true(value) == (words[asks] == "if")
            return False if is_met else None
        is_set = asks == len(said) and said[0].kind is Kind.NAME and is_operator(said, 1, "=")
        if not is_set or not words[0].isidentifier() or not words[0][:1].islower():
            return True
        self._variables[words[0]] = found = self._value(said[2:])
        return True if found is _UNKNOWN else None

    def _value(self, tokens: Tokens) -> object:
        """What an expression is, as Ruby has it."""
        if is_operator(tokens, 0, "(") and closing(tokens, 0) == len(tokens) - 1:
            tokens = tokens[1:-1]
        for operator, is_end in (("||", _is_true), ("&&", _is_false)):
            choices = split(tokens, operator)
            if len(choices) > 1:
                return self._first(choices, is_end)
        for operator in ("==", "!="):
            sides = split(tokens, operator)
            if len(sides) == 2:
                is_same = _is_same(*map(self._value, sides))
                return is_same if is_same is _UNKNOWN else is_same == (operator == "==")
        if is_operator(tokens, 0, "!"):
            value = self._value(tokens[1:])
            return value if value is _UNKNOWN else not _is_true(value)
        return self._asked(tokens)

    def _first(self, choices: Sequence[Tokens], is_end: object) -> object:
        value: object = _UNKNOWN
        for choice in choices:
            value = self._value(choice)
            if value is _UNKNOWN or (callable(is_end) and is_end(value)):
                break
        return value

    def _asked(self, tokens: Tokens) -> object:
        """``… .nil?``, ``….empty?``, ``site.config.key?("a")``, or a value alone."""
        method = text_at(tokens, len(tokens) - 1)
        if method in ("nil?", "empty?") and is_operator(tokens, len(tokens) - 2, "."):
            value = self._value(tokens[:-2])
            if value is _UNKNOWN or method == "nil?":
                return value if value is _UNKNOWN else value is None
            return not value if isinstance(value, str | list | Mapping) else _UNKNOWN
        if text_at(tokens, len(tokens) - 4) in ("key?", "has_key?") and is_operator(tokens, 3, "."):
            key = tokens[-2].literal
            is_config = [each.text for each in tokens[:3]] == ["site", ".", "config"] and len(tokens) == 8
            is_told = is_config and "\\" not in tokens[-2].raw and self._is_told(key)
            return key in self._file.settings if is_told else _UNKNOWN
        return self._alone(tokens)

    def _alone(self, tokens: Tokens) -> object:
        if any("\\" in each.raw for each in tokens):
            return _UNKNOWN  # ``"\\u0066eeds"``: what escapes stand for is not worked out
        if [each.text for each in tokens] in (["[", "]"], ["{", "}"]):
            return []
        if len(tokens) == 1 and tokens[0].kind is Kind.NAME:
            known = {"nil": None, "true": True, "false": False, **self._variables}
            return known.get(tokens[0].text, _UNKNOWN)
        if len(tokens) == 1 and tokens[0].kind is Kind.STRING and tokens[0].literal is not None:
            return tokens[0].literal
        is_setting, value = self._file.values.setting(tokens)
        if value is None and len(tokens) > 6:
            return _UNKNOWN  # ``nil["on"]`` raises, which may be rescued; ``"on off"["on"]`` is a text
        is_told = is_setting and len(tokens) > 4 and self._is_told(tokens[4].literal)
        if isinstance(value, str) and value.startswith(":"):
            return _UNKNOWN  # Jekyll reads it as a symbol, which is no text
        return value if is_told and text_at(tokens, 0) == "site" else _UNKNOWN

    def _is_told(self, key: str | None) -> bool:
        """Whether the site's own files tell a setting, rather than Jekyll and how it is called."""
        # ``:feeds: 1`` sets ``feeds``: Jekyll reads a symbol, and makes a text of every key
        if key is None or key in _OF_THE_BUILD or f":{key}" in self._file.settings:
            return False
        self._file.values.asked.add(key)
        return True


def _is_true(value: object) -> bool:
    return value is not None and value is not False


def _is_false(value: object) -> bool:
    return not _is_true(value)


def _is_nothing(tokens: Tokens) -> bool:
    """Whether what is returned is a plain value, which does nothing."""
    return not tokens or (len(tokens) == 1 and tokens[0].text in ("false", "nil", "true"))


def _is_same(first: object, second: object) -> object:
    if first is _UNKNOWN or second is _UNKNOWN:
        return _UNKNOWN
    if isinstance(first, str) and isinstance(second, str):
        return first == second
    plain = (None, True, False)
    is_plain = any(first is each or second is each for each in plain)
    return first is second if is_plain else _UNKNOWN
