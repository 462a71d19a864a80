"""Blocks that show nothing themselves: definitions of links, footnotes and abbreviations, attribute lists
and the extensions ``{::comment}``, ``{::nomarkdown}``, ``{::options /}``."""

from __future__ import annotations

import re

from sitecheck.kramdown import grammar
from sitecheck.kramdown.attributes import Attributes
from sitecheck.kramdown.block.parser import code_end, parse_text
from sitecheck.kramdown.block_tree import Block, Footnote, LinkTarget, State
from sitecheck.kramdown.braces import Extension, Listing
from sitecheck.kramdown.grammar import ID_NAME, S
from sitecheck.kramdown.source import Builder
from sitecheck.lazy_pattern import lazy_pattern

_FOOTNOTE = lazy_pattern(rf" {{0,3}}\[\^({ID_NAME})\]:(.*?\n)")


def footnote(state: State) -> bool:
    """``[^name]: text`` with its indented continuation."""
    match = _FOOTNOTE.match(state.text, state.pos)
    if match is None:
        return False
    start, end = match.start(2), code_end(state, match.end())
    build, pos, text = Builder(), start, state.text
    while pos < end:
        indent = grammar.INDENT.match(text, pos)
        line_end = text.find("\n", pos) + 1
        build.add(state.source, pos if indent is None else indent.end(), line_end)
        pos = line_end
    content = Block("footnote_def", state.source, state.pos, end)
    # kramdown removes one indent wherever a line begins with one, within code as well.
    parse_text(state.page, build.source(), content, state.depth + 1)
    mark = state.add("eob", state.pos, end)
    mark.value = "footnote_def"
    # Of two footnotes of a name kramdown lets the later one count.
    earlier = state.page.footnotes.get(match[1])
    if earlier is not None:
        state.page.problems.append(("repeated-footnote", *earlier.span, match[1]))
    span = state.source.span(match.start(1) - 2, match.end(1) + 1)
    state.page.footnotes[match[1]] = Footnote(match[1], content, mark, span)
    state.pos = end
    return True


_LABEL = lazy_pattern(r" {0,3}\[([^\n\]]+)\]:[ \t]*")
_NEXT_LINE_TITLE = lazy_pattern(r"[ \t]*\n[ \t]*([\"'])([^\n]+)\1[ \t]*\n")
_LINE_REST = lazy_pattern(r"[ \t]*\n")
_TITLE_OPENS = lazy_pattern(r"(?<![ \t])[ \t]+[\"']")


def link(state: State) -> bool:
    """``[label]: destination "title"``."""
    label = _LABEL.match(state.text, state.pos)
    if label is None:
        return False
    found = _destination(state.text, label.end())
    if found is None:
        return False
    start, end, title, stop = found
    target = LinkTarget(label[1], state.text[start:end], title)
    target.span = state.source.span(label.start(1) - 1, stop - 1)
    target.href_span = state.source.span(start, end)
    target.mark = state.add("eob", state.pos, stop)
    target.mark.value = "link_def"
    # Of two definitions of a label kramdown lets the later one count.
    state.page.links[grammar.normalize_label(label[1])] = target
    state.page.definitions.append(target)
    state.pos = stop
    return True


def _destination(text: str, pos: int) -> tuple[int, int, str | None, int] | None:
    """Start and end of a definition's destination, its title, and where the definition ends."""
    last = line_end = text.find("\n", pos)
    while last > pos and text[last - 1] in " \t":
        last -= 1
    if text.startswith("<", pos):
        at = text.find(">", pos, line_end)
        while at >= 0:
            after = _after_destination(text, at + 1, last, line_end)
            if after is not None:
                return (pos + 1, at, *after)
            at = text.find(">", at + 1, line_end)
    if not text[pos:last].strip(grammar.SPACE):
        return None
    for opening in _TITLE_OPENS.finditer(text, pos + 1, last):
        quote = text[opening.end() - 1]
        if text[last - 1] == quote and opening.end() < last - 1:
            return pos, opening.start(), text[opening.end() : last - 1], line_end + 1
        return None  # a quote that opens no title: kramdown takes the line for text
    after = _after_destination(text, last, last, line_end)
    return None if after is None else (pos, last, *after)


def _after_destination(text: str, pos: int, last: int, line_end: int) -> tuple[str | None, int] | None:
    """The title after a destination and where the definition ends; ``last``: where the line's text does."""
    title = _NEXT_LINE_TITLE.match(text, pos)
    if title is not None:
        return title[2], title.end()
    if _LINE_REST.match(text, pos):
        return None, line_end + 1
    opening = _TITLE_OPENS.match(text, pos, line_end)
    if opening is None or text[last - 1] != text[opening.end() - 1] or opening.end() >= last - 1:
        return None
    return text[opening.end() : last - 1], line_end + 1


_ABBREVIATION = lazy_pattern(r" {0,3}\*\[([^\n]+?)\]:([^\n]*)\n")


def abbreviation(state: State) -> bool:
    """``*[HTML]: Hypertext …``"""
    match = _ABBREVIATION.match(state.text, state.pos)
    if match is None:
        return False
    place = state.source.span(match.start(1) - 2, match.end() - 1)
    state.page.abbreviations.append((match[1], match[2].strip(grammar.STRIP), *place))
    state.add("eob", state.pos, match.end()).value = "abbrev_def"
    state.pos = match.end()
    return True


_EXTENSION = lazy_pattern(r" {0,3}\{::([A-Za-z0-9_]+)")
_OPENS = lazy_pattern(r" {0,3}\{:")


def extension(state: State) -> bool:
    """A line that begins with ``{:``."""
    text, pos = state.text, state.pos
    if not _OPENS.match(text, pos):
        return False
    opening = grammar.ATTRIBUTE_DEFINITION.match(text, pos)
    definition = state.braces.listing(opening)
    if opening is not None and definition is not None:
        listed = state.page.attribute_lists.setdefault(opening[1], Attributes())
        listed.read(state.source, definition.start, definition.end)
        state.add("eob", pos, definition.after).value = "ald"
        state.pos = definition.after
        return True
    tag = state.braces.extension(_EXTENSION.match(text, pos))
    if tag is not None:
        return _named_extension(state, tag)
    listing = state.attribute_list(pos)
    if listing is None:
        return False
    _attribute_list(state, listing)
    return True


def _attribute_list(state: State, listing: Listing) -> None:
    children = state.tree.children
    last = children[-1] if children else None
    state_pos, state.pos = state.pos, listing.after
    # kramdown: the list is for the block before it, after a blank line for the one that follows.
    takes = last is not None and last.type != "blank"
    if takes and last is not None and last.type == "eob":
        takes = last.value in ("link_def", "abbrev_def", "footnote_def")
    if not takes or last is None:
        state.ial = state.ial or Attributes()
        state.ial.read(state.source, listing.start, listing.end)
        # kramdown hands a waiting list to the blank line after it, but for one that goes on from before.
        first = last is None or last.type != "blank"
        blank = grammar.BLANK.match(state.text, state.pos)
        if (blank.end() if blank is not None else state.pos) >= state.end or (first and blank is not None):
            state.problem("lost-attribute-list", listing.start - 2, listing.end + 1)
        return
    last.ial = last.ial or Attributes()
    last.ial.read(state.source, listing.start, listing.end)
    # kramdown ends the block after the last of several lists, so that a paragraph does not go on.
    if state.attribute_list(state.pos) is None:
        state.add("eob", state_pos, listing.after).value = "ial"


def _named_extension(state: State, tag: Extension) -> bool:
    name, body_end, end = tag.name, tag.end, tag.end
    if not tag.closed:
        close = state.search(_stop(name), tag.end)
        if close is None:
            state.problem("unclosed-extension", tag.span[0], tag.end - 1, name)
            return False
        body_end, end = close.start(), close.end()
    if name == "options":
        _options(state, tag)
        state.add("eob", state.pos, end).value = "extension"
    elif name in ("comment", "nomarkdown"):
        if not tag.closed:
            _verbatim(state, tag, body_end, end)
    else:
        return False
    state.pos = end
    return True


def _stop(name: str) -> re.Pattern[str]:
    return re.compile(rf"^ {{0,3}}\{{:/(?:{name})?\}}{S}*?\n", re.MULTILINE)


def _verbatim(state: State, tag: Extension, body_end: int, end: int) -> None:
    listed = Attributes()
    listed.read(state.source, *tag.attributes)
    types = listed.values["type"].text.split() if "type" in listed.values else []
    # kramdown's HTML converter writes what is for no converter in particular, or for HTML.
    shown = tag.name == "nomarkdown" and (not types or "html" in types)
    block = Block("raw" if shown else "comment", state.source, state.pos, end)
    block.parts = [(tag.end, body_end)]
    state.tree.children.append(block)


def _options(state: State, tag: Extension) -> None:
    listed = Attributes()
    listed.read(state.source, *tag.attributes)
    # kramdown: parsing obeys an option from here on, converting obeys it everywhere.
    for name, value in listed.values.items():
        state.page.options = state.page.options.with_inline(name, value.text)
