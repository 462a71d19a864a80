"""The tags of a script, as far as what they print is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from sitecheck.jekyll.plugins.scripts.classes import ACCESSORS
from sitecheck.jekyll.plugins.scripts.plugin_file import PluginFile
from sitecheck.jekyll.plugins.scripts.statements import (
    HEAD,
    Tokens,
    arguments,
    is_operator,
    literal,
    opened_name,
    split,
    statement,
    text_at,
)
from sitecheck.ruby import Function, Kind, Node, NotReadError, TagClass, read_function, read_value

_BASES = {("Liquid", "Tag"): False, ("Liquid", "Block"): True}
"""What a class of tags is derived from, and whether that is a block."""
_FILTERS = ("Jekyll", "Filters")
_MODULES = frozenset((_FILTERS, ("Liquid", "StandardFilters"), (*_FILTERS, "URLFilters")))
"""Modules that leave how a tag is made and rendered as it is."""
_OF_LIQUID = frozenset(
    {
        *(
            "assert_missing_delimitation!",
            "blank?",
            "block_delimiter",
            "block_name",
            "children",
            "create_variable",
        ),
        *("disable_tags", "end_tag", "line_number", "name", "new_body", "nodelist", "options", "parse"),
        *("parse_body", "parse_context", "parse_expression", "raise_tag_never_closed", "raw", "render_all"),
        *("render_node", "render_to_output_buffer", "tag_name", "unknown_tag", "with_disabled_tags"),
        *("class", "freeze", "instance_variable_get", "instance_variable_set", "is_a?", "method_missing"),
        *("nil?", "object_id", "respond_to?", "respond_to_missing?", "send", "to_s", "to_str"),
    }
)
"""Methods by which Liquid reads and renders a tag: a class with one of its own may do anything."""
_OPENED = frozenset(
    {
        *("Block", "BlockBody", "Context", "Converters", "Document", "Filters", "KramdownParser", "Liquid"),
        *("Markdown", "Renderer", "Site", "Tag", "Template", "StandardFilters", "MarkdownProcessor"),
    }
)
"""Classes and modules of Liquid and Jekyll that have a say in what tags print."""
_EXTENSIBLE = frozenset({"Document", "Site"})
"""Those of Jekyll of which all methods are known."""
_OF_TEMPLATE = frozenset(("error_mode", "parse", "register_filter", "register_tag"))
"""What a script may ask ``Liquid::Template`` for that leaves the tags of others as they are: not ``tags``."""
_HARMLESS = ("require", "require_relative", "private", "public", "protected")


def opens_liquid(file: PluginFile) -> bool:
    """Whether a script opens what makes and renders tags anew, or may."""
    bases = file.bases
    if any(
        not is_operator(tokens, at + 1, ".") or text_at(tokens, at + 2) not in _OF_TEMPLATE
        for tokens, at in file.where.get("Template", ())
    ):
        return True
    return any(
        name in _OPENED
        and bases.get(name) not in ("Tag", "Block")
        and not (name in _EXTENSIBLE and _is_jekylls(file, tokens, at, name))
        for word in ("class", "module")
        for tokens, at in file.where.get(word, ())
        for name in [opened_name(tokens, at)]
    )


def _is_jekylls(file: PluginFile, tokens: Tokens, at: int, name: str) -> bool:
    """Whether a class of Jekyll's gets methods there that it has not got."""
    is_class = tokens[at].text == "class" and all(
        each.text != "Liquid" for each in statement(tokens, at + 1, HEAD)
    )
    return is_class and file.classes.only_adds(tokens, at, name)


def written_tags(file: PluginFile) -> Mapping[str, TagClass]:
    """The tags of a script by their names; none where it may change them."""
    if file.script.odd or "register_tag" not in file.where:
        return {}
    tokens = file.script.code[0]
    blocks = file.blocks.ends(tokens)
    opened = Counter(opened_name(tokens, at) for at in blocks if tokens[at].text in ("class", "module"))
    classes: dict[str, TagClass] = {}
    for at in (at for at in sorted(blocks) if tokens[at].text == "class"):
        try:
            found = _class(tokens, at, blocks)
        except NotReadError:
            continue
        if found is not None and opened[found.name] == 1:
            classes[found.name] = found
    registered, given = _registered(file)
    # what else names a class may give it other methods
    alone = {name for name in classes if len(file.where.get(name, ())) == 1 + given[name]}
    return {name: classes[owner] for name, owner in registered.items() if owner in alone}


def _registered(file: PluginFile) -> tuple[Mapping[str, str], Counter[str]]:
    """The classes that are registered for certain, by the names of their tags; and how often each class is
    given to be registered at all."""
    tokens = file.script.code[0]
    found: dict[str, str] = {}
    said: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for code, at in file.where["register_tag"]:
        values = arguments(code, at)
        name = literal(values[0]) if values else None
        said.update(file.tag_names(values) or ())
        last = values[1][-1].text if len(values) == 2 else ""
        given[last] += 1
        if name is None or len(values) != 2 or code is not tokens:
            continue
        is_called = [each.text for each in tokens[max(0, at - 4) : at]][-4:] == [
            "Liquid",
            "::",
            "Template",
            ".",
        ]
        if not is_called or not file.blocks.always_runs(tokens, at):
            continue
        found[name] = file.blocks.owner_name(tokens, at) if last == "self" else last
    return {name: owner for name, owner in found.items() if said[name] == 1}, given


def _class(tokens: Tokens, at: int, blocks: Mapping[int, int]) -> TagClass | None:
    """The class that is opened at ``at``, if it is one of tags; raises :class:`NotReadError` where it may do
    more than is read."""
    head = statement(tokens, at + 1, HEAD)
    halves = split(head, "<")
    base = tuple(each.text for each in halves[1] if each.text != "::") if len(halves) == 2 else ()
    if base not in _BASES:
        return None
    methods: dict[str, Function] = {}
    constants: dict[str, Node] = {}
    accessors: set[str] = set()
    has_filters = False
    for begin, end in _statements(tokens, at + 1 + len(head), blocks[at], blocks):
        word = tokens[begin].text
        if word == "def":
            function = read_function(tokens[begin:end])
            if function.name in _OF_LIQUID or function.name in methods:
                raise NotReadError
            methods[function.name] = function
        elif word == "include":
            has_filters |= _included(tokens, begin) == _FILTERS
        elif word[0].isupper() and is_operator(tokens, begin + 1, "="):
            if word in constants:
                raise NotReadError
            constants[word] = read_value(tokens[begin + 2 : end])
        elif word in ACCESSORS:
            accessors |= _accessors(tokens, begin)
        elif not _is_harmless(tokens, begin):
            raise NotReadError
    if not methods.keys().isdisjoint(accessors):
        raise NotReadError  # the one that is defined last counts
    return TagClass(
        name=opened_name(tokens, at),
        is_block=_BASES[base],
        has_filters=has_filters,
        methods=methods,
        constants=constants,
    )


def _statements(tokens: Tokens, at: int, stop: int, blocks: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Where the statements in the body of a class begin and end."""
    while at < stop:
        if tokens[at].kind is Kind.NEWLINE:
            at += 1
            continue
        if tokens[at].text == "def" and at in blocks:
            end = blocks[at]
            yield at, end
            at = end + 1
            continue
        end = at + len(statement(tokens, at))
        yield at, end
        at = max(end, at + 1)


def _included(tokens: Tokens, at: int) -> tuple[str, ...]:
    values = arguments(tokens, at)
    named = tuple(each.text for each in values[0] if each.text != "::") if len(values) == 1 else ()
    if named not in _MODULES:
        raise NotReadError
    return named


def _accessors(tokens: Tokens, at: int) -> set[str]:
    """The methods that ``attr_reader`` and its kin make."""
    names = [literal(each) for each in arguments(tokens, at)]
    told = {each for each in names if each is not None}
    if not names or None in names or not told.isdisjoint((*_OF_LIQUID, "initialize", "render")):
        raise NotReadError
    return told


def _is_harmless(tokens: Tokens, at: int) -> bool:
    """Whether a statement in the body of a class leaves its methods as they are written."""
    word = text_at(tokens, at)
    values = arguments(tokens, at)
    if word in ("private", "public", "protected"):
        return not values
    return word in _HARMLESS and len(values) == 1 and literal(values[0]) is not None
