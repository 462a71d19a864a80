"""The server of one editor: its sites, and how they speak to it."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidRequest, JsonRpcServerNotInitialized
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, default_converter, lsp_method

from sitecheck import __version__
from sitecheck.engine.folders.find_site import find_site, upward
from sitecheck.engine.folders.recognize import is_site
from sitecheck.engine.revisions.around_site import lies_around
from sitecheck.errors import SitecheckError, UsageError
from sitecheck.files import is_below
from sitecheck.named_tuple import NamedTuple
from sitecheck.server.lsp.edited_site import EditedSite, Now
from sitecheck.server.lsp.files import file_of, path_of
from sitecheck.server.lsp.positions import Encoding
from sitecheck.warm.wanted import Wanted

T = TypeVar("T")

MOST_SITES = 8
"""So many sites are kept warm at once; further ones are not looked at."""


_WATCH = types.Registration(
    id="files",
    method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
    register_options=types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher("**/*")]),
)


_IDS = (str, int, float, type(None))
"""What the id of a message may be; ``None`` for that of a notification. Source: JSON-RPC 2.0, 4 and 5."""


class _Protocol(LanguageServerProtocol):
    """The texts that an editor holds are kept by their sites: not once more, nor cut into other lines. And a
    request that cannot be read, or comes too early or too late, is answered, too: who asked would wait for
    ever."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        """The message that an object of JSON is."""
        if "jsonrpc" in data and not isinstance(data.get("id"), _IDS):
            self._refuse(data)
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "method" in data and isinstance(data.get("id"), (int, str)):
                self._send_response(data["id"], error=error.to_response_error())
            raise

    def handle_message(self, message: Any) -> None:
        """Does what the editor wants, from its word of beginning up to that of the end.

        Source: LSP 3.17, "initialize" and "shutdown".
        """
        name, id_ = getattr(message, "method", ""), getattr(message, "id", None)
        if name == types.EXIT or (name == types.INITIALIZE and not self._shutdown):
            super().handle_message(message)
        elif self._shutdown:
            self._say_no(name, id_, JsonRpcInvalidRequest("the server was told to shut down"))
        elif self._workspace is None:
            self._say_no(name, id_, JsonRpcServerNotInitialized("the server waits for initialize"))
        else:
            super().handle_message(message)

    def _execute_handler(self, msg_id: Any, *args: Any, **kwargs: Any) -> None:
        """Has a message handled and forgets it once that is done.

        pygls forgets requests alone: of each edit a future would be kept, more than a kilobyte.
        """
        super()._execute_handler(msg_id, *args, **kwargs)
        future = self._request_futures.get(msg_id)
        if future is not None:
            future.add_done_callback(lambda _: self._request_futures.pop(msg_id, None))

    def _say_no(self, name: str, id_: Any, error: JsonRpcException) -> None:
        if name and id_ is not None:
            self._send_response(id_, error=error.to_response_error())

    def _refuse(self, data: dict[str, Any]) -> NoReturn:
        """Answers and raises that a message has a list or an object for its id, by which pygls would look."""
        error = JsonRpcInvalidRequest("the id of a message is a string or a number")
        if "method" in data:
            answer = {"code": error.code, "message": error.message}
            self._send_data({"jsonrpc": self.VERSION, "id": None, "error": answer})
        raise error

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Any:
        """An editor shows a file."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Any:
        """The author changed a file."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> Any:
        """An editor shows a file no more."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE], (params,), None


class SiteServer(LanguageServer):
    """Serves the sites of one editor."""

    def __init__(self, wanted: Wanted) -> None:
        """``wanted`` says how sites are judged; its own folder counts for nothing."""
        super().__init__(
            "sitecheck", __version__, protocol_cls=_Protocol, converter_factory=default_converter
        )
        self.wanted = wanted
        self.sites: dict[str, EditedSite] = {}
        """By their folders, without links on the way."""
        self.is_done = False
        """Whether the editor has said that it needs nothing more."""
        self._around: dict[str, str | None] = {}
        """The site of each folder that was asked about."""
        self._refused: dict[str, str] = {}
        """Why sites could not be opened."""
        self.loop: asyncio.AbstractEventLoop | None = None
        self.options: Mapping[str, object] = {}
        """What the editor gives the server at the start."""

    # Talk

    @property
    def encoding(self) -> Encoding:
        """How the editor counts characters."""
        return self.protocol.workspace.position_encoding or types.PositionEncodingKind.Utf16

    def publish(self, uri: str, diagnostics: list[types.Diagnostic], version: int | None) -> None:
        """All that is wrong in a file."""
        params = types.PublishDiagnosticsParams(uri=uri, diagnostics=diagnostics, version=version)
        self._later(lambda: self.text_document_publish_diagnostics(params))

    def tell(self, message: str) -> None:
        """A message that a person is to see."""
        params = types.ShowMessageParams(types.MessageType.Warning, f"sitecheck: {message}")
        self._later(lambda: self.window_show_message(params))

    def tell_all(self, messages: Iterable[str]) -> None:
        """Messages that a person is to see."""
        for message in messages:
            self.tell(message)

    def log(self, message: str) -> None:
        """A line for who looks for the cause of something."""
        params = types.LogMessageParams(types.MessageType.Log, f"sitecheck: {message}")
        self._later(lambda: self.window_log_message(params))

    def _later(self, say: Callable[[], None]) -> None:
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(say)

    # sites

    @property
    def shows_hints(self) -> bool:
        """Whether the editor asked for hints: ``{"inlayHints": true}`` in its options for the server."""
        return self.options.get("inlayHints") is True

    async def begin(self) -> None:
        """The editor is ready: the sites of its folders are opened, and their files are watched."""
        can = self.client_capabilities.workspace
        watch = can.did_change_watched_files if can else None
        if watch is not None and watch.dynamic_registration:
            with contextlib.suppress(JsonRpcException):  # some editors refuse what they offer
                await self.client_register_capability_async(types.RegistrationParams([_WATCH]))
        self._open_folders()

    def _open_folders(self) -> None:
        for uri in [*self.workspace.folders] or [self.workspace.root_uri]:
            folder = file_of(uri) if uri else None
            if folder is not None and os.path.isdir(folder):
                try:
                    self._open(find_site(folder).folder)
                except UsageError as error:
                    self.log(str(error))

    def site_of(self, uri: str) -> At | None:
        """Where a file is: its site, opened if need be, and its path there; ``None`` for a file elsewhere."""
        file = file_of(uri)
        if file is None:
            return None
        found = self._site_around(os.path.dirname(file))
        site = self._open(found) if found is not None else None
        path = path_of(site.wanted.site, uri) if site is not None else None
        return None if site is None or path is None else At(site, path)

    def look_again(self, uris: Iterable[str]) -> None:
        """These files may have changed on disk: their sites hear of it, and those that they lie around, be it
        with settings, workflows or ignored names."""
        heard: set[EditedSite] = set()
        for uri in uris:
            if (at := self.site_of(uri)) is not None:
                heard.add(at.site)
            if (file := file_of(uri)) is not None:
                real = os.path.realpath(file)
                heard.update(site for folder, site in self.sites.items() if lies_around(real, folder))
        for site in heard:
            site.look_again()

    def _site_around(self, folder: str) -> str | None:
        """The site that a folder is in: the nearest, as there may be one in another."""
        if self._around.get(folder) is None:
            real = os.path.realpath(folder)
            nearest = next(filter(is_site, upward(folder)), "")
            known = max((site for site in self.sites if is_below(real, site)), key=len, default="")
            self._around[folder] = max(nearest, known, key=len) or None
        return self._around[folder]

    def _open(self, named: str) -> EditedSite | None:
        folder = os.path.realpath(named)
        if folder not in self.sites and len(self.sites) < MOST_SITES:
            try:
                self.sites[folder] = EditedSite(self.wanted._replace(site=os.path.abspath(named)), self)
            except (SitecheckError, OSError) as error:
                if self._refused.get(folder) != str(error):
                    self.tell(str(error))
                self._refused[folder] = str(error)  # the next message of the editor tries again
        return self.sites.get(folder)

    async def ask(self, uri: str, question: Callable[[Now, str], T], *, of_all: bool = False) -> T | None:
        """The answer of the site in which a file is; ``None`` for a file elsewhere. What is asked ``of_all``
        files waits until they were read."""
        at = self.site_of(uri)
        if at is None:
            return None
        if of_all:
            await at.site.was_read()
        return await asyncio.wrap_future(at.site.ask(lambda now: question(now, at.path)))


class At(NamedTuple):
    """A file of a site."""

    site: EditedSite
    path: str
