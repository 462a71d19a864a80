"""Which files the texts of a site may speak of, whoever reads them: by name, in part, or by their folder.

A file may be shown by a page, a style sheet, a script, a plugin that reads front matter, or data. No attempt
is made to follow each: a name that stands anywhere counts as a use, and so does what may become the name.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator
from itertools import chain
from urllib.parse import unquote

from sitecheck.jekyll.addresses.url import bare
from sitecheck.jekyll.records import HTML_EXTENSIONS
from sitecheck.lazy_pattern import lazy_pattern

_WORD = lazy_pattern(r"[\w.@~+%-]+")
_RUN = r"(?<![\w.@~%/-])(?:[\w.@~%-]|/(?!/)){1,300}"
"""Characters of a path; the look-behind has each begin where it begins, or long runs take quadratic time."""
_HOLE = lazy_pattern(
    rf"(?P<path>{_RUN})(?:(?:\{{\{{|[$#]\{{)[^{{}}\n]{{0,200}}\}}{{1,2}}(?P<deeper>/)?"
    r"|(?P<tag>\{%(?!-?\s*(?:end|els|when)))"
    r"|[\"'`]\s*(?P<joined>[+~]|\.concat|\|\s*(?:append|prepend)))",
    re.ASCII,
)
"""A path that goes on with what is put in: by Liquid, perhaps on a condition, by a script, in a style sheet's
source."""
_ALL_DATA = lazy_pattern(r"\bsite\.data\b(?!\.[\w]|\[[\"'])")
"""All data files at once, or one whose name is a value."""
_ASSIGNED = lazy_pattern(rf"[\"'`](?P<path>{_RUN}/)[\"'`]", re.ASCII)
"""A quoted path of a folder, in code."""
_SCRIPT = ("<script", "</script")
_CODE = (("{%", "%}"), ("{{", "}}"), _SCRIPT)
"""What holds code in a template."""
_VALUE = lazy_pattern(
    rf"^[ \t]*(?:- +|[\"']?[\w-]+[\"']?[ \t]*:[ \t]*)[\"']?(?P<path>{_RUN})[\"']?[ \t]*(?:,[ \t]*)?\r?$",
    re.MULTILINE | re.ASCII,
)
"""A value of YAML or JSON that is a path."""
_READ_BY_SCRIPTS = lazy_pattern(
    r"""\s(?:on[a-z]{1,30}|value|data-[\w-]{1,50})\s*=\s*(?:"[^"]{1,1000}"|'[^']{1,1000}')""", re.ASCII
)
"""An attribute that is code, or from which scripts take what they lead to."""
_ADDRESS = lazy_pattern(rf"[\"'`}}](?P<path>{_RUN})[\"'`?#]", re.ASCII)
"""A quoted address; a value of Liquid or of a script may stand before it: `${base}/a.html`."""
_NUMBERED = lazy_pattern(r"[-_ ]*\d+\Z")
_VARIANT = lazy_pattern(
    r"(?:@\dx|[-_](?:\d+x\d+|\d{2,4}(?:w|px)?|thumb(?:nail)?s?|small|medium|large|x?xs|x?sm|md|lg|x*xl|min|dark"
    r"|light|mobile|desktop|hd|retina|orig(?:inal)?|full|hover|active|white|black|color|social|preview))\Z"
)
"""What is put behind the name of a picture for a version of it, which templates and scripts do, too."""
_SHORTEST_START = 3
"""Characters: fewer at the beginning of a name tell nothing."""


ReadMentions = Callable[[Collection[str]], "tuple[Mentions | None, tuple[str, ...]]"]
"""Gives what the texts of a site mention, and the folders that were listed for it; is given the names to look
for that are no words (:func:`is_word`)."""


def is_word(name: str) -> bool:
    """Whether the name of a file is one word, as it stands between blanks and quotes in a text."""
    return _WORD.fullmatch(name) is not None


class Mentions:
    """What a set of texts speaks of; names are compared without regard to case."""

    def __init__(self, odd: Collection[str] = ()) -> None:
        """``odd`` are the names to look for that are not words: with blanks, brackets …"""
        self._odd = {name.lower() for name in odd}
        self._words: set[str] = set()
        self._open: set[str] = set()
        """Folders any file of which may be meant."""
        self._open_below: set[str] = set()
        """Folders of which any file in any folder below may be meant, too."""
        self._starts: dict[str, set[str]] = {}
        """Folder, or "" for any, → how names begin there that go on with something that is put in."""
        self._addresses: set[str] = set()
        self.of_all_data = False
        """Whether a template reads data files whose names are not written down."""

    def add(self, text: str, *, is_code: bool = False, makes_names: bool = True) -> None:
        """Adds a text. ``is_code``: it is a script, a style sheet or data as a whole; ``makes_names``: names
        may be made of what it says, which is not so in a text that only people read."""
        text = text.lower()
        self._odd -= {name for name in self._odd if name in text or name.replace(" ", "%20") in text}
        for word in set(_WORD.findall(text)) - self._words:
            self._add_word(word)
        if not makes_names:
            return
        self.of_all_data = self.of_all_data or _ALL_DATA.search(text) is not None
        for match in _HOLE.finditer(text):
            is_tag = match["tag"] is not None
            if is_tag and "/" not in match["path"]:
                continue  # a class, mostly, which a condition goes on with
            is_deep = is_tag or match["deeper"] is not None or match["joined"] in ("+", "~", ".concat")
            self._add_start(match["path"], self._open_below if is_deep else self._open)
        for match in _VALUE.finditer(text):
            self._add_folder(match["path"])
        for code in (text,) if is_code else _pieces(text, *_CODE):
            for match in _ASSIGNED.finditer(code):
                self._add_start(match["path"], self._open)
        for code in (text,) if is_code else chain(_pieces(text, _SCRIPT), _READ_BY_SCRIPTS.findall(text)):
            for match in _ADDRESS.finditer(code):
                self._add_address(match["path"])

    def _add_word(self, word: str) -> None:
        plain = unquote(word).strip(".").lower()
        self._words.update((word, plain, posixpath.splitext(plain)[0], *plain.split(".")))

    def _add_start(self, path: str, folders: set[str]) -> None:
        folder, start = posixpath.split(unquote(path).lstrip("./"))
        if folder and not start:
            folders.add(folder)
        elif len(start) >= _SHORTEST_START:
            self._starts.setdefault(folder, set()).add(start)

    def _add_folder(self, path: str) -> None:
        plain = unquote(path).strip("./")
        if "/" in plain and "." not in posixpath.basename(plain):
            self._open_below.add(plain)

    def _add_address(self, path: str) -> None:
        if "/" in path or path.endswith(HTML_EXTENSIONS):
            self._addresses.add(bare(unquote(path).lstrip("./")))

    def leads_to(self, url: str) -> bool:
        """Whether a script, or an attribute that scripts read, may lead to the page at ``url``."""
        return not self._addresses.isdisjoint(_ends_of(bare(unquote(url)).lower().strip("/")))

    def has_word(self, word: str) -> bool:
        """Whether a word stands somewhere, whatever is meant by it."""
        return word.lower() in self._words

    def may_name(self, path: str, addresses: Collection[str] = ()) -> bool:
        """Whether the file ``path`` may be meant somewhere; ``addresses`` are those of pages, which name no
        folder of files."""
        folder, name = posixpath.split(path.lower())
        if not is_word(name) and name not in self._odd:
            return True
        if any(each in self._words for each in (name, *_versions(posixpath.splitext(name)[0]))):
            return True
        folders = [each for each in _ends_of(folder) if each not in addresses]
        begun = (start for each in (*folders, "") for start in self._starts.get(each, ()))
        if any(map(name.startswith, begun)) or not self._open.isdisjoint(folders):
            return True
        return any(each in self._open_below and each not in addresses for each in _inner(folders))


def _pieces(text: str, *marks: tuple[str, str]) -> Iterator[str]:
    """The pieces of a template between ``marks``, an opening and a closing one each."""
    for opening, closing in marks:
        start = text.find(opening)
        while start >= 0:
            end = text.find(closing, start)
            if end < 0:
                break
            yield text[start:end]
            start = text.find(opening, end)


def _versions(stem: str) -> Iterator[str]:
    """The names that ``stem`` may be a version of: itself, without what tells its size, without a number."""
    yield stem
    plain = _VARIANT.sub("", stem)
    yield plain
    if bare := _NUMBERED.sub("", plain):
        yield bare


def _ends_of(folder: str) -> Iterator[str]:
    """``a/b/c``, ``b/c``, ``c``: how a folder may be written from elsewhere."""
    while folder:
        yield folder
        folder = folder.partition("/")[2]


def _inner(folders: list[str]) -> Iterator[str]:
    """The folders, and those above them."""
    for folder in folders:
        while folder:
            yield folder
            folder = posixpath.dirname(folder)
