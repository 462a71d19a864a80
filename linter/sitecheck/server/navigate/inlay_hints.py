"""Words that an editor may show beside the text: the published address, and the one behind a tag."""

from __future__ import annotations

from collections.abc import Iterator

from sitecheck.model.span import Span
from sitecheck.server.answers import Hint
from sitecheck.server.navigate.tags import named_file, tags_of
from sitecheck.warm.site_view import SiteView


def inlay_hints(view: SiteView, path: str, span: Span) -> tuple[Hint, ...]:
    """The hints within ``span`` of a file, in the order of its text: at the top the address that it is
    published at, and behind ``link`` and ``post_url`` the address that they give."""
    return tuple(hint for hint in _hints(view, path) if span.start <= hint.offset <= span.end)


def _hints(view: SiteView, path: str) -> Iterator[Hint]:
    source = view.source(path)
    if source is None:
        return
    url = view.facts.url(path)
    if url is not None:
        end = source.text.find("\n")
        end = len(source.text) if end < 0 else end
        yield Hint(
            offset=len(source.text[:end].rstrip("\r")),
            text=f"→ {view.site.baseurl}{url}",
            tooltip="where this file is published",
        )
    elif view.kind(path) in ("page", "post", "document"):
        why = view.site.why_not(path)
        if why is not None:
            yield Hint(0, "not published", tooltip=why.words)
    payload = view.reader.payload
    for token in tags_of(view, path, source.text):
        named = named_file(token)
        if named is not None and named.tag in ("link", "post_url"):
            address = payload.link(named.name) if named.tag == "link" else payload.post_url(named.name)
            if isinstance(address, str):
                yield Hint(token.end, f"→ {view.site.baseurl}{address}", tooltip="what the tag gives")
