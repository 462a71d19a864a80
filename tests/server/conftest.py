"""Sites for tests of the server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

FILES = {
    "_config.yml": "title: Notes\n",
    "_layouts/page.html": '<!doctype html><html lang="en"><head><title>{{ page.title }}</title></head>'
    '<body><main id="top">{{ content }}</main></body></html>',
    "index.md": "---\ntitle: Home\nlayout: page\n---\n# Home\n\n[a](/a.html#one)\n",
    "a.md": "---\ntitle: A\nlayout: page\n---\n## One\n\n[home](/)\n",
    "b.md": "---\ntitle: B\nlayout: page\n---\n[gone](/gone/)\n",
}


@pytest.fixture
def make_site(tmp_path: Path) -> Callable[..., Path]:
    """Writes a site, in a folder with a blank in its name."""

    def make(files: dict[str, str] | None = None) -> Path:
        folder = tmp_path / "my site"
        for path, text in {**FILES, **(files or {})}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        return folder

    return make
