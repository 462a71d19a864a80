"""What Liquid sees: lookups that need no build, and what is unknown without one."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest
from tests.jekyll.conftest import MakeSite

from sitecheck.jekyll import Payload, Site
from sitecheck.jekyll.templates import payload as payload_module
from sitecheck.jekyll.templates.drops import LayersDrop
from sitecheck.liquid import Drop, PlainHost, Unknown, parse, render
from sitecheck.liquid.lookup import get
from sitecheck.liquid.values import Gathered
from sitecheck.model.unknown import ReasonKind
from sitecheck.text.source_map import UNKNOWN

POST = "---\ntitle: {0}\ntags: [x, {0}]\n---\n"
FILES = {
    "_config.yml": "title: Site\nauthor: {name: Jo}\ncollections: {books: {output: true}}\n",
    "index.md": "---\ntitle: Home\nlayout: default\nnested: {a: 1}\n---\n",
    "_layouts/default.html": "---\nwide: true\n---\n{{ content }}",
    "_posts/2024-01-01-one.md": POST.format("One"),
    "news/_posts/2024-02-02-two.md": POST.format("Two"),
    "_books/b.md": "---\n---\n",
    "_data/people.yml": "- {name: Ann}\n- {name: Bob}\n",
}


def shown(site: Site, template: str, path: str | None = None) -> str:
    payload = Payload(site)
    document = next((each for each in site.documents() if each.path == path), None)
    return render(parse(template, "t.html"), PlainHost(payload.roots(document))).mapped.text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ site.title }} {{ site.author.name }}", "Site Jo"),
        ("{% for p in site.posts %}{{ p.title }}:{{ p.url }};{% endfor %}",
         "Two:/news/2024/02/02/two.html;One:/2024/01/01/one.html;"),
        ("{{ site.tags.x | map: 'title' | join: ',' }}", "Two,One"),
        ("{{ site.categories.news.first.title }}", "Two"),
        ("{{ site.data.people | map: 'name' | join: ',' }}", "Ann,Bob"),
        ("{{ site.books.first.url }}", "/books/b.html"),
        ("{{ page.title }}{{ page.url }}{{ page.dir }}{{ page.name }}{{ page.nested.a }}", "Home//index.md1"),
        ("{{ layout.wide }}", "true"),
        ("{{ site.collections | map: 'label' | join: ',' }}", "books,posts"),
        ("{{ site.collections | map: 'relative_directory' | join: ',' }}", "_books,_posts"),
        ("{{ site.collections | map: 'output' | join: ',' }}", "true,true"),
        ("{% for pair in layout %}{{ pair[0] }}{% endfor %}", "wide"),
        ("{{ site.nothing }}{{ page.nothing }}", ""),
        ("{{ site.related_posts | size }}", "0"),
    ],
)  # fmt: skip
def test_lookups(make: MakeSite, template: str, text: str) -> None:
    assert shown(make(FILES), template, "index.md") == text


@pytest.mark.parametrize(
    "name", ["posts", "pages", "html_pages", "static_files", "documents", "books", "collections.0.files"]
)
def test_a_list_of_the_site_is_one_object_on_all_pages(name: str, make: MakeSite) -> None:
    payload = Payload(make({**FILES, "_books/a.png": "x"}))
    seen = []
    for document in payload.site.documents():
        found: object = payload.roots(document)["site"]
        for key in name.split("."):
            found = get(found, int(key) if key.isdecimal() else key)
        seen.append(found)
    assert type(seen[0]) is Gathered
    assert all(each is seen[0] for each in seen)


def test_what_a_collection_holds(make: MakeSite) -> None:
    config = "collections: {books: {output: true, shelf: 3}, notes: {output: false}}\n"
    files = {"_config.yml": config, "_books/a.png": "x", "_notes/n.md": "---\n---\n", "c.png": "x"}
    site = make({**FILES, **files})
    book = "{% assign c = site.collections | where: 'label', 'books' | first %}"
    assert shown(site, f"{book}{{{{ c.docs | map: 'url' }}}} {{{{ c.files | map: 'path' }}}}") == (
        "/books/b.html _books/a.png"
    )
    assert shown(site, f"{book}{{{{ c.shelf }}}}{{{{ c.output }}}}{{{{ c.none }}}}") == "3true"
    assert shown(site, "{{ site.collections | map: 'output' | join: ',' }}") == "true,false,true"
    assert shown(site, "{{ site.documents | map: 'path' | sort | join: ' ' }}") == (
        "_books/a.png _books/b.md _notes/n.md _posts/2024-01-01-one.md news/_posts/2024-02-02-two.md"
    )
    assert shown(site, "{{ site.static_files | map: 'path' | sort | join: ' ' }}") == "/c.png _books/a.png"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("[]", '"[]"'),
        ("[a, b]", '"[\\"a\\", \\"b\\"]"'),
        ("2024-01-02", '"2024-01-02"'),
        ("1.50", '"1.5"'),
    ],
)
def test_an_excerpt_is_a_text(written: str, text: str, make: MakeSite) -> None:
    page = f"---\nexcerpt: {written}\n---\n"
    site = make({"index.md": page, "_posts/2024-01-01-a.md": page})
    assert shown(site, "{{ page.excerpt | jsonify }}", "index.md") == text
    assert shown(site, "{{ site.posts.first.excerpt | jsonify }}", "index.md") == text


def test_a_page_without_an_excerpt(make: MakeSite) -> None:
    site = make({"index.md": "---\nexcerpt: false\n---\n", "a.md": "---\n---\n"})
    assert shown(site, "{{ page.excerpt | jsonify }}", "index.md") == "false"
    assert shown(site, "{{ page.excerpt | jsonify }}", "a.md") == "null"


def test_which_pages_are_html(make: MakeSite) -> None:
    names = ("a.md", "b.html", "c.xhtml", "d.htm", "e.xml", "f.css")
    site = make({**dict.fromkeys(names, "---\n---\n"), "g.md": "---\npermalink: /g/\n---\n"})
    assert shown(site, "{{ site.html_pages | map: 'name' | sort | join: ' ' }}") == (
        "a.md b.html c.xhtml d.htm g.md"
    )
    assert shown(site, "{{ site.pages | size }}") == "7"


def test_of_two_files_with_one_path_link_finds_the_first(make: MakeSite) -> None:
    files = {"_config.yml": "collections: {notes: {output: false}}\n", "_notes/n.md": "---\n---\n"}
    payload = Payload(make({**FILES, **files}))
    assert payload.link("_notes/n.md") is None
    assert payload.link("_posts/2024-01-01-one.md") == "/2024/01/01/one.html"


@pytest.mark.parametrize("number", [0, -1])
def test_there_is_no_paginator_for_pages_of_no_posts(number: int, make: MakeSite) -> None:
    files = {"index.html": "---\n---\n", "_posts/2024-01-01-p.md": "---\n---\n"}
    site = make({"_config.yml": f"plugins: [jekyll-paginate]\npaginate: {number}\n", **files})
    page = next(page for page in site.pages if page.name == "index.html")
    template = parse("{% if paginator.posts %}listed{% endif %}", "t.html")
    assert "listed" not in render(template, PlainHost(Payload(site).roots(page))).mapped.text


@pytest.mark.parametrize("path", ["/list/:num/", "list/:num/"])
def test_what_a_page_of_pagination_says_of_the_others(path: str, make: MakeSite) -> None:
    site = make(
        {
            "_config.yml": f"plugins: [jekyll-paginate]\npaginate: 2\npaginate_path: {path}\n",
            "list/index.html": "---\n---\n",
            **{f"_posts/2024-01-0{n}-p.md": "---\n---\n" for n in range(1, 6)},
            "_posts/2024-01-06-p.md": "---\nhidden: true\n---\n",
        }
    )
    keys = ("page", "per_page", "total_posts", "total_pages", "previous_page", "previous_page_path")
    template = parse(
        " ".join(f"{{{{ paginator.{key} }}}}" for key in (*keys, "next_page", "next_page_path")), "t.html"
    )
    pages = [page for page in site.pages if page.name == "index.html"]
    texts = [render(template, PlainHost(Payload(site).roots(page))).mapped.text for page in pages]
    assert texts == [
        "1 2 5 3   2 /list/2/",
        "2 2 5 3 1 /list/ 3 /list/3/",
        "3 2 5 3 2 /list/2/  ",
    ]


def test_a_tag_that_yaml_takes_for_a_truth_value_is_a_name(make: MakeSite) -> None:
    site = make({"_posts/2024-01-01-one.md": "---\ntags: [true, 1]\n---\n"})
    assert (
        shown(site, "{% for tag in site.tags %}{{ tag[0] }} {{ tag[1].size }};{% endfor %}") == "true 1;1 1;"
    )


def test_neighbours_and_identity_of_a_post(make: MakeSite) -> None:
    template = "{{ page.next.title }}|{{ page.previous.title }}|{{ page.id }}|{{ page.date | date: '%F' }}"
    site = make(FILES)
    assert shown(site, template, "_posts/2024-01-01-one.md") == "Two||/2024/01/01/one|2024-01-01"
    assert shown(site, "{{ site.related_posts | map: 'title' }}", "_posts/2024-01-01-one.md") == "Two"


@pytest.mark.parametrize(
    "template",
    ["{{ site.time }}", "{{ site.posts.first.content }}", "{{ site.posts.first.excerpt }}",
     "{{ site.source }}", "{{ site.books.first.date }}", "{{ site.static_files.first.modified_time }}",
     "{{ content }}", "{{ site.posts.first.to_s }}", "{{ site.collections.first.directory }}"],
)  # fmt: skip
def test_what_only_a_build_knows_is_unknown(make: MakeSite, template: str) -> None:
    site = make({**FILES, "x.png": b"x"})
    payload = Payload(site)
    rendering = render(parse(template, "t.html"), PlainHost(payload.roots(site.pages[0])))
    assert rendering.unknowns
    assert rendering.unknowns[0].reasons


def test_a_value_that_a_plugin_sets_is_not_that_of_the_front_matter(make: MakeSite) -> None:
    files = {**FILES, "_config.yml": "plugins: [jekyll-language-plugin]\n"}
    template = "{{ page.language }}|{{ page.nothing }}"
    assert shown(make(files), template, "index.md") == f"{UNKNOWN}|"
    assert shown(make(files), template, "_posts/2024-01-01-one.md") == f"{UNKNOWN}|"
    assert shown(make(FILES), template, "index.md") == "|"


@pytest.mark.parametrize(
    ("plugin", "template"),
    [
        ("jekyll-environment-variables", "{{ site.env.HOME }}"),
        ("jekyll-git_metadata", "{{ site.git.project_name }}"),
        ("jekyll-git_metadata", "{{ page.git.total_commits }}"),
        ("jekyll-menus", "{{ site.menus.header }}"),
    ],
)
def test_what_a_plugin_sets_of_the_site_is_not_what_the_configuration_says(
    make: MakeSite, plugin: str, template: str
) -> None:
    said = "env: {HOME: b}\ngit: {project_name: b}\n"
    assert (
        shown(make({**FILES, "_config.yml": f"plugins: [{plugin}]\n{said}"}), template, "index.md") == UNKNOWN
    )
    assert shown(make({**FILES, "_config.yml": said}), template, "index.md") in ("b", "")


@pytest.mark.parametrize(
    ("plugin", "template"),
    [
        ("jekyll-locale", "{{ locale.greeting }}"),
        ("jekyll-locale", "{{ page.hreflangs }}"),
        ("jekyll-data", "{{ theme.color }}"),
    ],
)
def test_a_variable_that_a_plugin_gives_to_templates_is_not_known(
    make: MakeSite, plugin: str, template: str
) -> None:
    assert shown(make({**FILES, "_config.yml": f"plugins: [{plugin}]\n"}), template, "index.md") == UNKNOWN
    assert shown(make(FILES), template, "index.md") == ""


def test_what_the_configuration_says_of_github_goes_before_what_github_knows(make: MakeSite) -> None:
    # jekyll-github-metadata 2.16, SiteGitHubMunger: it merges into a mapping and leaves all else alone
    template = "{{ site.github }}{{ site.github.owner }}"
    assert shown(make({**FILES, "_config.yml": "github: me\n"}), template) == "me"
    assert UNKNOWN in shown(make({**FILES, "_config.yml": "github: {repo: a}\n"}), template)


def test_about_a_layout_by_itself_the_page_is_unknown(make: MakeSite) -> None:
    roots = Payload(make(FILES)).roots(None)
    assert isinstance(roots["page"], Unknown)
    assert isinstance(roots["site"], Drop)


def test_a_theme_may_bring_layouts_and_data(make: MakeSite) -> None:
    files = {**FILES, "_config.yml": "theme: some-theme\n", "a.md": "---\nlayout: themed\n---\n"}
    site = make(files)
    payload = Payload(site)
    page = next(each for each in site.pages if each.path == "a.md")
    assert isinstance(payload.roots(page)["layout"], Unknown)
    assert shown(site, "{{ site.data.people.size }}") == "2"
    assert "\uf8ff" in shown(site, "{{ site.data.theirs }}")
    assert shown(site, "{{ site.data[none] }}{{ site.data[''] }}{{ site.github[none] }}") == ""


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("theme: some-theme\n", "\uf8ff"),
        ("theme: some-theme\nbook_url: /own\n", "/own"),
        ("theme: minima\n", ""),
        *((f"theme: jekyll-theme-{name}\n", "") for name in ("architect", "primer", "time-machine")),
        ("remote_theme: some/theme\n", ""),
        ("title: T\n", ""),
    ],
)
def test_a_theme_that_is_not_here_may_set_an_address(make: MakeSite, config: str, expected: str) -> None:
    """Jekyll reads the settings of a theme that is a gem; those of one that is fetched it does not."""
    site = make({**FILES, "_config.yml": config})
    assert shown(site, "{{ site.book_url }}|{{ site.author }}|") == f"{expected}||"


def test_null_in_a_page_hides_the_default_from_jekyll_but_not_from_liquid(make: MakeSite) -> None:
    site = make(
        {
            "_config.yml": "defaults: [{scope: {path: ''}, values: {layout: default, image: d.png}}]\n",
            "a.md": "---\nlayout:\nimage: ''\n---\n",
        }
    )
    page = site.pages[0]
    assert page.data["layout"] is None
    assert shown(site, "{{ page.layout }}|{{ page.image }}", "a.md") == "default|"


def test_link_and_post_url(make: MakeSite) -> None:
    site = make({**FILES, "img/x.png": b"x", "_posts/2024-01-01-one-more.md": POST.format("More")})
    payload = Payload(site)
    assert payload.link("index.md") == "/"
    assert payload.link("img/x.png") == payload.link("/img/x.png") == "/img/x.png"
    assert payload.link("_books/b.md") == "/books/b.html"
    assert payload.link("/index.md") is None
    assert payload.link("nope.md") is None
    assert payload.post_url("2024-01-01-one") == "/2024/01/01/one.html"
    assert payload.post_url("2024-01-01-one-more") == "/2024/01/01/one-more.html"
    assert payload.post_url("news/2024-02-02-two") == "/news/2024/02/02/two.html"
    assert payload.post_url("2024-02-02-two") == "/news/2024/02/02/two.html", "the old way, by slug and day"
    assert payload.post_url("2024-02-02-nope") is None
    assert payload.post_url("nonsense") is None


@pytest.mark.parametrize(("folder", "named"), [("", ""), ("app/", "source: app\n")])
def test_the_first_page_of_pagination(folder: str, named: str, make: MakeSite) -> None:
    site = make(
        {
            "_config.yml": f"plugins: [jekyll-paginate]\npaginate: 2\n{named}",
            f"{folder}index.html": "---\n---\n",
            **{f"{folder}_posts/2024-01-0{n}-p.md": "---\n---\n" for n in range(1, 6)},
        }
    )
    listed = f"{folder}index.html"
    template = (
        "{{ paginator.page }}/{{ paginator.total_pages }} {{ paginator.posts | map: 'url' | size }} "
        "{{ paginator.next_page_path }}"
    )
    assert shown(site, template, listed) == "1/3 2 /page2"
    assert [route.url for route in site.routes if route.source == listed] == ["/", "/page2/", "/page3/"]


def test_further_pages_of_a_list_cost_no_more_than_the_first(
    make: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What all of them share is worked out once: with a post a page, anything else would grow by the square."""
    posts = {f"_posts/2024-01-01-{number}.md": "---\n---\n" for number in range(30)}
    site = make(
        {"_config.yml": "plugins: [jekyll-paginate]\npaginate: 1\n", "index.html": "---\n---\n", **posts}
    )
    asked: list[object] = []
    real = payload_module.pager_template
    monkeypatch.setattr(payload_module, "pager_template", lambda *given: asked.append(given) or real(*given))
    payload = Payload(site)
    pages = [page for page in site.pages if page.name == "index.html"]
    pagers = [payload.roots(page)["paginator"] for page in pages]
    assert [pager["page"] for pager in pagers] == [1, *range(2, 31)]  # type: ignore[index]
    assert len({id(pager["posts"][0]) for pager in pagers}) == 30  # type: ignore[index]
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("paginate", "shown_as", "reasons"),
    [
        ("1", "1 of 2", set()),
        ("many", f"{UNKNOWN} of {UNKNOWN}", {(ReasonKind.UNDECIDED, "pagination")}),
        (".inf", f"{UNKNOWN} of {UNKNOWN}", {(ReasonKind.UNDECIDED, "pagination")}),
        ("false", " of ", set()),
    ],
)
def test_what_a_paginator_says(
    make: MakeSite, paginate: str, shown_as: str, reasons: set[tuple[ReasonKind, str]]
) -> None:
    config = f"plugins: [jekyll-paginate]\npaginate: {paginate}\n"
    site = make({**FILES, "_config.yml": config, "index.html": "---\n---\n", "index.md": "x"})
    document = next(each for each in site.documents() if each.path == "index.html")
    template = parse("{{ paginator.page }} of {{ paginator.total_pages }}", "t.html")
    mapped = render(template, PlainHost(Payload(site).roots(document))).mapped
    assert mapped.text == shown_as
    assert {(each.kind, each.detail) for piece in mapped.pieces for each in piece.reasons} == reasons


def test_what_is_known_of_a_file_that_is_copied(make: MakeSite) -> None:
    config = "defaults: [{scope: {path: ''}, values: {own: 1}}]\n"
    site = make({"_config.yml": config, "img/a.b.png": "x", "plain": "x"})
    keys = ("path", "name", "extname", "basename", "collection", "own", "none")
    template = " ".join(f"{{{{ f.{key} }}}}" for key in keys)
    text = shown(site, f"{{% for f in site.static_files %}}{template};{{% endfor %}}")
    assert text == "/img/a.b.png a.b.png .png a.b  1 ;/plain plain  plain  1 ;"


def test_where_posts_cannot_be_compared_their_order_is_not_known(make: MakeSite) -> None:
    config = "plugins: [jekyll-paginate-v2]\npagination: {enabled: true, sort_field: rank}\n"
    posts = {f"_posts/2024-01-0{n}-p.md": f"---\nrank: {rank}\n---\n" for n, rank in ((1, "x"), (2, 2))}
    page = "---\npagination: {enabled: true}\n---\n"
    site = make({"_config.yml": config, "index.html": page, **posts})
    assert UNKNOWN in shown(site, "{{ paginator.posts.first.url }}", "index.html")
    plain = config.replace("rank", "false")
    site = make({"_config.yml": plain, "index.html": page, **posts})
    assert shown(site, "{{ paginator.posts | map: 'url' | join: ' ' }}", "index.html").count("/2024/") == 2


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({}, UNKNOWN),
        ({"Gemfile": "gem 'github-pages'\n"}, "true"),
        ({"netlify.toml": ""}, "false"),
        ({"netlify.toml": "", "_config.yml": "safe: true\n"}, "true"),
    ],
)
def test_github_pages_builds_safely(make: MakeSite, more: dict[str, str], text: str) -> None:
    assert shown(make({"_config.yml": "title: T\n", **more}), "{{ site.safe }}") == text


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({}, f"{UNKNOWN} GFM"),
        ({"Gemfile": "gem 'github-pages'\n"}, "mathjax GFM"),
        ({"netlify.toml": ""}, "katex GFM"),
        ({"_config.yml": "kramdown: {math_engine: mathjax}\n"}, "mathjax GFM"),
    ],
)
def test_github_pages_chooses_the_engine_of_formulas(make: MakeSite, more: dict[str, str], text: str) -> None:
    site = make({"_config.yml": "kramdown: {math_engine: katex}\n", **more})
    assert shown(site, "{{ site.kramdown.math_engine }} {{ site.kramdown.input }}") == text


@pytest.mark.parametrize(
    ("more", "base"),
    [
        ({"Gemfile": "gem 'github-pages'\n"}, ""),
        ({"Gemfile": "gem 'jekyll'\n", "CNAME": "example.org"}, ""),
        ({"_config.yml": "baseurl: /\nplugins: [jekyll-github-metadata]\n"}, ""),
        ({"_config.yml": "baseurl: /b/\nplugins: [jekyll-github-metadata]\n"}, "/b/"),
        ({"Gemfile": "gem 'jekyll'\n"}, "/"),  # GitHub Pages may build it, or another that leaves the slash
        ({}, "/"),
    ],
)
def test_a_slash_is_no_baseurl_to_jekyll_github_metadata(
    make: MakeSite, more: dict[str, str], base: str
) -> None:
    assert shown(make({"_config.yml": "baseurl: /\n", **more}), "{{ site.baseurl }}") == base


@pytest.mark.parametrize("future", ["false", "true"])
def test_documents_without_a_date_are_of_the_moment_of_the_build(make: MakeSite, future: str) -> None:
    files = {
        "_config.yml": f"future: {future}\ncollections: {{books: {{output: true}}, notes: {{output: true}}}}\n",
        **dict.fromkeys(("_books/b.md", "_books/a.md", "_notes/z.md", "_notes/y.md"), "---\n---\n"),
        "_books/c.md": "---\ndate: 2020-01-01\n---\n",
    }
    sort, by_date = (f"sort: {key} | map: 'path' | join: ' '" for key in ("nothing", "'date'"))
    site = make(files)
    last = UNKNOWN if future == "true" else "_books/c.md _books/a.md _books/b.md"
    assert shown(site, f"{{{{ site.books | {by_date} }}}}") == last
    assert shown(site, f"{{{{ site.books | {sort} }}}}") == UNKNOWN, "the date may have been asked for"
    assert shown(site, f"{{{{ site.notes | {sort} }}}}") == "_notes/y.md _notes/z.md"


@pytest.mark.parametrize(
    ("gems", "names"),
    [
        ({"Gemfile.lock": "GEM\n  specs:\n    jekyll (4.3.4)\n"}, "2020-01-03-b.md Own"),
        ({"Gemfile.lock": "GEM\n  specs:\n    jekyll (4.10.0)\n"}, "2020-01-03-b.md Own"),
        ({"Gemfile.lock": "GEM\n  specs:\n    jekyll (4.2.2)\n"}, " Own"),
        ({"Gemfile.lock": "GEM\n  specs:\n    jekyll (3.10.0)\n"}, " Own"),
        ({"Gemfile": "gem 'jekyll', '~> 4.0'\n"}, "2020-01-03-b.md Own"),
        ({"Gemfile": "gem 'jekyll', '~> 4.2.0'\n"}, f"{UNKNOWN} Own"),
        ({"Gemfile": "gem 'jekyll'\ngem 'github-pages'\n"}, f"{UNKNOWN} Own"),
        ({}, f"{UNKNOWN} Own"),
    ],
)
def test_a_document_has_the_name_of_its_file_from_jekyll_4_3_on(
    gems: dict[str, str], names: str, make: MakeSite
) -> None:
    """And may have one of its own in any; Jekyll 3.10 and 4.2.2 print nothing else."""
    posts = {"_posts/2020-01-02-a.md": "---\nname: Own\n---\n", "_posts/2020-01-03-b.md": "---\n---\n"}
    site = make({**posts, **gems})
    assert shown(site, "{{ site.posts | map: 'name' | join: ' ' }}") == names


@pytest.mark.parametrize(
    ("listed", "keys"),
    [
        ("site.posts.first", "name date path previous id output content relative_path collection title categories url tags "
         "excerpt next draft x slug ext "),
        ("site.static_files.first", "name collection path modified_time basename extname y "),
        ("site.pages.first", "x1 content dir/ excerpt namea.html patha.html url/a.html "),
    ],
)  # fmt: skip
def test_what_a_loop_gets_of_an_object(listed: str, keys: str, make: MakeSite) -> None:
    """Of posts and files the keys, of pages pairs, as Jekyll 4.3 prints them, but for what is not known."""
    files = {
        "_config.yml": "defaults: [{scope: {path: f.txt}, values: {y: 1, name: n}}]\n",
        "_posts/2020-01-02-a.md": "---\nx: 1\n---\n",
        "f.txt": "",
        "a.html": "---\nx: 1\n---\n",
    }
    template = f"{{% for each in {listed} %}}{{{{ each }}}} {{% endfor %}}"
    assert shown(make(files), template).replace(UNKNOWN, "") == keys


@pytest.mark.parametrize(
    "one", ["site.posts.first", "site.static_files.first", "site", "site.collections.first"]
)
def test_an_object_of_jekyll_contains_nothing(one: str, make: MakeSite) -> None:
    """``Drop#each`` gives pairs, and no text is one."""
    site = make({"_posts/2020-01-02-a.md": "---\nname: 1\n---\n", "f.txt": ""})
    template = f"{{% assign one = {one} %}}{{% if one contains 'name' or one contains 'posts' %}}Y{{% else %}}N{{% endif %}}"
    assert shown(site, template) == "N"


def test_the_front_matter_of_inner_layouts_goes_over_that_of_outer_ones() -> None:
    inner = {"c": 3, "a": 4, 5: "x"}
    middle = {"a": 1, "b": None, "m": {"x": 1, "z": 1}}
    outer = {"m": {"y": 2, "z": 2}, "n": {"y": 2}, "b": 7}
    drop = LayersDrop([inner, middle, outer])
    template = "{{ l.a }}{{ l.b }}{{ l.c }}{{ l.none }} {{ l.m.x }}{{ l.m.y }}{{ l.m.z }} {{ l.n.y }}"
    assert render(parse(template, "t.html"), PlainHost({"l": drop})).mapped.text == "473 121 2"
    assert list(drop.liquid_keys()) == ["m", "n", "b", "a", "c"]
    holders = {key: drop.holder(key) for key in ("a", "b", "m", "none")}
    assert holders == {"a": inner, "b": outer, "m": middle, "none": None}


def test_of_posts_whose_names_go_on_the_first_is_linked_to(make: MakeSite) -> None:
    names = ("news/_posts/2024-01-02-a.b.md", "_posts/2024-01-02-a.c.d.md", "_posts/2024-01-02-ab.md")
    payload = Payload(
        make({**dict.fromkeys(names, "---\n---\n"), "_posts/2024-01-01-x.md": "---\nslug: y\n---\n"})
    )
    first = {post.relative_path: post.url for post in payload.site.posts}
    asked = (
        "2024-01-02-a",
        "2024-01-02-a.c",
        "news/2024-01-02-a",
        "2024-01-02-ab",
        "2024-01-01-y",
        "2024-01-01-z",
    )
    assert [payload.post_url(name) for name in asked] == [
        *(first[path] for path in ("_posts/2024-01-02-a.c.d.md", "_posts/2024-01-02-a.c.d.md", *names[::2])),
        first["_posts/2024-01-01-x.md"],
        None,
    ]


def lines_to_find(site: Site) -> int:
    """How many lines of Python run to look for posts that are not there: as many on each machine."""
    payload, ran = Payload(site), 0

    def follow(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal ran
        ran += event == "line"
        return follow

    assert payload.post_url("2023-01-01-none") is None
    before = sys.gettrace()
    sys.settrace(follow)
    try:
        for number in range(50):
            assert payload.post_url(f"2024-01-01-none{number}") is None
    finally:
        sys.settrace(before)
    return ran


def test_posts_are_looked_up_and_not_gone_through(make: MakeSite) -> None:
    """12,000 tags that name no post took half a minute on a site of 5,000 posts."""
    few, many = (
        lines_to_find(make({f"_posts/2024-01-01-p{number}.md": "---\n---\n" for number in range(count)}))
        for count in (10, 200)
    )
    assert few == many
