"""Links: every status, with the reason and what may have been meant."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.jekyll.conftest import MakeSite

from sitecheck.document import SiteReader
from sitecheck.jekyll import Resolver, Route, Site, load_config, load_site
from sitecheck.jekyll.links.link_suggestions import LinkSuggestions
from sitecheck.jekyll.links.site_address import project_base
from sitecheck.text.source import TextProblem

PAGE = "---\ntitle: T\n---\n"
FILES = {
    "_config.yml": "baseurl: /base\nurl: https://me.example\npermalink: pretty\nexclude: [private]\n",
    "index.md": PAGE, "about.md": PAGE, "docs/Guide.md": PAGE,
    "docs/page.html": "---\npermalink: /docs/page.html\n---\n",
    "ünï.md": PAGE, "a b.md": PAGE, "img/x.png": b"x", "file.pdf": b"x", "_posts/2030-05-06-later.md": PAGE,
    "private/secret.md": PAGE, "_drafts/idea.md": "---\npermalink: /idea/\n---\n",
    "hidden.md": "---\npublished: no\n---\n",
}  # fmt: skip


def anchors(route: Route) -> Collection[str] | None:
    return None if route.source == "docs/Guide.md" else {"top-heading", "ünï", "Über", "x"}


@pytest.fixture
def resolver(make: MakeSite) -> Resolver:
    return Resolver(make(FILES), anchors)


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("/base/about/", "/about/"),
        ("/base/about", "/about"),
        ("../", "/"),
        ("./", "/about/"),
        (".", "/about/"),
        ("../about/#x", "/about/#x"),
        ("%2E%2e/about/#x", "/about/#x"),
        ("%2E", "/about/"),
        ("#x", "/about/#x"),
        ("#", "/about/"),
        ("#top", "/about/#top"),
        ("#TOP", "/about/#TOP"),
        ("?q=1#x", "/about/#x"),
        ("#x:~:text=some%20words", "/about/#x"),
        ("#:~:text=some", "/about/"),
        ("#%C3%BCn%C3%AF", "/about/#ünï"),
        ("#ünï", "/about/#ünï"),
        ("/base/docs/page", "/docs/page"),
        ("/base/docs/page.html?x=/../y", "/docs/page.html"),
        ("/base/%C3%BCn%C3%AF/", "/ünï/"),
        ("/base/a%20b/", "/a b/"),
        ("/base/a b/", "/a b/"),
        (" /base/about/\n", "/about/"),
        ("/base", "/"),
        ("/base/", "/"),
        ("../../base/about/", "/about/"),
        ("../../../../base/about/", "/about/"),
        ("/base/file.pdf#page=2", "/file.pdf#page=2"),
        ("https://me.example/base/about/", "/about/"),
        ("HTTPS://ME.example/base/about/#x", "/about/#x"),
        ("//me.example/base/", "/"),
        ("..\\img\\x.png", "/img/x.png"),
        ("../img/%78.png", "/img/x.png"),
    ],
)
def test_links_that_lead_somewhere(resolver: Resolver, href: str, target: str) -> None:
    verdict = resolver.resolve("/about/", href)
    assert (verdict.status, verdict.target) == ("ok", target)
    assert verdict.route is not None


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"_config.yml": "title: T\n"}, "dynamic"),
        ({"_config.yml": "title: T\nbaseurl: ''\n"}, "dynamic"),
        ({"_config.yml": "url: https://me.example\n"}, "broken-page"),
        ({"_config.yml": "repository: me/other\n"}, "broken-page"),
        ({"_config.yml": "title: T\n", "CNAME": "me.example\n"}, "broken-page"),
        ({"_config.yml": "title: T\n", "Gemfile": "gem 'jekyll'\n"}, "dynamic"),
        ({"_config.yml": "title: T\n", "Gemfile": "gem 'jekyll'\n", "netlify.toml": ""}, "broken-page"),
        ({"_config.yml": "title: T\n", "proj/x.html": PAGE}, "broken-page"),
    ],
)
def test_the_name_of_the_repository_may_stand_before_addresses(
    make: MakeSite, more: dict[str, str], status: str
) -> None:
    resolver = Resolver(make({**more, "index.md": PAGE, "about.html": PAGE}))
    for href in ("/proj/about.html", "/proj/about"):
        assert (href, resolver.resolve("/", href).status) == (href, status)
    for href in ("/proj/none.html", "/de/about.html", "/pt-BR/about", "/more/", "/more"):
        assert resolver.resolve("/", href).status == "broken-page"


def test_the_address_of_a_file_that_is_no_page_lacks_its_ending(make: MakeSite) -> None:
    resolver = Resolver(make({"_config.yml": "baseurl: /b", "a.xml": "---\npermalink: /map\n---\n"}))
    found = resolver.resolve("/", "/b/map")
    assert (found.status, found.reason, found.nearest) == (
        *("broken-page", "the file there is /b/map.xml"),
        "/b/map.xml",
    )


def test_a_folder_shows_its_index_of_any_kind(make: MakeSite) -> None:
    """As GitHub Pages and ``jekyll serve`` have it (github.com/jekyll/jekyll/pull/4533)."""
    indexes = {"api/index.json": "{}", "old/index.htm": "x", "older/index.xhtml": "x"}
    files = {"rss.xml": "---\npermalink: /rss/\n---\n", **indexes}
    found = Resolver(make({"_config.yml": "", "other/main.html": "x", **files}))
    for href in ("/rss/", "/rss", "/api/", "/old", "/old/", "/older/"):
        assert found.resolve("/", href).status == "ok"
    assert found.resolve("/", "/other/").status == "broken-page"


@pytest.mark.parametrize(
    ("href", "target", "words", "nearest"),
    [
        ("/about/", "/about/", "lacks the baseurl /base", "/base/about/"),
        ("/base/base/about/", "/base/about/", "stands twice", "/base/about/"),
        ("/base/About/", "/About/", "upper and lower case", "/base/about/"),
        ("/base/docs/guide/", "/docs/guide/", "upper and lower case", "/base/docs/Guide/"),
        ("/base/about.md", "/about.md", "source file", "/base/about/"),
        ("/base/docs/page/", "/docs/page/", "without a slash", "/base/docs/page.html"),
        ("/base/2030/05/06/later/", "/2030/05/06/later/", "future", ""),
        ("/base/idea/", "/idea/", "draft", ""),
        ("/base/hidden/", "/hidden/", "published: false", ""),
        ("/base/private/secret/", "/private/secret/", "excluded", ""),
        ("/base/abuot/", "/abuot/", "no page or file", "/base/about/"),
        ("../guide.md", "/guide.md", "no page or file", ""),
        ("nothing-like-it", "/about/nothing-like-it", "no page or file", ""),
        ("https://me.example/base/docs/pag", "/docs/pag", "no page or file", "/base/docs/page.html"),
    ],
)
def test_links_to_no_page_say_why(
    resolver: Resolver, href: str, target: str, words: str, nearest: str
) -> None:
    verdict = resolver.resolve("/about/", href)
    assert (verdict.status, verdict.target) == ("broken-page", target)
    assert words in verdict.reason
    assert verdict.nearest == nearest


def test_where_a_cname_puts_the_site_at_the_root_its_pages_need_no_baseurl(make: MakeSite) -> None:
    files = {"_config.yml": "baseurl: /base\n", "about.md": "---\npermalink: /about/\n---\n"}
    assert Resolver(make(files)).resolve("/", "/about/").status == "broken-page"
    at_root = Resolver(make({**files, "CNAME": "example.org\n"}), lambda _: {"here"})
    assert at_root.resolve("/", "/about/#here").status == "ok"
    assert at_root.resolve("/", "/about/#gone").status == "broken-anchor"
    assert at_root.resolve("/", "/other/").status == "external"


@pytest.mark.parametrize("address", ["https://drive.example/view?usp=sharing", "https://example.org/a#b"])
def test_a_baseurl_that_is_one_page_somewhere_is_no_folder_of_the_site(make: MakeSite, address: str) -> None:
    files = {"_config.yml": f'baseurl: "{address}"\n', "about.md": "---\npermalink: /about/\n---\n"}
    assert Resolver(make(files)).resolve("/", "/about/").status == "ok"


def test_what_a_plugin_may_make_is_not_looked_for_beside_the_baseurl(make: MakeSite) -> None:
    files = {"_config.yml": "baseurl: /docs\nplugins: [of-nobody]\n", "about.md": PAGE}
    resolver = Resolver(make(files))
    assert resolver.resolve("/", "/pricing/").status == "external"
    assert resolver.resolve("/", "/about.html").status == "broken-page"
    named = {"_plugins/tags.rb": "File.write('tags/all.html', '')\n", **files}
    assert Resolver(make(named)).resolve("/", "/tags/all.html").status == "broken-page"


def test_the_host_that_cname_names_is_the_own_one_where_url_names_none(make: MakeSite) -> None:
    files = {"CNAME": "example.org\n", "about.md": "---\npermalink: /about/\n---\n", "img/a.png": ""}
    resolver = Resolver(make(files))
    assert resolver.resolve("/", "https://example.org/img/a.png").status == "ok"
    assert resolver.resolve("/", "https://example.org/img/b.png").status == "broken-page"
    assert resolver.resolve("/", "https://example.org/other-project/").status == "external"
    elsewhere = Resolver(make({**files, "_config.yml": "url: https://example.net\n"}))
    assert elsewhere.resolve("/", "https://example.org/img/b.png").status == "external"


@pytest.mark.parametrize(
    ("repository", "extra", "status"),
    [
        ("jo/notes", {}, "ok"),
        ("jo/other", {}, "broken-page"),
        ("jo/notes", {"CNAME": "example.org\n"}, "broken-page"),
        ("notes/notes.github.io", {}, "broken-page"),
        ("[jo, notes]", {}, "broken-page"),
        ("jo/notes", {"notes/b.md": "---\n---\n"}, "broken-page"),
    ],
)
def test_a_project_is_served_below_its_name(
    make: MakeSite, repository: str, extra: dict[str, str], status: str
) -> None:
    files = {"_config.yml": f"repository: {repository}\n", "about.md": "---\npermalink: /about/\n---\n"}
    resolver = Resolver(make({**files, **extra}))
    assert resolver.resolve("/", "/notes/about/").status == status
    assert resolver.resolve("/", "/about/").status == "ok"
    assert resolver.resolve("/", "/notes/gone/").status == "broken-page"


@pytest.mark.parametrize(("name", "base"), [("jo/notes", "/notes"), ("jo/", ""), ("jo", ""), ("jo/a/b", "")])
def test_what_names_no_project_names_no_folder(name: str, base: str, make: MakeSite) -> None:
    assert project_base(make({"_config.yml": f"repository: {name}\n"})) == base


@pytest.mark.parametrize(
    ("host", "domain", "base"),
    [
        ("Example.org", "example.org", "/notes"),
        ("example.net", "example.org", ""),
        ("example.org/notes", "", "/notes/notes"),
    ],
)
def test_the_folder_at_the_end_of_the_url_is_that_of_the_site(
    host: str, domain: str, base: str, make: MakeSite
) -> None:
    """Also where CNAME names the same host: the file of the site at its root was copied."""
    files = {"_config.yml": f"url: https://{host}/notes/\n", **({"CNAME": domain} if domain else {})}
    assert project_base(make(files)) == base


@pytest.mark.parametrize("repository", ["jo/jo.github.io", "Jo/jo.github.io", "jo/Jo.github.io"])
def test_the_site_of_an_account_is_served_at_the_top(make: MakeSite, repository: str) -> None:
    files = {"_config.yml": f"repository: {repository}\n", "about.md": "---\npermalink: /about/\n---\n"}
    resolver = Resolver(make(files))
    assert resolver.resolve("/", f"/{repository.partition('/')[2]}/about/").status == "broken-page"


@pytest.mark.parametrize(("name", "status"), [("notes", "dynamic"), ("my notes", "broken-page")])
def test_a_project_has_the_name_of_a_repository(make: MakeSite, name: str, status: str) -> None:
    resolver = Resolver(make({"about.md": "---\npermalink: /about/\n---\n"}))
    assert resolver.resolve("/", f"/{name}/about/").status == status


@pytest.mark.parametrize(
    ("files", "is_written"),
    [
        ({}, (True, True)),
        ({"netlify.toml": ""}, (False, True)),
        ({"Gemfile.lock": "GEM\n  specs:\n    jekyll (4.3.4)\n"}, (False, True)),
        ({"Gemfile": "gem 'github-pages', group: :jekyll_plugins\n"}, (True, False)),
        ({"Gemfile": "gem 'github-pages', group: :jekyll_plugins\n", "netlify.toml": ""}, (True, False)),
    ],
)
def test_where_github_pages_may_build_the_base_before_a_tag_tells(
    make: MakeSite, files: dict[str, str], is_written: tuple[bool, bool]
) -> None:
    """Jekyll 3, which it has, writes none in ``link``, Jekyll 4 does."""
    text = "---\n---\n[x]({{ site.baseurl }}{% link a.md %}) [y]({% link a.md %})\n"
    site = make({"_config.yml": "baseurl: /b\n", "a.md": text, **files})
    reader = SiteReader(site)
    source = reader.source("a.md")
    assert not isinstance(source, TextProblem)
    links = reader.document(source, "page").links
    assert tuple(link.href == "/b/a.html" for link in links) == is_written


def test_a_folder_in_url_may_stand_in_links(make: MakeSite) -> None:
    """It belongs into ``baseurl``; served there, the site's absolute links with it are right."""
    site = make(
        {"_config.yml": "url: https://jo.example/notes/\n", "about.md": "---\npermalink: /about/\n---\n"}
    )
    resolver = Resolver(site)
    assert resolver.resolve("/", "/notes/about/").status == "ok"
    assert resolver.resolve("/", "/about/").status == "ok"
    assert resolver.resolve("/", "/notes/gone/").status == "broken-page"


@pytest.mark.parametrize("config", ["url: https://jo.example/en.html\n", "repository: jo/en\n"])
def test_a_page_is_no_folder_that_the_site_is_served_in(make: MakeSite, config: str) -> None:
    """A ``url`` that ends with a page's address, a project of a page's name: links to the page find it."""
    pages = {"en.html": "---\n---\n", "index.html": "---\n---\n"}
    anchors = {"en.html": {"en"}, "index.html": {"home"}}
    resolver = Resolver(make({"_config.yml": config, **pages}), lambda route: anchors[route.output])
    name = "/en.html" if "url" in config else "/en"
    assert resolver.resolve("/", f"{name}#en").status == "ok"
    assert resolver.resolve("/", f"{name}#home").status == "broken-anchor"


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/CODE/", "dynamic"),
        ("https://jo.example/CODE", "dynamic"),
        ("https://other.example/CODE/", "broken-page"),
        ("https://[CODE/", "broken-page"),
    ],
)
def test_a_redirect_to_another_case_tells_that_something_is_there(
    make: MakeSite, target: str, status: str
) -> None:
    page = f"---\npermalink: /code/\nredirect_to: {target}\n---\n"
    config = "url: https://jo.example\nplugins: [jekyll-redirect-from]\n"
    resolver = Resolver(make({"_config.yml": config, "code.md": page}))
    assert resolver.resolve("/", "/CODE/").status == status
    assert resolver.resolve("/", "/Code/").status == "broken-page"


def test_a_file_beside_is_not_what_was_meant(make: MakeSite) -> None:
    site = make({"assets/images/widetim.png": "x", "assets/images/favicon-1.png": "x"})
    assert Resolver(site).resolve("/", "/assets/images/masthead.png").nearest == ""
    assert Resolver(site).resolve("/", "/assets/images/favicon.png").nearest == "/assets/images/favicon-1.png"


def test_the_index_of_a_folder_has_its_name(make: MakeSite) -> None:
    near = LinkSuggestions(make({"ci/index.html": "x", "guide.md": "---\npermalink: /docs/guide/\n---\n"}))
    paths = ("/repl/index.html", "/guide/index.html", "/tools/ci/index.html")
    assert [near.explain(path)[1] for path in paths] == ["", "/docs/guide/", "/ci/index.html"]


def test_a_number_is_no_slip_for_another(make: MakeSite) -> None:
    page = "---\n---\n"
    near = LinkSuggestions(
        make({"y/2019/index.html": page, "v2019.html": page, "y/2019.pdf": "", "y/2.jpeg": ""})
    )
    paths = ("/y/2018/", "/y/1/2019/", "/year/2019/", "/v2018.html", "/y/2018.pdf", "/2019.pdf", "/y/2.jpg")
    found = ["", "", "/y/2019/", "/v2019.html", "", "/y/2019.pdf", "/y/2.jpeg"]
    assert [near.explain(path)[1] for path in paths] == found
    assert [near.anchor(name, "/", {"2019", "v2019"}) for name in ("2018", "v2018")] == ["", "#v2019"]


@pytest.mark.parametrize(
    ("href", "status"),
    [
        ("/base/%41", "broken-page"),
        ("//x.example/%41", "external"),
        ("#%41", "broken-anchor"),
        ("data:text/plain,%41", "other-scheme"),
        ("JavaScript:%41", "other-scheme"),
    ],
)
def test_an_address_of_any_length_is_not_looked_into(resolver: Resolver, href: str, status: str) -> None:
    """One of 3 MB took six seconds and 1.4 GB."""
    longest = href.ljust(100_000, "1")
    for written, expected in (
        (longest, status),
        (longest + "1", status if status == "other-scheme" else "dynamic"),
    ):
        assert resolver.resolve("/about/", written).status == expected
    there = resolver.site.by_output["about/index.html"]
    if href.startswith("#"):
        assert [resolver.on(there, each).status for each in (longest, longest + "1")] == [status, "dynamic"]


@pytest.mark.parametrize(
    ("href", "nearest"),
    [("#top-headin", "#top-heading"), ("#TOP-Headin", "#top-heading"), ("/base/#X", "#x"), ("#zzzzzz", "")],
)
def test_links_to_no_anchor(resolver: Resolver, href: str, nearest: str) -> None:
    verdict = resolver.resolve("/about/", href)
    assert verdict.status == "broken-anchor"
    assert verdict.nearest == nearest


@pytest.mark.parametrize(
    "state",
    [
        "#/route",
        "#!x",
        "#?version=6.1",
        "#tab=2",
        "#%2Froute",
        "#close",
        "#_",
        "#×",
        "#0",
        "#googtrans(en)",
        "#googtrans/auto/en",
    ],
)
def test_what_a_script_of_the_page_reads_is_no_anchor(resolver: Resolver, state: str) -> None:
    assert resolver.resolve("/about/", state).status == "ok"
    assert resolver.resolve("/about/", f"/base/nowhere/{state}").status == "broken-page"


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ({}, "broken-page"),
        ({"netlify.toml": ""}, "ok"),
        ({"netlify.toml": "", "about/index.html": "x"}, "ok"),
        ({"wrangler.jsonc": "{}"}, "ok"),
        ({"_config.yml": "url: https://a.pages.dev\n"}, "ok"),
        ({"_config.yml": "url: https://netlify.app.example\n"}, "broken-page"),
        ({"_config.yml": "include: [_headers]\n", "_headers": ""}, "ok"),
        ({"_headers": ""}, "broken-page"),
        ({"_config.yml": "include: [_redirects]\n", "_redirects": "", ".gitlab-ci.yml": ""}, "broken-page"),
        ({"Gemfile": "gem 'github-pages'\n", "_config.yml": "url: https://a.netlify.app\n"}, "broken-page"),
    ],
)
def test_some_hosts_answer_with_a_page_where_a_folder_is_asked_for(
    files: dict[str, str], status: str, make: MakeSite
) -> None:
    resolver = Resolver(make({"about.html": "---\n---\n", **files}))
    assert resolver.resolve("/", "/about/").status == status
    assert resolver.resolve("/", "/other/").status == "broken-page"


def test_a_host_is_told_by_files_at_the_top_of_the_repository(make: MakeSite) -> None:
    site = make(
        {"docs/_config.yml": "", "docs/about.html": "---\n---\n", "netlify.toml": "", ".git/HEAD": ""}
    )
    assert Resolver(load_site(site.root / "docs")).resolve("/", "/about/").status == "ok"


def test_a_cross_closes_what_a_style_shows(make: MakeSite) -> None:
    site = make(FILES)
    assert Resolver(site, lambda _: frozenset({"y"})).resolve("/about/", "#X").status == "ok"
    assert Resolver(site, lambda _: frozenset({"x"})).resolve("/about/", "#X").nearest == "#x"


@pytest.mark.parametrize(
    ("href", "status"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        (None, "dynamic"),
        ("/base/docs/Guide/#who-knows", "dynamic"),
        ("https://example.org/x", "external"),
        ("//example.org", "external"),
        ("https://me.example/other-project/", "external"),
        ("https://me.example/base/unknown-folder/x", "external"),
        ("https://me.example/feed.xml", "external"),
        ("https://me.example/base/feed.xml", "broken-page"),
        ("https://me.example/base/2013-01-11-a.md", "broken-page"),
        ("https://me.example/base/v1.0", "external"),
        ("/other/img/a.png", "external"),
        ("mailto:a@b.c", "other-scheme"),
        ("tel:+1", "other-scheme"),
        ("javascript:void(0)", "other-scheme"),
        ("http://", "malformed"),
        ("https://[::1", "malformed"),
        ("http://a b/", "malformed"),
        ("http://x:99999/", "malformed"),
        ("/base/100%/", "malformed"),
        ("/base/%ff", "malformed"),
    ],
)
def test_other_statuses(resolver: Resolver, href: str | None, status: str) -> None:
    assert resolver.resolve("/about/", href).status == status


def test_an_unknown_plugin_makes_pages_unknown_not_broken(make: MakeSite) -> None:
    site = make({"_config.yml": "plugins: [mystery]\n", "index.md": PAGE})
    verdict = Resolver(site).resolve("/", "/made/by/it/")
    assert verdict.status == "dynamic"
    assert "mystery" in verdict.reason


@pytest.mark.parametrize(
    ("href", "status", "target"),
    [
        ("other.md", "ok", "/docs/other/"),
        ("../about.md#x", "ok", "/about/#x"),
        ("/docs/other.md", "ok", "/docs/other/"),
        ("img.png", "ok", "/docs/img.png"),
        ("a+b.md", "ok", "/docs/a b/"),
        ("nope.md", "broken-page", "/docs/page/nope.md"),
        ("img(1).png", "broken-page", "/docs/page/img(1).png"),
        ("other.md?x", "broken-page", "/docs/page/other.md"),
    ],
)
def test_relative_links_of_markdown_pages(make: MakeSite, href: str, status: str, target: str) -> None:
    files = {
        "docs/page.md": PAGE,
        "docs/other.md": PAGE,
        "about.md": PAGE,
        "docs/img.png": "x",
        "docs/img(1).png": "x",
        "docs/a b.md": PAGE,
    }
    config = "permalink: pretty\nbaseurl: /base\nplugins: [jekyll-relative-links]\n"
    resolver = Resolver(make({"_config.yml": config, **files}), anchors)
    verdict = resolver.resolve("/docs/page/", href)
    assert (verdict.status, verdict.target) == (status, target)
    in_html = resolver.resolve("/docs/page/", href, markdown=False)
    assert in_html.status == "broken-page"
    other = {"_config.yml": config.replace("relative-links", "gist"), "Gemfile": 'gem "jekyll"\n'}
    without = Resolver(make({**other, **files}), anchors)
    assert without.resolve("/docs/page/", href).status == "broken-page"


def test_the_address_of_a_post_of_unknown_date_is_unknown(make: MakeSite) -> None:
    site = make({"_posts/2024-02-03-x.md": "---\ndate: the 12th of never 2024\n---\n"})
    assert Resolver(site).resolve("/", "/2024/03/12/x.html").status == "dynamic"
    assert Resolver(site).resolve("/", "/2024/03/12/z.html").status == "broken-page"


def test_a_post_of_the_year_0_is_built_whose_date_python_cannot_hold(make: MakeSite) -> None:
    site = make({"_posts/0000-01-01-x.md": "---\n---\n"})
    assert all(problem.kind == "unknown-date" for problem in site.problems)
    assert Resolver(site).resolve("/", "/0000/01/01/x.html").status == "dynamic"


def test_redirect_stubs_are_pages(make: MakeSite) -> None:
    site = make(
        {"_config.yml": "plugins: [jekyll-redirect-from]\n", "a.md": "---\nredirect_from: /old/\n---\n"}
    )
    resolver = Resolver(site, lambda _: {"part"})
    ends = ("", "#top", "#Top", "#/state", "#part")
    assert [resolver.resolve("/", f"/old/{end}").status for end in ends] == [
        "ok",
        "ok",
        "ok",
        "ok",
        "broken-anchor",
    ]
    assert resolver.resolve("/", "/old/#part").sent_to == "/a.html"
    assert resolver.resolve("/", "/a.html#part").status == "ok"


def test_an_anchor_of_a_page_that_is_replaced_by_a_redirect(make: MakeSite) -> None:
    files = {
        "_config.yml": "plugins: [jekyll-redirect-from]\nbaseurl: /b\n",
        "a.md": "---\nredirect_to: /new/\n---\n",
        "new.md": "---\npermalink: /new/\n---\n",
    }
    verdict = Resolver(make(files), lambda _: {"part"}).resolve("/", "/b/a.html#part")
    assert (verdict.status, verdict.sent_to) == ("broken-anchor", "/b/new/")
    own = make({**files, "_layouts/redirect.html": "<script>go(location.hash)</script>"})
    assert Resolver(own, lambda _: {"part"}).resolve("/", "/b/a.html#part").status == "ok"


@given(
    href=st.text(alphabet="/.#?%:ab2e é\\&[]\t", max_size=20),
    page=st.sampled_from(["/", "/about/", "/x.html", "/ü/"]),
)
def test_any_address_gets_a_verdict(href: str, page: str) -> None:
    site = Site(Path("nowhere"), "", load_config(Path("nowhere")))
    verdict = Resolver(site, anchors).resolve(page, href)
    assert verdict.status != "ok"
    assert verdict.status == "broken-page" or verdict.target is None
    assert verdict.target is None or verdict.target.startswith("/")


def test_suggestions_end_when_many_links_are_broken(make: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each compares a broken link with all names; a page of broken links would take for ever."""
    monkeypatch.setattr("sitecheck.jekyll.links.link_suggestions._MAX_COMPARED", 100)
    ids = frozenset(f"heading-{number}" for number in range(10))
    resolver = Resolver(make({"index.md": PAGE}), lambda route: ids)
    found = [resolver.resolve("/", f"#headin-{number}") for number in range(30)]
    assert [verdict.status for verdict in found] == ["broken-anchor"] * 30
    assert [bool(verdict.nearest) for verdict in found] == [True] * 10 + [False] * 20
    assert resolver.resolve("/", "#HEADING-3").nearest == "#heading-3"


def test_an_anchor_may_differ_in_upper_and_lower_case(make: MakeSite) -> None:
    suggestions = LinkSuggestions(make({}))
    ids = frozenset({"Top", "TOP-Heading", "x"})
    asked = ("top", "TOP", "Top-headin", "X", "y")
    assert [suggestions.anchor(each, "/", ids) for each in asked] == [
        "#Top",
        "#Top",
        "#TOP-Heading",
        "#x",
        "",
    ]


def test_an_anchor_is_suggested_as_it_is_written_in_an_address(make: MakeSite) -> None:
    ids = frozenset({'best ("values")', "a%20(b)", "c%20d", "größe"})
    asked = ('BEST ("values")', "a%20(B)", "C%20d", "Größe", "best (values)")
    assert [LinkSuggestions(make({})).anchor(each, "/", ids) for each in asked] == [
        *("#best%20%28%22values%22%29", "", "#c%20d", "#größe"),
        "#best%20%28%22values%22%29",
    ]


def test_suggestions_end_where_all_addresses_are_passed_over(
    make: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To glance at twenty names costs as much as to compare one; who has no more looks at none."""
    monkeypatch.setattr("sitecheck.jekyll.links.link_suggestions._MAX_COMPARED", 10)
    glanced, alike = list[str](), LinkSuggestions._alike
    monkeypatch.setattr(
        LinkSuggestions, "_alike", lambda self, *asked: glanced.append(asked[0]) or alike(self, *asked)
    )
    pages = {f"{'x' * 30}{number}.md": PAGE for number in range(40)}
    suggestions = LinkSuggestions(make({"tides.md": PAGE, **pages}))
    found = [suggestions.explain(f"/tides{letter}.html")[1] for letter in "abcdef"]
    assert found == ["/tides.html"] * 3 + [""] * 3
    assert glanced == [f"/tides{letter}.html" for letter in "abc"]


def test_suggestions_end_where_names_take_long_to_compare(
    make: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names of one letter, again and again, cost two hundred times what others do: a site of 300 kB took
    minutes. An address of any length may stand in front matter."""
    monkeypatch.setattr("sitecheck.jekyll.links.link_suggestions._MAX_COMPARED", 4_000)
    ids = frozenset(f"{'n' * 150}{number}" for number in range(2))
    resolver = Resolver(make({"index.md": PAGE}), lambda route: ids)
    found = [resolver.resolve("/", f"#{'n' * 150}x{number}").nearest for number in range(8)]
    assert [bool(each) for each in found] == [True] * 4 + [False] * 4
    long = "x" * 300
    resolver = Resolver(make({"index.md": f"---\npermalink: /{long}/\n---\n"}), anchors)
    assert resolver.resolve("/", f"/{long}y/").nearest == ""


@pytest.mark.parametrize(
    ("href", "status", "words"),
    [
        ("https://me.example/base/%zz", "malformed", "two hexadecimal digits"),
        ("https://me.example/base/%ff", "malformed", "not UTF-8"),
        ("/base/%zz", "malformed", "two hexadecimal digits"),
        ("/base/%ff", "malformed", "not UTF-8"),
        ("#%ff", "broken-anchor", ""),
        ("http://", "malformed", "names no host"),
        ("http:///x", "malformed", "names no host"),
        ("https:#www.example.org/x", "malformed", "names no host"),
        ("https://[x", "malformed", "this is no address"),
        ("https://a.example:x/", "malformed", "this is no address"),
        ("https://a b/", "malformed", ""),
        ("https://me.example/elsewhere/", "external", "outside of this site"),
        ("tel:123", "other-scheme", "tel: links are not checked"),
        ("", "empty", "no address"),
        (" \n", "empty", "no address"),
    ],
)
def test_what_is_no_address_or_none_of_the_site(
    resolver: Resolver, href: str, status: str, words: str
) -> None:
    verdict = resolver.resolve("/about/", href)
    assert verdict.status == status
    assert words in verdict.reason


@pytest.mark.parametrize(
    ("base", "href", "target"),
    [
        ("/base/docs/", "page", "/docs/page"),
        ("/base/docs/", "./page", "/docs/page"),
        ("docs/", "page.html", "/docs/page.html"),
        ("http://[x", "../docs/page", "/docs/page"),
        ("/base/docs/", "/base/about/", "/about/"),
        ("/base/docs/", "\\base\\about\\", "/about/"),
        ("/base/docs/", "https://me.example/base/about/", "/about/"),
    ],
)
def test_relative_addresses_start_from_the_base_of_the_page(
    resolver: Resolver, base: str, href: str, target: str
) -> None:
    page_url = "/" if base == "docs/" else "/about/"
    verdict = resolver.resolve(page_url, href, base=base)
    assert (verdict.status, verdict.target) == ("ok", target)


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/a", "dynamic"),
        ("/a.js/", "dynamic"),
        ("/a.js", "dynamic"),
        ("/a.png", "broken-page"),
        ("/a.PDF", "broken-page"),
    ],
)
def test_nobody_calls_a_page_like_a_picture(make: MakeSite, url: str, status: str) -> None:
    ruby = 'File.write(File.join(site.dest, "#{x}/index.html"), y)\nFile.write("#{x}.html", y)\n'
    assert Resolver(make({"_plugins/a.rb": ruby})).resolve("/", url).status == status


@pytest.mark.parametrize(("files", "status"), [({}, "dynamic"), ({"a.html": "a"}, "broken-page")])
@pytest.mark.parametrize("href", ["/", "/favicon.ico?1", "/blog/", "about"])
def test_a_theme_alone_lacks_what_a_site_brings(
    make: MakeSite, files: dict[str, str], status: str, href: str
) -> None:
    page = "/b/" if href == "/" else "/"
    theme = {"_config.yml": "", "_layouts/default.html": "a", "assets/a.css": "", **files}
    alone = Resolver(make(theme)).resolve(page, href).status
    gem = Resolver(make({"b.gemspec": ""}))
    assert (alone, gem.resolve(page, href).status) == (status if href == "/" else "broken-page", status)
    assert gem.resolve("/b/", "/assets/b.css").status == "broken-page"


def test_what_is_named_as_no_page_is_looked_for_as_a_file_alone(make: MakeSite) -> None:
    resolver = Resolver(make({"_plugins/a.rb": "File.write(\"x/#{name}.html\", '')\n", "a.md": PAGE}))
    files = (
        *("jpg", "jpeg", "png", "gif", "svg", "webp", "avif", "ico", "bmp", "tif", "tiff", "css", "pdf", "zip", "gz"),
        *("mp3", "mp4", "webm", "ogg", "wav", "woff", "woff2", "ttf"),
    )  # fmt: skip
    found = {ending: resolver.resolve("/a.html", f"/x/b.{ending}").status for ending in ("v2", *files)}
    assert found == {"v2": "dynamic", **dict.fromkeys(files, "broken-page")}


def test_an_address_without_a_page_is_asked_about_once(
    resolver: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """400 pages of one folder with 400 such links in their menu took 13 s."""
    asked = list[str]()
    real = Site.may_exist
    monkeypatch.setattr(Site, "may_exist", lambda site, output: asked.append(output) or real(site, output))
    found = [resolver.resolve(f"/{name}.html", "gone") for name in "abc"]
    assert [each.status for each in found] == ["broken-page"] * 3
    assert len(asked) == len(set(asked)) > 0


@pytest.mark.parametrize(
    "href", ["http://me:s3c/ret@h/", "http://me:s3c\u2100ret@h/", "http://me:s3cret@[h]/"]
)
def test_why_an_address_is_none_is_said_without_its_password(href: str, resolver: Resolver) -> None:
    found = resolver.resolve("/", href)
    assert found.status == "malformed"
    assert "s3c" not in found.reason
