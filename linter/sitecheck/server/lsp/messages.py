"""What an editor tells: texts, what is done about findings, the beginning and the end."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping

from lsprotocol import types

from sitecheck.server.actions import actions
from sitecheck.server.lsp.edited_site import Now
from sitecheck.server.lsp.say import EXPLAIN, is_of
from sitecheck.server.lsp.site_server import SiteServer


def register(server: SiteServer) -> None:
    """Has ``server`` listen."""
    _texts(server)
    _actions(server)


def _texts(server: SiteServer) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        given = params.initialization_options
        server.options = given if isinstance(given, Mapping) else {}
        server.loop = asyncio.get_running_loop()

    @server.feature(types.INITIALIZED)
    async def initialized(_: types.InitializedParams) -> None:
        await server.begin()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        if (at := server.site_of(document.uri)) is not None:
            at.site.open(at.path, document)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed_text(params: types.DidChangeTextDocumentParams) -> None:
        if (at := server.site_of(params.text_document.uri)) is not None:
            at.site.change(at.path, params.content_changes, params.text_document.version)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        if (at := server.site_of(params.text_document.uri)) is not None:
            at.site.close(at.path)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        server.look_again([params.text_document.uri])

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def watched(params: types.DidChangeWatchedFilesParams) -> None:
        server.look_again(change.uri for change in params.changes)

    @server.feature(types.SHUTDOWN)
    def shutdown(_: None) -> None:
        server.is_done = True
        for site in server.sites.values():
            site.stop()

    @server.feature(types.EXIT)
    def leave(_: None) -> None:
        # a thread waits for the editor's next word, and would keep the process until the editor hangs up
        os._exit(0 if server.is_done else 1)


def _actions(server: SiteServer) -> None:
    options = types.CodeActionOptions([types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll])

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)
    async def code_actions(params: types.CodeActionParams) -> list[types.CodeAction | types.Command] | None:
        def answer(now: Now, path: str) -> list[types.CodeAction | types.Command]:
            span = now.positions(path).span(params.range)
            found = actions(now.view, path, span, now.findings.get(path, ()))
            kinds = params.context.only
            wanted = [action for action in found if kinds is None or is_of(action, kinds)]
            return [now.words.action(path, action) for action in wanted]

        return await server.ask(params.text_document.uri, answer)

    @server.command(EXPLAIN)
    def explain(rule: str) -> None:
        from sitecheck.engine.settings.site_settings import read_settings
        from sitecheck.rule.docs import rule_info

        known = read_settings(None).rules.get(rule)
        if known is not None:
            show = types.ShowDocumentParams(uri=rule_info(known).url, external=True)
            server.window_show_document(show)  # some editors never say whether they did
