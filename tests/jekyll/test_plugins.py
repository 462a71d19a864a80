"""Pages that plugins make, on sites small enough to read; the bulk is compared with real Jekyll."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.fuzz.limits import slowness
from tests.jekyll.conftest import MakeSite

from sitecheck.jekyll import Payload, Site, SiteOptions, feed_settings, load_site
from sitecheck.jekyll.generators import paginate_v2
from sitecheck.jekyll.generators import plugin_pages as plugins
from sitecheck.jekyll.generators.archives_v2 import singular
from sitecheck.jekyll.links.resolve import Resolver
from sitecheck.kramdown import Options
from sitecheck.liquid import PlainHost, parse, render
from sitecheck.testing import write_site

PAGE = "---\ntitle: T\n---\n"
TAGGED = {"_posts/2024-01-02-x.md": "---\ntags: [a, b c, d]\ncategories: [k]\n---\n"}


def made(site: Site) -> list[str]:
    return sorted(route.output for route in site.routes if route.source is None)


@pytest.mark.parametrize(
    ("config", "files", "outputs"),
    [
        ("plugins: [jekyll-feed, jekyll-sitemap]", {}, ["feed.xml", "robots.txt", "sitemap.xml"]),
        ("plugins: [jekyll-feed, jekyll-sitemap]", {"feed.xml": "x", "robots.txt": "x"}, ["sitemap.xml"]),
        ("plugins: [jekyll-feed]\nfeed: {path: atom.xml, categories: [news]}", {},
         ["atom.xml", "feed/news.xml"]),
        # PageWithoutAFile: its name is the whole path, so that :path is empty
        ("plugins: [jekyll-feed]\nfeed: {categories: [news]}\n"
         "defaults: [{scope: {type: page}, values: {permalink: '/a/:basename/'}}]", {},
         ["a/feed/index.xml", "a/feed/news/index.xml"]),
        ("plugins: [jekyll-redirect-from]", {"a.md": "---\nredirect_from: [/old, /older/]\n---\n"},
         ["old.html", "older/index.html", "redirects.json"]),
        *((f"plugins: [jekyll-redirect-from]\nredirect_from: {{json: {asked}}}", {"a.md": "---\nredirect_from: /old\n---\n"}, made)
          for asked, made in (("false", ["old.html"]), ("true", ["old.html", "redirects.json"]))),
        ("plugins: [jekyll-archives]\njekyll-archives: {enabled: [year, tags]}",
         {"_posts/2024-01-02-x.md": "---\ntags: [A b]\n---\n"}, ["2024/index.html", "tag/a-b/index.html"]),
        ("""plugins: [jekyll-archives-v2]
collections: {books: {output: true}}
jekyll-archives:
  posts: {enabled: [year, tags, categories], permalinks: {year: '/blog/:year/', tags: '/blog/:type/:name/'}}
  books: {enabled: [month, people]}""",
         {"_posts/2024-01-02-p.md": "---\ntags: [A b, c]\ncategories: [X]\n---\n",
          "_posts/2023-05-02-q.md": "---\ntags: [c]\n---\n",
          "_books/b.md": "---\npeople: [Ann O]\ndate: 2020-03-04\n---\n"},
         ["blog/2023/index.html", "blog/2024/index.html", "blog/tag/a-b/index.html", "blog/tag/c/index.html",
          "books/2020/03/index.html", "books/person/ann-o/index.html", "posts/category/x/index.html"]),
        ("plugins: [jekyll-archives-v2]\njekyll-archives: {posts: {enabled: all}}",
         {"_posts/2024-01-02-p.md": "---\ntags: [c]\n---\n"},
         ["posts/2024/01/02/index.html", "posts/2024/01/index.html", "posts/2024/index.html",
          "posts/tag/c/index.html"]),
        ("plugins: [jekyll-jupyter-notebook]", {"a/x.ipynb": "{}", "b.txt": "x"}, ["a/x.ipynb.html"]),
        ("plugins: [jekyll-tagging]\ntag_page_layout: t\ntag_page_dir: tag\n",
         {"_layouts/t.html": "", "_posts/2024-01-02-x.md": "---\ntags: [A b, C/d]\n---\n"}, ["tag/a-b.html", "tag/c/d.html"]),
        ("plugins: [jekyll-tagging]\ntag_page_layout: t\ntag_page_dir: /tag\ntag_feed_layout: f\n"
         "tag_feed_dir: feed\ntag_permalink_style: pretty\n",
         {"_layouts/t.html": "", "_layouts/f.xml": "", "_posts/2024-01-02-x.md": "---\ntags: [A]\n---\n"},
         ["feed/a/index.xml", "tag/a/index.html"]),
        ("tag_page_layout: t\ntag_page_dir: tag\n",
         {"_plugins/a.rb": "require 'jekyll/tagging'", "_posts/2024-01-02-x.md": "---\ntags: [A]\n---\n"},
         ["tag/a.html"]),
        ("plugins: []", {"css/main.scss": PAGE}, ["css/main.css.map"]),
        ("sass: {sourcemap: never}", {"css/main.scss": PAGE}, []),
        ("", {"a.md": "---\nredirect_from: /old\n---\n"}, []),
        # at settings that are no lists jekyll-feed stops
        *((f"plugins: [jekyll-feed]\nfeed: {feed}", TAGGED, made) for feed, made in (
            *((f"{{categories: {odd}}}", ["feed.xml"]) for odd in ("5", "news", "true", "1.5", "{a: 1}")),
            # "" is the site's folder, which is there, and text to Ruby
            *((f"{{{empty}}}", made) for empty, made in (
                ("path: ''", []), ("path: /", []), ("path: a.xml, collections: {posts: {path: ''}}", []),
                ("path: false", ["feed.xml"]), ("categories: [null]", ["feed.xml"]),
                ("tags: {path: '', only: [d]}", ["d.xml", "feed.xml"]), ("tags: {only: []}", ["feed.xml"]),
            )),
            ("{categories: [[1], 2, {a: [1]}]}", ["feed.xml", "feed/2.xml", "feed/[1].xml", "feed/{'a': [1]}.xml"]),
            *((f"{{tags: {{{key}: {odd}}}}}", ["feed.xml"]) for key in ("only",) for odd in ("5", "news", "1.5", "{a: 1}")),
            *((f"{{tags: {{except: {odd}, only: [d]}}}}", ["feed.xml", "feed/by_tag/d.xml"]) for odd in ("5", "d", "2024-01-01", "{d: 1}")),
            ("{tags: {except: [a, b c]}}", ["feed.xml", "feed/by_tag/d.xml"]),
            ("{collections: [[5], 6], tags: {only: [[1]]}}", ["feed.xml", "feed/6.xml", "feed/[5].xml"]),
        )),
        # settings of archives may be anything
        ("plugins: [jekyll-archives]\njekyll-archives: {enabled: all, permalinks: none}", TAGGED, []),
        ("plugins: [jekyll-archives]\njekyll-archives: {enabled: [tags, year]}",
         {"_posts/2024-01-02-x.md": f"---\ntags: [{'t' * 70_000}]\n---\n"}, ["2024/index.html"]),
        ("plugins: [jekyll-archives-v2]\njekyll-archives: all", TAGGED, []),
        ("plugins: [jekyll-archives-v2]\njekyll-archives: {posts: {enabled: all, permalinks: none}}", TAGGED, []),
        # jekyll-feed: a feed for each collection, category and tag, but where a file lies
        *((f"plugins: [jekyll-feed]\nfeed: {feed}", TAGGED, made) for feed, made in (
            ("{collections: [books]}", ["feed.xml", "feed/books.xml"]),
            ("{collections: {books: }}", ["feed.xml", "feed/books.xml"]),
            ("{collections: {books: {path: b.xml, categories: [x, x, y]}}}", ["b.xml", "feed.xml", "feed/books/x.xml", "feed/books/y.xml"]),
            ("{collections: {posts: {path: p.xml, categories: [a]}}, path: q.xml, categories: [z]}", ["feed/a.xml", "p.xml"]),
            ("{path: q.xml, categories: [z]}", ["feed/z.xml", "q.xml"]),
            ("{collections: books}", ["feed.xml"]), ("{tags: false}", ["feed.xml"]),
            ("{tags: true}", ["feed.xml", "feed/by_tag/a.xml", "feed/by_tag/d.xml"]),
            ("{tags: {path: t/, only: [a, d]}}", ["feed.xml", "t/a.xml", "t/d.xml"]),
            ("{tags: {except: [a]}}", ["feed.xml", "feed/by_tag/d.xml"]),
        )),
        ("plugins: [jekyll-feed]\nfeed: {tags: true, categories: [z]}", {**TAGGED, "feed/by_tag/a.xml": "x", "feed/z.xml": "x", "feed.xml": "x"}, ["feed/by_tag/d.xml"]),
        ("plugins: [jekyll-feed]\nfeed: {tags: true}", {}, ["feed.xml"]),
        # what is there already, by its address
        ("plugins: [jekyll-sitemap]", {"sitemap.xml": PAGE}, ["robots.txt"]),
        ("plugins: [jekyll-sitemap]", {"a.md": "---\npermalink: /robots.txt\n---\n"}, ["sitemap.xml"]),
        ("plugins: [jekyll-sitemap]", {"sub/sitemap.xml": "x"}, ["robots.txt", "sitemap.xml"]),
        *(("plugins: [jekyll-redirect-from]\ncollections: {books: {output: true}, hid: {}}\n" + more, files, made) for more, files, made in (
            ("", {"redirects.json": "x"}, []),
            ("", {"_books/b.md": "---\nredirect_from: old\n---\n", "_hid/c.md": "---\nredirect_from: never\n---\n"}, ["old.html", "redirects.json"]),
            ("", {"a.md": "---\nredirect_from: [null, /x/y.html]\n---\n"}, ["redirects.json", "x/y.html"]),
            ("defaults: [{scope: {path: ''}, values: {redirect_from: /d/}}]", {"a.md": PAGE}, ["d/index.html", "redirects.json"]),
            ("redirect_from: []", {"a.md": PAGE}, ["redirects.json"]),
        )),
        # source maps of style sheets; one with a permalink is written to that
        *((config, {"css/a.scss": PAGE, "b.sass": PAGE, "c.scss": "x", "d.scss": "---\npermalink: /e/f.css\n---\n"}, made) for config, made in (
            ("sass: {}", ["b.css.map", "css/a.css.map", "e/f.css"]), ("sass: {sourcemap: development}", []), ("safe: true", ["b.css.map", "css/a.css.map", "e/f.css"]),
        )),
    ],
)  # fmt: skip
def test_generated_files(make: MakeSite, config: str, files: dict[str, str], outputs: list[str]) -> None:
    assert made(make({"_config.yml": config + "\n", **files})) == outputs


@pytest.mark.parametrize(
    ("settings", "index", "output"),
    [
        ("{with_frontmatter: true}", "Docs/a.md", "Docs/index.html"),
        ("{with_frontmatter: true}", "Docs/index.md", "Docs/README.html"),
        ("{with_frontmatter: true}", "docs/index.md", "Docs/README.html"),
        ("{with_frontmatter: true, enabled: false}", "Docs/a.md", "Docs/README.html"),
        ("{with_frontmatter: yes please}", "Docs/a.md", "Docs/README.html"),
    ],
)
def test_a_readme_with_front_matter_is_the_index_of_a_folder_without_one(
    settings: str, index: str, output: str, make: MakeSite
) -> None:
    config = f"plugins: [jekyll-readme-index]\nreadme_index: {settings}\n"
    site = make({"_config.yml": config, "Docs/README.md": PAGE, index: PAGE})
    assert site.by_source["Docs/README.md"].output == output


FIVE = {f"_posts/2024-01-0{day}-x.md": PAGE for day in range(1, 6)}
HIDDEN = {"index.html": PAGE, "_posts/2024-01-09-h.md": "---\nhidden: true\n---\n"}
INDEX = {"index.html": PAGE}


@pytest.mark.parametrize(
    ("number", "path", "files", "further", "template"),
    [
        ("2", "/page:num/", INDEX, ["page2/index.html", "page3/index.html"], "index.html"),
        *((number, "/page:num/", INDEX, [], "") for number in ("5", "0", "-1", ".inf", "two", "~")),
        ("'2'", "blog/p:num", {**INDEX, "blog/index.html": PAGE}, ["blog/p2/index.html", "blog/p3/index.html"], "blog/index.html"),
        ("4", "/blog/p:num", {**INDEX, "blog/p/index.html": PAGE}, ["blog/p2/index.html"], "index.html"),
        ("4", "/blog/p/:num", {**INDEX, "blog/index.html": PAGE, "blog/p.d/index.html": PAGE}, ["blog/p/2/index.html"], "blog/index.html"),
        ("4", "/blog/p/:num", {"other/index.html": PAGE}, [], ""),
        ("2", "/page:num/", {"index.md": PAGE}, [], ""),
        ("4", "/page:num/", {"index.html": "---\npermalink: /news/\n---\n"}, ["page2/index.html"], "news/index.html"),
        ("5", "/page:num/", HIDDEN, [], ""),
        ("3", "/page:num/:num/", HIDDEN, ["page2/:num/index.html"], "index.html"),
    ],
)  # fmt: skip
def test_the_further_pages_of_a_list(
    number: str, path: str, files: dict[str, str], further: list[str], template: str, make: MakeSite
) -> None:
    config = f"plugins: [jekyll-paginate]\npaginate: {number}\npaginate_path: {path}\n"
    site = make({"_config.yml": config, **FIVE, **files})
    made = [(page.output, page.relative_path) for page in site.pages if page.plugin]
    assert made == [(output, template) for output in further]


@pytest.mark.parametrize(
    ("config", "pages", "static"),
    [
        ("", "a.html index.html sub/index.html", "LICENSE.md README.md a.md c.txt sub/README.markdown two/readme.md"),
        ("optional_front_matter: {enabled: false}", "index.html sub/index.html", "LICENSE.md README.md a.md c.txt sub/README.markdown two/readme.md"),
        ("optional_front_matter: {remove_originals: true}", "a.html index.html sub/index.html", "LICENSE.md README.md c.txt sub/README.markdown two/readme.md"),
        ("require_front_matter: true", "index.html sub/index.html", "LICENSE.md README.md a.md c.txt sub/README.markdown two/readme.md"),
        ("readme_index: {enabled: false}", "a.html", "LICENSE.md README.md a.md c.txt sub/README.markdown two/readme.md"),
        ("readme_index: {remove_originals: true}", "a.html index.html sub/index.html", "LICENSE.md a.md c.txt two/readme.md"),
    ],
)  # fmt: skip
def test_what_becomes_of_markdown_without_front_matter(
    config: str, pages: str, static: str, make: MakeSite
) -> None:
    files = dict.fromkeys(
        ("a.md", "README.md", "sub/README.markdown", "two/readme.md", "c.txt", "LICENSE.md"), "x"
    )
    plugins = "plugins: [jekyll-optional-front-matter, jekyll-readme-index]\n"
    site = make({**files, "two/Index.HTML": PAGE, "_config.yml": f"{plugins}{config}\n"})
    assert sorted(page.output for page in site.pages) == [*pages.split(), "two/Index.HTML"]
    assert sorted(file.output for file in site.static) == static.split()


def test_a_readme_with_front_matter_becomes_an_index_where_that_is_asked_for(make: MakeSite) -> None:
    files = dict.fromkeys(("README.md", "sub/README.md", "sub/index.html", "x/README.txt"), PAGE)
    config = "plugins: [jekyll-readme-index]\nreadme_index: {with_frontmatter: WANTED}\n"
    for wanted, first in (("true", "/"), ("false", "/README.html")):
        site = make({**files, "_config.yml": config.replace("WANTED", wanted)})
        assert [page.url for page in site.pages] == ["/sub/README.html", first, "/x/README.txt", "/sub/"]


@pytest.mark.parametrize(
    ("settings", "titles", "strips"),
    [
        ("{}", ["A", "Own", None, None], []),
        ("{enabled: false}", [None, "Own", None, None], []),
        ("{strip_title: true}", ["A", "Own", None, None], ["a.md", "e.md"]),
    ],
)
def test_titles_from_headings(
    settings: str, titles: list[str | None], strips: list[str], make: MakeSite
) -> None:
    files = {
        "a.md": "---\n---\n# A\n",
        "b.md": "---\ntitle: Own\n---\n# B\n",
        "d.html": "---\n---\n# D\n",
        "e.md": "---\n---\nText\n\n# E\n",
    }
    config = f"plugins: [jekyll-titles-from-headings]\ntitles_from_headings: {settings}\n"
    pages = make({**files, "_config.yml": config}).pages
    assert [page.data.get("title") for page in pages] == titles
    assert [page.path for page in pages if page.strips_title] == strips


@pytest.mark.parametrize(
    ("layouts", "given"),
    [
        ("home page post default", ["page", None, "own", "home", "post"]),
        ("default", ["default", None, "own", "default", "default"]),
        ("home", [None, None, "own", "home", None]),
        ("", [None, None, "own", None, None]),
    ],
)
def test_layouts_by_default(layouts: str, given: list[str | None], make: MakeSite) -> None:
    files = dict.fromkeys(("index.md", "a.md", "b.html", "_posts/2024-01-01-p.md"), PAGE)
    own = {f"_layouts/{name}.html": "" for name in layouts.split()}
    config = {"_config.yml": "plugins: [jekyll-default-layout]\n", "c.md": "---\nlayout: own\n---\n"}
    site = make({**files, **own, **config})
    assert [page.data.get("layout") for page in (*site.pages, *site.posts)] == given


@pytest.mark.parametrize("gemfile", [{}, {"Gemfile": 'gem "jekyll"\ngem "jekyll-default-layout"\n'}])
def test_layouts_by_default_may_be_of_a_theme_elsewhere(make: MakeSite, gemfile: dict[str, str]) -> None:
    config = "plugins: [jekyll-default-layout, jekyll-remote-theme]\nremote_theme: a/b\n"
    site = make({"a.md": PAGE, "b.html": PAGE, "_config.yml": config, **gemfile})
    assert {page.path: site.unasked_layouts(page) for page in site.pages} == {
        "a.md": ("page", "default"),
        "b.html": (),
    }


@pytest.mark.parametrize(
    ("gemfile", "output"),
    [
        ("group :jekyll_plugins do\n  gem 'jekyll-coffeescript'\nend\n", "js/a.js"),
        ("group :jekyll_plugins do\n  gem 'github-pages'\nend\n", "js/a.js"),
        (None, "js/a.coffee"),
        ("gem 'jekyll'\n", "js/a.coffee"),
    ],
    ids=["gemfile", "github-pages", "without-gemfile", "without"],
)
def test_plugins_that_the_configuration_does_not_name_convert(
    make: MakeSite, gemfile: str | None, output: str
) -> None:
    files = {"js/a.coffee": "---\n---\na = 1\n"}
    site = make(files if gemfile is None else {**files, "Gemfile": gemfile})
    assert output in site.by_output
    assert bool(site.may_exist("js/a.js")) == (gemfile is None), (
        "GitHub Pages converts, Jekyll itself does not"
    )


@pytest.mark.parametrize("plugin", ["jekyll-compass", "jekyll-less", "jekyll-sass"])
def test_old_plugins_make_style_sheets_and_no_pages(make: MakeSite, plugin: str) -> None:
    site = make({"_config.yml": f"plugins: [{plugin}]\n", "a.scss": "b{}"})
    assert site.may_exist("a.css")
    assert not site.may_exist("people/b/index.html")


@pytest.mark.parametrize(("gem", "is_divided"), [("github-pages", True), ("jekyll", False)])
def test_github_pages_divides_lists_unasked(make: MakeSite, gem: str, is_divided: bool) -> None:
    posts = {f"_posts/2024-01-0{day}-x.md": PAGE for day in (1, 2)}
    files = {"_config.yml": "paginate: 1\n", "Gemfile": f"gem '{gem}'\n", "index.html": PAGE, **posts}
    site = make(files)
    assert ("page2/index.html" in site.by_output) is is_divided
    listed = Payload(site).paginator(site.pages[0])
    assert (isinstance(listed, dict) and listed["total_pages"] == 2) is is_divided


def test_markdown_without_front_matter_becomes_a_page_with_the_plugin(make: MakeSite) -> None:
    files = {
        "notes.md": "# The [Notes](x.html)<br>\n",
        "README.md": "# Read\n",
        "docs/README.md": "# Docs\n",
        "docs/readme.mkd": "# The first is taken\n",
        "LICENSE.md": "x",
    }
    plain = make(files)
    assert all(route.kind == "static" for route in plain.routes)
    config = "plugins: [jekyll-optional-front-matter, jekyll-readme-index, jekyll-titles-from-headings]\n"
    site = make({**files, "_config.yml": config})
    pages = {page.path: (page.url, page.data.get("title")) for page in site.pages}
    assert pages == {
        "notes.md": ("/notes.html", "The Notes"),
        "README.md": ("/", "Read"),
        "docs/README.md": ("/docs/", "Docs"),
    }


def test_a_page_of_a_copied_file_is_opened_behind_its_mark(make: MakeSite) -> None:
    """Jekyll copies what begins with a byte order mark, and opens pages as ``bom|utf-8``."""
    site = make(
        {
            "a.md": "\ufeff---\npermalink: /b.html\n---\n",
            "d/README.md": "\ufeff---\ntitle: D\n---\n",
            "_config.yml": "plugins: [jekyll-optional-front-matter, jekyll-readme-index]\n",
        }
    )
    pages = {page.path: (page.url, page.data.get("title")) for page in site.pages}
    assert pages == {"a.md": ("/b.html", None), "d/README.md": ("/d/", "D")}


@pytest.mark.parametrize(
    "name",
    [
        *("README", "LICENSE", "LICENCE", "COPYING", "CODE_OF_CONDUCT", "CONTRIBUTING", "ISSUE_TEMPLATE"),
        *("PULL_REQUEST_TEMPLATE", "Contributing"),
    ],
)
def test_files_for_who_looks_at_the_repository_become_no_pages(name: str, make: MakeSite) -> None:
    """Unless they are asked for (``OptionalFrontMatter::Generator::FILENAME_BLACKLIST``)."""
    config = "plugins: [jekyll-optional-front-matter]\n"
    names = (f"{name}.md", f"docs/{name}.markdown", f"{name}_2.md")
    files = {"Gemfile": "gem 'jekyll'\n", **dict.fromkeys(names, "x")}
    assert [page.path for page in make({**files, "_config.yml": config}).pages] == [f"{name}_2.md"]
    asked = make({**files, "_config.yml": f"{config}include: [{name}.md]\n"})
    assert f"{name}.md" in {page.path for page in asked.pages}


def test_github_pages_has_these_plugins_without_being_asked(make: MakeSite) -> None:
    site = make({"notes.md": "# Notes\n", "_layouts/page.html": ""}, github_pages=True)
    page = next(each for each in site.pages if each.path == "notes.md")
    assert page.data["layout"] == "page"
    assert page.url == "/notes.html"
    assert made(site) == []


@pytest.mark.parametrize(
    ("plugins", "redirects"),
    [
        ("jekyll-optional-front-matter, jekyll-redirect-from", ["/a.html", "/b.html"]),
        ("jekyll-redirect-from, jekyll-optional-front-matter", ["/a.html"]),
    ],
)
def test_generators_of_one_priority_run_as_they_are_loaded(
    plugins: str, redirects: list[str], make: MakeSite
) -> None:
    """As real Jekyll makes nine redirects of ten pages, where one of these is made after the redirects."""
    defaults = "defaults: [{scope: {type: pages}, values: {redirect_from: /old/}}]\n"
    site = make({"_config.yml": f"plugins: [{plugins}]\n{defaults}", "a.md": PAGE, "b.md": "text\n"})
    made = [page.data["redirect"]["to"] for page in site.pages if page.url == "/old/"]
    assert made == redirects


YEARS = ["2023/index.html", "2024/index.html"]
DAYS = ["2023/11/05/index.html", "2023/11/index.html", "2024/01/02/index.html", "2024/01/index.html"]
LABELS = ["tag/a-b/index.html", "tag/c/index.html", "tag/d-e/index.html", "tag/\u00e9/index.html"]
FOLDERS = ["category/k/index.html", "category/l-m/index.html", "category/news/index.html"]
PLACES = "{year: '/y/:year/', month: '/m/:year-:month', day: '/d/:day.html', tag: '/t/:name/', category: '/c/:name.html'}"


@pytest.mark.parametrize(
    ("settings", "outputs"),
    [
        *((f"enabled: {every}", [*YEARS, *DAYS, *LABELS, *FOLDERS]) for every in ("all", "true")),
        *((f"enabled: {none}", []) for none in ("year", "[]", "false")),
        ("enabled: [year]", YEARS), ("enabled: [year, gone]", YEARS), ("enabled: [month, day]", DAYS),
        ("enabled: [categories]", FOLDERS), ("enabled: [tags]", LABELS),
        *((f"enabled: [tags]\n  slug_mode: {mode}", LABELS) for mode in ("raw", "pretty", "ascii", "latin")),
        ("enabled: [tags]\n  permalinks: {tags: '/t/:name/'}", LABELS),
        ("enabled: [tags]\n  permalinks: {tag: '/t/:type/:name'}", ["t/tag/a-b", "t/tag/c", "t/tag/d-e", "t/tag/\u00e9"]),
        (f"enabled: all\n  permalinks: {PLACES}",
         ["c/k.html", "c/l-m.html", "c/news.html", "d/02.html", "d/05.html", "m/2023-11", "m/2024-01", "t/a-b/index.html",
          "t/c/index.html", "t/d-e/index.html", "t/\u00e9/index.html", "y/2023/index.html", "y/2024/index.html"]),
    ],
)  # fmt: skip
def test_the_pages_of_archives(settings: str, outputs: list[str], make: MakeSite) -> None:
    """As jekyll-archives 2.2.1 makes them of these sites."""
    files = {
        "_posts/2024-01-02-x.md": "---\ntags: [A b, c]\ncategories: [K]\n---\n",
        "news/_posts/2023-11-05-y.md": "---\ntags: c D.e \u00e9\ncategory: l m\n---\n",
        "_posts/2023-11-06-z.md": "---\npublished: false\ntags: [never]\n---\n",
    }
    site = make({**files, "_config.yml": f"plugins: [jekyll-archives]\njekyll-archives:\n  {settings}\n"})
    assert sorted(page.output for page in site.pages) == sorted(outputs)


def test_a_source_map_is_called_as_its_style_sheet(make: MakeSite) -> None:
    site = make({"css/a.scss": PAGE, "d.scss": "---\npermalink: /e/f.css\n---\n"})
    made = {page.name: page.output for page in site.pages if page.plugin}
    assert made == {"a.css.map": "css/a.css.map", "d.css.map": "e/f.css"}


@pytest.mark.parametrize(
    ("settings", "further"),
    [
        *((settings, ["page2/index.html", "page3/index.html"]) for settings in (
            "", "limit: x", "offset: x", "offset: -1", "collection: Posts", "collection: ' posts '", "sort_reverse: true", "sort_field: title",
        )),
        *((settings, ["page2/index.html"]) for settings in ("limit: 2", "offset: 1")),
        *((settings, []) for settings in (
            "offset: 5", "collection: all", "collection: gone", "category: k", "category: 'k, l'", "tag: M", "locale: en", "locale: de", "enabled: false",
        )),
        *((f"collection: {two}", ["page2/index.html", "page3/index.html", "page4/index.html"]) for two in ("[Boats, posts]", "'boats, posts'")),
        ("permalink: /p:num/", ["p2/index.html", "p3/index.html"]),
        ("permalink: p:num.html", ["p2.html", "p3.html"]),
        ("permalink: /x/:num/:title", ["x/2/:titleindex.html", "x/3/:titleindex.html"]),
        ("indexpage: main", ["main.html", "page2/main.html", "page3/main.html"]),
        ("extension: htm", ["index.htm", "page2/index.htm", "page3/index.htm"]),
    ],
)  # fmt: skip
def test_the_pages_of_paginate_v2(settings: str, further: list[str], make: MakeSite) -> None:
    """As jekyll-paginate-v2 3.0.0 makes them of these sites."""
    config = "plugins: [jekyll-paginate-v2]\ncollections: {boats: {output: true}}\npagination:\n  enabled: true\n  per_page: 1\n"
    config = config.replace("  enabled: true\n", "") if settings.startswith("enabled") else config
    site = make(
        {
            "_config.yml": f"{config}  {settings}\n",
            "blog/index.html": "---\npagination: {enabled: true}\n---\n",
            **dict.fromkeys(("_posts/2024-01-01-x.md", "_posts/2024-01-03-x.md", "_boats/b.md"), PAGE),
            "_posts/2024-01-02-x.md": "---\ntitle: t\ncategories: [K, l]\ntags: m\nlocale: en\n---\n",
            "_posts/2024-01-04-h.md": "---\nhidden: true\n---\n",
        }
    )
    outputs = [page.output.removeprefix("blog/") for page in site.pages]
    assert [each for each in outputs if each != "index.html"] == further


def test_paginate_v2_puts_pages_in_place_of_the_template(make: MakeSite) -> None:
    site = make(
        {
            "_config.yml": "plugins: [jekyll-paginate-v2]\npagination: {enabled: true, per_page: 1}\n",
            "blog/index.html": "---\npagination: {enabled: true, tag: a}\n---\n",
            "_posts/2024-01-01-x.md": "---\ntags: [a]\n---\n",
            "_posts/2024-01-02-y.md": "---\ntags: [A, b]\n---\n",
            "_posts/2024-01-03-z.md": PAGE,
        }
    )
    outputs = [page.output for page in site.pages]
    assert outputs == ["blog/index.html", "blog/page2/index.html"]
    assert site.by_source["blog/index.html"].output == "blog/index.html"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# A\n", "A"), ("### A B\n", "A B"), ("A\n===\n", "A"), ("A b\n---\n", "A b"), ("*A*\n===\n", "A"),
        ("# A `b` *c* [d](/e)\n", "A b c d"), ("### A ###  \n", "A ###"), ("# A #\r\n", "A #"), ("\n\n# A\n", "A"), ("#A\n", ""), ("#### A\n", ""), ("Text\n# A\n", ""),
        ("# a(1) -- It's\n", "a(1) \u2013 It\u2019s"), ("# A & B[^1]\n", "A &amp; B"), ("# 1. A\n", "A"), ("# snake_case_word _it_\n", "snake_case_word it"),
        ("# A\u00a0 b\n", "A\u00a0 b"),
    ],
)  # fmt: skip
def test_the_title_of_a_heading(text: str, title: str) -> None:
    """As jekyll-titles-from-headings 0.5.3 gives it."""
    assert plugins._heading(text, Options()) == title


def test_the_title_of_a_heading_in_commonmark() -> None:
    options = Options.from_config({}, "CommonMarkGhPages")
    assert plugins._heading("# It's [a](/b) & `c`\n", options) == "It's a & c"


def test_the_title_of_a_heading_full_of_blanks_is_read_in_linear_time() -> None:
    blanks = " \t" * 40_000
    started = time.process_time()
    assert plugins._heading(f"# A{blanks}b ##\nText\n", Options()) == "A b ##"
    assert plugins._heading(f"{blanks}x\n", Options()) == ""
    assert time.process_time() - started < 5 * slowness()


def test_imagemagick_makes_the_sizes_and_formats_of_its_settings(make: MakeSite) -> None:
    settings = "imagemagick:\n  enabled: {}\n  widths: [0, 480]\n  input_directories: [img/, pics]\n"
    formats = "  input_formats: ['.png']\n  output_formats: {}\n"
    images = dict.fromkeys(
        ("img/a.png", "img/b/c.PNG", "img/d.jpg", "pics/e.png", "pics2/f.png", "x.png"), ""
    )

    def outputs(enabled: str, made: str = "{webp: ''}") -> set[str]:
        config = f"plugins: [jekyll-imagemagick]\n{settings.format(enabled)}{formats.format(made)}"
        return {
            output for output in make({"_config.yml": config, **images}).by_output if output.endswith("webp")
        }

    assert outputs("true") == {
        *("img/a.webp", "img/a-480.webp", "img/b/c.webp", "img/b/c-480.webp"),
        *("pics/e.webp", "pics/e-480.webp", "pics2/f.webp", "pics2/f-480.webp"),
    }
    assert outputs("false") == outputs("true", "webp") == outputs("true", "") == set()
    assert outputs("true", "[webp]") == outputs("true")
    usual = "imagemagick: {enabled: true, input_directories: [more/], output_formats: {webp: ''}}\n"
    more = dict.fromkeys(("more/a.png", "more/b.tiff", "more/c.gif", "more/d.jpg"), "")
    found = make({"_config.yml": f"plugins: [jekyll-imagemagick]\n{usual}", **more}).by_output
    assert {each for each in found if each.endswith("webp")} == {"more/a.webp", "more/b.webp"}


@pytest.mark.parametrize(
    ("own", "data"), [("{kind: label}", {"kind": "label"}), ("label", {}), ("{tag: b}", {"tag": "b"})]
)
def test_what_tagging_gives_to_its_pages(own: str, data: dict[str, str], make: MakeSite) -> None:
    config = f"plugins: [jekyll-tagging]\ntag_page_layout: t\ntag_page_dir: tag\ntag_page_data: {own}\n"
    site = make({"_config.yml": config, "_posts/2024-01-02-x.md": "---\ntags: [a]\n---\n"})
    (page,) = [page for page in site.pages if page.url == "/tag/a.html"]
    assert page.data == {"layout": "t", "tag": "a", **data}


def test_tagging_may_make_more_where_letters_are_not_ascii(make: MakeSite) -> None:
    config = "plugins: [jekyll-tagging]\ntag_page_layout: t\ntag_page_dir: tag\n"
    plain = make({"_config.yml": config, "_posts/2024-01-02-x.md": "---\ntags: [A]\n---\n"})
    assert not plain.may_exist("tag/o.html")
    site = make({"_config.yml": config, "_posts/2024-01-03-y.md": "---\ntags: [\u00f6]\n---\n"})
    assert "tag/a.html" in site.by_output
    assert site.may_exist("tag/o.html")
    assert not site.may_exist("x/o.html")


POSTS_IN_FOLDERS = {
    **dict.fromkeys(("_posts/2016-06-09-ex/2016-06-09-ex.md", "_posts/two/2016-06-10-b.md"), PAGE),
    "_posts/two/2016-06-12-d.md": "---\npermalink: /p/c/\n---\n",
    "news/_posts/2016-06-11-c.md": PAGE,
    **dict.fromkeys(("_posts/2016-06-09-ex/a.png", "_posts/2016-06-09-ex/img/b.png"), ""),
    **dict.fromkeys(("_posts/2016-06-09-ex/.h", "_posts/two/c.html", "_posts/two/u.md"), ""),
    **dict.fromkeys(("_posts/loose.png", "news/_posts/n.png", "_posts/later/x.png"), ""),
    "_posts/later/2030-01-01-later.md": PAGE,
}


def test_postfiles_copies_what_stands_beside_a_post_to_its_page(make: MakeSite) -> None:
    """As jekyll-postfiles 3.1.0 built this very site."""
    site = make({"_config.yml": "plugins: [jekyll-postfiles]\n", **POSTS_IN_FOLDERS})
    assert sorted(route.output for route in site.routes if route.kind == "static") == [
        *("2016/06/09/a.png", "2016/06/09/img/b.png", "2016/06/10/c.html", "2016/06/10/u.md"),
        *("news/2016/06/11/n.png", "p/c/c.html", "p/c/u.md"),
    ]
    assert not site.collisions
    assert not site.may_exist("2016/06/09/c.png")
    assert site.by_source["_posts/2016-06-09-ex/a.png"].url == "/2016/06/09/a.png"


def test_postfiles_of_the_gemfile_may_copy_just_these(make: MakeSite) -> None:
    gemfile = "group :jekyll_plugins do\n  gem 'jekyll-postfiles'\nend\n"
    site = make({"_config.yml": "", "Gemfile": gemfile, **POSTS_IN_FOLDERS})
    assert "2016/06/09/a.png" not in site.by_output
    assert site.may_exist("2016/06/09/a.png")
    assert not site.may_exist("2016/06/09/c.png")


def test_postfiles_may_copy_more_than_is_followed(make: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitecheck.jekyll.generators.post_files._MOST", 3)
    site = make({"_config.yml": "plugins: [jekyll-postfiles]\n", **POSTS_IN_FOLDERS})
    assert "2016/06/09/a.png" in site.by_output
    assert site.may_exist("any.png")


@pytest.mark.parametrize("bundled", [False, True])
def test_plugins_may_make_more_pages_than_are_followed(
    bundled: bool, make: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of 1,000 tiny pages may have 1,000 redirects by one default: 58 s, 1.3 GB."""
    assert plugins._MOST_MADE <= 50_000
    config = "defaults: [{scope: {path: ''}, values: {redirect_from: [/x, /y]}}]\n"
    gem = "gem 'jekyll-redirect-from', group: :jekyll_plugins\n"
    files = {"Gemfile": gem} if bundled else {}
    config = config if bundled else f"plugins: [jekyll-redirect-from]\n{config}"
    for most, is_more in ((5, False), (4, True)):  # four redirects, and a file that lists them
        monkeypatch.setattr(plugins, "_MOST_MADE", most)
        site = make({"_config.yml": config, "a.md": "---\n---\n", "b.md": "---\n---\n", **files})
        assert bool(site.may_exist("any.html")) is is_more
        assert bundled or len([page for page in site.pages if page.plugin]) == most


def test_pages_of_plugins_with_many_values_count_more(
    make: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plugins, "_MOST_MADE", 6)
    for values, is_more in ((59, False), (60, True)):  # two redirects with so many each, and a file
        own = ", ".join(f"k{number}: 1" for number in range(values - 3))
        config = f"plugins: [jekyll-redirect-from]\ndefaults: [{{scope: {{path: ''}}, values: {{{own}}}}}]\n"
        site = make({"_config.yml": config, "a.md": "---\nredirect_from: [/x, /y]\n---\n"})
        assert bool(site.may_exist("any.html")) is is_more, values


DIVIDED = "plugins: [jekyll-paginate-v2]\npagination: {enabled: true, per_page: 1}\n"


@pytest.mark.parametrize(
    ("name", "last"),
    [("_MOST_WORK", 4 * (2 + 3 + 4)), ("_MOST_OF_LAYOUTS", 2)],
)
def test_paginate_v2_may_make_more_pages_than_are_followed(
    name: str, last: int, make: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of 800 templates may list all of 800 posts, one a page: 52 s, 1.7 GB."""
    assert vars(paginate_v2)[name] <= 2_000_000
    template = "---\npagination: {enabled: true}\n---\n"
    pages = {f"{each}/index.html": template for each in "wxyz"}
    made = "autopages: {enabled: true, categories: {enabled: false}, collections: {enabled: false}}\n"
    posts = {f"_posts/2024-01-0{day}-a.md": f"---\ntags: [t{day}]\n---\n" for day in (1, 2)}
    templates = made if name == "_MOST_OF_LAYOUTS" else ""
    others = {} if templates else pages
    for bound, is_more in ((last, False), (last - 1, True)):
        monkeypatch.setattr(paginate_v2, name, bound)
        site = make({"_config.yml": DIVIDED + templates, **others, **posts})
        assert bool(site.may_exist("any.html")) is is_more


@pytest.mark.parametrize(
    ("size", "written"),
    [
        (-1, []),
        (-2, []),
        (-3, ["b/index.html"]),
        (2, ["b/index.html"]),
        (1, ["b/index.html", "b/page2/index.html"]),
    ],
)
def test_paginate_v2_makes_less_than_no_page_of_a_negative_size(
    size: int, written: list[str], make: MakeSite
) -> None:
    """Two posts by -2 are -1 pages; by -3 they are rounded up to none, for which there always is one."""
    config = DIVIDED.replace("per_page: 1", f"per_page: {size}")
    posts = {f"_posts/2024-01-0{day}-a.md": "---\n---\n" for day in (1, 2)}
    site = make({"_config.yml": config, "b/index.html": "---\npagination: {enabled: true}\n---\n", **posts})
    assert sorted(page.output for page in site.pages) == written


@pytest.mark.parametrize("size", ["2 a page", "'2.7'", "2__3", "2e9"])
def test_paginate_v2_takes_text_as_the_number_that_it_begins_with(size: str, make: MakeSite) -> None:
    config = DIVIDED.replace("per_page: 1", f"per_page: {size}")
    posts = {f"_posts/2024-01-0{day}-a.md": "---\n---\n" for day in (1, 2)}
    site = make({"_config.yml": config, "b/index.html": "---\npagination: {enabled: true}\n---\n", **posts})
    assert [page.output for page in site.pages] == ["b/index.html"]


def test_paginate_v2_looks_up_which_posts_have_a_tag(make: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each tag of 4,000 posts was looked for in all of them: 54 s."""
    asked = []
    original = paginate_v2._keys
    monkeypatch.setattr(paginate_v2, "_keys", lambda value: (asked.append(value), original(value))[1])
    made = "autopages: {enabled: true}\n"
    posts = {f"_posts/2024-01-0{day}-a.md": f"---\ntags: [t{day}]\n---\n" for day in range(1, 6)}
    site = make({"_config.yml": DIVIDED + made, **posts})
    assert {f"tag/t{day}/index.html" for day in range(1, 6)} <= {page.output for page in site.pages}
    assert len(asked) == 5


def test_paginate_v2_makes_pages_of_layouts(make: MakeSite) -> None:
    """Compared with the gem by ``tests/reference/jekyll/test_routes.py``; here what is in them."""
    settings = (
        "plugins: [jekyll-paginate-v2]\npagination: {enabled: true, per_page: 1, trail: {before: 1, after: 1}}\n"
        "autopages: {enabled: true, tags: {layouts: [list.html], title: 'On :tag', permalink: '/t/:tag',"
        " slugify: {mode: pretty}}, categories: {enabled: false}}\ntitle: S\n"
        "defaults: [{scope: {path: _layouts}, values: {lang: fr}}]\n"
    )
    site = make(
        {
            "_config.yml": settings,
            "_layouts/list.html": "---\nkind: k\n---\n{{ content }}",
            "_posts/2024-01-01-x.md": "---\ntags: [Sci Fi, a]\n---\n",
            "_posts/2024-01-01-y.md": "---\ntags: sci\ntitle: y\n---\n",
            "_posts/2024-01-03-z.md": "---\ntags: [sci fi]\n---\n",
        }
    )
    made = {page.output: page for page in site.pages}
    names = ["t/sci-fi/index.html", "t/sci-fi/page2/index.html", "t/a/index.html", "t/sci/index.html"]
    assert list(made) == [
        *names,
        *(f"collection/posts/{page}index.html" for page in ("", "page2/", "page3/")),
    ]
    second = made[names[1]]
    assert {key: second.data.get(key) for key in ("layout", "title", "kind", "lang", "autogen")} == {
        "layout": "list",
        "title": "On sci-fi - page 2",
        "kind": "k",
        "lang": None,
        "autogen": "jekyll-paginate-v2",
    }
    assert second.data["autopages"]["display_name"] == "Sci Fi"
    assert made["collection/posts/index.html"].data["title"] == "Posts in collection posts"
    assert second.post_list is not None
    assert second.post_list.posts == (("posts", "_posts/2024-01-03-z.md"),)
    values = second.post_list.paginator
    assert values is not None
    assert (values["previous_page_path"], values["next_page_path"]) == ("/t/sci-fi/", None)
    assert [each["path"] for each in values["page_trail"]] == [f"/{name}" for name in names[:2]]
    assert not site.may_exist("t/other/index.html")


@pytest.mark.parametrize(("trail", "pages"), [("before: 1", [1, 2]), ("after: 1", [2, 3])])
def test_the_trail_of_paginate_v2_is_as_long_as_is_asked(
    make: MakeSite, trail: str, pages: list[int]
) -> None:
    settings = f"pagination: {{enabled: true, per_page: 1, trail: {{{trail}}}}}\n"
    posts = {f"_posts/2024-01-0{day}-a.md": "---\n---\n" for day in (1, 2, 3)}
    template = {"index.html": "---\npagination: {enabled: true}\n---\n"}
    site = make({"_config.yml": f"plugins: [jekyll-paginate-v2]\n{settings}", **template, **posts})
    (listed,) = (page.post_list for page in site.pages if page.output == "page2/index.html")
    assert listed is not None
    assert listed.paginator is not None
    assert [each["num"] for each in listed.paginator["page_trail"]] == pages


@pytest.mark.parametrize(
    ("layout", "kind"),
    [
        ("a.html", "own"),
        ("gone.html", None),
        ("../../a.html", None),
        ("/etc/passwd", None),
        ('"a\\0b"', None),
    ],
)
def test_a_page_for_a_tag_is_made_of_no_file_outside_of_the_site(
    layout: str, kind: str | None, tmp_path: Path
) -> None:
    autopages = (
        f"autopages: {{enabled: true, tags: {{layouts: [{layout}]}}, categories: {{enabled: false}}}}\n"
    )
    files = {
        "a.html": "---\nkind: secret\n---\n",
        "site/_config.yml": f"plugins: [jekyll-paginate-v2]\npagination: {{enabled: true}}\n{autopages}",
        "site/_layouts/a.html": "---\nkind: own\n---\n",
        "site/_posts/2024-01-02-x.md": "---\ntags: [b]\n---\n",
    }
    site = load_site(write_site(tmp_path, files) / "site")
    assert [page.data.get("kind") for page in site.pages if page.url == "/tag/b/index.html"] == [kind]


def test_paginate_v2_writes_tags_in_lower_case_whatever_is_asked(make: MakeSite) -> None:
    own = "{layouts: [list.html], permalink: '/t/:tag', slugify: {mode: default, cased: true}}"
    config = f"plugins: [jekyll-paginate-v2]\npagination: {{enabled: true}}\nautopages: {{enabled: true, tags: {own}}}\n"
    site = make(
        {
            "_config.yml": config,
            "_layouts/list.html": "",
            "_posts/2024-01-01-x.md": "---\ntags: [Sci Fi]\n---\n",
        }
    )
    assert "t/sci-fi/index.html" in {page.output for page in site.pages}


@pytest.mark.parametrize(
    ("wanted", "counts"),
    [
        ("a", [2]), ("A", [2]), ("[a, b]", [1]), ("[c]", [0]), ("a;b", [1]), ("'a, b'", [1]), ("1", [1]),
    ],
)  # fmt: skip
def test_paginate_v2_lists_posts_that_have_all_tags(wanted: str, counts: list[int], make: MakeSite) -> None:
    site = make({
        "_config.yml": "plugins: [jekyll-paginate-v2]\npagination: {enabled: true}\n",
        "index.html": f"---\npagination: {{enabled: true, tag: {wanted}}}\n---\n",
        "_posts/2024-01-01-x.md": "---\ntags: [a, B]\n---\n",
        "_posts/2024-01-02-y.md": "---\ntags: a\n---\n",
        "_posts/2024-01-03-z.md": "---\ntags: [1]\n---\n",
    })  # fmt: skip
    assert [len(page.post_list.posts) for page in site.pages if page.post_list] == counts


@pytest.mark.parametrize(("offset", "count"), [(0, 3), (1, 2), (2, 1), (3, 0), (4, 0), (-1, 3)])
def test_paginate_v2_passes_over_as_many_posts_as_are_asked(offset: int, count: int, make: MakeSite) -> None:
    config = f"plugins: [jekyll-paginate-v2]\npagination: {{enabled: true, offset: {offset}}}\n"
    posts = dict.fromkeys(list(FIVE)[:3], PAGE)
    site = make({**posts, "_config.yml": config, "index.html": "---\npagination: {enabled: true}\n---\n"})
    assert [len(page.post_list.posts) for page in site.pages if page.post_list] == [count]


def test_tags_that_stop_the_build_of_paginate_v2_are_told(make: MakeSite) -> None:
    config = "plugins: [jekyll-paginate-v2]\nautopages: {enabled: true}\n"
    site = make({"_config.yml": config, "_posts/2024-01-01-x.md": "---\ntags: [2024, 'a,', 'b;,c']\n---\n"})
    (problem,) = site.problems
    assert (problem.kind, problem.fatal, problem.path) == ("invalid-tags", True, "_posts/2024-01-01-x.md")
    assert [page.data["pagination"].get("tag") for page in site.pages] == ["a", "b", "", "c", None]
    assert make({"_config.yml": "plugins: [jekyll-paginate-v2]\n"}).problems == ()


@pytest.mark.parametrize(
    "settings",
    [
        "autopages: 1",
        "autopages: {enabled: true, tags: 1, categories: {layouts: x}, collections: {slugify: no, permalink: [1]}}",
        "autopages: {enabled: true}\npagination: {enabled: true, per_page: x, collection: 3, trail: no}",
        "autopages: {enabled: true}\npagination: {enabled: true, extension: 1, sort_field: 'tags:x', limit: .inf}",
        "autopages: {enabled: true}\npagination: {enabled: true, sort_field: rank, indexpage: 1, permalink: no}",
    ],
)
def test_settings_of_paginate_v2_may_be_anything(settings: str, make: MakeSite) -> None:
    files = {
        "_posts/2024-01-01-x.md": "---\ntags: [1, x, {a: b}]\nrank: 1\n---\n",
        "_posts/2024-01-02-x.md": "---\ntags: 3\nrank: x\n---\n",
        "_posts/2024-01-03-x.md": "---\ntags: {a: 1}\ncategories: ','\n---\n",
        "index.html": "---\npagination: {enabled: true, tag: {a: b}}\n---\n",
    }
    site = make({"_config.yml": f"plugins: [jekyll-paginate-v2]\n{settings}\n", **files})
    assert site.by_output


@pytest.mark.parametrize(
    ("field", "order"),
    [("rank", "zxy"), ("title", "zyx"), ("date", "xyz"), ("deep:key", "yxz"), ("mixed", None)],
)
def test_paginate_v2_sorts_as_the_plugin(field: str, order: str | None, make: MakeSite) -> None:
    posts = (("x", 2, "c", 1, 1), ("y", 3, "B", 0, "a"), ("z", 1, "a", 2, 2))
    files = {
        f"_posts/2024-01-0{day}-{name}.md": f"---\nrank: {rank}\ntitle: {title}\ndeep: {{key: {key}}}\nmixed: {mixed}\n---\n"
        for day, (name, rank, title, key, mixed) in enumerate(posts, 1)
    }
    page = f"---\npagination: {{enabled: true, sort_field: '{field}'}}\n---\n"
    config = "plugins: [jekyll-paginate-v2]\npagination: {enabled: true}\n"
    site = make({"_config.yml": config, "index.html": page, **files})
    posts = site.pages[0].post_list
    assert posts is not None
    assert (None if posts.posts is None else "".join(path[-4] for _, path in posts.posts)) == order


def test_a_page_called_readme_becomes_the_index_of_its_folder_where_that_is_asked(make: MakeSite) -> None:
    files = {"docs/README.md": PAGE, "full/readme.md": PAGE, "full/index.html": PAGE, "notes.md": PAGE}
    config = "plugins: [jekyll-readme-index]\n"
    for asked, url in (("true", "/docs/"), ("false", "/docs/README.html")):
        setting = f"readme_index: {{with_frontmatter: {asked}}}\n"
        site = make({**files, "_config.yml": config + setting})
        assert {page.path: page.url for page in site.pages} == {
            "docs/README.md": url,
            "full/readme.md": "/full/readme.html",
            "full/index.html": "/full/",
            "notes.md": "/notes.html",
        }


@pytest.mark.parametrize(
    ("permalink", "url"), [("pretty", "/docs/"), ("/guide/", "/"), ("/guide/a.html", "/guide/")]
)
def test_the_folder_of_a_readme_is_the_one_above_its_address(
    permalink: str, url: str, make: MakeSite
) -> None:
    config = (
        f"plugins: [jekyll-readme-index]\npermalink: {permalink}\nreadme_index: {{with_frontmatter: true}}\n"
    )
    page = PAGE if permalink == "pretty" else f"---\npermalink: {permalink}\n---\n"
    assert [page.url for page in make({"_config.yml": config, "docs/README.md": page}).pages] == [url]


@pytest.mark.parametrize("removed", [True, False])
def test_a_readme_without_front_matter_stays_beside_the_index_made_of_it(
    make: MakeSite, removed: bool
) -> None:
    config = f"plugins: [jekyll-readme-index]\nreadme_index: {{remove_originals: {str(removed).lower()}}}\n"
    site = make({"_config.yml": config, "docs/README.md": "# Docs\n", "off/a.md": "x"})
    assert [page.url for page in site.pages] == ["/docs/"]
    assert ("docs/README.md" in [file.path for file in site.static]) is not removed


def test_feeds_may_be_left_out_where_the_site_is_developed(make: MakeSite) -> None:
    config = "plugins: [jekyll-feed]\nfeed: {disable_in_development: true}\n"
    published = make({"_config.yml": config})
    assert len(made(published)) == 1
    assert made(load_site(published.root, SiteOptions(environment="development"))) == []


def test_what_a_page_of_archives_v2_lists(make: MakeSite) -> None:
    config = "plugins: [jekyll-archives-v2]\njekyll-archives: {posts: {enabled: [tags]}}\n"
    posts = {f"_posts/2024-01-0{day}-p.md": "---\ntags: [c]\n---\n" for day in (1, 2)}
    site = make({"_config.yml": config, **posts})
    (page,) = (page for page in site.pages if page.plugin == "jekyll-archives-v2")
    payload = Payload(site)
    listed = "{% for d in page.documents %}{{ d.url }} {% endfor %}"
    template = f"{listed}{{{{ page.type }}}} {{{{ page.title }}}} {{{{ page.collection_name }}}}"
    text = render(parse(template, "t.html"), PlainHost(payload.roots(page))).mapped.text
    assert text == "/2024/01/02/p.html /2024/01/01/p.html tags c posts"


@pytest.mark.parametrize(
    ("word", "one"),
    [
        *(("tags", "tag"), ("categories", "category"), ("people", "person"), ("boxes", "box")),
        *(("series", "series"), ("status", "status"), ("statuses", "status"), ("shelves", "shelf")),
        *(("classes", "class"), ("class", "class"), ("children", "child"), ("movies", "movie")),
        *(("databases", "database"), ("shoes", "shoe"), ("hives", "hive"), ("archives", "archive")),
        *(("natives", "native"), ("aliases", "alias"), ("alias", "alias"), ("buses", "bus")),
        *(("queries", "query"), ("soliloquies", "soliloquy"), ("keys", "key"), ("heroes", "hero")),
        *(("churches", "church"), ("dishes", "dish"), ("calves", "calf"), ("wives", "wife")),
        *((word, word) for word in ("equipment", "information", "rice", "money", "species", "fish")),
        *((word, word) for word in ("sheep", "jeans", "police", "news", "News", "person", "x")),
    ],
)
def test_words_in_the_singular(word: str, one: str) -> None:
    assert singular(word) == one


@pytest.mark.parametrize(
    ("theme", "status"),
    [("jekyll-theme-chirpy", "ok"), ("beautiful-jekyll-theme", "dynamic"), ("other", "dynamic")],
)
def test_plugins_on_which_a_theme_depends_run(make: MakeSite, theme: str, status: str) -> None:
    config = f"theme: {theme}\njekyll-archives: {{enabled: [tags]}}\n"
    resolver = Resolver(make({"_config.yml": config, "_posts/2024-01-02-p.md": "---\ntags: [c]\n---\n"}))
    assert [resolver.resolve("/", url).status for url in ("/tag/c/", "/tag/c", "/tag/c/#x", "/tag/d/")] == [
        *(status, status, "dynamic", "broken-page")
    ]


def test_plugins_run_by_their_priority_and_then_as_they_are_named(make: MakeSite) -> None:
    """The order of ``site.pages`` that Jekyll 4.3 prints."""
    plugins = "jekyll-sitemap, jekyll-feed, jekyll-readme-index, jekyll-archives, jekyll-redirect-from"
    site = make(
        {
            "_config.yml": f"plugins: [{plugins}, jekyll-optional-front-matter]\n"
            "jekyll-archives: {enabled: [year]}\n",
            "_posts/2024-01-02-p.md": "---\nredirect_from: /old/\n---\n",
            "sub/README.md": "# R\n",
            "plain.md": "# plain\n",
            "list.html": "---\n---\n",
        }
    )
    assert " ".join(page.url for page in site.pages) == (
        "/list.html /2024/ /old/ /redirects.json /plain.html /sub/ /sitemap.xml /robots.txt /feed.xml"
    )


PAGINATED = "---\ntitle: 11\npagination: {enabled: true}\n---\n"


@pytest.mark.parametrize(
    ("plugin", "settings", "outputs"),
    [
        ("jekyll-feed", "feed: {path: 5, collections: {6: {path: 7, categories: [8]}}, tags: {path: t/, only: [9]}}", ["7", "feed/6/8.xml", "index.html", "t/9.xml"]),
        ("jekyll-feed", "feed: {collections: [5]}\ncollections: {5: {output: true, permalink: 6}}", ["feed.xml", "feed/5.xml", "index.html"]),
        ("jekyll-archives-v2", "jekyll-archives: {posts: {enabled: [5, tags], slug_mode: 6, permalinks: {tags: ':name/7'}}, 8: {enabled: all}}", [":name/7", "a/7", "index.html"]),
        ("jekyll-tagging", "tag_page_layout: 5\ntag_page_dir: tag\ntag_feed_layout: 6\ntag_feed_dir: feed", ["feed/9.html", "feed/a.html", "index.html", "tag/9.html", "tag/a.html"]),
        ("jekyll-polyglot", "default_lang: 5\nlanguages: [5, de]", ["index.html"]),
        ("jekyll-paginate-v2", "pagination: {enabled: true, per_page: 1, sort_field: 6, title: 7, permalink: /8/:num/, extension: 9, indexpage: 10}", ["10.9", "8/2/10.9"]),
        ("jekyll-paginate-v2", "pagination: {enabled: true, per_page: 1, collection: [5, POSTS], sort_field: Title, title: ':title 2', permalink: p/, extension: .x}", ["index.x", "p/index.x"]),
        ("jekyll-paginate-v2", "autopages: {enabled: true, tags: {enabled: true, layouts: [5], title: 6, permalink: '7/:tag', slugify: {mode: [8]}}}\npagination: {enabled: true}", ["7/a/index.html", "collection/posts/index.html", "index.html"]),
        ("jekyll-imagemagick", "imagemagick: {enabled: true, input_directories: [5/], input_formats: ['.6'], output_formats: [7], widths: [8]}", ["5/a-8.7", "index.html"]),
        ("jekyll-redirect-from", "redirect_from: {json: 5}", ["6.html", "index.html", "redirects.json"]),
    ],
)  # fmt: skip
def test_numbers_where_names_are_meant(
    plugin: str, settings: str, outputs: list[str], make: MakeSite
) -> None:
    files = {
        "index.html": PAGINATED,
        "a.md": "---\nredirect_from: [6]\nredirect_to: 7\npermalink: /8\ntags: [9]\n---\n",
        "5/a.6": "x",
        "_posts/2024-01-02-b.md": "---\ntags: [9, a]\nlang: 5\n---\n",
        "_posts/2024-01-03-c.md": "---\ntags: [9]\ntitle: 1\n---\n",
    }
    site = make({"_config.yml": f"plugins: [{plugin}]\n{settings}\n", **files})
    own = {"2024/01/02/b.html", "2024/01/03/c.html", "5/a.6", "8.html"}
    assert sorted({route.output for route in site.routes} - own) == outputs


@pytest.mark.parametrize(("posts", "pages"), [(10, 1), (11, 2)])
def test_paginate_v2_shows_ten_posts_on_a_page(posts: int, pages: int, make: MakeSite) -> None:
    site = make(
        {
            "_config.yml": "plugins: [jekyll-paginate-v2]\npagination: {enabled: true}\n",
            "blog/index.html": "---\npagination: {enabled: true}\n---\n",
            **{f"_posts/2024-01-{day + 1:02}-x.md": PAGE for day in range(posts)},
        }
    )
    assert len(site.pages) == pages


class Counted(str):
    """A text that counts how often it is compared."""

    compared = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return str.__eq__(self, other)


def test_a_tag_is_not_compared_with_all_that_have_no_feed(
    make: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """40,000 tags, and as many others that are left out, took 13 s."""
    left_out = ", ".join(f"u{number}" for number in range(50))
    tags = [Counted(f"t{number}") for number in range(50)]
    monkeypatch.setattr(plugins, "post_values", lambda *_: [*tags, {"a": 1}, ["b"]])
    monkeypatch.setattr(Counted, "compared", 0)
    files = {"_config.yml": f"plugins: [jekyll-feed]\nfeed: {{tags: {{except: [{left_out}, [c]]}}}}\n"}
    site = make({**TAGGED, **files})
    assert len(made(site)) == 51
    assert Counted.compared < 500


def test_a_collection_is_not_looked_for_among_all_pages(
    make: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """10,000 collections that a feed asks for, and nobody has, took 3 s."""
    named = ", ".join(f"c{number}" for number in range(50))
    config = f"plugins: [jekyll-feed]\nfeed: {{collections: [{named}]}}\n"
    site = make({"_config.yml": config})
    monkeypatch.setattr(feed_settings, "FEED", Counted("jekyll-feed"))
    monkeypatch.setattr(Counted, "compared", 0)
    assert len([*feed_settings.feed_settings(site)]) == 50
    assert Counted.compared < 500
