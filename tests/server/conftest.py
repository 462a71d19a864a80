"""Sites for tests of the server."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from tests.server.editor import Editor

from sitecheck.server.lsp.site_server import MOST_SITES

Visit = Callable[[Path, Callable[[Editor], Awaitable[object]]], None]
SITES_OF_A_SERVER = MOST_SITES // 2
"""Some have another site in them."""
ONE_PROCESS = """
import sys
from sitecheck.__main__ import main
from sitecheck.warm import warm_site, whole_check
warm_site.check_whole = whole_check.answer
sys.exit(main())
"""
"""The server without processes of its own for whole sites: it takes a second to start each."""

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


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """Does something on a site in an editor that others have worked on theirs with.

    The site is opened with the first of its files that is.
    """
    loop, folder = asyncio.new_event_loop(), tmp_path_factory.mktemp("editor")
    editors: list[Editor] = []
    visits = itertools.count()

    def visit(site: Path, what: Callable[[Editor], Awaitable[object]]) -> None:
        if next(visits) % SITES_OF_A_SERVER == 0:
            editors.append(Editor(folder, "--cache-dir", str(folder / "cache"), program=("-c", ONE_PROCESS)))
            loop.run_until_complete(editors[-1].__aenter__())
        editors[-1].turn_to(site)
        loop.run_until_complete(what(editors[-1]))

    yield visit
    for editor in editors:
        loop.run_until_complete(editor.__aexit__())
    loop.close()
