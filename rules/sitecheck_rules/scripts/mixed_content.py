from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sitecheck.api import (
    Document,
    Edit,
    FileRule,
    Finding,
    Fix,
    Invalid,
    Safety,
    Severity,
    Span,
    Valid,
    lazy_pattern,
)
from sitecheck_rules.scripts._address import Address, parse
from sitecheck_rules.scripts._catalogue import catalogue
from sitecheck_rules.scripts._resources import KINDS, Resource, resources

_WHAT = {
    "script": "the browser blocks this script",
    "style": "the browser blocks this style sheet or font",
    "frame": "the browser blocks this frame",
    "image": "the browser drops or warns about this picture",
    "media": "the browser drops or warns about this recording",
}
_PASSIVE = frozenset({"image", "media"})
_PAST_HELP = frozenset({"hijacked", "dead-host"})
_HTTPS_ONLY = lazy_pattern(
    r"https?://(?:[\w-]+\.)+(?:github\.io|gitlab\.io|app|dev|page)(?:[:/].*)?", re.IGNORECASE
)
"""Hosting domains that send visitors to https, and top-level domains that browsers ask over https only."""


class MixedContent(FileRule):
    """A page of an https site loads a file over plain http.

    ## What it does

    Reports scripts, style sheets, fonts, frames, pictures and recordings whose address begins with
    `http://`, on a site whose `url` in `_config.yml` begins with `https://` or is at a host that sends its
    visitors to https (such as `github.io`). Addresses that begin with `//` follow the page and are fine.

    ## Why is this bad?

    Browsers refuse scripts, styles and frames over http on an https page: the formulas, the layout or the
    video is missing. Pictures are asked for over https, and dropped when that fails. Anybody on the way can
    read and change what travels over http.

    ## Fix safety

    Safe for hosts that are known to serve https and for the site's own host, unsafe for others.

    ## References

    - <https://developer.mozilla.org/en-US/docs/Web/Security/Mixed_content>
    - <https://www.w3.org/TR/mixed-content/>
    """

    severity = Severity.ERROR
    kinds = KINDS
    valid = (
        Valid(
            '---\n---\n<script src="//code.jquery.com/jquery-3.7.1.min.js"></script>\n',
            files={"_config.yml": "url: https://example.org\n"},
        ),
        Valid(
            '---\n---\n<img src="http://example.net/a.png" alt="a">\n',
            files={"_config.yml": "url: http://example.org\n"},
            why="the site itself is on http",
        ),
        Valid(
            "---\n---\n[a link](http://example.net/)\n",
            files={"_config.yml": "url: https://example.org\n"},
            why="a link loads nothing",
        ),
    )
    invalid = (
        Invalid(
            '---\n---\n<link rel="stylesheet" href="http://fonts.googleapis.com/css?family=Lato">\n',
            at="http://fonts.googleapis.com/css?family=Lato",
            message="blocks this style sheet",
            files={"_config.yml": "url: https://example.org\n"},
            fixed='---\n---\n<link rel="stylesheet" href="https://fonts.googleapis.com/css?family=Lato">\n',
        ),
        Invalid(
            "---\n---\n![a](http://example.net/a.png)\n",
            at="http://example.net/a.png",
            message="this picture",
            severity=Severity.WARNING,
            files={"_config.yml": "url: http://somebody.github.io\n"},
            fixed="---\n---\n![a](https://example.net/a.png)\n",
        ),
        Invalid(
            "---\n---\n![a](http://example.org/a.png)\n",
            severity=Severity.WARNING,
            help="the site's own",
            files={"_config.yml": "url: https://example.org\n"},
            fixed="---\n---\n![a](https://example.org/a.png)\n",
        ),
        Invalid(
            '---\n---\n<iframe src="http://example.net:8080/"></iframe>\n',
            at="http://example.net:8080/",
            files={"_config.yml": "url: https://example.org\n"},
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if not _is_https(doc.config):
            return
        for resource in resources(doc):
            what = _WHAT.get(resource.load)
            address = parse(resource.address) if what else None
            if what is None or address is None or address.scheme != "http" or _past_help(doc, resource):
                continue
            yield self.finding(
                f"{address.host} is asked over plain http from an https site: {what}",
                resource.place,
                help=_advice(doc, address),
                fix=_fix(doc, resource, address),
                severity=Severity.WARNING if resource.load in _PASSIVE else Severity.ERROR,
            )


def _is_https(config: Mapping[str, Any]) -> bool:
    url = config.get("url")
    return isinstance(url, str) and (
        url.lower().startswith("https://") or _HTTPS_ONLY.fullmatch(url) is not None
    )


def _advice(doc: Document, address: Address) -> str:
    own = parse(str(doc.config.get("url")))
    if own is not None and own.host == address.host:
        return "write https://, or leave out scheme and host: this is the site's own"
    return "write https://, or keep a copy in the site if the host has no https"


def _past_help(doc: Document, resource: Resource) -> bool:
    """Whether another rule says that nothing comes from this host, over https or not."""
    matches = catalogue().matches(resource.address, resource.load)
    return any(match.entry.category in _PAST_HELP and match.entry.holds(doc) for match in matches)


def _fix(doc: Document, resource: Resource, address: Address) -> Fix | None:
    if resource.place.path != doc.path:
        return None
    start, end = resource.place.span
    start += len(doc.text[start:end]) - len(doc.text[start:end].lstrip())
    if address.port or doc.text[start : start + 7].lower() != "http://":
        return None
    own = parse(str(doc.config.get("url")))
    known = catalogue().serves_https(address.host) or (own is not None and own.host == address.host)
    safety = Safety.SAFE if known else Safety.UNSAFE
    return Fix("use https", (Edit(Span(start, start + 4), "https"),), safety)
