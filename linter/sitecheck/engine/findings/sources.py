"""The texts that findings point into."""

from __future__ import annotations

import os

from sitecheck.files import read_file


class FileSources:
    """The texts of a site's files for reports, each read when it is asked for."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._texts: dict[str, str | None] = {}

    def text(self, path: str) -> str | None:
        """The decoded text of ``path``, ``None`` when it cannot be read as text."""
        if path not in self._texts:
            self._texts[path] = self._read(path)
        return self._texts[path]

    def _read(self, path: str) -> str | None:
        from sitecheck.text.source import TextProblem, decode

        try:
            source = decode(path, read_file(os.path.join(self._folder, path)))
        except OSError:
            return None
        return None if isinstance(source, TextProblem) else source.text
