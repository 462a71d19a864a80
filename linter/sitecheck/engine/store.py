"""JSON files in the user's cache folder: written in one step, and worth nothing when anything is odd."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from typing import Any

from sitecheck import __version__
from sitecheck.files import has_link, read_limited, replace_file, sweep

_MAX_SIZE = 200_000_000


def digest(*parts: bytes | str) -> str:
    """A short hash of the parts, each delimited."""
    state = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "little"))
        state.update(data)
    return state.hexdigest()


def code_digest() -> str:
    """A hash over the program itself, so that another version of it trusts nothing of this one."""
    import sitecheck

    folders = [os.path.dirname(os.path.abspath(sitecheck.__file__ or ""))]
    spec = _find_rules()
    if spec:
        folders.append(spec)
    stamps = [stamp for folder in folders for stamp in _stamps(folder)]
    return digest(__version__, *sorted(stamps))


def _find_rules() -> str | None:
    from importlib.util import find_spec

    spec = find_spec("sitecheck_rules")
    locations = spec.submodule_search_locations if spec is not None else None
    return next(iter(locations), None) if locations else None


def _stamps(folder: str) -> list[str]:
    found: list[str] = []
    stack = [folder]
    while stack:
        with os.scandir(stack.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != "__pycache__":
                        stack.append(entry.path)
                elif not entry.name.endswith((".pyc", ".pyo")):
                    stat = entry.stat()
                    found.append(f"{entry.path} {stat.st_size} {stat.st_mtime_ns}")
    return found


def load(folder: str, name: str, key: str) -> Any:
    """What was stored under ``name`` with exactly this ``key``; ``None`` for anything else."""
    path = os.path.join(folder, f"{name}.json")
    try:
        stored = json.loads(read_limited(path, _MAX_SIZE)) if _is_own(path, folder) else None
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(stored, dict) or stored.get("key") != key:
        return None
    return stored.get("value")


def save(folder: str, name: str, key: str, value: Any) -> None:
    """Stores ``value`` under ``name``; a cache that cannot be written is no cache, and no error."""
    path = os.path.join(folder, f"{name}.json")
    text = json.dumps({"key": key, "value": value}, separators=(",", ":"))
    with contextlib.suppress(OSError):
        os.makedirs(folder, exist_ok=True)
        if _is_own(path, folder):
            sweep(folder)
            replace_file(path, [text.encode()])


def _is_own(path: str, folder: str) -> bool:
    """Whether the cache of a site stands where it should: its folder may come with a repository, too."""
    return not has_link(path, os.path.dirname(folder))
