"""Sites for tests of the warm site."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sitecheck.engine.cache.codec import decode, encode
from sitecheck.warm.site_view import Texts
from sitecheck.warm.wanted import Wanted
from sitecheck.warm.warm_site import WarmSite
from sitecheck.warm.whole_check import WholeAnswer, answer

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
def same_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole site is checked in this process: to start another takes half a second. What that would write is
    written and read all the same."""

    def check_whole(wanted: Wanted, texts: Texts) -> WholeAnswer:
        return decode(WholeAnswer, json.loads(json.dumps(encode(answer(wanted, texts)))))

    monkeypatch.setattr("sitecheck.warm.warm_site.check_whole", check_whole)


@pytest.fixture
def warm(make_site: Callable[..., Wanted], same_process: None) -> WarmSite:
    """A warm site whose files have not been read yet."""
    return WarmSite(make_site())
