"""What the variables of a template are at a place: through ``assign`` and ``for``, nothing rendered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sitecheck.jekyll import Record
from sitecheck.jekyll.templates.drops import CollectionDrop, DocumentDrop, PageValues, StaticDrop
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid import Unknown
from sitecheck.liquid.lookup import get
from sitecheck.liquid.values import Drop
from sitecheck.named_tuple import NamedTuple
from sitecheck.server.site_index import SiteIndex
from sitecheck.server.words import object_words

_BINDING = lazy_pattern(
    r"\{%-?\s{0,20}(?:(assign)\s+([\w-]+)\s*=\s*([^{}%]{1,300})|(for|tablerow)\s+([\w-]+)\s+in\s+([^{}%]{1,300})"
    r"|(capture)\s+([\w-]+)|(endfor|endtablerow))"
)
_PATH = lazy_pattern(r"[\w-]+(?:\.[\w-]+|\[(?:\d{1,6}|\"[^\"\]]*\"|'[^'\]]*'|[\w.-]+)\])*")
_STEP = lazy_pattern(r"\.?([\w-]+)|\[(?:(\d{1,6})|\"([^\"\]]*)\"|'([^'\]]*)'|([\w.-]+))\]")
_FILTER = lazy_pattern(r"\|\s*(\w+)(?::\s*[\"']?([\w.-]*))?")
_SAME = frozenset(
    ("where", "where_exp", "sort", "sort_natural", "reverse", "uniq", "compact", "concat", "push", "unshift",
     "pop", "shift", "default", "slice", "limit")
)  # fmt: skip
_ONE = frozenset(("first", "last", "find", "find_exp", "sample"))
_GROUPS = frozenset(("group_by", "group_by_exp"))
_DEEPEST = 6
_MOST_ITEMS = 60
REACH = 60_000
"""Characters before the cursor in which variables are looked for."""


class Words(NamedTuple):
    """An object of Liquid of which the names of its keys are known."""

    name: str


class Items(NamedTuple):
    """A list of which some items are known."""

    items: tuple[object, ...]


class Key(NamedTuple):
    """A key of a value."""

    name: str
    value: object = None
    about: str = ""
    """What it is, in Markdown of ours."""


class Binding(NamedTuple):
    """A variable that a tag sets: by an expression, or to the items of one."""

    name: str
    expression: str
    of_loop: bool
    is_open: bool = True


def bindings_at(text: str, offset: int, begin: int) -> tuple[Binding, ...]:
    """The variables that are set before ``offset``, the latest last; those of loops that have ended, too."""
    found: list[Binding] = []
    loops: list[int] = []
    for match in _BINDING.finditer(text, max(begin, offset - REACH), offset):
        if match[1]:
            found.append(Binding(match[2], match[3].strip(" -\n\t"), of_loop=False))
        elif match[4]:
            loops.append(len(found))
            found.append(Binding(match[5], match[6].strip(" -\n\t"), of_loop=True))
        elif match[7]:
            found.append(Binding(match[8], "", of_loop=False))
        elif loops:
            at = loops.pop()
            found[at] = found[at]._replace(is_open=False)
    return tuple(found)


class Scope:
    """The values of variables at one place of a file, as far as the sources tell them."""

    def __init__(self, index: SiteIndex, record: Record | None, bindings: tuple[Binding, ...]) -> None:
        self._index = index
        self._record = record
        self._bindings = bindings

    def value(self, path: str, depth: int = 0, before: int | None = None) -> object:
        """The value of ``a.b[0]``; ``None`` where it is not known."""
        steps = [next((part for part in match.groups() if part), "") for match in _STEP.finditer(path)]
        if not steps or depth > _DEEPEST:
            return None
        value = self._root(steps[0], depth, len(self._bindings) if before is None else before)
        for step in steps[1:]:
            value = child(value, step)
        return value

    def _root(self, name: str, depth: int, before: int) -> object:
        for at in range(before - 1, -1, -1):
            binding = self._bindings[at]
            if binding.name == name:
                value = self._expression(binding.expression, depth + 1, at)
                return merged(value) if binding.of_loop else value
        payload = self._index.reader.payload
        if name == "site":
            return Words("site")
        if name in ("forloop", "tablerowloop", "paginator", "jekyll"):
            return Words(name)
        if self._record is None:
            return Words(name) if name in ("page", "layout", "include") else None
        if name == "page":
            return payload.drop(self._record)
        return payload.layout(self._record) if name == "layout" else None

    def _expression(self, text: str, depth: int, before: int) -> object:
        """The value of an expression with filters that change what it is made of."""
        match = _PATH.match(text)
        if match is None:
            return None
        value = site_value(self._index, match[0]) if match[0].startswith("site.") else None
        if value is None:
            value = self.value(match[0], depth, before)
        for name, argument in _FILTER.findall(text, match.end()):
            value = _filtered(value, name, argument)
        return value

    def keys(self, path: str) -> Iterator[Key]:
        """The keys of the value of ``path``."""
        value = site_value(self._index, path) if path == "site" or path.startswith("site.") else None
        yield from keys_of(self._index, self.value(path) if value is None else value)


def site_value(index: SiteIndex, path: str) -> object:
    """The value of a path that begins with ``site``."""
    steps = [next((part for part in match.groups() if part), "") for match in _STEP.finditer(path)]
    if len(steps) < 2:
        return Words("site")
    value = _of_site(index, steps[1])
    for step in steps[2:]:
        value = child(value, step)
    return value


def _of_site(index: SiteIndex, key: str) -> object:
    payload, site = index.reader.payload, index.site
    if key == "data":
        return site.data
    if key in ("categories", "tags"):
        return payload.groups[key]
    if key in ("posts", "pages", "html_pages", "static_files", "documents", "collections", "html_files"):
        return getattr(payload, "static_files" if key == "html_files" else key)
    if key == "related_posts":
        return payload.posts
    if key in site.collections:
        return payload.collection(key)
    return site.config.values.get(key)


def child(value: object, step: str) -> object:
    """What stands under a key of a value; of a list, under a number."""
    if isinstance(value, (list, tuple)) and not isinstance(value, (Words, Items)):
        if step in ("first", "last") or step.isdigit():
            return merged(value)
        return None
    if isinstance(value, Items):
        known = [found for each in value.items if (found := child(each, step)) is not None]
        return known[0] if len(known) == 1 else Items(tuple(known)) if known else None
    if isinstance(value, Words):
        return None
    found = get(value, step) if isinstance(value, (dict, Drop)) else None
    return None if isinstance(found, Unknown) else found


def merged(value: object) -> object:
    """Any item of a list, as some of them together; of a mapping a pair."""
    if isinstance(value, Items):
        items = [item for each in value.items for item in (each if isinstance(each, list) else [])]
        return Items(tuple(items[:_MOST_ITEMS])) if items else None
    if isinstance(value, dict):
        return Items(tuple(value.values())[:_MOST_ITEMS])
    if isinstance(value, (list, tuple)) and not isinstance(value, Words):
        return Items(tuple(value[:_MOST_ITEMS]))
    return None


def _filtered(value: object, name: str, argument: str) -> object:
    if name in _SAME:
        return value
    if name in _ONE:
        return merged(value)
    if name in _GROUPS:
        return [Words("group")]
    if name == "map" and isinstance(value, list):
        return [found for each in value[:_MOST_ITEMS] if (found := child(each, argument)) is not None]
    return None


def keys_of(index: SiteIndex, value: object) -> Iterator[Key]:
    """The keys of a value, those that a site sets first."""
    if isinstance(value, Words):
        yield from _keys_of_words(index, value.name)
    elif isinstance(value, Items):
        seen: set[str] = set()
        for each in value.items:
            for key in keys_of(index, each):
                if key.name not in seen:
                    seen.add(key.name)
                    yield key
    elif isinstance(value, (DocumentDrop, PageValues)):
        words = object_words("page")
        data = value.document.data
        names = dict.fromkeys((*map(str, data), *words))
        yield from (Key(name, data.get(name), words.get(name, "")) for name in names)
    elif isinstance(value, StaticDrop):
        yield from (Key(name, None, words) for name, words in object_words("static_file").items())
    elif isinstance(value, CollectionDrop):
        yield from (Key(name, None, words) for name, words in object_words("collection").items())
    elif isinstance(value, Mapping):
        yield from (Key(str(name), each) for name, each in list(value.items())[:2_000])
    elif isinstance(value, (list, tuple)):
        about = {"size": "How many there are.", "first": "The first.", "last": "The last."}
        yield from (Key(name, None, words) for name, words in about.items())


def _keys_of_words(index: SiteIndex, name: str) -> Iterator[Key]:
    words = object_words(name)
    if name == "site":
        values, site = index.site.config.values, index.site
        yield from (
            Key(label, None, "The documents of the collection.")
            for label in site.collections
            if label != "posts"
        )
        yield from (Key(key, values.get(key), about) for key, about in words.items())
        yield from (Key(str(key), value) for key, value in values.items() if key not in words)
    else:
        yield from (Key(key, None, about) for key, about in words.items())
    if name == "page":
        groups = [table for group, table in index.keys.items() if group != "layouts"]
        counts = {
            key: sum(table[key].pages for table in groups if key in table)
            for table in groups
            for key in table
        }
        yield from (Key(key) for key in sorted(counts, key=lambda key: -counts[key]) if "." not in key)
    elif name == "layout":
        yield from (Key(key) for key in index.keys.get("layouts", {}) if "." not in key)
