"""Hashes of what files may depend on besides their own text."""

from __future__ import annotations

import os
from functools import cached_property

from sitecheck.document import SiteReader
from sitecheck.engine.store import digest
from sitecheck.files import read_file
from sitecheck.model.facts import PageFacts, Read


class Fingerprints:
    """Fingerprints of one site's parts, each made when it is first asked for."""

    def __init__(self, reader: SiteReader) -> None:
        self._reader = reader
        self._site = reader.site
        self._prints: dict[Read, str] = {}

    @cached_property
    def common(self) -> str:
        """What concerns every file: configuration, layouts, includes, the site's scripts, the day."""
        config = self._site.config
        texts = [file.text for file in config.files]
        shared = [*(layout.path for layout in self._site.layouts.values()), *self._site.includes]
        scripts = [file.path for file in self._site.static if file.path.endswith(".js")]
        values = repr(sorted(config.values.items(), key=repr))
        day = config.time.date().isoformat()
        contents = [self._content(path) for path in sorted((*shared, *scripts))]
        return digest(config.environment, day, values, *texts, *contents)

    def _content(self, path: str) -> str:
        try:
            return digest(path, read_file(os.path.join(self._site.root, path)))
        except (OSError, ValueError):
            return digest(path)

    def of(self, facts: PageFacts) -> str:
        """The state of all that a file's Liquid read, and of its own place in the site."""
        url = self._reader.url(facts.path) or ""
        return digest(url, *(self._print(read) for read in facts.reads))

    def _print(self, read: Read) -> str:
        if read not in self._prints:
            self._prints[read] = self._make(read)
        return self._prints[read]

    def _make(self, read: Read) -> str:
        payload = self._reader.payload
        if read.kind == "data":
            return self._data if read.name == "*" else digest(repr(self._site.data.get(read.name)))
        if read.kind == "content":  # with what its own Liquid may ask for
            return digest(self._content(read.name), self.lists, self._data)
        if read.kind == "include":
            return ""  # all includes are common
        if read.kind == "include_relative":
            page, _, name = read.name.partition(":")
            return self._content(os.path.join(os.path.dirname(page), name))
        if read.kind == "link":
            return repr(payload.link(read.name))
        if read.kind == "post_url":
            return repr(payload.post_url(read.name))
        return "" if read.name in self._site.config.values and read.name != "collections" else self.lists

    @cached_property
    def _data(self) -> str:
        return digest(repr(self._site.data))

    @cached_property
    def lists(self) -> str:
        """Every document's front matter and address: what lists of posts and pages show."""
        return digest(
            *(
                f"{d.path} {d.url} {d.date} {sorted(d.data.items(), key=repr)!r}"
                for d in self._site.documents()
            ),
            *(file.url for file in self._site.static),
        )
