"""What is known of themes whose files are not here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.package_data import package_table

_ADDRESS = lazy_pattern(r"\w+[_-](?:cdn|domain|host|href|link|path|repo|repository|root|src|url)")


@cache
def theme_table() -> Sequence[Mapping[str, Any]]:
    """The rows of ``themes.json``."""
    themes: Sequence[Mapping[str, Any]] = package_table("sitecheck.jekyll", "data/recipes/themes.json")[
        "themes"
    ]
    return themes


def may_set(theme: object, key: str) -> bool:
    """Whether a theme whose files are not here may give the configuration an address under ``key``.

    Themes may set anything (``Site#load_theme_configuration``), but few do: only where a whole address hangs
    on it, which would be wrong for all who use the theme, is a missing value not taken for none.
    """
    return isinstance(theme, str) and _ADDRESS.fullmatch(key) is not None and theme not in _without_settings()


@cache
def _without_settings() -> frozenset[str]:
    """Themes whose gems hold no ``_config.yml``."""
    return frozenset(name for row in theme_table() if row.get("settings") is False for name in row["names"])
