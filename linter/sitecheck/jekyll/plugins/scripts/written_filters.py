"""The filters of a script, as far as what they do is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sitecheck.jekyll.plugins.scripts.facts import WrittenFilters
from sitecheck.jekyll.plugins.scripts.plugin_file import PluginFile
from sitecheck.jekyll.plugins.scripts.statements import (
    Tokens,
    arguments,
    is_operator,
    literal,
    opened_name,
    text_at,
)
from sitecheck.ruby import Function, Kind, NotReadError, read_function

_HIDING = frozenset(("private", "protected", "private_class_method", "module_function"))
"""Words after which methods are no filters."""
_CHANGING = frozenset(
    {
        *(
            "alias",
            "alias_method",
            "class_eval",
            "class_exec",
            "define_method",
            "instance_eval",
            "module_eval",
        ),
        *("method_missing", "prepend", "refine", "remove_method", "send", "undef", "undef_method"),
        *("singleton_class", "define_singleton_method", "Strainer", "StrainerFactory", "StrainerTemplate"),
    }
)
"""Words that may make other methods of what a script, or Ruby itself, has."""
_CORE = frozenset(
    {
        *("Array", "BasicObject", "Comparable", "Enumerable", "FalseClass", "Float", "Hash", "Integer"),
        *("Kernel", "NilClass", "Numeric", "Object", "Regexp", "String", "Symbol", "TrueClass"),
    }
)
"""Classes and modules of Ruby whose methods every script calls."""


def changes_methods(file: PluginFile) -> bool:
    """Whether a script may make other methods of what it, another script or Ruby itself has."""
    return file.script.odd or not file.where.keys().isdisjoint(_CHANGING) or not file.opened.isdisjoint(_CORE)


def written_filters(file: PluginFile) -> WrittenFilters:
    """The filters of a script; none where it may change them."""
    if file.script.odd or "register_filter" not in file.where:
        return WrittenFilters()
    tokens = file.script.code[0]
    methods = list(_methods(file, tokens))
    said = Counter(name for _, name, _, _ in methods)
    modules = _registered(file, tokens)
    functions: dict[str, Function] = {}
    filters: set[str] = set()
    hidden, hides_after = _hidden(file, tokens)
    for owner, name, begin, end in methods:
        # what is no method of these modules, Liquid's and Jekyll's filters of the same name go before
        if said[name] > 1 or owner not in modules or file.blocks.is_in_other(tokens, begin):
            continue
        try:
            functions[name] = read_function(tokens[begin:end])
        except NotReadError:
            continue
        if begin < hides_after and name not in hidden:
            filters.add(name)
    return WrittenFilters(frozenset(filters), functions)


def _hidden(file: PluginFile, tokens: Tokens) -> tuple[frozenset[str], int]:
    """The methods that are named as no filters, and where those begin that are none: all, where a word names
    what is not written out."""
    names: set[str] = set()
    after = len(tokens)
    for at in (at for word in _HIDING for code, at in file.where.get(word, ()) if code is tokens):
        named = [literal(each) for each in arguments(tokens, at)]
        texts = [each for each in named if each is not None]
        is_bare = not named or text_at(tokens, at + 1) == "def"
        names.update(texts)
        if is_bare or len(texts) < len(named):
            after = min(after, at if is_bare else 0)
    return frozenset(names), after


def _methods(file: PluginFile, tokens: Tokens) -> Iterator[tuple[str, str, int, int]]:
    """The methods of modules and classes: whose they are, their names, where they begin and end."""
    for begin, end in sorted(file.blocks.ends(tokens).items()):
        if tokens[begin].text == "def" and begin + 1 < end and not is_operator(tokens, begin + 2, "."):
            yield file.blocks.owner_name(tokens, begin), tokens[begin + 1].text, begin, end


def _registered(file: PluginFile, tokens: Tokens) -> frozenset[str]:
    """The modules that are registered, by the last part of their names."""
    found: set[str] = set()
    for code, at in file.where["register_filter"]:
        values: Sequence[Tokens] = arguments(code, at)
        last = values[0][-1] if values and values[0] else None
        if code is not tokens or last is None or last.kind is not Kind.NAME:
            continue
        if not file.blocks.always_runs(tokens, at):
            continue
        if last.text == "self":
            found.add(file.blocks.owner_name(tokens, at))
        elif last.text[:1].isupper():
            found.add(last.text)
    opened = Counter(
        opened_name(tokens, at) for at in file.blocks.ends(tokens) if tokens[at].text == "module"
    )
    return frozenset(name for name in found if opened[name] == 1)
