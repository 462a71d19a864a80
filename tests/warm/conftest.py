"""Sites for tests of the warm site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sitecheck.warm.wanted import Wanted
from sitecheck.warm.warm_site import WarmSite

FILES = {
    "_config.yml": "title: Notes\n",
    "_layouts/page.html": "<html><head><title>{{ page.title }}</title></head>"
    '<body><main id="top">{{ content }}</main></body></html>',
    "index.md": "---\ntitle: Home\nlayout: page\n---\n# Home\n\n[a](/a.html#one)\n",
    "a.md": "---\ntitle: A\nlayout: page\n---\n## One\n\n[home](/)\n",
    "b.md": "---\ntitle: B\nlayout: page\n---\n[gone](/gone/)\n",
}


@pytest.fixture
def make_site(tmp_path: Path) -> Callable[..., Wanted]:
    """Writes a site and says how to ask for it."""

    def make(files: dict[str, str] | None = None) -> Wanted:
        folder = tmp_path / "site"
        for path, text in {**FILES, **(files or {})}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        return Wanted(str(folder), cache_dir=str(tmp_path / "cache"), jobs=1)

    return make


@pytest.fixture
def warm(make_site: Callable[..., Wanted]) -> WarmSite:
    """A warm site whose files have not been read yet."""
    return WarmSite(make_site())
