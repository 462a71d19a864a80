from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, Invalid, ResolvedLink, Severity, SiteFacts, SiteRule, Valid, lazy_pattern
from sitecheck_rules.links._chosen import chosen_links, gathered
from sitecheck_rules.links._meant import (
    hostless,
    is_doubled,
    may_name_host,
    merged_slashes,
    readdressed,
    slash_of_base,
    slash_of_url,
)
from sitecheck_rules.links._told import told

_SLASHES = lazy_pattern("(?<!:)//")
_GEMS = 'gem "jekyll"\n'
_NAMES = "images: [one.png, two.png]\n"
_LIST = "{% for name in site.data.a.images %}![A](/img/{{ page.folder }}/{{ name }})\n{% endfor %}"


class DoubledSlash(SiteRule):
    """An address of the site has two slashes in a row.

    ## What it does

    Reports links with `//` in their path that find a page once one slash is taken away, and links that
    begin with `//` and the first folder of such a page, as `/{{ page.url }}` makes them. Those that a
    slash at the end of the `baseurl` doubles are told by `slashed-baseurl`, once.

    ## Why is this bad?

    Some servers find the page all the same, others do not; for all of them and for search engines it is
    another address than the page has. After `//` at the beginning browsers look for a host: `//blog/a/`
    leads to the server `blog`.

    ## Fix safety

    Safe: the address is written that the page has.

    ## References

    - <https://url.spec.whatwg.org/#scheme-relative-url-string>
    - <https://nginx.org/en/docs/http/ngx_http_core_module.html#merge_slashes>
    """

    by_page = True
    valid = (
        Valid("---\n---\n[see](/a/)\n", files={"a.md": "---\npermalink: /a/\n---\n"}),
        Valid("---\n---\n[see](//example.org/a)\n[see](https://example.org//a)\n"),
        Valid(
            "---\n---\n[see]({{ site.baseurl }}/notes/a/)\n",
            files={"a.md": "---\npermalink: /notes/a/\n---\n", "_config.yml": "baseurl: /\n"},
            why="slashed-baseurl tells it of all links",
        ),
        Valid(
            "---\n---\n[see]({{ site.url }}/a/)\n",
            files={"a.md": "---\npermalink: /a/\n---\n", "_config.yml": "url: https://example.org/\n"},
            why="wrong-site-url tells it of all links",
        ),
        Valid(
            "---\n---\n![A](/img//a.png)\n",
            files={"img/a.png": ""},
            why="jekyll-relative-links, which GitHub Pages runs, writes one",
        ),
        Valid(
            '---\npermalink: /notes//a/\n---\n<a href="#">top</a>\n',
            files={"b.md": "---\npermalink: /notes/a/\n---\n"},
            why="its own address has two, not this one",
        ),
        Valid("---\n---\n[see](/a//b)\n", why="a page that is not there anyhow: broken-link tells of it"),
        Valid(
            '---\n---\n<a href="{{ site.url }}/{{ site.baseurl }}/{{ site.start }}">A</a>\n',
            files={
                "a.md": "---\npermalink: /notes/a/\n---\n",
                "_config.yml": "start: notes/a/\n",
                "Gemfile": _GEMS,
            },
            why="GitHub Pages, which heeds no Gemfile, puts the host in",
        ),
    )
    invalid = (
        Invalid(
            "---\n---\n[see](/notes//a/#b)\n",
            at="/notes//a/#b",
            message="two slashes",
            help="/notes/a/",
            files={"a.md": "---\npermalink: /notes/a/\n---\n# B\n"},
            fixed="---\n---\n[see](/notes/a/#b)\n",
        ),
        Invalid(
            "---\n---\n[see]({{ site.baseurl }}//a/)\n",
            at="{{ site.baseurl }}//a/",
            files={"a.md": "---\npermalink: /a/\n---\n", "_config.yml": "baseurl: /base\n"},
            fixed="---\n---\n[see]({{ site.baseurl }}/a/)\n",
        ),
        Invalid(
            "---\n---\n[see](//notes/a/)\n",
            at="//notes/a/",
            message="the server notes",
            severity=Severity.ERROR,
            files={"a.md": "---\npermalink: /notes/a/\n---\n"},
            fixed="---\n---\n[see](/notes/a/)\n",
        ),
        Invalid(
            f"---\n---\n{_LIST}",
            at="/img/{{ page.folder }}/{{ name }}",
            files={"_data/a.yml": _NAMES, "img/one.png": "", "img/two.png": ""},
            findings=2,
            why="the template puts them there, not the name in the data",
        ),
        Invalid(
            "---\n---\n![A](/img//a.png)\n",
            at="/img//a.png",
            files={"img/a.png": "", "Gemfile": _GEMS},
            fixed="---\n---\n![A](/img/a.png)\n",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        def is_slip(resolved: ResolvedLink) -> bool:
            return not slash_of_base(site, resolved) and not slash_of_url(site, resolved.link.href or "")

        doubled = chosen_links(site, self.id, lambda each: is_doubled(site, each) and is_slip(each))
        for resolved in gathered(site, doubled, _is_of_value):
            path = merged_slashes(site, resolved)
            yield told(
                self,
                resolved,
                f"{resolved.link.href} has two slashes in a row",
                help=f"the page is {site.site.baseurl}{path}",
                fix=readdressed(site, resolved, path, f"write {site.site.baseurl}{path}"),
            )

        def is_hostless(resolved: ResolvedLink) -> bool:
            return bool(hostless(site, resolved)) and is_slip(resolved) and not may_name_host(site, resolved)

        for resolved in gathered(site, chosen_links(site, "hostless", is_hostless)):
            path = hostless(site, resolved)
            yield told(
                self,
                resolved,
                f"{resolved.link.href} leads to the server {path.split('/')[1]}, not to a page of this site",
                help=f"write {site.site.baseurl}{path}",
                fix=readdressed(site, resolved, path, f"write {site.site.baseurl}{path}"),
                severity=Severity.ERROR,
            )


def _is_of_value(resolved: ResolvedLink) -> bool:
    """Whether the two slashes stand in one value, and not where a template puts values together."""
    href = resolved.link.href or ""
    return any(_SLASHES.search(href[value.start : value.end]) for value in resolved.link.values)
