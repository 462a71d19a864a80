"""What in the front matter of one file does not keep to a contract, and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any

from sitecheck.contract.record import Contract
from sitecheck.contract.schema import SchemaFault, schema_faults
from sitecheck.contract.work import Work
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.fix import Edit
from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.near import slip_of
from sitecheck.text.yaml_scalar import plain_scalar
from sitecheck.text.yaml_tree import Entry

Data = Mapping[Any, Any]
_SINGULAR: Mapping[str, str] = {"tags": "tag", "categories": "category"}
"""Keys whose text Jekyll takes apart at blanks, and those that posts may have in their stead."""
_FROM_DEFAULTS = "comes from the defaults of the configuration"
_DAY = lazy_pattern(r"\d{4}-\d{1,2}-\d{1,2}(?:[Tt ].{0,40})?", re.ASCII)
_SHOWN = 60
_MOST = 20
"""Of a list so many items are told that are not allowed."""


class Fault(NamedTuple):
    """One thing that does not keep to a contract. Without a ``span`` it is something that is not there."""

    span: Span | None
    message: str
    help: str = ""
    edits: tuple[Edit, ...] = ()
    """What mends it, most likely."""


KINDS: Mapping[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str),
    "list": lambda value: isinstance(value, list),
    "mapping": lambda value: isinstance(value, dict),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "date": lambda value: isinstance(value, date) or (isinstance(value, str) and bool(_DAY.fullmatch(value))),
}
"""The kinds of values that a contract may ask for."""

_ARTICLES = {"text": "text", "integer": "a whole number", "boolean": "true or false"}


def judge(contract: Contract, text: str, entries: Sequence[Entry], data: Data, work: Work) -> Iterator[Fault]:
    """The faults of a file whose ``text`` has these front matter ``entries``.

    ``data`` is the front matter with the site's defaults. Raises :class:`TooMuchWork` when that takes more
    than is left of ``work``.
    """
    work.spend(1 + len(contract.required) + len(contract.types) + len(contract.values))
    sheet = _Sheet(contract, text, entries, data, work)
    for key in contract.required:
        if sheet.value(key) is None:
            yield sheet.missing(key, "")
    told = set()
    for key, kinds in contract.types:
        value = sheet.value(key)
        if value is not None and not any(KINDS[kind](value) for kind in kinds):
            told.add(key)
            yield sheet.wrong_kind(key, value, kinds)
    for key, values in contract.values:
        if key not in told:
            yield from islice(sheet.other_values(key, values), _MOST)
    if contract.schema:
        for fault in schema_faults(contract.schema, data, work):
            yield from _Told(sheet, fault, f" ({contract.schema_name})").faults()


class _Sheet:
    """The front matter of one file, by the paths of its values."""

    def __init__(
        self, contract: Contract, text: str, entries: Sequence[Entry], data: Data, work: Work
    ) -> None:
        self._contract = contract
        self._text = text
        self._written = entries
        self._data = data
        self._work = work

    @cached_property
    def _known(self) -> frozenset[str]:
        """The keys that the contract names."""
        return frozenset((*self._contract.required, *dict(self._contract.types)))

    @cached_property
    def _entries(self) -> Mapping[tuple[str, ...], Entry]:
        self._work.spend(len(self._written))
        return {tuple(map(str, entry.path)): entry for entry in self._written}

    def slip(self, name: str, known: Iterable[str]) -> str:
        """The known name that was meant by ``name``; "" for none."""
        others = list(known)
        self._work.spend(1 + len(others))
        return slip_of(name, others)

    def value(self, key: str) -> Any:
        """The value of a key; dots lead into mappings where no key is written with them."""
        if key in self._data:
            return self._data[key]
        value: Any = self._data
        for name in key.split("."):
            value = value.get(name) if isinstance(value, Mapping) else None
        return value

    def entry(self, path: Sequence[Hashable]) -> Entry | None:
        """Where a value is written."""
        return self._entries.get(tuple(map(str, path)))

    def of_key(self, key: str) -> Entry | None:
        """Where the value of a key is written; ``None`` when it comes from the site's defaults."""
        own = self.entry((key,)) or self.entry(key.split("."))
        return own or self.entry((_SINGULAR.get(key, key),)) or self.brought(key.split("."))

    def brought(self, path: Sequence[Hashable]) -> Entry | None:
        """The alias, or the merged mapping, by which the file has a value that is written elsewhere."""
        for length in range(len(path) - 1, -1, -1):
            above = self.entry(path[:length]) if length else None
            if above is not None and self.written(above).startswith("*"):
                return above
            if merged := self.entry((*path[:length], "<<")):
                return merged
        return None

    def written(self, entry: Entry) -> str:
        """The value as the file has it."""
        return self._text[entry.value.start : entry.value.end]

    def missing(self, key: str, source: str, above: Sequence[str | int] = ()) -> Fault:
        """A key that must be there; if one that is a slip of it is there in its stead, the fault is that."""
        *way, last = (*above, key) if above or self.entry((key,)) else key.split(".")
        own = self.entry((*way, last))
        if own is not None:
            return Fault(own.key, f"{key} has no value, but must have one{source}")
        self._work.spend(len(self._entries))
        here = [path[-1] for path in self._entries if path[:-1] == tuple(map(str, way))]
        slip = self.slip(str(last), (name for name in here if name not in self._known))
        written = self.entry((*way, slip)) if slip else None
        if written is None or written.key is None:
            parent = self.entry(way) if way else None
            span = parent.key if parent is not None else None
            return Fault(span, f"{key} is missing{source}", f"add {last}: …")
        return Fault(
            written.key,
            f"{key} is missing{source}; {slip} stands there",
            f"write {last}",
            self._replaced(written.key, slip, str(last)),
        )

    def wrong_kind(self, key: str, value: Any, kinds: Sequence[str]) -> Fault:
        """A value of another kind than is asked for."""
        entry = self.of_key(key)
        wanted = " or ".join(_ARTICLES.get(kind, f"a {kind}") for kind in kinds)
        message = f"{key} must be {wanted}, not {_kind_of(value)}"
        if entry is None:
            return Fault(None, f"{message}; its value {_FROM_DEFAULTS}")
        written = self.written(entry)
        meant = _meant(value, written, kinds, key)
        edits = (Edit(entry.value, meant),) if meant else ()
        return Fault(entry.value, message, f"write {meant}" if meant else "", edits)

    def other_values(self, key: str, values: Sequence[Any]) -> Iterator[Fault]:
        """Values, or items of a list, that are none of those allowed."""
        value = self.value(key)
        allowed = {_known_by(each) for each in values}
        is_split = key in _SINGULAR and isinstance(value, str) and _known_by(value) not in allowed
        items = value.split() if is_split else value if isinstance(value, list) else [value]
        self._work.spend(len(items) + len(values))
        for number, item in enumerate(items):
            if item is None or (not isinstance(item, (list, dict)) and _known_by(item) in allowed):
                continue
            entry = self.of_key(key)
            if is_split:
                entry = self._word(entry, item)
            elif isinstance(value, list) and entry is not None:
                entry = self.entry((*entry.path, number)) or entry
            yield self.other_value(key, item, values, entry)

    def _word(self, entry: Entry | None, word: str) -> Entry | None:
        """The part of a written value that is ``word``."""
        found = (
            re.search(rf"(?<![^\s\"']){re.escape(word)}(?![^\s\"'])", self.written(entry)) if entry else None
        )
        if entry is None or found is None:
            return entry
        start = entry.value.start
        return entry._replace(value=Span(start + found.start(), start + found.end()))

    def other_value(
        self, name: str, value: Any, values: Sequence[Any], entry: Entry | None, source: str = ""
    ) -> Fault:
        """A value that is none of ``values``."""
        texts = [each for each in values if isinstance(each, str)]
        near = self.slip(value, texts) if isinstance(value, str) else ""
        say = _kind_of if _shown(value) in map(_shown, values) else _shown
        listed = ", ".join(say(each) for each in values[:12])
        more = f" and {len(values) - 12} more" if len(values) > 12 else ""
        help_ = f"{f'did you mean {near}? ' if near else ''}allowed: {listed}{more}"
        message = f"{name} may not be {say(value)}{source}"
        if entry is None:
            return Fault(None, f"{message}; it {_FROM_DEFAULTS}", help_)
        edits = self._replaced(entry.value, str(value), near) if near else ()
        return Fault(entry.value, message, help_, edits)

    def _replaced(self, span: Span, old: str, new: str) -> tuple[Edit, ...]:
        """An edit, where what is written is what it means, and the new text means itself."""
        plain = self._text[span.start : span.end] == old and plain_scalar(new) == new
        return (Edit(span, new),) if plain and re.fullmatch(r"[\w-]+", new) else ()


class _Told:
    """A fault of a schema in plain words."""

    def __init__(self, sheet: _Sheet, fault: SchemaFault, source: str) -> None:
        self._sheet = sheet
        self._fault = fault
        self._source = source
        self._name = ".".join(map(str, fault.path)) or "the front matter"

    def faults(self) -> Iterator[Fault]:
        """The faults it is for a person: one for each key."""
        fault = self._fault
        telling = _TELLINGS.get(fault.keyword)
        if (
            telling
            and isinstance(fault.expected, telling.expected)
            and isinstance(fault.value, telling.value)
        ):
            yield from telling.tell(self)
        else:
            yield self._plain()

    def _lacking(self) -> Iterator[Fault]:
        for key in self._fault.expected:
            if key not in self._fault.value:
                yield self._sheet.missing(key, self._source, self._fault.path)

    def _lacking_beside(self) -> Iterator[Fault]:
        """What keys that are there demand."""
        fault = self._fault
        for key, needed in fault.expected.items():
            if key in fault.value and isinstance(needed, list):
                for lacking in (each for each in needed if each not in fault.value):
                    words = f", and must go with {key}{self._source}"
                    yield self._sheet.missing(lacking, words, fault.path)

    def _not_known(self) -> Iterator[Fault]:
        return (self._unknown(key) for key in self._fault.value if key not in self._fault.known)

    def _other(self) -> Iterator[Fault]:
        fault, entry = self._fault, self._entry
        yield self._sheet.other_value(self._name, fault.value, fault.expected, entry, self._source)

    def _misnamed(self) -> Iterator[Fault]:
        name = self._fault.value
        named = self._sheet.entry((*self._fault.path, name))
        span = named.key if named is not None else None
        yield Fault(span, f"{_shown(name)} is no name that a key may have here{self._source}")

    def _plain(self) -> Fault:
        entry, message = self._entry, f"{self._name} {self._words()}{self._source}"
        if entry is None and self._fault.path:
            message += f"; it {_FROM_DEFAULTS}"
        return Fault(entry.value if entry is not None else None, message)

    @property
    def _entry(self) -> Entry | None:
        return self._sheet.entry(self._fault.path) or self._sheet.brought(self._fault.path)

    def _unknown(self, key: str) -> Fault:
        near = self._sheet.slip(key, self._fault.known)
        path = (*self._fault.path, key)
        entry = self._sheet.entry(path)
        span = entry.key if entry is not None else None
        given = "" if entry is not None or self._sheet.brought(path) else f"; it {_FROM_DEFAULTS}"
        help_ = f"did you mean {near}?" if near else f"known are: {', '.join(self._fault.known[:12])}"
        return Fault(span, f"{key} is no key that is allowed here{self._source}{given}", help_)

    def _words(self) -> str:
        keyword, expected, value = self._fault.keyword, self._fault.expected, self._fault.value
        if keyword == "type":
            kinds = [expected] if isinstance(expected, str) else expected
            return f"must be of type {' or '.join(map(str, kinds))}, not {_kind_of(value)}"
        words = "is not allowed" if expected is None else _WORDS.get(keyword)
        if words is None:
            return f"does not fit {keyword}: {_shown(expected)}"
        return words.format(expected=_shown(expected), value=_shown(value))


class _Telling(NamedTuple):
    """How the faults of a keyword are told, where the schema and the value have these types."""

    expected: type
    value: type
    tell: Callable[[_Told], Iterator[Fault]]


_TELLINGS: Mapping[str, _Telling] = {
    "required": _Telling(expected=list, value=dict, tell=_Told._lacking),
    "dependentRequired": _Telling(expected=dict, value=dict, tell=_Told._lacking_beside),
    "dependencies": _Telling(expected=dict, value=dict, tell=_Told._lacking_beside),
    "additionalProperties": _Telling(expected=object, value=dict, tell=_Told._not_known),
    "enum": _Telling(expected=list, value=object, tell=_Told._other),
    "propertyNames": _Telling(expected=object, value=object, tell=_Told._misnamed),
}
_WORDS: Mapping[str, str] = {
    "pattern": "is {value}, which does not match {expected}",
    "format": "is {value}, which is no {expected}",
    "const": "must be {expected}, not {value}",
    "minLength": "must have at least {expected} characters: {value}",
    "maxLength": "may have at most {expected} characters: {value}",
    "minItems": "must have at least {expected} entries",
    "maxItems": "may have at most {expected} entries",
    "minimum": "must be at least {expected}, not {value}",
    "maximum": "may be at most {expected}, not {value}",
    "exclusiveMinimum": "must be more than {expected}, not {value}",
    "exclusiveMaximum": "must be less than {expected}, not {value}",
    "multipleOf": "must be a multiple of {expected}, not {value}",
    "uniqueItems": "holds an entry twice",
    "anyOf": "fits none of the forms that are allowed",
    "oneOf": "does not fit exactly one of the forms that are allowed",
    "not": "has a form that is not allowed",
    "dependencies": "lacks what must go with another key",
    "contains": "lacks an entry that it must have",
    "minProperties": "must have at least {expected} keys",
    "maxProperties": "may have at most {expected} keys",
}


def _kind_of(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return _shown(value)
    if isinstance(value, (int, float)):
        return f"a {'whole ' if isinstance(value, int) else ''}number ({_shown(value)})"
    if isinstance(value, (list, dict)):
        return _shown(value)
    return f"a date ({value.isoformat()})" if isinstance(value, date) else f"the text {_shown(value)}"


def _shown(value: Any) -> str:
    """A value as YAML has it, cut to fit into a sentence."""
    if isinstance(value, bool) or value is None:
        return "null" if value is None else str(value).lower()
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "a mapping"
    text = value.isoformat() if isinstance(value, date) else str(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _known_by(value: Any) -> tuple[bool, Any]:
    """By what two scalars are one to whoever writes settings: no day can stand there but as a text, and for
    Liquid 1 is 1.0, yet not true."""
    return isinstance(value, bool), value.isoformat() if isinstance(value, date) else value


def _meant(value: Any, written: str, kinds: Sequence[str], key: str) -> str:
    """What an author meant to write who wrote a value of another kind; "" for no idea."""
    if len(written) > 500 or "\n" in written:
        return ""
    if isinstance(value, str):
        is_quoted = written[:1] in ("'", '"') and written[1:-1] == value
        inner = plain_scalar(value) if is_quoted else value
        for kind in ("boolean", "integer", "number"):
            if kind in kinds and KINDS[kind](inner):
                return str(inner).lower() if kind == "boolean" else value
        is_list = "list" in kinds and (is_quoted or written == value)
        parts = value.split() if key in _SINGULAR and "," not in value else value.split(",")
        return _listed([part.strip() for part in parts]) if is_list else ""
    is_plain = not isinstance(value, (list, dict)) and plain_scalar(written) == value
    return f'"{written}"' if "text" in kinds and is_plain and "\\" not in written else ""


def _listed(items: Sequence[str]) -> str:
    """A list of texts as YAML has it; "" where one of them would be something else without quotes."""
    is_plain = all(re.fullmatch(r"\w[\w .+-]*", item) and plain_scalar(item) == item for item in items)
    return f"[{', '.join(items)}]" if items and is_plain else ""
