from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, Invalid, Place, Related, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.links._chosen import links_without_base

_SHOWN = 3
_HELP = "write {{ '/about/' | relative_url }}; if the site is at the root of its host, write baseurl: ''"
_BASE = "url: https://example.org\nbaseurl: /base\n"
_LINKS = "---\n---\n" + "[home](/) " * 20


class UnusedBaseurl(SiteRule):
    """The site has a `baseurl`, and its links are written as if it had none.

    ## What it does

    Where at least twenty links lead to pages of the site without the `baseurl` before them, and hardly one
    has it, reports that once, where `baseurl` is set, in place of each link. A few links without it among
    others are told one by one by `broken-link` and `missing-image`. It is a warning where some links have
    the `baseurl`: a plugin may add it to the others. Nothing is said where a plugin runs that sitecheck does
    not know, and that is not in `_plugins`.

    ## Why is this bad?

    Jekyll writes addresses as they are: below `https://name.github.io/project/`, a link to `/about/` leads to
    `https://name.github.io/about/`, which is another site or nothing. If the site is published at the root of
    its host, though, the `baseurl` is wrong, and with it every address that `relative_url` and `absolute_url`
    make.

    ## References

    - <https://jekyllrb.com/docs/liquid/filters/#relative-url>
    - <https://docs.github.com/pages/getting-started-with-github-pages/what-is-github-pages#types-of-github-pages-sites>
    """

    severity = Severity.ERROR
    valid = (
        Valid(_LINKS, files={"_config.yml": "url: https://example.org\n"}),
        Valid(
            _LINKS.replace("(/)", "({{ '/' | relative_url }})"),
            files={"_config.yml": _BASE},
        ),
        Valid(_LINKS + "[a](/base/) " * 3, files={"_config.yml": _BASE}, why="slips among others"),
        Valid(
            _LINKS,
            files={"_config.yml": _BASE, "Gemfile": 'group :jekyll_plugins do\n  gem "of-our-own"\nend\n'},
            why="the plugin may add it",
        ),
    )
    invalid = (
        Invalid(
            _BASE,
            path="_config.yml",
            files={"index.md": _LINKS},
            at="/base",
            message="20 links are written without the baseurl /base, 0 with it",
            help="baseurl: ''",
            related=("/", "/", "/"),
        ),
        Invalid(
            _BASE,
            path="_config.yml",
            files={"index.md": _LINKS + "[a](/base/) [b](/base/)"},
            at="/base",
            message="20 links are written without the baseurl /base, 2 with it",
            severity=Severity.WARNING,
            related=("/", "/", "/"),
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        found, setting = links_without_base(site), site.site.config.entry("baseurl")
        if found is None or setting is None or site.site.unread_plugins:
            return
        path, entry = setting
        base = site.site.baseurl
        yield self.finding(
            f"{len(found.links):,} links are written without the baseurl {base}, {found.others:,} with it",
            Place(path, entry.value),
            help=_HELP,
            related=[Related(each.link.place, "such as this one") for each in found.links[:_SHOWN]],
            severity=Severity.WARNING if found.others else None,
        )
