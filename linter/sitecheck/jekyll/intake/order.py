"""The order of documents: by date, then path; by a key; or as the configuration lists them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cmp_to_key
from typing import Any

from sitecheck.jekyll.records import Record


def collection_order(documents: list[Record], meta: Mapping[str, Any], folder: str) -> list[Record]:
    """``Collection#sort_docs!``."""
    has_date = {document.data.get("date") is not None for document in documents}
    ordered = merged(documents, compare) if len(has_date) > 1 else sorted(documents, key=cmp_to_key(compare))
    if isinstance(meta.get("order"), list):
        return _as_listed(ordered, meta["order"], folder)
    if isinstance(meta.get("sort_by"), str):
        key: str = meta["sort_by"]

        def by_key(one: Record, two: Record) -> int:
            return _by_key(one, two, key)

        return sorted(ordered, key=cmp_to_key(by_key))
    return ordered


def merged(documents: list[Record], compared: Callable[[Record, Record], int]) -> list[Record]:
    """Sorted in the steps of ``qsort_r`` of the GNU C library, which Ruby calls: where only some have
    dates, two documents may each stand before the other, and the order hangs on which are compared."""
    if len(documents) < 2:
        return documents
    half = len(documents) // 2
    left, right = merged(documents[:half], compared), merged(documents[half:], compared)
    found: list[Record] = []
    one = two = 0
    while one < len(left) and two < len(right):
        if compared(left[one], right[two]) <= 0:
            found.append(left[one])
            one += 1
        else:
            found.append(right[two])
            two += 1
    return found + left[one:] + right[two:]


def compare(one: Record, two: Record) -> int:
    """``Document#<=>``: documents of which one has no date are ordered by path."""
    by_date = compare_values(one.data.get("date"), two.data.get("date"))
    return by_date or _cmp(one.relative_path, two.relative_path)


def compare_values(one: Any, two: Any) -> int | None:
    """Ruby's ``<=>``: ``None`` for values that cannot be compared."""
    if isinstance(one, bool) or isinstance(two, bool) or one is None or two is None:
        return 0 if one is two else None
    numbers = (int, float)
    if isinstance(one, numbers) and isinstance(two, numbers):
        return (one > two) - (one < two)
    for kind in (str, datetime, date):
        if isinstance(one, kind) and isinstance(two, kind):
            if kind is date and (isinstance(one, datetime) or isinstance(two, datetime)):
                return None
            return _cmp(one, two)
    return None


def _cmp(one: Any, two: Any) -> int:
    less: bool = one < two
    more: bool = one > two
    return more - less


def _by_key(one: Record, two: Record, key: str) -> int:
    first, second = one.data.get(key), two.data.get(key)
    if (first is None) != (second is None):
        return _cmp(first is None, second is None)
    return compare_values(first, second) or compare(one, two)


def _as_listed(documents: list[Record], listed: list[Any], folder: str) -> list[Record]:
    table = {document.relative_path: document for document in documents}
    first = [
        table.pop(path, None)
        for path in dict.fromkeys(f"{folder}/{str(entry).lstrip('/')}" for entry in listed)
    ]
    return [document for document in first if document is not None] + list(table.values())
