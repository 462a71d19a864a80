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


def test_nothing_of_an_edit_is_kept_once_it_is_done() -> None:
    """After 14,000 edits the server had 20 MB more."""
    server = SiteServer(Wanted(site=""))
    messages.register(server)
    protocol = server.protocol
    protocol.set_writer(StdoutWriter(io.BytesIO()), include_headers=False)
    document = {"uri": "untitled:1", "version": 1}
    change = {"textDocument": document, "contentChanges": [{"text": "x"}]}
    sent = [
        {"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}},
        *({"method": "textDocument/didChange", "params": change} for _ in range(3)),
        {"method": "textDocument/didClose", "params": {"textDocument": document}},
    ]

    async def talk() -> None:
        for message in sent:
            protocol.handle_message(protocol.structure_message({"jsonrpc": "2.0", **message}))
        await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})
        await asyncio.sleep(0)

    asyncio.run(talk())
    assert protocol._request_futures == {}
