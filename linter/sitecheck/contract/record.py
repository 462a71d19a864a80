"""One contract, as the settings state it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitecheck.named_tuple import NamedTuple
from sitecheck.text.globs import pattern_lists


class Contract(NamedTuple):
    """What the front matter of some files must hold. Keys with dots lead into mappings: ``author.name``."""

    where: str
    """The place in the settings, for people: ``front-matter[0]``."""
    files: tuple[str, ...]
    """Patterns as in ``.gitignore``, from the site's folder."""
    required: tuple[str, ...] = ()
    types: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """A key and the kinds (see :data:`sitecheck.contract.KINDS`) of which its value must be one."""
    values: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    """A key and the scalars of which its value must be one; of a list each item."""
    schema: str = ""
    """A JSON Schema, as text that :func:`sitecheck.contract.schema.check_schema` has read; "" for none."""
    schema_name: str = ""
    """What people call it: the name of its file."""


def covering(contracts: Sequence[Contract], path: str) -> list[Contract]:
    """Those of ``contracts`` that are about the file at ``path``."""
    lists = pattern_lists(tuple(each.files for each in contracts))
    return [contracts[at] for at in lists.matching(path)]
