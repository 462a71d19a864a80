"""What a tag, an include, a filter or a variable of Liquid is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sitecheck.jekyll.plugins.plugin_table import plugins_by_filter, plugins_by_tag
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid import Unknown
from sitecheck.liquid.values import Drop
from sitecheck.model.span import Span
from sitecheck.server import harmless
from sitecheck.server.asked import Asked
from sitecheck.server.cursor import LiquidAt
from sitecheck.server.hover.links import target_lines
from sitecheck.server.hover.told import Told, told
from sitecheck.server.scope import Items, Scope, Words, bindings_at, site_value
from sitecheck.server.words import INCLUDE_TAGS, filter_words, object_words, tag_words

_WORD = lazy_pattern(r"[\w-]")
_NAME = lazy_pattern(r"[^\s%{}'\"]")
_PATH = lazy_pattern(r"(?:[A-Za-z_][\w-]*(?:\.[\w-]+|\[[^\[\]\n]{1,100}\])*\.)?\Z")
_FIRST = lazy_pattern(r"\s+([^\s%{}]+)")
_FILES = 5
_KEYS = 12


def tell_liquid(asked: Asked) -> Told | None:
    """The name, file, filter or variable at the cursor; ``None`` outside of Liquid and in its texts."""
    liquid, cursor = asked.cursor.liquid, asked.cursor
    if liquid is None or cursor.hidden:
        return None
    name_end = liquid.name_span.end
    if liquid.is_tag and liquid.name_span.start <= cursor.offset <= max(name_end, _name_end(asked, liquid)):
        span = Span(liquid.name_span.start, _name_end(asked, liquid))
        return told(span, _tag_lines(asked, cursor.text[span.start : span.end]))
    file = _file(asked, liquid)
    if file is not None:
        return file
    if liquid.string is not None:
        return None
    return _word(asked, liquid)


def _name_end(asked: Asked, liquid: LiquidAt) -> int:
    end = liquid.name_span.start
    text = asked.cursor.text
    while end < len(text) and end < liquid.name_span.start + 100 and _WORD.match(text[end]):
        end += 1
    return end


def _tag_lines(asked: Asked, name: str) -> Iterator[str]:
    opened = name.removeprefix("end")
    if name != opened and opened in tag_words():
        yield f"Ends {harmless.code(opened)}."
        return
    words = tag_words().get(name, "")
    yield f"{harmless.code(name)}: {words}" if words else ""
    if name in asked.view.site.own_ruby.tags:
        yield "A tag of the site's own plugins."
    elif name in plugins_by_tag() and not words:
        yield f"{harmless.code(name)}: a tag of {plugins_by_tag()[name]}."


def _file(asked: Asked, liquid: LiquidAt) -> Told | None:
    """What an include, ``link`` or ``post_url`` names, where the cursor stands on the name."""
    text = asked.cursor.text
    match = _FIRST.match(text, liquid.markup, min(len(text), liquid.markup + 600))
    if match is None or not match.start(1) <= asked.cursor.offset <= match.end(1):
        return None
    name, span = match[1], Span(*match.span(1))
    if liquid.name in INCLUDE_TAGS:
        return told(span, _include_lines(asked, liquid.name, name))
    if liquid.name in ("link", "post_url"):
        return told(span, _target_lines(asked, liquid.name, name))
    return None


def _include_lines(asked: Asked, tag: str, name: str) -> Iterator[str]:
    path = asked.index.include_path(tag, name, asked.path)
    if not path:
        theme = asked.view.reader.has_theme
        missing = "the theme may bring it" if theme else "**there is no such file**"
        yield f"No file of the includes folder is called {harmless.code(name)}: {missing}."
        return
    yield f"Includes {harmless.code(path)}"
    parameters = asked.index.include_parameters(path)
    if parameters:
        yield f"Reads {', '.join(harmless.code(each, 60) for each in parameters[:20])}."


def _target_lines(asked: Asked, tag: str, name: str) -> Iterator[str]:
    payload = asked.view.reader.payload
    url = payload.link(name) if tag == "link" else payload.post_url(name)
    if isinstance(url, Unknown):
        return
    route = next((each for each in asked.view.site.routes if each.url == url), None) if url else None
    if route is None:
        what = "post" if tag == "post_url" else "page, post or file"
        yield f"**There is no {what}** {harmless.code(name)}; the build stops here."
        return
    yield from target_lines(asked, route)


def _word(asked: Asked, liquid: LiquidAt) -> Told | None:
    """A filter or variable."""
    cursor = asked.cursor
    span = cursor.word(_WORD)
    word = cursor.text[span.start : span.end]
    if not word or span.start < liquid.markup or not re.match(r"[A-Za-z_]", word):
        return None
    before = cursor.text[max(liquid.markup, span.start - 300) : span.start]
    if before.rstrip().endswith("|"):
        return told(span, _filter_lines(asked, word))
    if liquid.name in INCLUDE_TAGS and cursor.text[span.end : span.end + 20].lstrip().startswith("="):
        return told(span, _parameter_lines(asked, liquid, word))
    match = _PATH.search(before)
    path = (match[0] if match is not None else "") + word
    return told(span, _variable_lines(asked, path))


def _filter_lines(asked: Asked, name: str) -> Iterator[str]:
    if name in asked.view.site.own_ruby.filters:
        yield f"{harmless.code(name)}: a filter of the site's own plugins."
    elif name in filter_words():
        yield f"{harmless.code(name)}: {filter_words()[name]}"
    elif name in plugins_by_filter():
        yield f"{harmless.code(name)}: a filter of {plugins_by_filter()[name]}."


def _parameter_lines(asked: Asked, liquid: LiquidAt, name: str) -> Iterator[str]:
    text = asked.cursor.text
    match = _FIRST.match(text, liquid.markup, min(len(text), liquid.markup + 600))
    path = asked.index.include_path(liquid.name, match[1], asked.path) if match is not None else ""
    if path:
        reads = name in asked.index.include_parameters(path)
        yield f"{harmless.code(path)} {'reads' if reads else 'does not name'} this parameter."


def _variable_lines(asked: Asked, path: str) -> Iterator[str]:
    cursor = asked.cursor
    root, _, rest = path.partition(".")
    bindings = bindings_at(cursor.text, cursor.offset, cursor.body)
    own = next((each for each in reversed(bindings) if each.name == root), None)
    words = object_words(root).get(rest, "") if rest else object_words("roots").get(root, "")
    if own is not None and not rest:
        what = "An item of" if own.of_loop else "Set to"
        yield f"{what} {harmless.code(own.expression)}." if own.expression else "The text of a capture."
    elif words:
        yield f"{harmless.code(path)}: {words}"
    scope = Scope(asked.index, asked.record, bindings)
    value = site_value(asked.index, path) if root == "site" and own is None else scope.value(path)
    yield from _shown(value)
    if root == "site" and rest.startswith("data.") and own is None:
        yield _data_file(asked, rest.split(".")[1:])
    files = asked.index.reads.get((root, rest), ())
    if root == "page" and files and not words:
        yield f"Read by {', '.join(harmless.code(each) for each in files[:_FILES])}."


def _shown(value: object) -> Iterator[str]:
    """A value in a line."""
    if isinstance(value, bool):
        yield f"Value: {harmless.code(str(value).lower())}"
    elif isinstance(value, (str, int, float)) and not isinstance(value, Unknown):
        yield f"Value: {harmless.code(str(value), 200)}" if str(value).strip() else ""
    elif isinstance(value, Items):
        yield from _some(value.items)
    elif isinstance(value, Mapping):
        names = ", ".join(harmless.code(str(key), 40) for key in list(value)[:_KEYS])
        yield f"{len(value)} keys: {names}{', …' if len(value) > _KEYS else ''}" if value else ""
    elif isinstance(value, (list, tuple)) and not isinstance(value, (Words, Drop)):
        yield f"A list of {len(value)}."


def _some(items: tuple[object, ...]) -> Iterator[str]:
    """What an item of a list may be."""
    plain = [str(each) for each in items if isinstance(each, (str, int, float)) and str(each).strip()]
    if items and isinstance(items[0], Mapping):
        yield from _shown(items[0])
    elif plain:
        some = ", ".join(harmless.code(each, 60) for each in dict.fromkeys(plain[:5]))
        yield f"Values: {some}{', …' if len(plain) > 5 else ''}"


def _data_file(asked: Asked, keys: list[str]) -> str:
    """The data file that the keys of ``site.data`` lead into."""
    for file in asked.view.site.data_files:
        if list(file.keys) == keys[: len(file.keys)]:
            return f"In {harmless.code(file.path)}."
    return ""
