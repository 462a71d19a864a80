"""JSON files in the user's cache folder: written in one step, and worth nothing when anything is odd."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

from sitecheck import __version__
from sitecheck.engine.cache.codec import from_row, to_row
from sitecheck.files import has_link, read_limited, replace_file, sweep
from sitecheck.text.digest import digest

_MAX_SIZE = 200_000_000
_MAX_BODY = 50_000_000
"""Bytes that are parsed at once: lists that hold nothing take twenty times the memory."""
_MOST_ROWS = 1_000_000
"""A row takes memory even if nothing is in it: a file of line ends alone took five gigabytes."""


_OURS = ("sitecheck", "sitecheck_rules")
_OTHERS = ("yaml", "frontmatter", "markdown_it", "mdit_py_plugins")
"""Libraries that files are read with."""


@cache
def code_digest() -> str:
    """A hash over all that reads files, so that another version of it trusts nothing of this one."""
    stamps = [stamp for folder in _folders(_OURS) for stamp in _stamps(folder)]
    others = [_stamp(os.path.join(folder, "__init__.py")) for folder in _folders(_OTHERS)]
    return digest(__version__, sys.version, *sorted(stamps), *others)


def _folders(packages: tuple[str, ...]) -> Iterator[str]:
    for package in packages:
        spec = find_spec(package)
        yield from (spec.submodule_search_locations or ()) if spec is not None else ()


def _stamp(path: str) -> str:
    try:
        stat = os.stat(path)
    except OSError:
        return path
    return f"{path} {stat.st_size} {stat.st_mtime_ns}"


def _stamps(folder: str) -> Iterator[str]:
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        kept = (name for name in names if not name.endswith((".pyc", ".pyo")))
        yield from (_stamp(os.path.join(where, name)) for name in kept)


def load(folder: str, name: str, key: str) -> Any:
    """What was stored under ``name`` with exactly this ``key``; ``None`` for anything else."""
    return load_rows(folder, name, key)[0]


def load_rows(folder: str, name: str, key: str) -> tuple[Any, list[bytes]]:
    """What was stored under ``name`` with exactly this ``key``, and its rows; ``None`` without any for
    anything else."""
    return load_sealed(folder, name, key)[:2]


def load_sealed(folder: str, name: str, key: str) -> tuple[Any, list[bytes], str]:
    """As :func:`load_rows`, and the seal of all that, as :func:`save` gave it; "" for nothing.

    The first line of a file holds a hash of the rest: whatever has been damaged is as good as absent.
    """
    path = os.path.join(folder, f"{name}.json")
    try:
        data = read_limited(path, _MAX_SIZE) if _is_own(path, folder) else b""
        if data.count(b"\n") > _MOST_ROWS:
            return None, [], ""
        seal, body, *rows = data.split(b"\n")
        is_sound = len(body) <= _MAX_BODY and seal == digest(body, *rows).encode()
        stored = from_row(body) if is_sound else None
    except (OSError, ValueError):
        return None, [], ""
    if not isinstance(stored, dict) or stored.get("key") != key:
        return None, [], ""
    return stored.get("value"), rows, seal.decode()


def save(folder: str, name: str, key: str, value: Any, rows: Sequence[bytes] = ()) -> str:
    """Stores ``value``, a record or what is made of some, under ``name``; a cache that cannot be written is
    no cache, and no error. Gives the seal of what is stored, "" where it is not.

    ``rows`` are JSON, each of one line. They are written and read as they are: what is large is neither put
    together to one text nor parsed before it is asked for.
    """
    path = os.path.join(folder, f"{name}.json")
    body = to_row({"key": key, "value": value})
    lines = [digest(body, *rows).encode(), body, *rows]
    with contextlib.suppress(OSError):
        os.makedirs(folder, exist_ok=True)
        if _is_own(path, folder):
            sweep(folder)
            replace_file(path, _separated(lines))
            return lines[0].decode()
    return ""


def _separated(lines: Iterable[bytes]) -> Iterator[bytes]:
    for number, line in enumerate(lines):
        if number:
            yield b"\n"
        yield line


def _is_own(path: str, folder: str) -> bool:
    """Whether the cache of a site stands where it should: its folder may come with a repository, too."""
    return not has_link(path, os.path.dirname(folder))
