"""How a finding on a link is told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from sitecheck.api import (
    Finding,
    Fix,
    Place,
    Related,
    ResolvedLink,
    Severity,
    SiteFacts,
    SiteRule,
    Span,
    lazy_pattern,
)

_SETTING = lazy_pattern(r"\{\{-?\s*site\.(?!url\b|baseurl\b)([\w-]+)\s*-?\}\}\Z")
_INSIDE = lazy_pattern(r"/(https?://[^/].*)", re.IGNORECASE)
"""The address of another site behind the beginning of one of this."""
_BEFORE = 60
"""So far in front of an address a setting of the site is looked for."""


def told(
    rule: SiteRule[Any],
    resolved: ResolvedLink,
    message: str,
    *,
    help: str,
    fix: Fix | None = None,
    severity: Severity | None = None,
    more: Iterable[Related] = (),
) -> Finding:
    """A finding of ``rule`` on a link: where it is written, with its pages; ``more`` is related."""
    others = f" (and {_others(resolved.others)})" if resolved.others else ""
    return rule.finding(
        message + others,
        resolved.link.place,
        help=help + _seen_on(resolved),
        related=[*came_from(resolved), *more],
        fix=fix if _is_the_same_everywhere(resolved) else None,
        severity=severity,
        pages=resolved.pages,
    )


def _is_the_same_everywhere(resolved: ResolvedLink) -> bool:
    """Whether another address at the same place would be right on all pages."""
    is_own = not resolved.of_layout and resolved.link.place.path == resolved.page
    if resolved.of_theme or not (is_own or resolved.is_fixed):
        return False
    return resolved.stands_so if resolved.printed_at else True


def _others(addresses: tuple[str, ...]) -> str:
    number = len(addresses)
    return f"{number:,} more address{'es' if number != 1 else ''}, such as {addresses[0]}"


def _seen_on(resolved: ResolvedLink) -> str:
    own = resolved.pages == 1 and resolved.link.place.path == resolved.page
    if resolved.of_theme:
        return f"; a layout of the theme writes it, for example on {resolved.page}"
    if resolved.of_layout:
        return "" if own else f"; for example on {resolved.page}"
    return f"; for example on {resolved.url}" if resolved.held and resolved.url else ""  # of a paginated list


def advice(site: SiteFacts, resolved: ResolvedLink) -> str:
    """Why a link leads nowhere, and what may have been meant."""
    if resolved.held:
        # ``{{ site.baseurl }}a.css``, which a build elsewhere makes whole: the owner sees nothing wrong there
        emptied = "; GitHub Pages takes baseurl: / for none" if site.site.sets_baseurl else ""
        return f"it starts from the folder of the page; from other pages it leads to {resolved.held}{emptied}"
    reason, nearest = resolved.verdict.reason, resolved.verdict.nearest
    if unset := _unset(site, resolved):
        return f"site.{unset}, which stands before it, is not set"
    return reason if nearest in reason else f"{reason}; did you mean {nearest}?"


def inner_address(href: str) -> str:
    """What to say of an address that has the whole one of another site in it; "" for others."""
    inside = _INSIDE.search(href)
    return f"the address of another site takes nothing before it: {inside[1]}" if inside is not None else ""


def _unset(site: SiteFacts, resolved: ResolvedLink) -> str:
    """The setting that an address begins with, and that no configuration has; "" for none."""
    path, span = resolved.link.place
    start = max(0, span.start - _BEFORE)
    found = _SETTING.search(site.written(Place(path, Span(start, span.start))))
    return found[1] if found is not None and found[1] not in site.site.config.values else ""


def came_from(resolved: ResolvedLink) -> list[Related]:
    """Where a template prints the address, if that is another place, and the include tags that led there."""
    printed = resolved.printed_at
    found = [] if printed is None else [Related(printed, "this address is made here")]
    own = resolved.link.place
    return [*found, *(Related(place, "included here") for place in resolved.link.via if place != own)]


def counted(number: int, name: str) -> str:
    """``1 link``, ``1,000 links``."""
    return f"{number:,} {name}{'' if number == 1 else 's'}"
