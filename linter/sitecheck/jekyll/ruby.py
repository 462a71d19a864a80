"""What Ruby means by falsy and by a file's extension."""

from __future__ import annotations

from typing import Any


def falsy(value: Any) -> bool:
    """Ruby's idea of false: ``nil`` and ``false``, but neither 0 nor the empty string."""
    return value is None or value is False


def extname(name: str) -> str:
    """``File.extname``: empty for ``.htaccess``; a lone final period counts as an extension."""
    _, dot, extension = name.rpartition("/")[2].lstrip(".").rpartition(".")
    return dot + extension if dot else ""


def dirname(path: str) -> str:
    """``File.dirname``: unlike Python's, it looks past a slash at the end."""
    return path.rstrip("/").rpartition("/")[0] or ("/" if path.startswith("/") else ".")
