from __future__ import annotations

import posixpath
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from sitecheck.api import (
    Finding,
    Invalid,
    ResolvedLink,
    Safety,
    Severity,
    SiteFacts,
    SiteRule,
    Valid,
    lazy_pattern,
)
from sitecheck_rules.links._chosen import certain_links, chosen_links, gathered
from sitecheck_rules.links._meant import replacement, slash_of_base
from sitecheck_rules.links._told import advice, told

_MENDED = lazy_pattern(r"(?:http:/?|(?:https?:)?/{3,})[^/\\\s]", re.IGNORECASE)
"""What browsers read a host from, however many slashes there are: ``http:`` with less than two on pages of
https alone."""

_TAG = lazy_pattern(r"\{% (?P<tag>link|post_url) (?P<file>\S+) %\}")
_THEN_TEXT = lazy_pattern(r"\{\{-?\s*site\.url\s*-?\}\}\w")
_HOST = lazy_pattern(r"https?://[^/?#\s]+", re.IGNORECASE)

_SHARED = {
    "_config.yml": "url: https://example.org\n",
    "_layouts/x.html": '<meta property="og:image" content="{{ site.url }}{{ page.image }}">\n',
}


class MalformedUrl(SiteRule):
    """An address is not of the form of an address.

    ## What it does

    Reports addresses that no browser or server understands as meant: no host after `https://`, a host with
    blanks, a `%` that starts no escape, a port that is no number, a scheme with a typo (`htp://`), something
    before the address (`(https://…`, `URL:https://…`), what was to be a tag of Liquid (`{ % link a.md %}`),
    something right behind the host, as templates make it
    that write `{{ site.url }}` before what begins with no slash (`https://example.orgassets/a.png`).
    `mailto:` without receiver or host, `tel:` without number, and slashes too few or too many that browsers
    mend (`https:///example.org`, `http:example.org` on a page of https) are warnings.

    ## Why is this bad?

    The link cannot work.

    ## Fix safety

    Unsafe: the address is written as it is surely meant; whether anything is there has not been looked up,
    but for the file of a tag of Liquid, without which the build would stop.

    ## References

    - <https://url.spec.whatwg.org/#url-parsing>
    """

    by_page = True
    severity = Severity.ERROR
    valid = (
        Valid("---\n---\n[see](https://example.org/100%25)\n"),
        Valid("---\n---\n[write](mailto:?subject=Hello)\n", why="the reader chooses whom to write to"),
        Valid("---\n---\n[write](mailto:jo%20at%20example.org)\n", why="hidden from programs on purpose"),
        Valid(
            "---\n---\n[home]({{ site.baseurl }}/)\n",
            files={"_config.yml": "baseurl: /\n"},
            why="slashed-baseurl tells it",
        ),
        Valid("---\n---\n[call](tel:+44-20-7946-0000)\n"),
        Valid(
            "---\n---\n[see]({{ site.url }}/a) [else](https://example.company/)\n",
            files={"a.md": "---\npermalink: /a\n---\n", "_config.yml": "url: https://example.com\n"},
            why="another host begins as the own one does",
        ),
    )
    invalid = (
        Invalid("---\n---\n[see](http://)\n", at="http://", message="is no address"),
        Invalid("---\n---\n[see](https://example.org:port/)\n", at="https://example.org:port/"),
        Invalid(
            "---\n---\n[see]({ % link a.md %})\n",
            at="{ % link a.md %}",
            help="the brackets of this tag of Liquid are damaged; did you mean {% link a.md %}?",
            fixed="---\n---\n[see]({% link a.md %})\n",
            files={"a.md": "---\n---\n"},
        ),
        Invalid(
            "---\n---\n[see]({ % link b.md %})\n",
            help="did you mean {% link b.md %}?",
            files={"a.md": "---\n---\n"},
            why="Jekyll's build stops at a tag that names no file",
        ),
        Invalid(
            "---\n---\n[see]({ % post_url /a/2024-01-31-b %})\n",
            fixed="---\n---\n[see]({% post_url /a/2024-01-31-b %})\n",
            files={"a/_posts/2024-01-31-b.md": "---\n---\n"},
        ),
        Invalid(
            "---\n---\n[see]({ % post_url 2024-01-31-c %})\n",
            files={"_posts/2024-01-31-b.md": "---\n---\n"},
        ),
        Invalid(
            '---\n---\n<a href="%{ link a.md %}">see</a>\n',
            at="%{ link a.md %}",
            fixed='---\n---\n<a href="{% link a.md %}">see</a>\n',
            files={"a.md": "---\n---\n"},
        ),
        Invalid(
            "---\n---\n[see](htp://example.org/)\n",
            help="did you mean http://example.org/?",
            fixed="---\n---\n[see](http://example.org/)\n",
        ),
        Invalid(
            '---\n---\n<a href="URL:https://example.org/">see</a>\n',
            fixed='---\n---\n<a href="https://example.org/">see</a>\n',
        ),
        Invalid(
            "---\n---\n[see](http:example.org/a)\n",
            severity=Severity.WARNING,
            help="did you mean http://example.org/a?",
            fixed="---\n---\n[see](http://example.org/a)\n",
        ),
        Invalid(
            "---\n---\n[see](https:///example.org/a)\n",
            severity=Severity.WARNING,
            fixed="---\n---\n[see](https://example.org/a)\n",
        ),
        Invalid(
            "---\n---\n[see](///example.org/a)\n",
            severity=Severity.WARNING,
            fixed="---\n---\n[see](https://example.org/a)\n",
            why="a browser takes any number of slashes for two",
        ),
        Invalid(
            "---\n---\n[see](https:example.org/a)\n",
            help="did you mean https://example.org/a?",
            fixed="---\n---\n[see](https://example.org/a)\n",
        ),
        Invalid(
            "---\n---\n[see](https:/a/b.html)\n",
            help="an address on this site takes no scheme; did you mean /a/b.html?",
            fixed="---\n---\n[see](/a/b.html)\n",
            files={"a/b.md": "---\n---\n"},
        ),
        Invalid(
            "---\n---\n[see](https:/a.html#gone)\n",
            help="an address on this site takes no scheme; did you mean /a.html#gone?",
            fixed="---\n---\n[see](/a.html#gone)\n",
            files={"a.md": "---\n---\n"},
            why="no host is called a.html: the page is there, whatever its anchors are",
        ),
        Invalid(
            "---\n---\nSee <https:/a/b.html>.\n",
            help="did you mean /a/b.html?",
            files={"a/b.md": "---\n---\n"},
            why="in angle brackets an address without a scheme is no link",
        ),
        Invalid(
            "---\nlayout: x\nimage: assets/a.png\n---\n",
            at="assets/a.png",
            message="https://example.orgassets/a.png is no address",
            help="did you mean https://example.org/assets/a.png?",
            related=("{{ site.url }}{{ page.image }}",),
            files=_SHARED,
        ),
        Invalid(
            "---\nlayout: x\nimage: https://example.net/a.png\n---\n",
            at="https://example.net/a.png",
            message="https://example.orghttps://example.net/a.png is no address",
            help="it is made of https://example.net/a.png",
            related=("{{ site.url }}{{ page.image }}",),
            files=_SHARED,
        ),
        Invalid(
            "---\nlayout: x\nlink: https://example.net\n---\n",
            at="https://example.net",
            message="https:example.net is no address",
            help="it is made of https://example.net",
            related=('{{ page.link | remove: "/" }}',),
            files={"_layouts/x.html": """<a href='{{ page.link | remove: "/" }}'>x</a>\n{{ content }}\n"""},
        ),
        Invalid(
            "---\n---\n[see]([https://example.org/a](https://example.org/a))\n",
            at="[https://example.org/a](https://example.org/a)",
            fixed="---\n---\n[see](https://example.org/a)\n",
        ),
        Invalid(
            "---\n---\n[see]([https://example.org/a](https://example.org/b))\n",
            at="[https://example.org/a](https://example.org/b)",
            why="which of the two is meant is not known",
        ),
        Invalid("---\n---\n[write](mailto:)\n", severity=Severity.WARNING, help="nobody"),
        Invalid("---\n---\n[write](mailto:jo.example.org)\n", severity=Severity.WARNING, help="name@host"),
        Invalid("---\n---\n[call](tel:)\n", severity=Severity.WARNING, help="number"),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        paths = sorted(filter(None, map(site.site.below_source, site.site.by_source)))
        malformed = (each for each in certain_links(site, "malformed") if not slash_of_base(site, each))
        for resolved in gathered(site, malformed):
            link, meant = resolved.link, resolved.verdict.nearest
            href = link.href or ""
            fix = replacement(link, meant, f"write {meant}", Safety.UNSAFE)
            opens = href.lower().startswith(("mailto:", "tel:")) or _MENDED.match(href)
            yield told(
                self,
                resolved,
                f"{link.href} is no address",
                help=_made_of(site, resolved) or advice(site, resolved),
                fix=fix if _builds(paths, meant) else None,
                severity=Severity.WARNING if opens else None,
            )
        behind = chosen_links(site, "behind-host", lambda each: bool(_behind_host(site, each)))
        for resolved in gathered(site, behind):
            yield told(
                self,
                resolved,
                f"{resolved.link.href} is no address",
                help="no slash stands between the host and the path; "
                f"did you mean {_behind_host(site, resolved)}?",
            )


def _made_of(site: SiteFacts, resolved: ResolvedLink) -> str:
    """What to do where the value is the address that was meant, and the template makes another of it."""
    link, meant = resolved.link, resolved.verdict.nearest
    is_made = resolved.printed_at is not None and bool(meant) and site.written(link.place) == meant
    if not is_made:
        return ""
    reason = resolved.verdict.reason
    return f"{reason}; it is made of {meant}: print that as it is, or write what the template expects"


def _builds(paths: Sequence[str], meant: str) -> bool:
    """Whether the site of the sorted ``paths`` is built with an address: the build stops at a tag of Liquid
    that names no file."""
    tag = _TAG.search(meant)
    if tag is None:
        return True
    file = tag["file"].removeprefix("/")
    if tag["tag"] == "link":
        return _first(paths, file) == file
    folder, _, name = file.rpartition("/")
    starts = (posixpath.join("_posts", f"{file}."), posixpath.join(folder, "_posts", f"{name}."))
    return any(_first(paths, start).startswith(start) for start in starts)


def _first(paths: Sequence[str], start: str) -> str:
    """The first of the sorted ``paths`` that may begin with ``start``: a site may have as many damaged tags
    as files."""
    at = bisect_left(paths, start)
    return paths[at] if at < len(paths) else ""


def _behind_host(site: SiteFacts, resolved: ResolvedLink) -> str:
    """The address that is meant by one in which what follows ``site.url`` is taken for a part of the host."""
    href, url = resolved.link.href or "", site.site.config["url"]
    if resolved.verdict.status != "external" or not isinstance(url, str) or _HOST.fullmatch(url) is None:
        return ""
    rest = href[len(url) :]
    if not href.startswith(url) or not rest[:1].isalnum():
        return ""
    is_value = any(value.start == len(url) for value in resolved.link.values)
    is_glued = is_value or _THEN_TEXT.match(site.written(resolved.link.place)) is not None
    return f"{url}/{rest}" if is_glued else ""
