"""What an editor is told of real sites is what the commands say of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from lsprotocol import types
from tests.server.editor import Editor, drive

pytestmark = pytest.mark.corpus
SITES = ("mathjax-web", "opensource-guide")
PAGES = 12
"""So many pages of each site are asked about, evenly chosen."""
_CHARACTERS = types.ClientCapabilities(
    general=types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind.Utf32])
)
"""Positions are counted as the commands count them."""
Row = dict[str, Any]
Point = tuple[str, int, int]


def _rows(site: Path, command: str, *options: str) -> list[Row]:
    call = [sys.executable, "-m", "sitecheck", command, str(site), "--output-format=json", *options]
    done = subprocess.run(call, capture_output=True, check=False)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@pytest.fixture(params=SITES)
def site(request: pytest.FixtureRequest) -> Path:
    folder = Path(os.environ.get("SITECHECK_CORPUS", ""), request.param).resolve()
    if not (folder / "_config.yml").is_file():
        pytest.skip("SITECHECK_CORPUS names no folder of real sites")
    return folder


def test_every_answer_is_that_of_the_commands(site: Path, tmp_path: Path) -> None:
    links = _rows(site, "links", "--pages")
    routes = {row["source"]: row["url"] for row in reversed(_rows(site, "routes")) if row["source"]}
    head = _rows(site, "head")
    host = urlsplit(head["site"]["url"].get("value", "")).netloc  # type: ignore[call-overload]
    heads = {row["path"]: row["head"] for row in head["pages"]}  # type: ignore[call-overload]
    report = _rows(site, "check", "--exit-zero", "--no-cache", "-q", "--min-severity", "info")
    paths = sorted({row["path"] for row in links if row["path"] in routes and row["path"].endswith(".md")})
    chosen = paths[:: max(1, len(paths) // PAGES)]
    expected = sorted(_said(row) for row in report["findings"])  # type: ignore[call-overload]

    async def what(editor: Editor) -> None:
        await editor.until(lambda: sorted(_told(editor)) == expected)
        for path in chosen:
            editor.open(path)
            asker = _Asker(editor, path)
            await asker.links([row for row in links if row["path"] == row["page"] == path], routes)
            await asker.address(routes[path])
            await asker.title(heads.get(path))
            await asker.references(
                {_at(row) for row in links if _leads_to(row, path, routes, host)}, set(paths)
            )

    options: dict[str, object] = {"inlayHints": True}
    drive(site, what, "--cache-dir", str(tmp_path), capabilities=_CHARACTERS, options=options)


def _said(row: Row) -> tuple[str, str, int, int]:
    return row["rule"], row["path"], row["line"], row["column"]


def _told(editor: Editor) -> Iterator[tuple[str, str, int, int]]:
    for path, found in editor.diagnostics.items():
        for each in found:
            start = each.range.start
            yield str(each.code), path, start.line + 1, start.character + 1


def _at(row: Row) -> Point:
    return row["path"], row["line"], row["column"]


def _leads_to(row: Row, path: str, routes: dict[str, str], host: str) -> bool:
    """Whether a link of another page leads to ``path``: by its address, or by the full one of the site."""
    if row["path"] != row["page"] or row["page"] == path:
        return False
    target = (row["target"] or "").partition("#")[0] if row["status"] == "ok" else ""
    if row["status"] == "external" and urlsplit(row["href"]).netloc == host:
        target = urlsplit(row["href"]).path
    return bool(target) and _plain(target) == _plain(routes[path])


def _plain(url: str) -> str:
    """An address as servers have it in several forms."""
    return url.rstrip("/").removesuffix("/index.html").removesuffix(".html")


class _Asker:
    """Asks about one page."""

    def __init__(self, editor: Editor, path: str) -> None:
        self._editor = editor
        self._path = path
        self._named = types.TextDocumentIdentifier(editor.uri(path))
        self._lines = (editor.site / path).read_text(encoding="utf-8").split("\n")

    async def links(self, rows: list[Row], routes: dict[str, str]) -> None:
        """Links that are proven can be followed to the page, and links elsewhere to their address."""
        params = types.DocumentLinkParams(self._named)
        followed = defaultdict(list)
        for link in await self._editor.client.text_document_document_link_async(params) or ():
            followed[link.range.start.line, link.range.start.character].append(link.target or "")
        body = self._lines.index("---", 1) + 1
        for row in rows:
            written = self._lines[row["line"] - 1][row["column"] - 1 :]
            if row["line"] <= body or not written.startswith(row["href"] or " "):
                continue  # a value that a layout or an include prints, or an address that Liquid makes
            position = types.Position(row["line"] - 1, row["column"] - 1)
            targets = followed.get((position.line, position.character), [])
            if row["status"] == "ok" and (source := _source(row["target"], routes)) is not None:
                files = {target.partition("#")[0] for target in targets}
                if "#" in row["target"] and any(map(self._is_shown, files)):
                    continue  # the anchor stands in a layout or an include
                assert self._editor.uri(source) in files, row
                await self._definition(position, source)
            elif row["status"] == "broken-page":
                assert not any(target.startswith("file:") for target in targets), row
            elif row["status"] == "external" and row["href"].startswith("https://"):
                own = [
                    target for target in targets if target.startswith("file:")
                ]  # known by its full address
                assert row["href"] in targets or own, row

    def _is_shown(self, target: str) -> bool:
        """Whether a file is shown on pages, and is none."""
        return target.startswith(
            tuple(self._editor.uri(folder) + "/" for folder in ("_includes", "_layouts"))
        )

    async def _definition(self, position: types.Position, source: str) -> None:
        params = types.DefinitionParams(self._named, types.Position(position.line, position.character + 1))
        found = await self._editor.client.text_document_definition_async(params)
        uris = {each.uri for each in found or () if isinstance(each, types.Location)}
        assert self._editor.uri(source) in uris, (self._path, position, uris)

    async def address(self, url: str) -> None:
        """The hint beside the page says its address."""
        whole = types.Range(types.Position(0, 0), types.Position(len(self._lines), 0))
        hints = await self._editor.client.text_document_inlay_hint_async(
            types.InlayHintParams(self._named, whole)
        )
        assert any(str(hint.label).strip().endswith(url) for hint in hints or ()), (url, hints)

    async def title(self, head: Row | None) -> None:
        """Over ``title:`` stands what search engines see."""
        line = next((n for n, text in enumerate(self._lines) if text.startswith("title:")), None)
        if head is None or line is None:
            return
        params = types.HoverParams(self._named, types.Position(line, 2))
        hover = await self._editor.client.text_document_hover_async(params)
        assert hover is not None

    async def references(self, expected: set[Point], pages: set[str]) -> None:
        """Which of ``pages`` link to this one, asked on its first line."""
        params = types.ReferenceParams(
            types.ReferenceContext(include_declaration=False), self._named, types.Position(0, 0)
        )
        found = await self._editor.client.text_document_references_async(params)
        lines = {(self._editor.path(each.uri), each.range.start.line + 1) for each in found or ()}
        others = pages - {self._path}
        expected_lines = {(path, line) for path, line, _ in expected if path in others}
        assert {(path, line) for path, line in lines if path in others} == expected_lines, self._path


def _source(target: str | None, routes: dict[str, str]) -> str | None:
    url = (target or "").partition("#")[0]
    return next((source for source, address in routes.items() if address == url), None)
