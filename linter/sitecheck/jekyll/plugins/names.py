"""Names of files of which only parts are known: ``assets/`` … ``.webp``."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

NUMBER = "\0"
"""Stands in a text of a :class:`Name` for a number."""
SEGMENT = "\1"
"""Stands in a text of a :class:`Name` for what has no ``/``."""
_STANDS_FOR = {NUMBER: "[0-9]+", SEGMENT: "[^/]+"}
_PLACEHOLDER = lazy_pattern(f"[{NUMBER}{SEGMENT}]+")
_UNCLEAR = lazy_pattern(
    f"[{NUMBER}{SEGMENT}][0-9{NUMBER}{SEGMENT}]|{SEGMENT}[^/]*[{NUMBER}{SEGMENT}]|{NUMBER}[^/]*{SEGMENT}"
)
"""Placeholders of which it is not clear where one ends and the next begins."""
_LONGEST = 1000
"""Longer names no file has; those with placeholders are looked at with a pattern."""


class Name(NamedTuple):
    """A name with gaps: ``texts`` are what stands before, between and after them, in order.

    ``("feed.xml",)`` is that name alone, ``("assets/", ".webp")`` any that begins and ends so.
    """

    texts: tuple[str, ...]

    def covers(self, output: str) -> bool:
        """Whether ``output`` may be such a name; takes time linear in its length."""
        if self.has_placeholder:
            return self._covers_by_pattern(output)
        first, *others = self.texts
        if not others:
            return output == first
        last = others.pop()
        if len(output) < len(first) + len(last) or not output.startswith(first) or not output.endswith(last):
            return False
        at, end = len(first), len(output) - len(last)
        for text in others:
            at = output.find(text, at, end)
            if at < 0:
                return False
            at += len(text)
        return True

    def covers_any(self, outputs: Iterable[str]) -> bool:
        """Whether any of ``outputs`` may be such a name: few of the thousands that a site has begin so."""
        if self.has_placeholder:
            return any(map(self._covers_by_pattern, outputs))
        first = self.texts[0]
        return any(self.covers(output) for output in outputs if output.startswith(first))

    def _covers_by_pattern(self, output: str) -> bool:
        """The same where a placeholder stands in a text; of several gaps only the first counts."""
        if len(self.texts) > 2 or any(map(_UNCLEAR.search, self.texts)):
            return Name(_without_placeholders(self.texts)).covers(output)
        return len(output) <= _LONGEST and _pattern(self.texts).fullmatch(output) is not None

    @property
    def exact(self) -> str | None:
        """The name when it has no gap."""
        return self.texts[0] if len(self.texts) == 1 and not self.has_placeholder else None

    @property
    def has_placeholder(self) -> bool:
        """Whether a number or a segment stands in a text."""
        return any(NUMBER in text or SEGMENT in text for text in self.texts)

    def then(self, other: Name | str) -> Name:
        """This name, directly followed by another or by a text."""
        more = other.texts if isinstance(other, Name) else (other,)
        return _tidy((*self.texts[:-1], self.texts[-1] + more[0], *more[1:]))

    def parted(self) -> tuple[Name, Name]:
        """What stands before the last period, and the rest; a gap where none is told."""
        stem, dot, ending = self.texts[-1].rpartition(".")
        return (Name((*self.texts[:-1], stem)), Name((dot + ending,))) if dot else (self, ANYTHING)

    def below(self, folder: Name) -> Name:
        """This name as one in ``folder``."""
        if folder.texts in (("",), ("/",)):
            return self
        if (
            len(folder.texts) > 1 and not folder.texts[-1]
        ):  # what fills the gap may be no folder, or end with "/"
            return folder.then(self)
        head, tail = folder.texts[-1].rstrip("/"), self.texts[0].lstrip("/")
        return _tidy((*folder.texts[:-1], f"{head}/{tail}", *self.texts[1:]))


ANYTHING = Name(("", ""))
_MAX_GAPS = 8


@lru_cache(maxsize=1024)
def _pattern(texts: tuple[str, ...]) -> re.Pattern[str]:
    """What matches a name of at most one gap."""
    return re.compile(".*".join(map(_text_pattern, texts)), re.DOTALL)


def _text_pattern(text: str) -> str:
    parts = re.split(f"([{NUMBER}{SEGMENT}])", text)
    return "".join(_STANDS_FOR.get(part) or re.escape(part) for part in parts)


def _without_placeholders(texts: tuple[str, ...]) -> tuple[str, ...]:
    parts = [part for text in texts for part in _PLACEHOLDER.split(text)]
    return _tidy(tuple(parts)).texts


def _tidy(texts: tuple[str, ...]) -> Name:
    """Neighbouring gaps are one; of very many the outermost texts are kept."""
    inner = tuple(text for text in texts[1:-1] if text)
    if len(inner) > _MAX_GAPS:
        inner = ()
    return Name((texts[0], *inner, *texts[-1:])) if len(texts) > 1 else Name(texts)


def outputs_of(name: Name) -> Iterable[Name]:
    """The files of the built site that a written file may become.

    Of a file written into the source Jekyll works out the address, as of a page.
    """
    name = _from_root(name)
    first = name.texts[0]
    if not first.startswith("_"):
        return _outputs(name)
    folder = first.split("/")[0]
    return () if folder in UNPUBLISHED or _CONFIGURATION.fullmatch(folder) else (ANYTHING,)


def outputs_of_page(name: Name) -> Iterable[Name]:
    """The same of a page or file that a script makes: Jekyll writes it, in whatever folder."""
    return _outputs(_from_root(name))


def _outputs(name: Name) -> Iterable[Name]:
    """A file, and what Jekyll may make of it: the extension becomes ``.html``, permalinks make folders."""
    yield name
    *before, last = name.texts
    stem, dot, ext = last.rpartition(".")
    if dot and "/" not in ext:
        becomes = _BECOMES.get(ext.lower(), f".{ext}")
        page = Name((*before, stem))
        yield page.then(becomes)
        if becomes == ".html" and not stem.endswith("index"):
            yield page.then("/index.html")


def _from_root(name: Name) -> Name:
    """A name as seen from the root of the site, for which "." alone may be anything."""
    first = name.texts[0]
    first = posixpath.normpath(first) + "/" * first.endswith("/") if first else ""
    texts = (_UP.sub("", first).removeprefix("_site/"), *name.texts[1:])
    return _with_lost_slashes(texts) if texts[0] != "." else ANYTHING


def _with_lost_slashes(texts: Sequence[str]) -> Name:
    """The name of a file that has these texts. Where nothing fills a gap between two slashes, or behind the
    root, one of these is lost (``blog//index.html`` of ``blog/#{part}/index.html``): the gap takes it."""
    found = list(texts[:1])
    for before, text in pairwise(texts):
        is_lost = text.startswith("/") and (before.endswith("/") or (len(found) == 1 and not before))
        found.append(text[1:] if is_lost else text)
    return _tidy(tuple(found))


_UP = lazy_pattern(r"^(?:\.{0,2}/)+")
"""What leads to the root of the site, or above it, from a file that is not known."""
_CONFIGURATION = lazy_pattern(r"_[\w.-]+\.(?:ya?ml|toml)")
"""A file at the top that Jekyll reads or ignores: no collection has such a name."""
UNPUBLISHED = frozenset({"_data", "_includes", "_layouts", "_sass", "_plugins"})
_BECOMES = {
    **dict.fromkeys(("md", "markdown", "mkdown", "mkdn", "mkd", "html", "htm", "xhtml"), ".html"),
    "scss": ".css",
    "sass": ".css",
    "coffee": ".js",
}
