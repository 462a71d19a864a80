from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import (
    Edit,
    Finding,
    Fix,
    Invalid,
    ResolvedLink,
    Safety,
    Severity,
    SiteFacts,
    SiteRule,
    Valid,
    lazy_pattern,
)
from sitecheck_rules.links._chosen import chosen_links, gathered
from sitecheck_rules.links._meant import HOST_PART
from sitecheck_rules.links._told import told

_OF_HOST = lazy_pattern(r"/[\t\r\n]*[/\\]")
"""What begins with it names a host to a browser, which leaves out tabs and line ends."""


class AbsoluteLink(SiteRule):
    """A link to a page of the site is written with the site's own host.

    ## What it does

    Reports links and images in pages, includes and layouts whose address begins with the `url` of
    `_config.yml`, written out, when the site has the page. An address in angle brackets is left alone, as
    readers see it, and so is a page whose `<base>` is not one of the site.

    ## Why is this bad?

    In a preview, on a staging server or in a fork such a link leads to the published site; whoever moves the
    site to another host has to find them all.

    ## Fix safety

    Safe in pages. Unsafe in posts and in what they include, as that is shown elsewhere, too: feed readers and
    mail programs do not all know where a link without host begins.

    ## References

    - <https://jekyllrb.com/docs/liquid/filters/> (`relative_url`)
    """

    by_page = True
    severity = Severity.INFO
    preset = "strict"
    valid = (
        Valid(
            "---\n---\n[see](https://example.org//a.html)\n",
            files={"a.md": "---\n---\n", "_config.yml": "url: https://example.org\n"},
            why="//a.html would lead to the host a.html; doubled-slash tells it, and how to mend it",
        ),
        Valid(
            '---\n---\n<a href="https://example.org/\t/a.html">see</a>\n',
            path="x.html",
            files={"a.md": "---\n---\n", "_config.yml": "url: https://example.org\n"},
            why="a browser leaves out the tab",
        ),
        Valid("---\n---\n[see](/a/)\n", files={"a.md": "---\npermalink: /a/\n---\n"}),
        Valid(
            "---\n---\nIt is at <https://example.org/a/>.\n",
            files={"a.md": "---\npermalink: /a/\n---\n", "_config.yml": "url: https://example.org\n"},
        ),
        Valid(
            "---\n---\n[see]({{ site.url }}/a/)\n",
            files={"a.md": "---\npermalink: /a/\n---\n", "_config.yml": "url: https://example.org\n"},
            why="in a preview `site.url` is another",
        ),
        Valid(
            '---\n---\n<base href="https://other.example/"><a href="https://example.org/a/">see</a>\n',
            path="x.html",
            files={"a.md": "---\npermalink: /a/\n---\n", "_config.yml": "url: https://example.org\n"},
            why="without its host it would lead to that of the base",
        ),
        Valid(
            '<link rel="canonical" href="https://example.org/a/">{{ content }}\n',
            path="_layouts/x.html",
            files={
                "a.md": "---\nlayout: x\npermalink: /a/\n---\n",
                "_config.yml": "url: https://example.org\n",
            },
        ),
    )
    invalid = (
        Invalid(
            "---\n---\n[see](https://example.org/a/?x=1#b)\n",
            at="https://example.org/a/?x=1#b",
            help="/a/",
            files={"a.md": "---\npermalink: /a/\n---\n# B\n", "_config.yml": "url: https://example.org\n"},
            fixed="---\n---\n[see](/a/?x=1#b)\n",
        ),
        Invalid(
            "---\n---\n[see](https://example.org?from=/a/#b)\n",
            path="see.md",
            at="https://example.org?from=/a/#b",
            help="/?from=/a/#b",
            files={"index.md": "---\n---\n# B\n", "_config.yml": "url: https://example.org\n"},
            fixed="---\n---\n[see](/?from=/a/#b)\n",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        found = list(gathered(site, chosen_links(site, self.id, _is_absolute)))
        of_posts = {each.link.place for each in found if _is_of_post(site, each)}
        for resolved in found:
            link, href = resolved.link, resolved.link.href or ""
            if site.written(link.place) != href or not _starts_on_site(site, resolved):
                continue
            rest = HOST_PART.sub("", href, count=1)
            address = rest if rest.startswith("/") else f"/{rest}"
            if _OF_HOST.match(address):
                continue
            is_safe = link.place.path in site.files and link.place not in of_posts
            safety = Safety.SAFE if is_safe else Safety.UNSAFE
            yield told(
                self,
                resolved,
                f"{href} names the host of this site",
                help=f"write {address}",
                fix=Fix(f"write {address}", (Edit(link.place.span, address),), safety),
            )


def _is_absolute(resolved: ResolvedLink) -> bool:
    link = resolved.link
    shown = (link.element, link.attribute) in (("a", "href"), ("area", "href"), ("img", "src"))
    shown = shown and link.syntax != "autolink"
    return shown and resolved.by_host and resolved.verdict.status == "ok" and not link.values


def _is_of_post(site: SiteFacts, resolved: ResolvedLink) -> bool:
    """Whether a link stands in the text of a post, an include of the post perhaps."""
    facts = site.files.get(resolved.page)
    return not resolved.of_layout and facts is not None and facts.kind == "post"


def _starts_on_site(site: SiteFacts, resolved: ResolvedLink) -> bool:
    """Whether an address without host leads to the site: a ``<base>`` of the page may name another host."""
    facts = site.files.get(resolved.page)
    bases = [each.base for each in (facts, *site.layouts_around(resolved.page)) if each is not None]
    return all(base is None or site.verdict("/", base).target is not None for base in bases)
