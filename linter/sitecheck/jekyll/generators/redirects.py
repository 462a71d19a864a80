"""The redirects of a site: what jekyll-redirect-from makes of ``redirect_from`` and ``redirect_to``.

Read from the plugin's source (0.16): ``redirect_from`` makes a page of its own at each address, written after
the site's pages and before its documents; ``redirect_to`` puts a redirect in place of the page that names it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sitecheck.jekyll.records import Record
from sitecheck.jekyll.site import REDIRECT_FROM, Site
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.origin import key_name
from sitecheck.named_tuple import NamedTuple

_WHOLE = lazy_pattern(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


class Redirect(NamedTuple):
    """An address that leads on to another."""

    source: str
    """The file that asks for it."""
    keys: tuple[str, ...]
    """What leads to the address in its front matter (see :func:`key_name`)."""
    written: str
    """The address that is written there."""
    url: str
    """Where the redirect is served, without ``baseurl``."""
    output: str
    target: str
    """Where it leads: an address without ``baseurl``, or a whole one."""
    moved: bool
    """Whether the page at ``target`` names ``url`` as an address that it had (``redirect_from``)."""


def redirects_of(site: Site) -> tuple[Redirect, ...]:
    """The redirects in the order in which Jekyll writes them; none without the plugin. Where the site has a
    layout ``redirect`` of its own, that decides what it makes of ``redirect_to``."""
    if not site.makes_redirects:
        return ()
    made: dict[tuple[str, str], Record] = {}
    for page in site.pages:
        if page.plugin == REDIRECT_FROM and "redirect" in page.data:
            made[page.data["permalink"], page.data["redirect"]["to"]] = page
    records = [record for record in site.sources() if record.written]
    sent = () if "redirect" in site.layouts else filter(None, map(_to, records))
    return (*(each for record in records for each in _from(record, made)), *sent)


def _from(record: Record, made: dict[tuple[str, str], Record]) -> Iterator[Redirect]:
    for keys, item in _items("redirect_from", record.data.get("redirect_from")):
        page = made.get((item if item.startswith("/") else f"/{item}", record.url))
        if page is not None:
            yield Redirect(
                source=str(record.path),
                keys=keys,
                written=item,
                url=page.url,
                output=page.output,
                target=record.url,
                moved=True,
            )


def _to(record: Record) -> Redirect | None:
    """``redirect_to``: of a list the first item; what is no whole address gets ``url`` and ``baseurl``."""
    for keys, item in _items("redirect_to", record.data.get("redirect_to")):
        whole = _WHOLE.match(item) is not None or item.startswith("/")
        return Redirect(
            source=str(record.path),
            keys=keys,
            written=item,
            url=record.url,
            output=record.output,
            target=item if whole else f"/{item}",
            moved=False,
        )
    return None


def _items(key: str, value: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    """The texts of a value that may be a list, each with what leads to it."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, str):
                yield (key, str(key_name(index))), item
    elif isinstance(value, str):
        yield (key,), value
