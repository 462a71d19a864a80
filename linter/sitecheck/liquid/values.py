"""The values Liquid works on, known and unknown, and what Ruby does with them.

Known values are plain Python ones: ``None``, ``bool``, ``int``, ``float``, ``str``, ``list`` (or ``tuple``),
``dict``, ``range`` (a Liquid range), ``date``, ``datetime`` and :class:`Drop` objects of the host.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timezone
from typing import ClassVar, TypeGuard

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.budget import MAX_TEXT, spend
from sitecheck.model.origin import Origin
from sitecheck.model.unknown import ReasonKind, Reasons, all_of, because, joined
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source_map import UNKNOWN, Piece

RUBY_SPACE = "\0\t\n\v\f\r "
"""What Ruby's ``strip`` removes."""
MAX_INTEGER_BITS = 4096
"""Longer integers are treated as unknown, so arithmetic cannot run away."""

MAX_NESTING = 50
"""Values nested more deeply print as unknown."""
MAX_PARTS = 200_000
"""So do lists with more items, those of inner lists counted."""
_END = object()
_JULIAN = 1721425
_INTEGER_PREFIX = lazy_pattern(r"[\t\n\v\f\r ]*([+-]?[0-9](?:_?[0-9])*)", re.A)
_FLOAT_PREFIX = lazy_pattern(
    r"[\t\n\v\f\r ]*([+-]?[0-9](?:_?[0-9])*(?:\.[0-9](?:_?[0-9])*)?(?:[eE][+-]?[0-9]+)?)", re.A
)


_SECONDS = lazy_pattern(r"[1-9][0-9]{9}")
"""The seconds from 1970 to a moment from 2001 to 2286, which are in the order of their digits."""
_SECONDS_BITS = 64


class Unknown(str):
    """A value that cannot be known without building: of any type, perhaps nil. Any lookup on it is unknown.

    It prints as :data:`UNKNOWN`. ``reasons`` say why it is not known.
    """

    __slots__ = ("reasons",)
    reasons: Reasons

    def __new__(cls, reasons: Reasons) -> Unknown:
        self = str.__new__(cls, UNKNOWN)
        self.reasons = reasons
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.reasons,)

    def also(self, reasons: Reasons) -> Unknown:
        """This value, not known for ``reasons``, too."""
        found = joined(self.reasons, reasons)
        return self if found is self.reasons else self._because(found)

    def _because(self, reasons: Reasons) -> Unknown:
        return type(self)(reasons)


class BuildMoment(Unknown):
    """The moment of the build, which is not known."""

    __slots__ = ()

    def bound(self, other: object) -> int | None:
        """The second at which the moment of the build would be equal to ``other``; ``None`` for what is no
        time."""
        return int(other.timestamp()) if isinstance(other, datetime) else None


class LastMoment(BuildMoment):
    """The moment of the build, which is later than every date of what is published."""

    __slots__ = ()


class BuildSeconds(Unknown):
    """The seconds from 1970 to the moment of the build, and ``shift`` more; ``digits``, or a number."""

    __slots__ = ("digits", "shift")
    shift: int
    digits: bool

    def __new__(cls, reasons: Reasons, shift: int = 0, digits: bool = True) -> BuildSeconds:
        self = str.__new__(cls, UNKNOWN)
        self.reasons, self.shift, self.digits = reasons, shift, digits
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.reasons, self.shift, self.digits)

    def _because(self, reasons: Reasons) -> Unknown:
        return type(self)(reasons, self.shift, self.digits)

    def calculated(self, operation: str, other: object) -> Unknown:
        """What comes of a filter that calculates."""
        number = other if type(other) is int and other.bit_length() < _SECONDS_BITS else None
        if operation in ("plus", "minus") and number is not None:
            return type(self)(self.reasons, self.shift + (number if operation == "plus" else -number), False)
        same = operation in ("times", "divided_by") and number == 1
        return type(self)(self.reasons, self.shift, False) if same else Unknown(self.reasons)

    def bound(self, other: object) -> int | None:
        """The second at which the moment of the build would be equal to ``other``; ``None`` where the two
        cannot be compared."""
        if self.digits:
            is_second = isinstance(other, str) and _SECONDS.fullmatch(other) is not None
            return int(other) - self.shift if isinstance(other, str) and is_second else None
        number = other if type(other) in (int, float) else None
        return int(number) - self.shift if isinstance(number, (int, float)) and abs(number) < 1e12 else None


class UnknownText(Unknown):
    """A string some of whose characters are not known; each unknown stretch is one :data:`UNKNOWN`."""

    __slots__ = ("pieces",)
    pieces: tuple[Piece, ...]

    def __new__(cls, reasons: Reasons, text: str = UNKNOWN, pieces: tuple[Piece, ...] = ()) -> UnknownText:
        self = str.__new__(cls, text)
        self.reasons = reasons
        self.pieces = pieces
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.reasons, str(self), self.pieces)

    def _because(self, reasons: Reasons) -> Unknown:
        return type(self)(reasons, str(self), self.pieces)


class CapturedText(str):
    """A known string that remembers where ``capture`` took it from, so that it keeps its places."""

    __slots__ = ("pieces",)
    pieces: tuple[Piece, ...]

    def __new__(cls, text: str, pieces: tuple[Piece, ...]) -> CapturedText:
        self = str.__new__(cls, text)
        self.pieces = pieces
        return self


class TextPart(NamedTuple):
    """So many characters of a text, and where they were written, if that is known."""

    length: int
    origin: Origin | None


class ValueText(str):
    """A known string, all or parts of which are values that were written somewhere."""

    __slots__ = ("parts",)
    parts: tuple[TextPart, ...]

    def __new__(cls, text: str, parts: tuple[TextPart, ...]) -> ValueText:
        self = str.__new__(cls, text)
        self.parts = parts
        return self


class PageText(str):
    """Text of another page. Where it is shown it counts as maybe: what is in it is judged on its own page."""

    __slots__ = ()


class UnknownPageText(UnknownText):
    """Text of another page, not all of which is known."""

    __slots__ = ()


def page_text(text: str, reasons: Reasons = ()) -> str:
    """Text of another page; ``reasons`` say why it is not known for certain."""
    return UnknownPageText(reasons, text) if reasons else PageText(text)


def is_page_text(value: object) -> bool:
    """Whether a value holds text of another page."""
    return isinstance(value, (PageText, UnknownPageText))


class Gathered(list[object]):
    """A list of the site that is the same object on each page."""

    __slots__ = ()


class TextHolder:
    """What holds the text of a page under ``content``."""

    __slots__ = ()

    def text_start(self, size: int) -> object:
        """How the text begins: what stands for ``size`` characters of its source or more. ``None`` where
        nothing shorter than the text is known."""
        return None


class Drop:
    """An object of the host that answers lookups lazily. Subclass it; missing keys give ``None``."""

    __slots__ = ()
    is_mapping: ClassVar[bool] = True
    """Whether it stands for a hash. Of an object of Ruby that gives its keys and values one by one
    (``Enumerable``) a loop gets the keys alone, and nothing is among what it contains."""

    def liquid_get(self, key: str) -> object:
        """The value of ``key``; ``None`` if there is none, :class:`Unknown` if it cannot be known."""
        raise NotImplementedError

    def liquid_has(self, key: str) -> bool:
        """Whether there is such a key, though perhaps nothing under it; true where that is not known."""
        keys = self.liquid_keys()
        return keys is None or key in list(keys)

    def liquid_text(self) -> str:
        """How the object prints."""
        return Unknown(undecided("an object is printed"))

    def liquid_keys(self) -> Iterable[str] | None:
        """All keys, for filters that walk over the object; ``None`` if they are not known."""
        return None


class MethodWord:
    """``blank`` and ``empty``: they print as nothing and compare by asking the other side."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


BLANK = MethodWord("blank")
EMPTY = MethodWord("empty")


def undecided(words: str) -> Reasons:
    """Why a value is not worked out, in words for people."""
    return because(ReasonKind.UNDECIDED, words)


def reasons_of(*values: object) -> Reasons:
    """Why ``values`` are not (wholly) known; empty if they are."""
    found: Reasons = ()
    for value in values:
        if isinstance(value, Unknown):
            found = joined(found, value.reasons)
    return found


def is_array(value: object) -> TypeGuard[list[object] | tuple[object, ...]]:
    """Whether Ruby would hold the value as an Array."""
    return isinstance(value, (list, tuple))


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether the value is a Ruby Numeric."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def truth(value: object) -> bool | None:
    """Liquid's truth of a value: only nil and false are false; ``None`` when that cannot be known."""
    if value is None or value is False:
        return False
    return None if type(value) is Unknown else True


def opposite(value: bool | Unknown) -> bool | Unknown:
    """The contrary; what is not known stays so."""
    return value if isinstance(value, Unknown) else not value


def is_false(value: object) -> bool:
    """Whether a known value is nil or false (``in`` would take 0 for false)."""
    return value is None or value is False


def to_text(value: object) -> str:
    """How a value prints in ``{{ }}`` (Ruby ``to_s``, arrays joined); an :class:`Unknown` stays one."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if is_array(value):
        return join(value, "")
    return scalar_text(value)


def scalar_text(value: object) -> str:
    """Ruby's ``to_s`` of anything; arrays and hashes as ``inspect`` shows them."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, MethodWord):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return float_text(value)
    if isinstance(value, datetime):
        return time_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, range):
        return f"{value.start}..{value.stop - 1}"
    if isinstance(value, Drop):
        return value.liquid_text()
    return inspect(value)


def join(items: Iterable[object], glue: str) -> str:
    """Ruby's ``Array#join``: nested arrays are flattened, nil is empty; unknown items stay in the text."""
    reasons: Reasons = ()
    parts: list[str] = []
    length = 0
    stack = [iter(items)]
    while stack:
        item = next(stack[-1], _END)
        if item is _END:
            stack.pop()
        elif is_array(item):
            stack.append(iter(item))
        else:
            part = scalar_text(item)
            reasons = joined(reasons, reasons_of(part))
            parts.append(part)
            length += len(part) + len(glue)
            spend(1)
        if len(stack) > MAX_NESTING or len(parts) > MAX_PARTS or length > MAX_TEXT:
            return Unknown(undecided("the list is too long or nested too deeply"))
    if len(parts) > 1:
        reasons = joined(reasons, reasons_of(glue))
    text = glue.join(parts)
    return UnknownText(reasons, text) if reasons else text


def float_text(value: float) -> str:
    """Ruby's ``Float#to_s``."""
    if value != value or value in (float("inf"), float("-inf")):
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    text = repr(value)
    if "e" in text:
        mantissa, exponent = text.split("e")
        return f"{mantissa if '.' in mantissa else mantissa + '.0'}e{exponent}"
    return text


def time_text(value: datetime) -> str:
    """Ruby's ``Time#to_s``: ``UTC`` for :data:`datetime.timezone.utc` itself, else the offset."""
    text = f"{value.year:04d}-{value.month:02d}-{value.day:02d} {value:%H:%M:%S}"
    if value.tzinfo is timezone.utc:
        return f"{text} UTC"
    return f"{text} {offset_text(value)}"


def offset_text(value: datetime, colon: str = "") -> str:
    """The zone offset as ``+hhmm``; a time without zone counts as UTC."""
    delta = value.utcoffset()
    minutes = int(delta.total_seconds() // 60) if delta is not None else 0
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}{colon}{abs(minutes) % 60:02d}"


def inspect(value: object) -> str:
    """Ruby's ``inspect`` (as Ruby 3.3 writes it); unknown stretches make an :class:`UnknownText`."""
    reasons: list[Reasons] = []
    if is_too_large(value):
        return Unknown(undecided("the value is too large or nested too deeply"))
    text = _inspect(value, reasons)
    return UnknownText(all_of(reasons), text) if reasons else text


def is_too_large(value: object) -> bool:
    """Whether arrays and hashes nest beyond :data:`MAX_NESTING`, or hold more than can be printed."""
    stack = [(value, 1)]
    parts = characters = 0
    while stack:
        item, depth = stack.pop()
        if isinstance(item, str):
            characters += len(item)
            continue
        if not isinstance(item, (dict, list, tuple)):
            continue
        parts += len(item)
        if depth > MAX_NESTING or parts > MAX_PARTS or characters > MAX_TEXT:
            return True
        spend(1 + len(item))
        inner = item.values() if isinstance(item, dict) else item
        stack.extend((part, depth + 1) for part in inner if isinstance(part, (str, dict, list, tuple)))
    return characters > MAX_TEXT


def _inspect(value: object, reasons: list[Reasons]) -> str:
    if isinstance(value, Unknown):
        reasons.append(value.reasons)
        return UNKNOWN if type(value) is Unknown else _quote(value)
    if isinstance(value, str):
        return _quote(value)
    if value is None:
        return "nil"
    if is_array(value):
        return "[" + ", ".join(_inspect(item, reasons) for item in value) + "]"
    if isinstance(value, dict):
        pairs = (f"{_inspect(key, reasons)}=>{_inspect(item, reasons)}" for key, item in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, date) and not isinstance(value, datetime):
        return f"#<Date: {value.isoformat()} (({value.toordinal() + _JULIAN}j,0s,0n),+0s,2299161j)>"
    if isinstance(value, (Drop, MethodWord)):
        reasons.append(undecided("an object is shown for debugging"))
        return UNKNOWN
    return scalar_text(value)


_ESCAPES = {
    '"': '\\"',
    "\\": "\\\\",
    "\n": "\\n",
    "\t": "\\t",
    "\r": "\\r",
    "\x1b": "\\e",
    "\f": "\\f",
    "\v": "\\v",
    "\b": "\\b",
    "\a": "\\a",
    "#{": "\\#{",
    "#$": "\\#$",
    "#@": "\\#@",
}
_TO_ESCAPE = lazy_pattern(r'["\\\n\t\r\x1b\f\v\x08\a]|#[{$@]|[\x00-\x1f\x7f]')


def _quote(text: str) -> str:
    return '"' + _TO_ESCAPE.sub(lambda m: _ESCAPES.get(m[0]) or f"\\x{ord(m[0]):02X}", text) + '"'


def to_integer_prefix(text: str) -> int:
    """Ruby's ``String#to_i``: the integer a string begins with, else 0."""
    match = _INTEGER_PREFIX.match(text)
    digits = match[1].replace("_", "") if match else "0"
    return int(digits[: MAX_INTEGER_BITS // 4])


def to_float_prefix(text: str) -> float:
    """Ruby's ``String#to_f``: the number a string begins with, else 0.0."""
    match = _FLOAT_PREFIX.match(text)
    return float(match[1].replace("_", "")) if match else 0.0
