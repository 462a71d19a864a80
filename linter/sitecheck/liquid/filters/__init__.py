"""All filters of Liquid and Jekyll."""

from __future__ import annotations

from sitecheck.liquid.filters import arrays, convert, dates, items, numbers, sorting, text, urls
from sitecheck.liquid.filters.registry import FILTERS, apply_filter, evaluate, is_filter

__all__ = [
    "FILTERS",
    "apply_filter",
    "arrays",
    "convert",
    "dates",
    "evaluate",
    "is_filter",
    "items",
    "numbers",
    "sorting",
    "text",
    "urls",
]
