"""JSON Schemas from the site, through the ``jsonschema`` library, which is imported only when one is used.

A schema may be written by somebody hostile. :func:`check_schema` refuses what is too large, what leads out of
the schema and what costs without bound; what a comparison costs is counted, keyword by keyword.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timezone
from fractions import Fraction
from functools import cache, lru_cache
from itertools import islice
from typing import Any
from urllib.parse import unquote

from sitecheck.contract.pattern import Pattern, PatternError
from sitecheck.contract.work import TooMuchWork, Work
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

LONGEST_SCHEMA = 200_000
"""Characters."""
_DEEPEST = 60
_MOST_PARTS = 10_000
_MOST_STATES = 50_000
"""Of all its patterns together."""
_LONGEST_LIST = 1_000
_LONGEST_INDEX = 9
"""Digits."""
_CHECKED_WITH_THE_WHOLE = lazy_pattern(r"#/?|#/definitions/[^/%]+|#/(\$defs)/[^/%]+")
"""References to what a draft knows to be a schema, the last since 2019."""
_MOST_ERRORS = 20
_REFUSED = ("patternProperties", "unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$recursiveRef")
_DEEPEST_COMPARISON = 100
"""Keywords within keywords. The library's references end in a panic of Rust where Python's stack does."""
_QUOTED = 50
"""So many characters a step may put into a message: the library quotes value and keyword in each."""
_CONVERSION = 5_000
"""So many values of a file are compared."""


class SchemaError(ValueError):
    """A schema that cannot be used; the message says why, in a sentence without its subject."""


class SchemaFault(NamedTuple):
    """What a schema says of a value: ``path`` leads to it, ``keyword`` and ``expected`` are the schema's."""

    path: tuple[str | int, ...]
    keyword: str
    expected: Any
    value: Any
    known: tuple[str, ...]
    """The properties that the schema names at this place."""


@lru_cache(maxsize=100)  # many contracts may name one
def check_schema(text: str) -> None:
    """Raises :class:`SchemaError` for a schema that cannot be used.

    Raises ``ImportError`` when the library is not installed.
    """
    schema = _load(text)
    refs = dict.fromkeys(_walk(schema))
    checker = _class_of(schema)
    _check_form(checker, schema, "")
    is_old = "/draft-0" in str(schema.get("$schema"))
    left = _MOST_PARTS
    for ref in refs:
        part = _follow(schema, ref)
        known = _CHECKED_WITH_THE_WHOLE.fullmatch(ref)
        if known is None or (known[1] and is_old):
            left -= _parts(part)
            if left < 0:
                raise SchemaError("refers too often to parts that are no definitions; put them into $defs")
            _check_form(checker, part, ref)


def _check_form(checker: Any, part: Any, ref: str) -> None:
    """Raises :class:`SchemaError` for what is no schema of the draft. The library takes what a reference
    leads to for one unseen, be it below a keyword that nobody knows."""
    from jsonschema.exceptions import SchemaError as LibraryError

    try:
        checker.check_schema(part, format_checker=None)
    except LibraryError as error:
        where = "/".join(map(str, error.absolute_path))
        place = f"{ref[1:]}/{where}" if ref else f"/{where}"
        raise SchemaError(f"is no JSON Schema: {error.message[:200]} (at {place[:200]})") from None
    except RecursionError:
        raise SchemaError("is nested too deep") from None


def _parts(value: Any) -> int:
    """Of how many parts it is made."""
    return 1 + sum(map(_parts, _inner(value)))


def _inner(part: Any) -> Iterable[Any]:
    """The parts that a part is made of."""
    return part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()


def schema_faults(text: str, data: Mapping[Any, Any], work: Work) -> list[SchemaFault]:
    """What in ``data`` does not fit the schema ``text``, at most 20 faults.

    Raises :class:`TooMuchWork` when they cannot be compared within the bounds.
    """
    instance = _as_json(data, work)
    checker, comparison = _checker(text)
    comparison.begin_with(instance, work)
    try:
        return [_fault(error) for error in islice(checker.iter_errors(instance), _MOST_ERRORS)]
    except (RecursionError, OverflowError):
        raise TooMuchWork from None


def _fault(error: Any) -> SchemaFault:
    keyword, schema = str(error.validator), error.schema
    if keyword in ("maximum", "minimum") and isinstance(schema, dict):
        strict = f"exclusive{keyword.title()}"  # of draft 4 that is true or false
        keyword = strict if schema.get(strict) is True else keyword
    properties = schema.get("properties") if isinstance(schema, dict) else None
    known = tuple(properties) if isinstance(properties, dict) else ()
    path, expected = tuple(error.absolute_path), error.validator_value
    return SchemaFault(path=path, keyword=keyword, expected=expected, value=error.instance, known=known)


def _load(text: str) -> dict[str, Any]:
    if len(text) > LONGEST_SCHEMA:
        raise SchemaError(f"is longer than {LONGEST_SCHEMA:,} characters")
    try:
        schema = json.loads(text)
    except json.JSONDecodeError as error:
        raise SchemaError(f"is no JSON: {error}") from None
    except (RecursionError, ValueError):
        raise SchemaError("is nested too deep, or holds a number that is too long") from None
    if not isinstance(schema, dict):
        raise SchemaError("must be a JSON object")
    return schema


def _walk(schema: dict[str, Any]) -> list[str]:
    """The references of a schema; raises :class:`SchemaError` for what is refused."""
    refs: list[str] = []
    draft = schema.get("$schema")
    waiting: list[tuple[Any, int]] = [(schema, 0)]
    parts = states = 0
    while waiting:
        part, depth = waiting.pop()
        parts += 1
        if depth > _DEEPEST or parts > _MOST_PARTS:
            raise SchemaError(f"is too large: {_MOST_PARTS:,} parts, nested {_DEEPEST} deep, are the most")
        if isinstance(part, list):
            if len(part) > _LONGEST_LIST:
                raise SchemaError(f"holds a list of more than {_LONGEST_LIST:,} entries")
            waiting += ((each, depth + 1) for each in part)
        elif isinstance(part, dict):
            named = part.get("$schema")
            if isinstance(named, str) and named != draft:
                raise SchemaError("names another draft in one of its parts, which is not supported")
            states += _check_part(part, refs)
            if states > _MOST_STATES:
                raise SchemaError("has patterns that stand for too many states; use smaller counts in {…}")
            waiting += ((each, depth + 1) for each in part.values())
    return refs


def _check_part(part: dict[str, Any], refs: list[str]) -> int:
    """How many states the pattern of a part takes; raises :class:`SchemaError` for a part that is refused."""
    for keyword in _REFUSED:
        if keyword in part:
            raise SchemaError(f"uses {keyword}, which is not supported: it may cost too much")
    ref, pattern = part.get("$ref"), part.get("pattern")
    if isinstance(ref, str):
        if not ref.startswith("#"):
            raise SchemaError(f"leads to {ref[:200]}: only references inside the schema (#/…) are followed")
        refs.append(ref)
    if isinstance(part.get("$id"), str) and not isinstance(part.get("type"), dict):
        part.pop("$id")  # every reference counts from the whole schema then
    if not isinstance(pattern, str):
        return 0
    try:
        return Pattern(pattern).cost
    except PatternError as error:
        raise SchemaError(f"has the pattern {pattern[:100]}, which is not understood: {error}") from None


def _follow(schema: dict[str, Any], ref: str) -> Any:
    """What a reference leads to."""
    part: Any = schema
    if ref not in ("#", "#/") and not ref.startswith("#/"):
        raise SchemaError(f"has the reference {ref[:200]}; write it as a path, #/$defs/…")
    for name in unquote(ref[2:]).split("/") if len(ref) > 2 else ():
        key = name.replace("~1", "/").replace("~0", "~")
        if isinstance(part, list) and key.isdecimal() and len(key) <= _LONGEST_INDEX and int(key) < len(part):
            part = part[int(key)]
        elif isinstance(part, dict) and key in part:
            part = part[key]
        else:
            raise SchemaError(f"has no {ref[:200]}, to which it refers")
    return part


def _class_of(schema: dict[str, Any]) -> Any:
    from jsonschema import Draft202012Validator, validators

    named = schema.get("$schema")
    found = validators.validator_for({"$schema": named} if isinstance(named, str) else {}, default=None)
    if named is None:
        return Draft202012Validator
    if found is None or "draft-03" in str(named):
        raise SchemaError(f"is of a draft that is not known: {str(named)[:200]}")
    return found


class _Comparison:
    """What comparing values with a schema costs: steps, depth, and messages that nobody reads."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.work = Work()
        self._depth = 0
        self._of_schema: dict[int, int] = {}
        self._of_value: dict[int, int] = {}
        _weigh(schema, self._of_schema)

    def begin_with(self, value: Any, work: Work) -> None:
        """``work`` is what comparing ``value`` may cost, which lives until the comparison ends."""
        self.work = work
        self._depth = 0
        self._of_value.clear()
        _weigh(value, self._of_value)

    def keyword(self, expected: Any, value: Any) -> None:
        """Pays for a keyword of the schema and the value it is about, and goes one deeper."""
        quoted = self._of_schema.get(id(expected), _size(expected)) + self._of_value.get(
            id(value), _size(value)
        )
        self.work.spend(20 + 5 * _size(expected) + _size(value) + quoted // _QUOTED)
        self._depth += 1
        if self._depth > _DEEPEST_COMPARISON:
            raise TooMuchWork

    def leave(self) -> None:
        """Comes back from a keyword."""
        self._depth -= 1


def _weigh(value: Any, weights: dict[int, int]) -> int:
    """How long a value is when it is quoted; ``weights`` takes that of each part, by its identity."""
    if isinstance(value, dict):
        weight = sum(len(key) + 4 + _weigh(item, weights) for key, item in value.items())
    elif isinstance(value, list):
        weight = sum(2 + _weigh(item, weights) for item in value)
    else:
        return len(value) if isinstance(value, str) else 1
    weights[id(value)] = weight
    return weight


@lru_cache(maxsize=100)
def _checker(text: str) -> tuple[Any, _Comparison]:
    """What compares with a schema, and the work that it counts."""
    schema = _load(text)
    _walk(schema)
    checker = _class_of(schema)
    _drop_drafts(schema)
    comparison = _Comparison(schema)
    counting = _counting(checker, comparison)
    return counting(schema, registry=_no_registry(), format_checker=_format_checker()), comparison


def _drop_drafts(part: Any) -> None:
    """Take out ``$schema``: where a part has it, the library goes on with its own class for that draft, which
    counts nothing and matches patterns by going back."""
    if isinstance(part, dict) and isinstance(part.get("$schema"), str):
        del part["$schema"]
    for each in _inner(part):
        _drop_drafts(each)


def _no_registry() -> Any:
    """Nothing but the schema itself can be referred to: without this the library may ask the network."""
    from referencing import Registry

    return Registry()


def _counting(checker: Any, comparison: _Comparison) -> Any:
    from jsonschema import validators
    from jsonschema.exceptions import ValidationError

    compiled = cache(Pattern)

    def pattern(_: Any, expected: Any, value: Any, __: Any) -> Iterator[Any]:
        if isinstance(value, str) and not compiled(expected).found_in(value, comparison.work):
            yield ValidationError("pattern")

    def unique(_: Any, expected: Any, value: Any, __: Any) -> Iterator[Any]:
        if expected and isinstance(value, list):
            written = [json.dumps(each, sort_keys=True) for each in value]
            if len(set(written)) < len(written):
                yield ValidationError("uniqueItems")

    def multiple(_: Any, expected: Any, value: Any, __: Any) -> Iterator[Any]:
        if _is_number(value) and not _is_multiple(value, expected):
            yield ValidationError("multipleOf")

    def names(validator: Any, expected: Any, value: Any, __: Any) -> Iterator[Any]:
        for name in value if isinstance(value, dict) else ():
            if next(validator.descend(instance=name, schema=expected), None) is not None:
                yield ValidationError("propertyNames", instance=name)

    own = {"pattern": pattern, "uniqueItems": unique, "multipleOf": multiple, "propertyNames": names}
    known = {name: check for name, check in own.items() if name in checker.VALIDATORS}
    checks = {**checker.VALIDATORS, **known}  # what a draft does not know, it has not checked either
    keywords = {name: _counted(check, comparison) for name, check in checks.items()}
    return validators.extend(checker, validators=keywords)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_multiple(value: float, factor: float) -> bool:
    """Whether a number is a whole multiple, by the digits that are written: as floats, 0.3 is none of 0.1."""
    if isinstance(value, int) and isinstance(factor, int):
        return value % factor == 0
    if not math.isfinite(factor):
        return True
    return Fraction(str(value)) % Fraction(str(factor)) == 0


def _counted(check: Callable[..., Any], comparison: _Comparison) -> Callable[..., Iterator[Any]]:
    def counted(validator: Any, expected: Any, value: Any, schema: Any) -> Iterator[Any]:
        comparison.keyword(expected, value)
        try:
            yield from check(validator, expected, value, schema) or ()
        finally:
            comparison.leave()

    return counted


def _size(value: Any) -> int:
    if isinstance(value, (list, dict)):
        return len(value)
    return len(value) // 100 if isinstance(value, str) else 0


@cache
def _format_checker() -> Any:
    """The formats that matter in front matter, each decided in linear time."""
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=())
    for name, form in _FORMATS.items():
        checker.checks(name)(_matching(re.compile(form)))
    return checker


def _matching(form: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or form.fullmatch(value) is not None


_DAY = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)"
_FORMATS = {
    "date": _DAY,
    "date-time": f"{_DAY}[Tt ]{_TIME}",
    "time": _TIME,
    "email": r"[^@\s]+@[^@\s]+",
    "uri": r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+",
    "uri-reference": r"[^\s<>\"{}|\\^`]*",
}


def _as_json(data: Mapping[Any, Any], work: Work) -> Any:
    """Front matter as JSON has it: keys are texts, dates are written as in RFC 3339."""
    left = [_CONVERSION]

    def convert(value: Any) -> Any:
        left[0] -= 1
        work.spend(1)
        if left[0] < 0:
            raise TooMuchWork
        if isinstance(value, Mapping):
            return {str(key): convert(item) for key, item in value.items()}
        if isinstance(value, list):
            return [convert(item) for item in value]
        return _scalar(value)

    return convert(data)


def _scalar(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=timezone.utc)).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return str(value)
