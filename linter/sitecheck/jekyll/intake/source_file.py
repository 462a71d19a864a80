"""One file's bytes: is there front matter, what does it say, can it be read at all."""

from __future__ import annotations

import os
import re
from datetime import tzinfo
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from sitecheck.files import origin_of, read_file, read_if_begins, said_by
from sitecheck.jekyll.records import SiteProblem
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.finding import WHOLE_FILE
from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.fence import has_header
from sitecheck.text.front_matter import FrontMatter, FrontMatters
from sitecheck.text.source import TextProblem, decode


class SourceFile(NamedTuple):
    """What Jekyll reads of a file.

    ``data`` is ``None`` when the front matter has an error. ``body`` is the text after it, ``text_ok``
    false when the file is not UTF-8.
    """

    header: bool
    data: dict[str, Any] | None
    body: str = ""
    text_ok: bool = True
    problem: SiteProblem | None = None
    mapping: bool = True
    """False for front matter that is no mapping: Jekyll's build stops at a page like that."""
    lost: tuple[str, ...] = ()
    """The addresses that front matter names which Jekyll cannot read."""


class KnownHeaders(Protocol):
    """What earlier runs read of files that have not changed since."""

    def header(self, path: Path, zone: tzinfo, *, needed: bool) -> SourceFile | None:
        """What :func:`read_header` would give, but for the body, which is left out; ``None`` where that is
        not known."""
        ...

    def learn_header(self, path: Path, zone: tzinfo, source: SourceFile, *, needed: bool) -> None:
        """Take note of what was read of a file."""
        ...


_STATIC = SourceFile(header=False, data={})
_FENCE = b"---"
_ADDRESS = lazy_pattern(
    r"^(?:permalink:[ \t]*[\"']?|(?:redirect_from:|[ \t]*-)[ \t]*[\"']?(?=/))([^\s\"'#]+)", re.MULTILINE
)
_MOST_ADDRESSES = 20
_FAR = 4_000
"""Characters: what is written further down is no front matter that somebody has forgotten to close."""


def read_header(root: Path, path: str, matters: FrontMatters, need_header: bool) -> SourceFile:
    """Read ``path``; a file without front matter only when ``need_header`` is false."""
    try:
        data = read_if_begins(root / path, _FENCE) if need_header else read_file(root / path)
    except OSError as error:
        message = f"cannot be read: {said_by(error)}"
        return _STATIC._replace(text_ok=False, problem=SiteProblem(path, "unreadable", message, fatal=True))
    header = data is not None and has_header(data)
    if data is None or (need_header and not header):
        return _STATIC
    return read_data(path, data, header, matters)


def begins_with_fence(path: Path) -> bool:
    """Whether a file begins as front matter does; false for what cannot be read."""
    try:
        return _opens_fence(path)
    except OSError:
        return False


def _opens_fence(path: Path) -> bool:
    return read_file(path, len(_FENCE)) == _FENCE


def read_data(path: str, data: bytes, header: bool, matters: FrontMatters) -> SourceFile:
    """Split and parse the bytes of a file."""
    source = decode(path, data)
    if isinstance(source, TextProblem) and source.kind == "nul":
        source = decode(path, data.replace(b"\0", b" "))
    if isinstance(source, TextProblem):
        problem = SiteProblem(path, source.kind, source.message, WHOLE_FILE, fatal=source.has_liquid)
        return SourceFile(header=header, data=None, text_ok=False, problem=problem)
    matter = matters.read(source)
    mapping = all(problem.kind != "not-a-mapping" for problem in matter.problems)
    found: dict[str, Any] | None = None if matter.failed else matter.data
    is_open = matter.shape is not None and matter.shape.kind == "unclosed-fence"
    return SourceFile(
        header=header,
        data=found,
        body=source.text[matter.span.end :],
        mapping=mapping,
        lost=_addresses(source.text, matter.span.end or _FAR) if matter.failed or is_open else (),
    )


def _addresses(text: str, end: int) -> tuple[str, ...]:
    """What front matter names that cannot be read: where the page would be, and what it would redirect."""
    found = islice(_ADDRESS.finditer(text, 0, min(end, _FAR)), _MOST_ADDRESSES)
    return tuple(match[1] for match in found)


def locate(root: Path, path: str, key: str, matters: FrontMatters) -> Span | None:
    """Where the value of a front matter key stands."""
    matter = matter_of(root, path, matters)
    entry = matter.entry(key) if matter is not None else None
    return entry.value if entry else None


def matter_of(root: Path, path: str, matters: FrontMatters) -> FrontMatter | None:
    """The front matter of a file with its places; the file is opened anew, as only problems ask."""
    try:
        source = decode(path, read_file(root / path))
    except OSError:
        return None
    return None if isinstance(source, TextProblem) else matters.read(source)


def modified(root: Path, path: str) -> float:
    """When a file was changed last, in seconds; 0 when that cannot be told."""
    try:
        return os.stat(origin_of(root / path)).st_mtime
    except OSError:
        return 0.0
