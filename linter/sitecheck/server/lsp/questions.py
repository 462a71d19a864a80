"""What an editor asks, and which room answers it; each room is loaded when it is first asked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from sitecheck.errors import UsageError
from sitecheck.output.safe import one_line
from sitecheck.server.lsp import say_answers as say
from sitecheck.server.lsp.edited_site import Now
from sitecheck.server.lsp.files import path_of
from sitecheck.server.lsp.site_server import SiteServer

_TRIGGERS = ("(", "/", "#", '"', "'", "|", ".", "\\", "%", "{", ":", "=", "[")
"""What an address, a name or a command begins with."""
_ANY_FILE = types.FileOperationRegistrationOptions(
    filters=[types.FileOperationFilter(types.FileOperationPattern("**/*"), scheme="file")]
)


def register(server: SiteServer) -> None:
    """Has ``server`` answer."""
    _completion(server)
    _leading(server)
    _names(server)
    _hints(server)
    _renames(server)


def _completion(server: SiteServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=_TRIGGERS))
    async def completion(params: types.CompletionParams) -> types.CompletionList | None:
        def answer(now: Now, path: str) -> types.CompletionList:
            from sitecheck.server.complete import complete

            positions = now.positions(path)
            found = complete(now.view, path, positions.offset(params.position))
            return say.said_completions(found, positions)

        return await server.ask(params.text_document.uri, answer)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        def answer(now: Now, path: str) -> types.Hover | None:
            from sitecheck.server.hover import hover

            positions = now.positions(path)
            offset = positions.offset(params.position)
            found = hover(now.view, path, offset, now.findings.get(path, ()))
            return None if found is None else say.said_hover(found, positions)

        return await server.ask(params.text_document.uri, answer)


def _leading(server: SiteServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def definition(
        params: types.DefinitionParams,
    ) -> list[types.LocationLink] | list[types.Location] | None:
        can = server.client_capabilities.text_document
        links = bool(can and can.definition and can.definition.link_support)

        def answer(now: Now, path: str) -> list[types.LocationLink] | list[types.Location]:
            from sitecheck.server.navigate.definition import definition

            positions = now.positions(path)
            found = definition(now.view, path, positions.offset(params.position))
            return say.said_targets(found, positions, now.words, links=links)

        return await server.ask(params.text_document.uri, answer)

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def references(params: types.ReferenceParams) -> list[types.Location] | None:
        def answer(now: Now, path: str) -> list[types.Location]:
            from sitecheck.server.navigate.references import references

            offset = now.positions(path).offset(params.position)
            declaration = params.context.include_declaration
            found = references(now.warm.fresh, path, offset, declaration=declaration)
            return [now.words.location(place) for place in found]

        return await server.ask(params.text_document.uri, answer, of_all=True)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    async def document_links(params: types.DocumentLinkParams) -> list[types.DocumentLink] | None:
        def answer(now: Now, path: str) -> list[types.DocumentLink]:
            from sitecheck.server.navigate.document_links import document_links

            positions = now.positions(path)
            return [say.said_link(link, positions, now.words) for link in document_links(now.view, path)]

        return await server.ask(params.text_document.uri, answer)


def _names(server: SiteServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def document_symbols(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
        def answer(now: Now, path: str) -> list[types.DocumentSymbol]:
            from sitecheck.server.navigate.symbols import document_symbols

            positions = now.positions(path)
            return [say.said_symbol(symbol, positions) for symbol in document_symbols(now.view, path)]

        return await server.ask(params.text_document.uri, answer)

    @server.feature(types.WORKSPACE_SYMBOL)
    async def workspace_symbols(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        def answer(now: Now) -> list[types.WorkspaceSymbol]:
            from sitecheck.server.navigate.workspace_symbols import workspace_symbols

            found = workspace_symbols(now.view, params.query)
            return [say.said_workspace_symbol(symbol, now.words) for symbol in found]

        asked = [asyncio.wrap_future(site.ask(answer)) for site in server.sites.values()]
        return [symbol for symbols in await asyncio.gather(*asked) for symbol in symbols]


def _hints(server: SiteServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    async def inlay_hints(params: types.InlayHintParams) -> list[types.InlayHint] | None:
        def answer(now: Now, path: str) -> list[types.InlayHint]:
            from sitecheck.server.navigate.inlay_hints import inlay_hints

            positions = now.positions(path)
            found = inlay_hints(now.view, path, positions.span(params.range))
            return [say.said_hint(hint, positions) for hint in found]

        return await server.ask(params.text_document.uri, answer) if server.shows_hints else None


def _renames(server: SiteServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def prepare(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        def answer(now: Now, path: str) -> types.PrepareRenamePlaceholder | None:
            from sitecheck.server.navigate.rename import prepare_rename

            positions = now.positions(path)
            found = prepare_rename(now.view, path, positions.offset(params.position))
            return found and types.PrepareRenamePlaceholder(positions.range(found[0]), found[1])

        return await server.ask(params.text_document.uri, answer)

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        def answer(now: Now, path: str) -> types.WorkspaceEdit:
            from sitecheck.server.navigate.rename import rename

            offset = now.positions(path).offset(params.position)
            edit = rename(now.warm.fresh, path, offset, params.new_name)
            moves = _moves_files(server)
            server.tell_all(edit.notes)
            for old, new in () if moves else sorted(edit.moves.items()):
                server.tell(one_line(f"rename {old} to {new}, too: this editor cannot"))
            return say.said_edit(edit, now.view.folder, now.words, moves=moves)

        return await _refused_politely(server.ask(params.text_document.uri, answer, of_all=True))

    @server.feature(types.WORKSPACE_WILL_RENAME_FILES, _ANY_FILE)
    async def moved(params: types.RenameFilesParams) -> types.WorkspaceEdit | None:
        at = server.site_of(params.files[0].old_uri) if params.files else None
        if at is None:
            return None
        moves = _moves(at.site.wanted.site, params.files)

        def answer(now: Now) -> types.WorkspaceEdit:
            from sitecheck.server.navigate.moved import moved

            edit = moved(now.warm.fresh, moves)
            server.tell_all(edit.notes)
            return say.said_edit(edit, now.view.folder, now.words, moves=False)

        await at.site.was_read()
        try:
            return await asyncio.wrap_future(at.site.ask(answer))
        except UsageError as error:
            server.tell(str(error))  # the editor moves the files all the same
            return None


def _moves(site: str, files: Sequence[types.FileRename]) -> dict[str, str]:
    pairs = ((path_of(site, file.old_uri), path_of(site, file.new_uri)) for file in files)
    return {old: new for old, new in pairs if old is not None and new is not None}


def _moves_files(server: SiteServer) -> bool:
    """Whether the editor can rename files as a part of an edit."""
    can = server.client_capabilities.workspace
    edit = can.workspace_edit if can else None
    kinds = edit.resource_operations if edit and edit.document_changes else None
    return types.ResourceOperationKind.Rename in (kinds or ())


async def _refused_politely(answer: Awaitable[types.WorkspaceEdit | None]) -> types.WorkspaceEdit | None:
    """The answer, or why there is none as the editor shows it."""
    try:
        return await answer
    except UsageError as error:
        raise JsonRpcException(str(error), types.LSPErrorCodes.RequestFailed.value) from error
