from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, HeadRow, Invalid, NamedTuple, Place, SiteFacts, SiteRule, Valid
from sitecheck_rules.head._addresses import host_of, is_of_page, is_own_host
from sitecheck_rules.head._heads import causes, composed, is_indexed
from sitecheck_rules.links._meant import slash_of_url

_SITE = {"a.md": "---\nlayout: x\n---\n", "_config.yml": "url: https://example.org\nbaseurl: /b\n"}
_BEGIN = '<head><link rel="canonical" href="'
_END = '"></head>{{ content }}\n'


class _Wrong(NamedTuple):
    message: str
    help: str


class WrongCanonical(SiteRule):
    """The canonical address of a page is not its own.

    ## What it does

    Follows `<link rel="canonical">` as the layouts compose it and reports an address that is not whole (no
    `https://…`), one that names another page of the site although the page's front matter asks for none, and
    one that the site does not have: `baseurl` left out, the home page for all.

    ## Why is this bad?

    Search engines list the canonical address in place of the page: a page that names another one vanishes.

    ## References

    - <https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls> (absolute
      addresses, one for each page; read November 2026)
    """

    reads_heads = True
    valid = (
        Valid(
            f"{_BEGIN}{{{{ page.url | absolute_url }}}}{_END}",
            path="_layouts/x.html",
            files={"a.md": "---\nlayout: x\n---\n", "_config.yml": "url: https://example.org/base\n"},
            why="the whole address is in url",
        ),
        Valid(f"{_BEGIN}{{{{ page.url | absolute_url }}}}{_END}", path="_layouts/x.html", files=_SITE),
        Valid(
            f"{_BEGIN}{{{{ page.url | absolute_url }}}}{_END}",
            path="_layouts/x.html",
            files={
                "a.md": "---\nlayout: x\n---\n",
                "_config.yml": "title: A\n",
                "Gemfile": "gem 'jekyll'\n",
            },
            why="GitHub Pages may build it, which heeds no Gemfile, and puts its own address in",
        ),
        Valid(
            f"{_BEGIN}{{{{ page.url | absolute_url }}}}{_END}",
            path="_layouts/x.html",
            files={
                "a.md": "---\nlayout: x\n---\n",
                "_config.yml": "title: A\n",
                "Gemfile": "gem 'jekyll'\n",
                ".github/workflows/test.yml": "steps:\n- run: jekyll build\n",
            },
            why="the workflow tries the build and publishes nothing",
        ),
        Valid(
            f"{_BEGIN}{{{{ page.canonical_url }}}}{_END}",
            path="_layouts/x.html",
            files={**_SITE, "a.md": "---\nlayout: x\ncanonical_url: https://else.example/a\n---\n"},
        ),
        Valid(
            f"{_BEGIN}{{{{ page.url | absolute_url | remove: '.html' }}}}{_END}",
            path="_layouts/x.html",
            files=_SITE,
        ),
        Valid(
            f"{_BEGIN}{{{{ page.url | prepend: site.url }}}}{_END}",
            path="_layouts/x.html",
            files={"a.md": "---\nlayout: x\n---\n", "_config.yml": "url: https://example.org/\n"},
            why="wrong-site-url tells that the slash is twice",
        ),
        Valid(
            f"{_BEGIN}{{{{ page.url | prepend: site.url }}}}{_END}",
            path="_layouts/x.html",
            files={"a.md": "---\nlayout: x\n---\n", "_config.yml": "url: //example.org\n"},
            why="wrong-site-url tells that https: is missing",
        ),
        Valid(
            f"{_BEGIN}{{{{ site.url }}}}{{{{ page.url }}}}{_END}",
            path="_layouts/x.html",
            files={"a.md": "---\nlayout: x\n---\n", "_config.yml": "url: https://a.org/b\nbaseurl: /b\n"},
            why="wrong-site-url tells that /b stands twice; here it does not",
        ),
    )
    invalid = (
        Invalid(
            f"{_BEGIN}{{{{ page.url | absolute_url }}}}{_END}",
            path="_layouts/x.html",
            at="{{ page.url | absolute_url }}",
            message="/a.html is not a whole address",
            help="set url in _config.yml",
            files={
                "a.md": "---\nlayout: x\n---\n",
                "_config.yml": "title: A\n",
                "Gemfile": "gem 'jekyll'\n",
                "netlify.toml": "[build]\ncommand = 'jekyll build'\n",
            },
            why="another service builds it",
        ),
        Invalid(
            f"{_BEGIN}{{{{ site.url }}}}{{{{ page.url }}}}{_END}",
            path="_layouts/x.html",
            at="{{ site.url }}{{ page.url }}",
            message="names https://example.org/a.html, not the page itself",
            help="for example on a.md",
            files=_SITE,
        ),
        Invalid(
            f"{_BEGIN}{{{{ page.url | relative_url }}}}{_END}",
            path="_layouts/x.html",
            message="/b/a.html is not a whole address",
            files=_SITE,
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        found = [(row, wrong) for row in composed(site) if (wrong := _judge(site, row)) is not None]
        said = {row.output: wrong for row, wrong in found}
        for cause in causes((_place(row), row) for row, _ in found):
            wrong = said[cause.rows[0].output]
            yield self.finding(
                wrong.message, cause.place, help=f"{wrong.help}{cause.example}", pages=cause.pages
            )


def _place(row: HeadRow) -> Place:
    field = row.head.field("canonical")
    places = [part.place for part in field.parts]
    first = places[0] if places else field.place
    assert first is not None  # noqa: S101 - what is known is written somewhere
    if any(place.path != first.path for place in places):
        return first
    return Place(first.path, first.span._replace(end=max(place.span.end for place in (first, *places))))


def _judge(site: SiteFacts, row: HeadRow) -> _Wrong | None:
    field = row.head.field("canonical")
    if field.state != "known" or not field.value or not is_indexed(row) or field.cut is not None:
        return None
    address, host = field.value, host_of(field.value)
    if _is_asked_for(site, row, address) or slash_of_url(site, address) or _is_of_url(site, address):
        return None
    if host is None and site.site.config["url"] is None and site.site.may_be_built_by_github_pages:
        return None  # GitHub Pages, if it is what builds the site, heeds no Gemfile and puts its address in
    if host is None:
        advice = "write {{ page.url | absolute_url }}"
        if not site.site.config.values.get("url"):
            advice += ", and set url in _config.yml"
        return _Wrong(f"{address[:80]} is not a whole address", advice)
    if not is_own_host(site, host) or is_of_page(site, row, address):
        return None
    return _Wrong(
        f"the canonical address names {address[:80]}, not the page itself",
        "write {{ page.url | absolute_url }}",
    )


def _is_of_url(site: SiteFacts, address: str) -> bool:
    """Whether an address begins with a ``url`` that is no whole address, which wrong-site-url tells."""
    url = site.site.config["url"]
    return isinstance(url, str) and bool(url) and host_of(url) is None and address.startswith(url)


def _is_asked_for(site: SiteFacts, row: HeadRow, address: str) -> bool:
    """Whether the page's front matter names that address, or a piece of it."""
    data = site.records[row.path or ""].data
    values = [value.strip() for value in data.values() if isinstance(value, str)]
    return any(len(value) > 1 and "/" in value and value in address for value in values if value != row.url)
