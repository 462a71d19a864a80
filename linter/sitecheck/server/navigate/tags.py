"""The Liquid that is written in a file: its tags and outputs with their places."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.includes import parse_include
from sitecheck.liquid.tokenizer import Token, tokenize
from sitecheck.model.facts import Kind
from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple
from sitecheck.server.words import INCLUDE_TAGS
from sitecheck.text.front_matter import body_start
from sitecheck.warm.site_view import SiteView

_LIQUID = 4
"""The gem's release that GitHub Pages and most others run."""
_SILENT = {"raw": "endraw", "comment": "endcomment"}
WITH_LIQUID: frozenset[Kind] = frozenset(("page", "post", "document", "layout", "include"))
"""The kinds of files that Liquid is run on."""


class NamedFile(NamedTuple):
    """A file that a tag names: the tag, the name as written, and where it stands."""

    tag: str
    name: str
    span: Span


def written_tags(text: str, start: int = 0) -> Iterator[Token]:
    """The tags and outputs of ``text`` from ``start`` on that Liquid runs; linear in the length."""
    until = ""
    for token in tokenize(text[start:], _LIQUID):
        if token.kind == "text" or not token.closed:
            continue
        if until:
            until = "" if token.name == until else until
            continue
        until = _SILENT.get(token.name, "") if token.kind == "tag" else ""
        yield token._replace(
            start=token.start + start, end=token.end + start, markup_start=token.markup_start + start
        )


def liquid_start(view: SiteView, path: str, text: str) -> int | None:
    """Where Liquid begins in a file; ``None`` where it does not run."""
    kind = view.kind(path)
    if kind not in WITH_LIQUID:
        return None
    if kind == "include":
        return 0
    document = view.document(path)
    return body_start(text) if document is not None and document.has_liquid else None


def tags_of(view: SiteView, path: str, text: str) -> Iterator[Token]:
    """The tags and outputs of a file, whose text of now is ``text``."""
    start = liquid_start(view, path, text)
    return written_tags(text, start) if start is not None else iter(())


def token_at(view: SiteView, path: str, text: str, offset: int) -> Token | None:
    """The tag or output at an offset, its ends included."""
    for token in tags_of(view, path, text):
        if token.start <= offset <= token.end:
            return token
        if token.start > offset:
            break
    return None


def named_file(token: Token) -> NamedFile | None:
    """The file that a tag names as it stands; ``None`` where Liquid makes the name."""
    if token.kind != "tag" or token.name not in (*INCLUDE_TAGS, "link", "post_url"):
        return None
    if token.name in INCLUDE_TAGS:
        name = parse_include(token.markup, _LIQUID).name
    else:
        name = token.markup.strip()
    if not name or "{{" in name:
        return None
    at = token.markup_start + token.markup.find(name)
    return NamedFile(token.name, name, Span(at, at + len(name)))


def include_path(view: SiteView, name: str) -> str:
    """The path of the include of that name."""
    return posixpath.normpath(view.site.prefix("includes_dir") + name.lstrip("/"))


def include_name(view: SiteView, path: str) -> str | None:
    """What tags call an include by; ``None`` for a path that is none."""
    folder = view.site.prefix("includes_dir")
    return path.removeprefix(folder) if path.startswith(folder) else None


def included_path(view: SiteView, path: str, named: NamedFile) -> str:
    """The path of the file that an include tag of the file ``path`` brings."""
    if named.tag != "include_relative":
        return include_path(view, named.name)
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), named.name.lstrip("/")))


def files_with(view: SiteView, needle: str) -> Iterator[tuple[str, str]]:
    """The files that Liquid is run on and that have ``needle`` in them, with their texts of now."""
    for path, each in view.inputs.items():
        if each.kind in WITH_LIQUID:
            source = view.source(path)
            if source is not None and needle in source.text:
                yield path, source.text


WORD = lazy_pattern(r"[\w-]+")
