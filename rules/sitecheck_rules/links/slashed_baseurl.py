from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import (
    Edit,
    Finding,
    Fix,
    Invalid,
    Place,
    Related,
    ResolvedLink,
    Safety,
    Severity,
    SiteFacts,
    SiteRule,
    Valid,
)
from sitecheck_rules.links._chosen import chosen_links
from sitecheck_rules.links._meant import hostless, is_doubled, slash_of_base

_SHOWN = 3
_PAGE = {
    "index.md": "---\n---\n[see]({{ site.baseurl }}/notes/a/)\n",
    "a.md": "---\npermalink: /notes/a/\n---\n",
}
_ELSEWHERE = {**_PAGE, "Gemfile": 'gem "jekyll"\n', "netlify.toml": ""}


class SlashedBaseurl(SiteRule):
    """The `baseurl` ends with a slash, and addresses get two.

    ## What it does

    Reports a `baseurl` that ends with a slash, once, where addresses are written as `{{ site.baseurl
    }}/…`. It is an error where browsers look for a host after the two slashes, and a warning where GitHub
    Pages may build the site: its plugin jekyll-github-metadata takes `/` for no `baseurl`, on GitHub Pages
    alone. Where that plugin runs for certain there is nothing to report.

    ## Why is this bad?

    With `baseurl: /`, `{{ site.baseurl }}/notes/a/` is `//notes/a/`, which leads to the server `notes`.
    Below a folder, two slashes in a row make another address than the page has.

    ## Fix safety

    Unsafe: addresses that are written as `{{ site.baseurl }}notes/a/`, without a slash of their own, need
    the one that is taken away.

    ## References

    - <https://jekyllrb.com/docs/configuration/default/> (`baseurl` is empty)
    - <https://url.spec.whatwg.org/#scheme-relative-url-string>
    """

    valid = (
        Valid("baseurl: ''\n", path="_config.yml", files=_PAGE),
        Valid(
            "baseurl: /\n",
            path="_config.yml",
            files={**_PAGE, "index.md": "---\n---\n[see]({{ '/notes/a/' | relative_url }})\n"},
            why="the filter makes one slash of two",
        ),
        Valid(
            "baseurl: /\n",
            path="_config.yml",
            files={**_PAGE, "Gemfile": 'gem "github-pages"\n'},
            why="jekyll-github-metadata puts nothing in place of the slash",
        ),
    )
    invalid = (
        Invalid(
            "baseurl: /base/\n",
            path="_config.yml",
            files=_PAGE,
            at="/base/",
            message="/base//notes/a/",
            help="baseurl: /base",
            related=("{{ site.baseurl }}/notes/a/",),
            fixed="baseurl: /base\n",
        ),
        Invalid(
            "url: https://example.org\nbaseurl: /base/\n",
            path="_config.yml",
            files={
                "_layouts/a.html": "<a href='{{ site.url }}{{ site.baseurl }}{{ page.url }}'>#</a>\n",
                "a.md": "---\nlayout: a\n---\n",
            },
            at="/base/",
            message="https://example.org/base//a.html",
            related=("{{ site.url }}{{ site.baseurl }}{{ page.url }}",),
            fixed="url: https://example.org\nbaseurl: /base\n",
            why="the path is what begins with it",
        ),
        Invalid(
            "baseurl: /\n",
            path="_config.yml",
            files=_ELSEWHERE,
            at="/",
            message="1 place of the site has two, as in //notes/a/",
            severity=Severity.ERROR,
            related=("{{ site.baseurl }}/notes/a/",),
            fixed="baseurl: ''\n",
        ),
        Invalid(
            "baseurl: /\n",
            path="_config.yml",
            files=_PAGE,
            at="/",
            message="elsewhere than on GitHub Pages 1 place of the site has two, as in //notes/a/",
            severity=Severity.WARNING,
            related=("{{ site.baseurl }}/notes/a/",),
            fixed="baseurl: ''\n",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        setting, base = site.site.config.entry("baseurl"), site.site.config["baseurl"]
        if setting is None or not isinstance(base, str) or not base.endswith("/"):
            return
        if site.site.sets_baseurl:
            return
        meant = chosen_links(site, self.id, lambda each: _is_meant(site, each))
        links = {each.link.place: each for each in meant}
        if not links:
            return
        path, entry = setting
        plain = base.rstrip("/") or "''"
        first = next(iter(links.values())).link.href
        places = "1 place of the site has" if len(links) == 1 else f"{len(links):,} places of the site have"
        may_be_filled = plain == "''" and site.site.may_fill_baseurl
        if may_be_filled:
            places = f"elsewhere than on GitHub Pages {places}"
        yield self.finding(
            f"the baseurl ends with a slash, so that {places} two, as in {first}",
            Place(path, entry.value),
            help=f"write baseurl: {plain}",
            related=[Related(place, "such as this one") for place in list(links)[:_SHOWN]],
            fix=Fix(f"write {plain}", (Edit(entry.value, plain),), Safety.UNSAFE),
            severity=Severity.ERROR if not may_be_filled and any(map(_is_lost, links.values())) else None,
        )


def _is_meant(site: SiteFacts, resolved: ResolvedLink) -> bool:
    if not slash_of_base(site, resolved):
        return False
    status = resolved.verdict.status
    return status == "malformed" or is_doubled(site, resolved) or bool(hostless(site, resolved))


def _is_lost(resolved: ResolvedLink) -> bool:
    """Whether browsers take what follows the two slashes for a host."""
    return (resolved.link.href or "").startswith("//")
