"""One site as an editor has it: edits and questions come in, diagnostics go out."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, wait
from functools import partial
from typing import Protocol, TypeVar

from lsprotocol import types

from sitecheck.errors import SitecheckError
from sitecheck.model.finding import Finding
from sitecheck.named_tuple import NamedTuple
from sitecheck.server.lsp.desk import NOW, SOON, Desk, failure_of
from sitecheck.server.lsp.files import uri_of
from sitecheck.server.lsp.positions import EditedText, Encoding, Positions
from sitecheck.server.lsp.say import Words
from sitecheck.server.prepare import prepare
from sitecheck.warm.site_view import SiteView, Texts
from sitecheck.warm.wanted import Wanted
from sitecheck.warm.warm_site import Renewal, WarmSite, renew

T = TypeVar("T")

IDLE = 0.5
"""Seconds without an edit after which the whole site is checked …"""
_MOST_IDLE = 5.0
"""… or half of what the last check took, up to this many."""


class Talk(Protocol):
    """How a site speaks to its editor; from any thread."""

    def publish(self, uri: str, diagnostics: list[types.Diagnostic], version: int | None) -> None:
        """All that is wrong in a file."""

    def tell(self, message: str) -> None:
        """A message that a person is to see."""

    def log(self, message: str) -> None:
        """A line for who looks for the cause of something."""

    @property
    def encoding(self) -> Encoding:
        """How the editor counts characters."""
        ...


class Now(NamedTuple):
    """A site at the moment at which it is asked."""

    view: SiteView
    words: Words
    warm: WarmSite
    findings: Mapping[str, tuple[Finding, ...]]
    """What was told of each file."""

    def positions(self, path: str) -> Positions:
        """The positions in a file."""
        return self.words.positions(path)


class EditedSite:
    """One site. What it is asked for is done by one thread, what takes long by another."""

    def __init__(self, wanted: Wanted, talk: Talk) -> None:
        """Raises as :class:`WarmSite` does."""
        self.wanted = wanted
        self._talk = talk
        self._warm = WarmSite(wanted)
        self._desk = Desk()
        self._held: dict[str, EditedText] = {}
        self._behind: set[str] = set()
        """Files that were edited since a site with their texts was asked for."""
        self._versions: dict[str, int | None] = {}
        self._uris: dict[str, str] = {}
        """What the editor calls the files that it showed: a drive and a blank are written in several ways."""
        self._told: dict[str, tuple[Finding, ...]] = {}
        self._told_of: dict[str, str] = {}
        """The URI under which a file's findings were told: an editor may show it by another one later."""
        self._waiting: set[str] = set()
        """Files that are to be judged."""
        self._error = ""
        self._due = threading.Condition()
        self._at: float | None = time.monotonic()
        self._last = 0.0
        self._closed = False
        self._was_read: Future[None] = Future()
        threading.Thread(target=self._renew_when_idle, name="renewals", daemon=True).start()

    def open(self, path: str, document: types.TextDocumentItem) -> None:
        """The editor shows a file."""

        def hold() -> None:
            self._held[path] = EditedText(document.text, self._talk.encoding)
            self._uris[path] = document.uri

        self._edited(path, hold, document.version)

    def change(
        self, path: str, changes: Sequence[types.TextDocumentContentChangeEvent], version: int | None
    ) -> None:
        """The author changed a file that is shown."""

        def edit() -> None:
            held = self._held.setdefault(path, EditedText("", self._talk.encoding))
            held.change(changes)

        self._edited(path, edit, version)

    def close(self, path: str) -> None:
        """The editor shows a file no more: what is on disk counts."""
        self._edited(path, lambda: self._held.pop(path, None), None)

    def ask(self, question: Callable[[Now], T]) -> Future[T]:
        """The answer of ``question`` to the site as it is now; files are read as the editor holds them."""
        return self._desk.ask(partial(self._answer, question))

    async def was_read(self) -> None:
        """Waits until the whole site was checked once, or cannot be: before, not all links are known."""
        await asyncio.shield(asyncio.wrap_future(self._was_read))

    def look_again(self) -> None:
        """Something on disk may have changed."""
        self._wake(IDLE)

    def stop(self) -> None:
        """The editor is done with the site."""
        self._closed = True
        self._wake(0)
        self._desk.close()

    def _answer(self, question: Callable[[Now], T]) -> T:
        self._catch_up()
        with self._warm.view.held():
            return question(self._now())

    def _now(self) -> Now:
        view = self._warm.view
        return Now(view, words_of(view, self._talk.encoding), self._warm, self._told)

    def _edited(self, path: str, edit: Callable[[], object], version: int | None) -> None:
        def work() -> None:
            edit()
            self._behind.add(path)
            self._versions[path] = version

        self._do(work, NOW)
        if path not in self._waiting:
            self._waiting.add(path)
            self._do(partial(self._judge, path), SOON)
        self._wake(min(_MOST_IDLE, max(IDLE, self._last / 2)))

    def _catch_up(self) -> None:
        """Takes over what was edited: many edits at once, as each costs what the text is long."""
        for path in self._behind:
            held = self._held.get(path)
            self._warm.edit(path, None if held is None else held.text)
        self._behind.clear()

    def _judge(self, path: str) -> None:
        self._catch_up()
        self._waiting.discard(path)
        self._publish({path: self._warm.judge(path)})

    def _do(self, work: Callable[[], object], urgency: int) -> Future[object]:
        done = self._desk.ask(work, urgency)
        done.add_done_callback(self._log_failure)
        return done

    def _log_failure(self, done: Future[object]) -> None:
        if (error := failure_of(done)) is not None:
            self._talk.log(f"{type(error).__name__}: {error}")

    def _publish(self, told: Mapping[str, tuple[Finding, ...]]) -> None:
        words = words_of(self._warm.view, self._talk.encoding)
        for path, findings in told.items():
            if path in self._versions or findings != self._told.get(path, ()):
                diagnostics = [words.diagnostic(finding) for finding in findings]
                uri = self._uris.get(path) or uri_of(self.wanted.site, path)
                if self._told.get(path) and (former := self._told_of[path]) != uri:
                    self._talk.publish(former, [], None)  # else they would stay there, whatever is mended
                self._told_of[path] = uri
                self._talk.publish(uri, diagnostics, self._versions.get(path))
            self._told[path] = findings

    # the other thread

    def _wake(self, after: float) -> None:
        with self._due:
            self._at = time.monotonic() + after
            self._due.notify()

    def _renew_when_idle(self) -> None:
        while self._wait():
            started = time.monotonic()
            try:
                self._renew()
            except (SitecheckError, OSError) as error:
                self._fail(str(error))
            except Exception as error:
                self._talk.log(f"the site could not be checked: {type(error).__name__}: {error}")
            if not self._was_read.done():
                self._was_read.set_result(None)
            _tidy()
            self._last = time.monotonic() - started

    def _wait(self) -> bool:
        """Waits until it is time to check the whole site; false when it is to be checked no more."""
        with self._due:
            while not self._closed and (self._at is None or self._at > time.monotonic()):
                self._due.wait(None if self._at is None else self._at - time.monotonic())
            self._at = None
            return not self._closed

    def _renew(self) -> None:
        texts, view = self._desk.ask(self._state, SOON).result()
        renewal = renew(self.wanted, texts, view)
        with renewal.view.held():
            prepare(renewal.view)
        wait([self._do(partial(self._accept, renewal), SOON)])
        for line in (*renewal.answer.crashes, *renewal.answer.notices):
            self._talk.log(line)
        self._fail(renewal.answer.error)

    def _state(self) -> tuple[Texts, SiteView]:
        self._catch_up()
        return self._warm.texts, self._warm.view

    def _accept(self, renewal: Renewal) -> None:
        self._catch_up()
        self._publish(self._warm.accept(renewal))

    def _fail(self, error: str) -> None:
        """Tells once why the site cannot be checked."""
        if error and error != self._error:
            self._talk.tell(error)
        self._error = error


def _tidy() -> None:
    """Frees what the last state of the site was, and lets the collector pass over the present one: to look
    through all of it takes longer than an answer may."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def words_of(view: SiteView, encoding: Encoding) -> Words:
    """How the site of a view speaks."""
    known: dict[str, Positions] = {}

    def positions(path: str) -> Positions:
        if path not in known:
            source = view.source(path)
            known[path] = Positions("" if source is None else source.text, encoding)
        return known[path]

    return Words(view.folder, positions)
