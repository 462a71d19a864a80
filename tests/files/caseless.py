"""A file system that finds names in any case, as those of macOS and Windows do, over one that does not."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

_ASKED = ("stat", "lstat", "open", "scandir", "listdir")


def fold_names(monkeypatch: pytest.MonkeyPatch, top: Path) -> None:
    """Have the system find what is below ``top`` under every spelling of its name."""
    real = {name: getattr(os, name) for name in _ASKED}

    def there(folder: str) -> list[str]:
        try:
            names: list[str] = real["listdir"](folder)
        except OSError:
            return []
        return names

    def found(path: str) -> str:
        at = os.fspath(top)
        for name in os.path.relpath(path, top).split(os.sep):
            names = [each for each in there(at) if each.lower() == name.lower()]
            at = os.path.join(at, name if not names or name in names else names[0])
        return at

    def folding(name: str) -> Callable[..., Any]:
        def ask(path: Any, *arguments: Any, **options: Any) -> Any:
            whole = os.path.abspath(path) if isinstance(path, (str, os.PathLike)) else ""
            is_below = whole.startswith(os.path.join(top, ""))
            return real[name](found(whole) if is_below else path, *arguments, **options)

        return ask

    for name in _ASKED:
        monkeypatch.setattr(os, name, folding(name))
