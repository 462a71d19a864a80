"""A site as it is known at one moment, with the texts that an editor holds."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property

from sitecheck.document import Document, Input, SiteFacts, SiteReader
from sitecheck.engine.reading.known_site import KnownSite
from sitecheck.engine.reading.open_site import open_site
from sitecheck.engine.reading.read_site import inputs_of
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.reading.work_shares import WorkShares
from sitecheck.engine.settings.site_settings import Settings
from sitecheck.files import unsaved
from sitecheck.jekyll import Site
from sitecheck.model.facts import Kind
from sitecheck.text.source import Source

Texts = Mapping[str, str]
"""The texts that an editor holds: path from the site's folder → text."""


@dataclass(frozen=True)
class SiteView:
    """What is known of a site. Paths count from its folder, offsets in characters of a file's text.

    What is asked of a view is answered for the texts of now, as far as they concern the file that is asked
    about; what other files say of it is as they were when the site was read.
    """

    options: RunOptions
    known: KnownSite
    texts: Texts = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """The site's folder, absolute."""
        return os.path.abspath(self.options.site)

    @property
    def settings(self) -> Settings:
        """What the settings file says."""
        return self.options.settings

    @property
    def reader(self) -> SiteReader:
        """Gives documents."""
        return self.known.reader

    @property
    def site(self) -> Site:
        """The site that Jekyll would build."""
        return self.known.reader.site

    @property
    def facts(self) -> SiteFacts:
        """The facts of all files that were read."""
        return self.known.facts

    @property
    def inputs(self) -> Mapping[str, Input]:
        """What each file is that is read as a document."""
        return self.known.by_path

    @cached_property
    def _held(self) -> Mapping[str, bytes]:
        return held_bytes(self.folder, self.texts)

    def kind(self, path: str) -> Kind | None:
        """What a file is to Jekyll; ``None`` for what is not read as a document."""
        if path in self.inputs:
            return self.inputs[path].kind
        return "data" if any(file.path == path for file in self.site.data_files) else None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Inside, files are read as the editor holds them."""
        with unsaved(self._held):
            yield

    def source(self, path: str) -> Source | None:
        """The text of a file as it is now; ``None`` for what cannot be read as text."""
        with self.held():
            try:
                source = self.reader.source(path)
            except (OSError, ValueError):
                return None
        return source if isinstance(source, Source) else None

    def document(self, path: str) -> Document | None:
        """The document of a file as it is now; ``None`` for what is no document. Ask it inside
        :meth:`held`."""
        kind, source = self.kind(path), self.source(path)
        return None if kind is None or source is None else self.reader.document(source, kind)


def reopened(view: SiteView) -> SiteView:
    """The view with the site opened anew: as files, addresses and front matter are now. The facts of files
    stay as they are, and so does what layouts give."""
    options = view.options
    with view.held():
        reader = open_site(options.site, options.settings, options.call, view.site.front_matters)
        inputs = inputs_of(reader)
        shares = WorkShares(reader, inputs)
    facts = view.facts.with_files({}, reader.site)
    return replace(view, known=replace(view.known, reader=shares.first, inputs=inputs, facts=facts))


def held_bytes(folder: str, texts: Texts) -> dict[str, bytes]:
    """``texts`` as files on disk would hold them: absolute path → bytes; half a surrogate is replaced."""
    return {os.path.join(folder, path): text.encode("utf-8", "replace") for path, text in texts.items()}
