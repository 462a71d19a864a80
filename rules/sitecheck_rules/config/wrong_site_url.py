from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from sitecheck.api import (
    Edit,
    Finding,
    Fix,
    Invalid,
    Place,
    Safety,
    SiteFacts,
    SiteRule,
    Span,
    Valid,
    lazy_pattern,
)

_BARE = lazy_pattern(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}(?::[0-9]+)?(?:/[^\s]*)?", re.IGNORECASE
)
"""A host with a dot, perhaps with a path: an address but for its scheme."""
_LOCAL = lazy_pattern(r"localhost|127(?:\.[0-9]{1,3}){3}|0\.0\.0\.0|::1|.*\.(?:local|localhost|test|invalid)")
"""Hosts that are never those of a published site (RFC 6761, RFC 6762)."""
_LONGEST_HOST = 253
_FOREIGN = " if the domain is not yours"


class WrongSiteUrl(SiteRule):
    """The site's address in `_config.yml` cannot be the one it is published at.

    ## What it does

    Reports a `url` that is no whole address (`example.org` for `https://example.org`), that is the machine of
    the author (`http://localhost:4000`), that ends with a slash or holds the `baseurl` once more, or that
    differs from the host in the file `CNAME`; and a `baseurl` beside a `CNAME`.

    ## Why is this bad?

    Canonical links, feeds, sitemaps and cards are made of it: search engines and feed readers are sent to
    addresses that do not exist. Nobody sees it on the pages themselves.

    ## Fix safety

    Unsafe: a template that joins `site.url` and a path without a slash between them relies on the slash.

    ## References

    - <https://jekyllrb.com/docs/liquid/filters/#absolute-url>
    - <https://docs.github.com/pages/configuring-a-custom-domain-for-your-github-pages-site>
    """

    valid = (
        Valid(files={"_config.yml": "url: https://example.org\nbaseurl: /notes\n"}),
        Valid(files={"_config.yml": 'url: ""\n'}, why="GitHub Pages fills it in"),
        Valid(
            files={"_config.yml": "url: https://example.org\n", "CNAME": "www.example.org\n"},
            why="GitHub Pages leads from one to the other",
        ),
        Valid(files={"_config.yml": "url: https://example.org\n", "CNAME": "example.org\n"}),
        Valid(
            files={"_config.yml": "url: https://jærensjakk.no\n", "CNAME": "xn--jrensjakk-g3a.no\n"},
            why="two ways to write one host",
        ),
    )
    invalid = (
        Invalid(
            path="_config.yml",
            text="url: example.org\n",
            at="example.org",
            message="no whole address",
            fixed="url: https://example.org\n",
        ),
        Invalid(path="_config.yml", text="url: http://localhost:4000\n", message="the author's machine"),
        Invalid(
            path="_config.yml",
            text='url: "https://example.org/"\n',
            message="ends with a slash",
            help="https://example.org//",
            fixed='url: "https://example.org"\n',
        ),
        Invalid(
            path="_config.yml",
            text="url: https://example.org/notes\nbaseurl: /notes\n",
            message="stands twice",
            fixed="url: https://example.org\nbaseurl: /notes\n",
        ),
        Invalid(
            path="_config.yml",
            text="baseurl: https://example.org/\n",
            files={"CNAME": "example.org\n"},
            at="https://example.org/",
            message="not an address: https://example.org",
            help="write url: https://example.org,",
        ),
        Invalid(
            path="_config.yml",
            text="baseurl: https://drive.example/view?usp=sharing\n",
            files={"index.md": "---\n---\n[see](/#news)\n\n# News\n"},
            at="https://drive.example/view?usp=sharing",
            message="not an address",
            help="leave baseurl empty or write its folder",
        ),
        Invalid(
            path="_config.yml",
            text="url: https://jo.github.io\n",
            files={"CNAME": "example.org\n"},
            at="https://jo.github.io",
            message="the file CNAME says example.org",
        ),
        Invalid(
            path="_config.yml",
            text="url: https://example.org\nbaseurl: /notes\n",
            files={"CNAME": "example.org\n"},
            at="/notes",
            message="root of example.org",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        url, place = site.site.config.text("url").strip(), _place(site, "url")
        if place is not None and url:
            finding = self._of_url(site, url, place)
            if finding is not None:
                yield finding
        domain, base = site.site.domain, site.site.baseurl
        place, written = _place(site, "baseurl"), site.site.config.text("baseurl").rstrip("/")
        if place is not None and "://" in written:
            # a query or a fragment is that of one page somewhere, not of a site
            moved = "" if "?" in written or "#" in written else f"write url: {written}, and "
            yield self.finding(
                f"baseurl is the folder of the site on its host, not an address: {written}",
                place,
                help=f"{moved}leave baseurl empty or write its folder",
            )
        elif domain and base and place is not None:
            yield self.finding(
                f"GitHub Pages serves the site at the root of {domain}, not below {base}",
                place,
                help=f"the file CNAME says {domain}; leave baseurl empty, or remove CNAME{_FOREIGN}",
            )

    def _of_url(self, site: SiteFacts, url: str, place: Place) -> Finding | None:
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError:  # what it says may quote from the address, without what tells a password there
            return self.finding(f"{url} is no address", place, help="write one such as https://example.org")
        if parts.scheme not in ("http", "https") or not host:
            return self._not_whole(url, place)
        if _LOCAL.fullmatch(host):
            return self.finding(
                f"{url} is the author's machine",
                place,
                help="write where the site is published; 'jekyll serve' finds its own address by itself",
            )
        if (path := _path(parts)) is not None:
            return self._path_too_much(site, url, path, place)
        domain = site.site.domain
        if domain and _plain(host) != _plain(domain):
            return self.finding(
                f"the site is at {url} here, but the file CNAME says {domain}",
                place,
                help=f"write https://{domain}, where GitHub Pages serves it, or remove CNAME{_FOREIGN}",
            )
        return None

    def _not_whole(self, url: str, place: Place) -> Finding | None:
        whole = f"https://{url.lstrip('/')}"
        if not _BARE.fullmatch(url.lstrip("/")):
            return self.finding(
                f"{url} is no whole address", place, help="write one such as https://example.org"
            )
        return self.finding(
            f"{url} is no whole address",
            place,
            help=f"write {whole}",
            fix=_replaced(place, url, whole),
        )

    def _path_too_much(self, site: SiteFacts, url: str, path: str, place: Place) -> Finding | None:
        base = site.site.baseurl
        without = url[: len(url) - len(path)]
        if not path.strip("/"):
            return self.finding(
                "the site's url ends with a slash",
                place,
                help=f"absolute_url makes {url}/… of it, with two slashes; write {without}",
                fix=_replaced(place, url, without),
            )
        if base and path.rstrip("/").endswith(base):
            return self.finding(
                f"the baseurl {base} stands twice in the site's address",
                place,
                help=f"absolute_url makes {url.rstrip('/')}{base}/… of it; write {without}",
                fix=_replaced(place, url, without),
            )
        return None


def _plain(host: str) -> str:
    """A host without ``www.``, as the network knows it (``xn--…`` for letters beyond ASCII)."""
    bare = host.removeprefix("www.")
    try:
        return bare.encode("idna").decode("ascii") if len(bare) <= _LONGEST_HOST else bare
    except UnicodeError:
        return bare


def _path(parts: SplitResult) -> str | None:
    """The path of an address as written, ``None`` for none and where more than a path follows the host."""
    return parts.path if parts.path and not parts.query and not parts.fragment else None


def _place(site: SiteFacts, name: str) -> Place | None:
    """Where the value of a setting is written."""
    found = site.site.config.entry(name)
    return Place(found[0], found[1].value) if found is not None else None


def _replaced(place: Place, old: str, new: str) -> Fix | None:
    """A fix that writes ``new``; none where the value is written otherwise than it reads."""
    start, end = place.span
    inner = (end - start) - len(old)
    if inner not in (0, 2):
        return None
    start += inner // 2
    edit = Edit(Span(start, start + len(old)), new)
    return Fix(f"write {new}", (edit,), Safety.UNSAFE)
