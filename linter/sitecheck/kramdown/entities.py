"""The entity names that kramdown knows, and what it shows for them."""

from __future__ import annotations

from functools import cache

from sitecheck.package_data import package_table


@cache
def entity_names() -> dict[str, int]:
    """The names with their code points (fewer than HTML 5 has), and the numbers that it replaces."""
    names: dict[str, int] = package_table("sitecheck.kramdown", "entities.json")["entities"]
    return names


def numbered_character(code: int) -> int | None:
    """The code point that a number stands for, if it stands for any."""
    # kramdown gives numbers 128 to 159 the characters of Windows-1252.
    return entity_names().get(str(code), code) if 0 <= code < 0x110000 else None
