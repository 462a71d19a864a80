"""How Jekyll merges mappings: front matter over defaults, the site's configuration over Jekyll's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def deep_merge_into(target: dict[Any, Any], other: Mapping[Any, Any]) -> None:
    """``Utils.deep_merge_hashes!``: mappings merge, a null changes nothing that is there already."""
    for key, value in other.items():
        old = target.get(key)
        if key in target and value is None:
            continue
        if isinstance(old, dict) and isinstance(value, dict):
            merged = dict(old)
            deep_merge_into(merged, value)
            target[key] = merged
        else:
            target[key] = value


def deep_merge(base: Mapping[Any, Any], other: Mapping[Any, Any]) -> dict[Any, Any]:
    """``Utils.deep_merge_hashes``."""
    merged = dict(base)
    deep_merge_into(merged, other)
    return merged
