"""Work that is better done before somebody waits for an answer."""

from __future__ import annotations

from sitecheck.server.complete.addresses import prepare_addresses
from sitecheck.server.composed import prepare_heads
from sitecheck.server.page_math import prepare_math
from sitecheck.server.site_index import index_of
from sitecheck.warm.site_view import SiteView


def prepare(view: SiteView) -> None:
    """Gathers now what completion and hover would gather when they are first asked: up to a second or so.
    Call it when there is nothing else to do, inside :meth:`SiteView.held`."""
    index = index_of(view)
    index.prepare()
    prepare_addresses(index)
    prepare_math(view, index)
    prepare_heads(index)
