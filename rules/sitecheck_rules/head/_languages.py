"""Which language a page is in, as far as its front matter, its folder or its name says so."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from sitecheck.api import NamedTuple, lazy_pattern, package_table

_SUFFIX = lazy_pattern(r"(?:\A|[-_./])([a-z]{2}(?:[-_][a-z]{2,4})?)\.[a-z]+\Z", re.IGNORECASE)
_FOLDER = lazy_pattern(r"_?([a-z]{2})(?:[-_][a-z]{2,4})?", re.IGNORECASE)


class _Languages(NamedTuple):
    """What ``data/languages.json`` says."""

    codes: frozenset[str]
    names: dict[str, str]
    """The code of a language by what a folder of translations is called."""


@cache
def _languages() -> _Languages:
    data = package_table(__package__, "data/languages.json")
    names = {name: code for code, named in data["names"].items() for name in named}
    return _Languages(codes=frozenset(data["codes"]), names=names)


def language(path: str, data: Any) -> str:
    """The language of the page in the file ``path``; "" when nothing says it.

    Front matter (or a default) may say it, or a folder that is called by a language's code or name: ``de/``,
    ``_pt-br/`` (a collection), ``english/``, or the end of its name: ``notes-de.md``, ``notes.de.md``,
    ``notes/de.md``.
    """
    said = data.get("lang") or data.get("locale") or data.get("language")
    if said:
        return str(said).lower()
    for folder in path.split("/")[:-1]:
        if (named := _languages().names.get(folder.removeprefix("_").lower())) is not None:
            return named
        match = _FOLDER.fullmatch(folder)
        if match and match[1].lower() in _languages().codes:
            return folder.removeprefix("_").lower()
    suffix = _SUFFIX.search(path)
    return suffix[1].lower() if suffix and suffix[1][:2].lower() in _languages().codes else ""
