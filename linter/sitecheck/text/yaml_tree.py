"""YAML with positions: values as Psych constructs them, and the span of every key and value.

The parser is libyaml, the one behind Jekyll's Psych; only what is made of its events is ours. Everything
is iterative and bounded: deep nesting and alias bombs are problems, never a crash or a hang.
"""

from __future__ import annotations

import sys
from base64 import b64decode
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any, TypeAlias

import yaml

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.yaml_hint import explain
from sitecheck.text.yaml_scalar import UTC, plain_scalar, ruby_integer

KeyPath: TypeAlias = "tuple[Hashable, ...]"

MAX_DEPTH = 200
MAX_VALUES = 300_000
"""How many values a document may stand for once its aliases are followed."""

_PARSER: Any = getattr(yaml, "CLoader", yaml.Loader)
_UNPRINTABLE = lazy_pattern("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STRING_TAG = lazy_pattern(r"!(?:str|ruby/string)|tag:yaml\.org,2002:str")
_FORBIDDEN_TAG = lazy_pattern(
    r"!ruby/(?!(?:string|sym|symbol|array|hash|hash-with-ivars)(?![\w-]))|!set|tag:yaml\.org,2002:set"
    r"|!(?:ruby/string|str|ruby/array|seq|ruby/hash|ruby/hash-with-ivars|map):."
)
"""What Psych refuses, which Debian's Jekyll has in the place of SafeYAML: that takes the value without it."""
_TOLD_ONLY = frozenset(("duplicate-key", "repeated-key", "forbidden-tag"))
_READ_BY_JEKYLL = frozenset(("too-deep", "too-large", "recursive-alias"))
"""What Ruby makes values of all the same: values that stand in themselves, or more than we hold."""
NOT_HERE = "Jekyll reads it; here nothing is known of the values"
"""What to say of a file that is too much for us alone."""


class Entry(NamedTuple):
    """One key and its value, or one item of a list (whose ``key`` is ``None``)."""

    path: KeyPath
    key: Span | None
    value: Span
    data: Any


class YamlProblem(NamedTuple):
    """What is wrong, where, and what to do about it in plain words.

    ``kind``: ``syntax``, ``duplicate-key``, ``repeated-key``, ``unknown-alias``, ``forbidden-tag``,
    ``too-deep``, ``too-large``, ``recursive-alias``.
    """

    kind: str
    span: Span
    message: str
    hint: str = ""
    related: Span | None = None

    @property
    def is_fatal(self) -> bool:
        """Whether it leaves the document without a value."""
        return self.kind not in _TOLD_ONLY

    @property
    def stops_jekyll(self) -> bool:
        """Whether Jekyll cannot read the document either."""
        return self.is_fatal and self.kind not in _READ_BY_JEKYLL

    @property
    def is_harmless(self) -> bool:
        """Whether the document has the value that was meant all the same."""
        return self.kind == "repeated-key"


class YamlDocument(NamedTuple):
    """The first document of a YAML text."""

    value: Any
    entries: tuple[Entry, ...]
    problems: tuple[YamlProblem, ...]

    @property
    def failed(self) -> bool:
        """Whether the document could not be read at all."""
        return any(problem.is_fatal for problem in self.problems)

    def entry(self, *path: Hashable) -> Entry | None:
        """The entry at a key path; of duplicate keys the last, which wins."""
        return next((entry for entry in reversed(self.entries) if entry.path == path), None)


class _Stop(Exception):  # noqa: N818
    def __init__(self, problem: YamlProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(slots=True)
class _Frame:
    """A collection under construction."""

    value: Any
    path: KeyPath
    start: int
    entry: int | None
    size: int = 1
    key: Any = None
    key_span: Span | None = None
    seen: dict[Any, Span] = field(default_factory=dict)
    repeated: int | None = None
    """Which of the problems tells that the key has been there before."""
    end: int = 0
    silent: bool = False
    """Part of a collection that stands as a key: it has no entries."""
    anchor: str | None = None


def load_yaml(text: str, offset: int = 0, zone: tzinfo = UTC) -> YamlDocument:
    """Read the first document of ``text``, which stands at ``offset`` of its file.

    Times written without a zone are UTC and are given in ``zone``, as Psych gives them in local time.
    """
    bad = _UNPRINTABLE.search(text)
    if bad:
        message = f"control character U+{ord(bad.group()):04X} is not allowed in YAML"
        problem = YamlProblem(
            "syntax", _shift(bad.start(), bad.end(), offset), message, "delete the character"
        )
        return YamlDocument(None, (), (problem,))
    builder = _Builder(text, offset, zone)
    try:
        builder.run()
    except _Stop as stop:
        return YamlDocument(None, tuple(builder.entries), (*builder.problems, stop.problem))
    except yaml.MarkedYAMLError as error:
        kind, start, end, message, hint = explain(error, text)
        problem = YamlProblem(kind, _shift(start, end, offset), message, hint)
        return YamlDocument(None, tuple(builder.entries), (*builder.problems, problem))
    return YamlDocument(builder.root, tuple(builder.entries), tuple(builder.problems))


def _shift(start: int, end: int, offset: int) -> Span:
    return Span(start + offset, end + offset)


class _Builder:
    """Turns the events of one document into a value and entries."""

    def __init__(self, text: str, offset: int, zone: tzinfo) -> None:
        self.text = text
        self.offset = offset
        self.zone = zone
        self.root: Any = None
        self.entries: list[Entry] = []
        self.problems: list[YamlProblem] = []
        self._stack: list[_Frame] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._open: set[int] = set()
        self._tag_told = False

    def run(self) -> None:
        parser = _PARSER(self.text)
        event: Any = None
        try:
            while not isinstance(event, (yaml.DocumentEndEvent, yaml.StreamEndEvent)):
                event = parser.get_event()
                self._take(event)
        finally:
            parser.dispose()

    def _take(self, event: Any) -> None:
        start: Any = event.start_mark
        if isinstance(event, yaml.ScalarEvent):
            value = self._scalar(event)
            self._anchor(event.anchor, value, 1)
            self._place(value, start.index, self._trim(event), 1)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._finish(event)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)

    def _trim(self, event: Any) -> int:
        end: int = event.end_mark.index
        if event.style in ("|", ">"):
            while end > event.start_mark.index and self.text[end - 1] in " \t\r\n":
                end -= 1
        return end

    def _scalar(self, event: Any) -> Any:
        value: str = event.value
        plain, quoted = event.implicit
        tag: str | None = event.tag
        if tag is None or tag == "!":
            return value if quoted and not plain else plain_scalar(value, self.zone)
        self._check_tag(event)
        if _STRING_TAG.fullmatch(tag) or quoted:
            return value
        if tag.endswith((":binary", "!binary")):
            return _decoded(value)
        if tag.endswith((":float", "!float")):
            number = plain_scalar(value, self.zone)
            return float(number) if isinstance(number, (int, float)) else value
        if tag.endswith(":int"):
            try:
                return ruby_integer(value)
            except ValueError:
                return value
        return plain_scalar(value, self.zone)

    def _check_tag(self, event: Any) -> None:
        if event.tag and _FORBIDDEN_TAG.match(event.tag):
            span = _shift(event.start_mark.index, event.end_mark.index, self.offset)
            message = f"the tag {event.tag} asks for an object of Ruby, which Jekyll makes none of"
            hint = "remove the tag: SafeYAML reads the value without it, Debian's Jekyll refuses it"
            if not self._tag_told:
                self._tag_told = True
                self.problems.append(YamlProblem("forbidden-tag", span, message, hint))

    def _anchor(self, name: str | None, value: Any, size: int) -> None:
        if name is not None:
            self._anchors[name] = (value, size)

    def _alias(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        if event.anchor not in self._anchors:
            message = f"the alias *{event.anchor} has no anchor &{event.anchor} before it"
            hint = "an unquoted value must not begin with *; put it in quotes"
            raise _Stop(YamlProblem("unknown-alias", _shift(start, end, self.offset), message, hint))
        value, size = self._anchors[event.anchor]
        if id(value) in self._open and isinstance(value, dict) and self._stack[-1].key == "<<":
            value, size = dict(value), len(value) + 1  # Psych merges what the mapping has so far
        if id(value) in self._open:
            message = f"the alias *{event.anchor} stands inside of what it names"
            raise _Stop(YamlProblem("recursive-alias", _shift(start, end, self.offset), message, NOT_HERE))
        self._place(value, start, end, size, from_collection=True)

    def _begin(self, event: Any) -> None:
        self._check_tag(event)
        start = event.start_mark.index
        if len(self._stack) >= MAX_DEPTH:
            message = f"nested more than {MAX_DEPTH} levels deep"
            raise _Stop(YamlProblem("too-deep", _shift(start, start + 1, self.offset), message, NOT_HERE))
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._anchor(event.anchor, value, 1)
        self._open.add(id(value))
        parent = self._stack[-1] if self._stack else None
        frame = _Frame(value, (), start, None, anchor=event.anchor)
        if parent is not None:
            frame.silent = parent.silent or (isinstance(parent.value, dict) and parent.key_span is None)
            if not frame.silent:
                frame.path = (*parent.path, self._name(parent))
                frame.entry = len(self.entries)
                self.entries.append(Entry(frame.path, parent.key_span, Span(0, 0), value))
        self._stack.append(frame)

    def _finish(self, event: Any) -> None:
        frame = self._stack.pop()
        self._open.discard(id(frame.value))
        flow = event.end_mark.index > event.start_mark.index
        end = event.end_mark.index if flow else max(frame.end, frame.start)
        if frame.anchor is not None:
            self._anchors[frame.anchor] = (frame.value, frame.size)
        if frame.entry is not None:
            entry = self.entries[frame.entry]
            self.entries[frame.entry] = entry._replace(value=_shift(frame.start, end, self.offset))
        self._place(frame.value, frame.start, end, frame.size, known=True, from_collection=True)

    @staticmethod
    def _name(parent: _Frame) -> Hashable:
        name: Hashable = parent.key if isinstance(parent.value, dict) else len(parent.value)
        return name

    def _place(
        self, value: Any, start: int, end: int, size: int, known: bool = False, from_collection: bool = False
    ) -> None:
        """Put a finished value where it belongs; ``known`` says that its entry has been made already."""
        if not self._stack:
            self.root = value
            return
        parent = self._stack[-1]
        parent.end = max(parent.end, end)
        parent.size += size
        if parent.size > MAX_VALUES:
            has = "its aliases stand for" if self._anchors else "has"
            message = f"{has} more than {MAX_VALUES:,} values"
            raise _Stop(YamlProblem("too-large", _shift(start, end, self.offset), message, NOT_HERE))
        if isinstance(parent.value, list):
            if not known and not parent.silent:
                path = (*parent.path, len(parent.value))
                self.entries.append(Entry(path, None, _shift(start, end, self.offset), value))
            parent.value.append(value)
        elif parent.key_span is None:
            self._take_key(parent, value, start, end)
        else:
            self._take_value(parent, value, start, end=end, known=known, from_collection=from_collection)

    def _take_key(self, parent: _Frame, value: Any, start: int, end: int) -> None:
        key = value if isinstance(value, Hashable) else ruby_inspect(value)
        parent.key = sys.intern(key) if type(key) is str else key  # all pages of a site have the same keys
        parent.key_span = _shift(start, end, self.offset)
        mark = (type(parent.key), parent.key)
        before = parent.seen.get(mark)
        if before is not None and parent.key != "<<":
            message = f"the key {parent.key} is written twice; the last one wins"
            parent.repeated = len(self.problems)
            self.problems.append(
                YamlProblem(
                    kind="duplicate-key",
                    span=parent.key_span,
                    message=message,
                    hint="delete one of the two",
                    related=before,
                )
            )
        parent.seen[mark] = parent.key_span

    def _take_value(
        self, parent: _Frame, value: Any, start: int, end: int, known: bool, from_collection: bool
    ) -> None:
        if not known and not parent.silent:
            path = (*parent.path, parent.key)
            self.entries.append(Entry(path, parent.key_span, _shift(start, end, self.offset), value))
        if parent.repeated is not None:
            self._compare(parent, parent.repeated, value)
            parent.repeated = None
        merged = _merged(value) if parent.key == "<<" and from_collection else None
        if merged is None:
            parent.value.pop(parent.key, None)
            parent.value[parent.key] = value
        else:
            parent.value.update(merged)
        parent.key = parent.key_span = None

    def _compare(self, parent: _Frame, problem: int, value: Any) -> None:
        """Tell a key that is written twice otherwise, where nothing is lost with its first value."""
        before = parent.value.get(parent.key)
        is_same = not isinstance(value, (dict, list)) and (type(before), before) == (type(value), value)
        if is_same or before is None:
            why = "with the same value" if is_same else "the first time without a value"
            message = f"the key {parent.key} is written twice, {why}"
            self.problems[problem] = self.problems[problem]._replace(kind="repeated-key", message=message)


def _decoded(value: str) -> str:
    """Base 64 as text; what is no text stays encoded."""
    try:
        return b64decode(value).decode("utf-8")
    except ValueError:
        return value


def _merged(value: Any) -> dict[Any, Any] | None:
    """What ``<<`` brings in: the mapping, or the mappings of a list, the first of which wins."""
    if isinstance(value, dict):
        return value
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        merged: dict[Any, Any] = {}
        for item in reversed(value):
            merged.update(item)
        return merged
    return None


def ruby_inspect(value: Any) -> str:
    """A collection as Ruby prints it; used where a collection stands as a key."""
    if isinstance(value, dict):
        inner = ", ".join(f"{ruby_inspect(key)}=>{ruby_inspect(item)}" for key, item in value.items())
        return "{" + inner + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(ruby_inspect, value)) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if value is None:
        return "nil"
    return str(value).lower() if isinstance(value, bool) else str(value)
