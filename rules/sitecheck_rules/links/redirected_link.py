from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import (
    Finding,
    Invalid,
    Redirect,
    Related,
    ResolvedLink,
    Safety,
    Severity,
    SiteFacts,
    SiteRule,
    Valid,
)
from sitecheck_rules.links._chosen import chosen_links, gathered
from sitecheck_rules.links._meant import readdressed
from sitecheck_rules.links._told import told

_PLUGIN = "plugins: [jekyll-redirect-from]\n"


class RedirectedLink(SiteRule):
    """A link goes to an address from which the site only redirects.

    ## What it does

    Reports links to addresses that a page names in `redirect_from`: the page has moved, and the link was
    left behind. What a page redirects to by `redirect_to` is taken as meant.

    ## Why is this bad?

    The visitor loads a page that does nothing but load the next, and loses what stands after `#` on the way:
    the redirect of the plugin does not hand it on. Search engines count a redirected link for less.

    ## Fix safety

    Safe, where the page has the anchor that the link names: the address of the page is written.

    ## References

    - <https://github.com/jekyll/jekyll-redirect-from>
    - the template of jekyll-redirect-from 0.16, which sets `location` to the new address alone
    """

    by_page = True
    valid = (
        Valid(
            "---\n---\n[see](/new/)\n",
            files={"a.md": "---\npermalink: /new/\nredirect_from: /old/\n---\n", "_config.yml": _PLUGIN},
        ),
        Valid(
            "---\n---\n[see](/chat/)\n",
            files={
                "a.md": "---\npermalink: /chat/\nredirect_to: https://example.org/\n---\n",
                "_config.yml": _PLUGIN,
            },
        ),
        Valid(
            "---\n---\n[see](/old/)\n",
            files={
                "a.md": "---\nredirect_from: /old/\n---\n",
                "b.md": "---\nredirect_from: /old/\n---\n",
                "_config.yml": _PLUGIN,
            },
            why="which of the two pages is meant is not clear; conflicting-redirect tells of it",
        ),
        Valid(
            "---\n---\n[see](/a.html)\n",
            files={
                "a.md": "---\n---\n",
                "b.md": "---\nredirect_from: /a.html\n---\n",
                "_config.yml": _PLUGIN,
            },
            why="the redirect takes the place of a page, of which conflicting-redirect tells",
        ),
        Valid(
            '<a href="old.html">see</a>\n',
            path="_includes/nav.html",
            files={
                "de/index.html": "---\n---\n{% include nav.html %}\n",
                "de/new.md": "---\nredirect_from: /de/old.html\n---\n",
                "en/index.html": "---\n---\n{% include nav.html %}\n",
                "en/old.html": "---\n---\n",
                "_config.yml": _PLUGIN,
            },
            why="from /en/ it leads to a page",
        ),
    )
    invalid = (
        Invalid(
            "---\n---\n[see](/old/#b)\n",
            at="/old/#b",
            message="only redirects",
            help="/new/",
            related=("/old/",),
            files={"a.md": "---\npermalink: /new/\nredirect_from: /old/\n---\n# B\n", "_config.yml": _PLUGIN},
            fixed="---\n---\n[see](/new/#b)\n",
        ),
        Invalid(
            '---\n---\n<a href="{{ "/old/" | relative_url }}">see</a>\n',
            at='{{ "/old/" | relative_url }}',
            related=("/old/",),
            files={
                "a.md": "---\npermalink: /new/\nredirect_from: /old/\n---\n",
                "_config.yml": f"baseurl: /base\n{_PLUGIN}",
            },
            fixed='---\n---\n<a href="{{ "/new/" | relative_url }}">see</a>\n',
        ),
        Invalid(
            '- to: "/old/"\n',
            path="_data/nav.yml",
            at="/old/",
            related=("{{ entry.to | relative_url }}", "/old/"),
            files={
                "index.md": "---\n---\n{% for entry in site.data.nav %}[see]({{ entry.to | relative_url }})"
                "{% endfor %}\n",
                "a.md": "---\npermalink: /new/\nredirect_from: /old/\n---\n",
                "_config.yml": f"baseurl: /base\n{_PLUGIN}",
            },
            fixed='- to: "/new/"\n',
        ),
        Invalid(
            "[{url: /old/}]\n",
            path="_data/a.yml",
            at="/old/",
            help="/a,b/",
            severity=Severity.INFO,
            related=("{{ each.url }}", "/old/"),
            files={
                "a.md": "---\npermalink: '/a,b/'\nredirect_from: /old/\n---\n",
                "b.md": "---\n---\n{% for each in site.data.a %}[see]({{ each.url }}){% endfor %}\n",
                "_config.yml": _PLUGIN,
            },
            why="no fix writes it there, where the address would end at its comma",
        ),
        Invalid(
            '---\ngames: [{id: a}]\n---\n{% for game in page.games %}<a href="/games/{{ game.id }}/">x</a>'
            "{% endfor %}\n",
            path="games.html",
            at="/games/{{ game.id }}/",
            severity=Severity.INFO,
            related=("/games/a/",),
            files={
                "a.md": "---\npermalink: /a/\nredirect_from: /games/a/\n---\n",
                "_config.yml": _PLUGIN,
            },
            why="the template makes it of a value, and other values lead to pages",
        ),
        Invalid(
            '<a href="{{ page.url }}">{{ page.title }}</a>\n',
            path="_includes/entry.html",
            at="{{ page.url }}",
            message="5 more addresses",
            help="leave them out",
            severity=Severity.INFO,
            related=("{% include entry.html %}", "/old/1/"),
            files={
                "all.md": "---\n---\n{% for page in site.pages %}{% include entry.html %}{% endfor %}\n",
                "a.md": "---\npermalink: /new/\nredirect_from: [/old/1/, /2/, /3/, /4/, /5/, /6/]\n---\n",
                "_config.yml": _PLUGIN,
            },
            why="a list of all pages, with those of jekyll-redirect-from",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        redirects = _clear_redirects(site)
        if not redirects:
            return

        def is_redirected(resolved: ResolvedLink) -> bool:
            route, link = resolved.verdict.route, resolved.link
            is_one = route is not None and link.element in ("a", "area") and route.output in redirects
            return is_one and not _hangs_on_page(resolved)

        for resolved in gathered(site, chosen_links(site, self.id, is_redirected)):
            route = resolved.verdict.route
            if route is not None:
                yield self._told(site, resolved, redirects[route.output])

    def _told(self, site: SiteFacts, resolved: ResolvedLink, redirect: Redirect) -> Finding:
        target, fragment = site.site.baseurl + redirect.target, (resolved.link.href or "").partition("#")[2]
        where = "where they lead, or leave them out" if resolved.others else target
        fix = readdressed(site, resolved, redirect.target, f"write {target}")
        arrives = not fragment or site.leads("/", f"{target}#{fragment}").status == "ok"
        return told(
            self,
            resolved,
            f"{resolved.link.href} only redirects to {target}",
            help=f"link to {where}" + (f"; on the way #{fragment} is lost" if fragment else ""),
            fix=None if fix is None else fix._replace(safety=Safety.SAFE if arrives else Safety.UNSAFE),
            severity=Severity.INFO if fix is None and (resolved.others or resolved.link.values) else None,
            more=[
                Related(site.value_place(redirect.source, redirect.keys, redirect.written), "this redirects")
            ],
        )


def _hangs_on_page(resolved: ResolvedLink) -> bool:
    """Whether an include or a layout writes a relative address, which leads elsewhere from other pages."""
    place, href = resolved.link.place, resolved.link.href or ""
    is_shared = resolved.of_layout or place.path != resolved.page
    return is_shared and not href.startswith(("/", "http:", "https:"))


def _clear_redirects(site: SiteFacts) -> dict[str, Redirect]:
    """The redirects to pages that have moved, by output, where it is clear which page is meant."""
    found: dict[str, Redirect] = {}
    unclear: set[str] = set()
    if any(each.moved for each in site.redirects):
        unclear.update(route.output for route in site.site.routes if route.source is not None)
    for each in site.redirects:
        is_met = each.moved and site.site.by_output[each.output].source is None
        if is_met and found.setdefault(each.output, each).target != each.target:
            unclear.add(each.output)
    return {output: each for output, each in found.items() if output not in unclear}
