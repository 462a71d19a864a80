"""What is known of what stands at the cursor: one module for each kind of thing, asked in turn."""

from __future__ import annotations

from collections.abc import Sequence

from sitecheck.model.finding import Finding
from sitecheck.server.answers import Hover
from sitecheck.server.asked import ask
from sitecheck.server.hover.configuration import tell_config
from sitecheck.server.hover.findings import tell_findings
from sitecheck.server.hover.formulas import tell_formula
from sitecheck.server.hover.front_matter import tell_front_matter
from sitecheck.server.hover.links import tell_link
from sitecheck.server.hover.liquid import tell_liquid
from sitecheck.server.hover.pages import tell_page
from sitecheck.server.hover.told import Teller
from sitecheck.warm.site_view import SiteView

__all__ = ["hover"]

_TELLERS: tuple[Teller, ...] = (
    tell_page,
    tell_config,
    tell_front_matter,
    tell_liquid,
    tell_link,
    tell_formula,
)
MOST = 6_000
"""Characters that are shown at most."""


def hover(view: SiteView, path: str, offset: int, findings: Sequence[Finding]) -> Hover | None:
    """What is known of what stands at ``offset`` of the file ``path``, and of the ``findings`` there; ask it
    inside :meth:`SiteView.held`. ``None`` where there is nothing to say."""
    asked = ask(view, path, offset)
    if asked is None:
        return None
    parts = [tell_findings(asked, findings)]
    if asked.cursor.hidden != "comment":
        parts.append(next(filter(None, (teller(asked) for teller in _TELLERS)), None))
    said = [part for part in parts if part is not None]
    if not said:
        return None
    text = "\n\n---\n\n".join("\n\n".join(part.lines) for part in said)
    return Hover(said[-1].span, text if len(text) <= MOST else text[:MOST].rpartition("\n\n")[0])
