"""All that is in a value of front matter, data or the configuration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


def nested_values(value: object) -> Iterator[object]:
    """A value and all that is in it, keys among it; what is in a list or hash that stands in several places,
    once."""
    waiting = [value]
    seen: set[int] = set()
    while waiting:
        each = waiting.pop()
        if isinstance(each, (Mapping, list, tuple)):
            if id(each) in seen:
                continue
            seen.add(id(each))
            waiting += each
            if isinstance(each, Mapping):
                waiting += each.values()
        yield each
