"""What editors answer to the server's own requests, or do not."""

from __future__ import annotations

import asyncio
import io
from unittest.mock import PropertyMock

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcMethodNotFound
from pygls.io_ import StdoutWriter

from sitecheck.server.lsp import messages
from sitecheck.server.lsp.say import EXPLAIN
from sitecheck.server.lsp.site_server import SiteServer
from sitecheck.warm.wanted import Wanted


def test_a_page_is_shown_without_waiting_for_the_editor_to_say_so() -> None:
    server, said = SiteServer(Wanted(site="")), io.BytesIO()
    messages.register(server)
    server.protocol.set_writer(StdoutWriter(said), include_headers=False)
    assert server.protocol.fm.commands[EXPLAIN]("broken-link") is None
    assert b"window/showDocument" in said.getvalue()
    assert b"broken-link.md" in said.getvalue()


def test_sites_are_opened_for_an_editor_that_does_not_watch_what_it_offers_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def refuse(*_: object) -> None:
        raise JsonRpcMethodNotFound

    opened: list[SiteServer] = []
    watch = types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
    offered = types.ClientCapabilities(
        workspace=types.WorkspaceClientCapabilities(did_change_watched_files=watch)
    )
    monkeypatch.setattr(SiteServer, "client_capabilities", PropertyMock(return_value=offered))
    monkeypatch.setattr(SiteServer, "client_register_capability_async", refuse)
    monkeypatch.setattr(SiteServer, "_open_folders", lambda server: opened.append(server))
    server = SiteServer(Wanted(site=""))
    asyncio.run(server.begin())
    assert opened == [server]
