"""``{% link %}`` and ``{% post_url %}``: paths of sources, names of posts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sitecheck.jekyll import Record
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.jekyll_tags import is_post_name
from sitecheck.model.span import Span
from sitecheck.server.answers import Completion, CompletionKind
from sitecheck.server.asked import Asked
from sitecheck.server.complete.offers import begins, offer

_WORD = lazy_pattern(r"\s+(\S*)\Z")
_WORD_END = lazy_pattern(r"[^\s%{}]{0,300}")


def complete_link_tag(asked: Asked) -> Iterable[Completion] | None:
    """What ``link`` and ``post_url`` find; ``None`` for other tags."""
    liquid, cursor = asked.cursor.liquid, asked.cursor
    if liquid is None or liquid.name not in ("link", "post_url"):
        return None
    match = _WORD.match(cursor.text, liquid.markup, cursor.offset)
    if match is None:
        return ()
    end = _WORD_END.match(cursor.text, cursor.offset)
    span = Span(match.start(1), end.end() if end is not None else cursor.offset)
    return _paths(asked, span, match[1]) if liquid.name == "link" else _posts(asked, span, match[1])


def _paths(asked: Asked, span: Span, typed: str) -> Iterator[Completion]:
    titles = {record.relative_path: record for record in asked.view.site.documents()}
    slash = "/" if typed.startswith("/") else ""
    pages: list[tuple[str, str, str]] = []
    files: list[tuple[str, str, str]] = []
    for path, url in asked.view.reader.payload.addresses.items():
        name = slash + path.lstrip("/")
        if begins(name, typed) and not re.search(r"[\s%{}]", name):
            (pages if path in titles else files).append((name, path, url))
    for number, (name, path, url) in enumerate((*sorted(pages), *sorted(files))):
        record = titles.get(path)
        detail = str(record.data.get("title") or url) if record is not None else url
        kind: CompletionKind = (
            "file" if record is None else "post" if record.collection == "posts" else "address"
        )
        yield offer(kind, span, name, detail=detail, sort=f"{number:06}")


def _posts(asked: Asked, span: Span, typed: str) -> Iterator[Completion]:
    for number, record in enumerate(reversed(asked.view.site.posts)):
        for name in _post_names(record):
            if begins(name, typed):
                detail = str(record.data.get("title") or "")
                yield offer("post", span, name, detail=detail, sort=f"{number:06}")


def _post_names(record: Record) -> Iterator[str]:
    """The names that ``post_url`` finds a post by: its file's name, with folders where it has any."""
    folder, _, rest = record.relative_path.rpartition("_posts/")
    stem = rest.rpartition(".")[0]
    if is_post_name(stem) and not re.search(r"[\s%{}]", stem):
        yield folder + stem if folder else stem
