"""A site that is kept in memory: edits come in, what is wrong comes out, at once for one file, later for all.

One thread tells a warm site of edits and asks it. :func:`renew`, which takes long, runs in another; what it
brings is taken over by :meth:`WarmSite.accept`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from sitecheck.document import Input
from sitecheck.engine.analyze import analyze
from sitecheck.engine.reading.known_site import recall_site
from sitecheck.files import relative_path, unsaved
from sitecheck.model.finding import Finding
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.front_matter import body_start
from sitecheck.text.source import Source
from sitecheck.warm.one_file import Judged, judged, look_at, told_at_once
from sitecheck.warm.site_view import SiteView, Texts, held_bytes, reopened
from sitecheck.warm.wanted import Wanted, run_options
from sitecheck.warm.whole_check import WholeAnswer, check_whole

SMALL = 0.4
"""Seconds of work: a site that is opened in less time is opened anew at once when front matter changes."""


class Renewal(NamedTuple):
    """What the site is known to be, as a whole, with the texts that were not saved then."""

    view: SiteView
    answer: WholeAnswer
    texts: Texts


def renew(wanted: Wanted, texts: Texts, earlier: SiteView) -> Renewal:
    """Checks the whole site with ``texts`` and reads anew what is known of it. Safe in a thread of its own.

    Raises :class:`SitecheckError` for settings that cannot be used.
    """
    answer = check_whole(wanted, texts)
    options = run_options(wanted)
    with unsaved(held_bytes(wanted.site, texts)):
        known = recall_site(options, dict(answer.heavy), earlier.site.front_matters)
        _ = known.facts.frames  # read now, not when somebody waits
    return Renewal(SiteView(options, known, texts), answer, texts)


class WarmSite:
    """One site."""

    def __init__(self, wanted: Wanted) -> None:
        """Raises :class:`SitecheckError` for settings that cannot be used, ``NotADirectoryError`` when there
        is no such folder."""
        self.wanted = wanted
        options = run_options(wanted)
        started = time.thread_time()
        self._view = SiteView(options, recall_site(options))
        self._is_small = time.thread_time() - started < SMALL
        self._opened: Texts = {}
        """The unsaved texts with which the site was opened."""
        self._texts: dict[str, str] = {}
        self._of_site: dict[str, tuple[Finding, ...]] = {}
        self._judged: dict[str, Judged] = {}
        self._judged_texts: Texts | None = None
        """The unsaved texts of the last check of the whole site; ``None`` before the first."""

    @property
    def view(self) -> SiteView:
        """What is known, with the texts of now; of other files as they were when the site was read."""
        if self._view.texts != self._texts:
            self._view = replace(self._view, texts=dict(self._texts))
        return self._view

    @property
    def texts(self) -> Texts:
        """The texts that are not saved."""
        return dict(self._texts)

    def edit(self, path: str, text: str | None) -> None:
        """The editor holds ``text`` of a file; ``None``: what is on disk counts."""
        if text is None:
            self._texts.pop(path, None)
        else:
            self._texts[path] = text

    def judge(self, path: str) -> tuple[Finding, ...]:
        """What is wrong in a file as it is now."""
        view = self.view
        input_ = view.inputs.get(path)
        if input_ is None:  # no text that is read, or none any more: what was told stands in its text of then
            same = self._texts.get(path) == (self._judged_texts or {}).get(path)
            return self._of_site.get(path, ()) if same else ()
        if self._judged_texts is not None and path not in self._judged:
            then = look_at(replace(view, texts=self._judged_texts), input_)
            self._judged[path] = judged(then, self._of_site.get(path, ()))
        if self._is_opened_by(input_):
            self._view, self._opened = reopened(view), self.texts
            return self.judge(path)
        now = look_at(view, input_)
        if self._judged_texts is None:
            return now.findings
        found, self._judged[path] = told_at_once(now, self._judged[path])
        return found

    def _is_opened_by(self, input_: Input) -> bool:
        """Whether the site is to be opened anew before a file is judged: what is wrong in the configuration
        the site itself knows; front matter makes addresses, and waits where that takes long."""
        now = self.view.source(input_.path)
        then = replace(self.view, texts=self._opened).source(input_.path)
        if input_.kind == "config":
            return now != then
        return self._is_small and _head(now) != _head(then)

    def accept(self, renewal: Renewal) -> Mapping[str, tuple[Finding, ...]]:
        """Takes over what was found out of the whole site, and returns what is wrong, for each file of which
        that is told now or was told before. Files edited since are judged at once."""
        before = set(self._of_site)
        self._view, self._opened = renewal.view, renewal.texts
        if renewal.answer.error:
            return {}
        self._judged.clear()
        self._judged_texts = renewal.texts
        self._of_site = {path: tuple(found) for path, found in _by_path(renewal.answer.findings)}
        told = {path: self._of_site.get(path, ()) for path in before | self._of_site.keys()}
        return {**told, **{path: self.judge(path) for path in self._edited_since(renewal.texts)}}

    def _edited_since(self, texts: Texts) -> frozenset[str]:
        """The files that the editor holds otherwise than in ``texts``."""
        return frozenset(p for p in {*self._texts, *texts} if self._texts.get(p) != texts.get(p))

    @property
    def fresh(self) -> SiteView:
        """What is known, with the facts of unsaved texts in place of those on disk: for who asks about the
        whole site. Takes longer than :attr:`view`."""
        view = self.view
        edited = self._edited_since(self._judged_texts or {}) & view.inputs.keys()
        if not edited:
            return view
        with view.held():
            files = {path: analyze(view.inputs[path], view.reader, ()).facts for path in edited}
        return replace(view, known=replace(view.known, facts=view.facts.with_files(files)))


def _head(source: Source | None) -> str:
    return "" if source is None else source.text[: body_start(source.text)]


def _by_path(findings: tuple[Finding, ...]) -> Iterator[tuple[str, Iterator[Finding]]]:
    return groupby(findings, key=lambda finding: finding.path)


def path_in(site: str, file: str) -> str | None:
    """The path of a file from the site's folder, "/"-separated; ``None`` for a file elsewhere."""
    path = relative_path(os.path.realpath(file), os.path.realpath(site))
    return None if path == ".." or path.startswith("../") or os.path.isabs(path) else path
