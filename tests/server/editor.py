"""An editor for tests: a real client of the protocol, which drives the server over pipes."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lsprotocol import types
from pygls.lsp.client import LanguageClient

PATIENCE = 300.0
"""Seconds after which a test gives up: a busy machine is slow, and only a failure waits so long."""


class Editor:
    """What an editor does, with waits for what the server says by itself."""

    def __init__(
        self,
        site: Path,
        *arguments: str,
        capabilities: types.ClientCapabilities | None = None,
        options: dict[str, object] | None = None,
        program: tuple[str, ...] = ("-m", "sitecheck"),
    ) -> None:
        self.site = site
        self.call = (sys.executable, *program, "server", *arguments)
        self.capabilities = capabilities or types.ClientCapabilities()
        self.options = options
        self.client = LanguageClient("editor", "1")
        self.diagnostics: dict[str, list[types.Diagnostic]] = {}
        self.versions: dict[str, int | None] = {}
        self.messages: list[str] = []
        self._former: set[str] = set()
        self.shown: list[str] = []
        self.called: dict[str, str] = {}
        """The URI by which the server spoke last of a file."""
        self.told: dict[str, list[types.Diagnostic]] = {}
        """What it said last under each URI."""
        self._changed = asyncio.Event()
        self._texts: dict[str, int] = {}
        self.result: types.InitializeResult | None = None

    async def __aenter__(self) -> Editor:
        @self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params: types.PublishDiagnosticsParams) -> None:
            path = self.path(params.uri)
            self.called[path] = params.uri
            self.told[params.uri] = list(params.diagnostics)
            self.diagnostics[path] = list(params.diagnostics)
            self.versions[path] = params.version
            self._changed.set()

        @self.client.feature(types.WINDOW_SHOW_MESSAGE)
        def shown(params: types.ShowMessageParams) -> None:
            if not any(site in params.message for site in self._former):
                self.messages.append(params.message)
            self._changed.set()

        @self.client.feature(types.WINDOW_LOG_MESSAGE)
        def logged(params: types.LogMessageParams) -> None:
            pass

        @self.client.feature(types.WINDOW_SHOW_DOCUMENT)
        def show(params: types.ShowDocumentParams) -> types.ShowDocumentResult:
            self.shown.append(params.uri)
            return types.ShowDocumentResult(success=True)

        await self.client.start_io(*self.call)
        self.result = await self.client.initialize_async(
            types.InitializeParams(
                capabilities=self.capabilities,
                root_uri=self.site.as_uri(),
                initialization_options=self.options,
                workspace_folders=[types.WorkspaceFolder(self.site.as_uri(), "site")],
            )
        )
        self.client.initialized(types.InitializedParams())
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()

    def turn_to(self, site: Path) -> None:
        """Works on another site from now on, which is opened with the first of its files.

        What is said of those before, whose folders may be gone, is not heard.
        """
        self._former.add(str(self.site))
        self.site = site
        self.diagnostics, self.versions, self.messages, self.shown, self._texts = {}, {}, [], [], {}
        self.called = {}

    def uri(self, path: str) -> str:
        return (self.site / path).as_uri()

    def path(self, uri: str) -> str:
        """The path of a file of the site."""
        start = self.site.as_uri() + "/"
        return unquote(uri.removeprefix(start)) if uri.startswith(start) else uri

    def open(self, path: str, text: str | None = None) -> None:
        text = (self.site / path).read_text(encoding="utf-8") if text is None else text
        self._texts[path] = 1
        item = types.TextDocumentItem(self.uri(path), "markdown", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def change(self, path: str, *changes: types.TextDocumentContentChangeEvent) -> int:
        self._texts[path] += 1
        version = self._texts[path]
        named = types.VersionedTextDocumentIdentifier(version, self.uri(path))
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(named, list(changes)))
        return version

    def replace(self, path: str, text: str) -> int:
        return self.change(path, types.TextDocumentContentChangeWholeDocument(text))

    def close(self, path: str) -> None:
        named = types.TextDocumentIdentifier(self.uri(path))
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(named))

    async def until(self, holds: Callable[[], bool]) -> None:
        """Waits until what the server says makes it so."""
        while not holds():
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), PATIENCE)
            except asyncio.TimeoutError as error:
                raise AssertionError(f"waited in vain; messages: {self.messages}") from error

    def rules(self, path: str) -> list[str]:
        return [str(each.code) for each in self.diagnostics.get(path, [])]


def drive(
    site: Path,
    what: Callable[[Editor], Awaitable[Any]],
    *arguments: str,
    capabilities: types.ClientCapabilities | None = None,
    options: dict[str, object] | None = None,
) -> Any:
    """Does ``what`` in an editor in which the site is open."""

    async def run() -> Any:
        async with Editor(site, *arguments, capabilities=capabilities, options=options) as editor:
            return await what(editor)

    return asyncio.run(run())
