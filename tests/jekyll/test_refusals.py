"""What stops the build because of what the site is as a whole."""

from __future__ import annotations

import posixpath
import sys
from types import FrameType
from typing import Any

import pytest
from tests.jekyll.conftest import MakeSite

from sitecheck.jekyll import Site
from sitecheck.jekyll.refusals import refusals

PAGE = "---\n---\n"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"a.md": "---\npermalink: /x.html\n---\n", "b.md": "---\npermalink: /x.html/y/\n---\n"}, [
            ("b.md", "it is published as x.html/y/index.html, but a.md is published as x.html"),
        ]),
        ({"_config.yml": "plugins: [jekyll-sitemap]\n", "b.md": "---\npermalink: /sitemap.xml/a/b.txt\n---\n"}, [
            ("b.md", "it is published as sitemap.xml/a/b.txt, but a plugin is published as sitemap.xml"),
        ]),
        ({"a.md": PAGE, "a/b.md": PAGE}, []),
        ({"a.md": "---\npermalink: /" + "x" * 250 + "/\n---\n"}, []),
        ({"a.md": "---\npermalink: /" + "x" * 256 + "/\n---\n"}, [
            ("a.md", "a name in its address is longer than 255 bytes"),
        ]),
        ({"a.md": "---\npermalink: /" + "é" * 128 + "/\n---\n"}, [
            ("a.md", "a name in its address is longer than 255 bytes"),
        ]),
        ({"a.md": "---\npermalink: " + ("/" + "é" * 100) * 20 + "/\n---\n"}, []),
        ({"a.md": "---\npermalink: " + ("/" + "é" * 100) * 21 + "/\n---\n"}, [
            ("a.md", "its address is longer than 4096 bytes"),
        ]),
    ],
)  # fmt: skip
def test_names_that_cannot_be_beside_each_other(
    files: dict[str, str], told: list[tuple[str, str]], make: MakeSite
) -> None:
    found = [each for each in refusals(make(files)) if each.kind == "blocked-output"]
    assert [(each.path, each.message) for each in found] == told
    assert all(each.fatal for each in found)
    hints = {each.hint for each in found if "published as" in each.message}
    assert hints <= {"one name cannot be a file and a folder; change one of the addresses"}


_LOCKED = "GEM\n  specs:\n    jekyll ({})\n    rdiscount (2.2.0)\n"


@pytest.mark.parametrize(
    ("files", "stops"),
    [
        ({}, False),  # most likely GitHub Pages builds it
        ({"Gemfile": 'gem "jekyll", "~> 4.3"\n'}, True),
        ({"Gemfile": "", "Gemfile.lock": _LOCKED.format("4.3.4")}, True),
        ({"Gemfile.lock": _LOCKED.format("3.9.5")}, False),
        ({"Gemfile.lock": _LOCKED.format("2.5.3")}, False),
        ({"Gemfile": "", "Gemfile.lock": "GEM\n  specs:\n    jekyll (3.9.5)\n"}, True),
        ({"Gemfile": 'gem "github-pages"\n'}, False),
        ({"Gemfile": 'gem "github-pages"\n', "netlify.toml": ""}, True),
    ],
)
def test_a_converter_that_an_older_jekyll_has_stops_no_build(
    files: dict[str, str], stops: bool, make: MakeSite
) -> None:
    site = make({"_config.yml": "markdown: rdiscount\n", "a.md": PAGE, **files})
    assert [each.kind for each in refusals(site)] == ["refused-setting"] * stops


@pytest.mark.parametrize("more", ["", "safe: true\n"])
@pytest.mark.parametrize("gemfile", ['gem "jekyll"\n', 'gem "github-pages"\n', ""])
@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("[null]", "is empty"), ("['']", "is empty"), ("[5]", "must be text"), ("[{a: b}]", "must be text"),
        ("[jekyll-feed, [jekyll-toc]]", "must be text"), ("[jekyll-feed]", ""), ("[]", ""),
    ],
)  # fmt: skip
def test_plugins_that_are_no_names_stop_the_build_that_loads_them(
    entry: str, told: str, gemfile: str, more: str, make: MakeSite
) -> None:
    files = {"Gemfile": gemfile} if gemfile else {}
    site = make({"_config.yml": f"plugins: {entry}\n{more}", **files})
    loads = gemfile == 'gem "jekyll"\n' and not more
    found = [(each.kind, each.message, each.fatal) for each in refusals(site)]
    assert found == [("refused-setting", f"an entry of plugins {told}", True)] * bool(told and loads)


@pytest.mark.parametrize(
    ("gems", "told"),
    [
        (["jekyll (4.3.4)"], ["markdown: commonmark needs the gem jekyll-commonmark, which is not in Gemfile.lock"]),
        (["jekyll (4.3.4)", "jekyll-commonmark (1.4.0)"], []),
        (["jekyll (3.9.5)", "github-pages (231)"], []),
        ([], []),
    ],
)  # fmt: skip
def test_a_converter_needs_its_gem(gems: list[str], told: list[str], make: MakeSite) -> None:
    files = {
        "Gemfile": "gem 'x'\n",
        "Gemfile.lock": "GEM\n  specs:\n" + "".join(f"    {gem}\n" for gem in gems),
    }
    site = make({"_config.yml": "markdown: commonmark\n", "a.md": PAGE, **files})
    assert [each.message for each in refusals(site)] == told


_OWN = {"Gemfile": 'gem "jekyll"\n', "_config.yml": "markdown: OwnMarkdown\n", "a.md": PAGE}


@pytest.mark.parametrize(
    ("script", "stops"),
    [
        ("class Jekyll::Converters::Markdown::OwnMarkdown\n  def convert(c)\n    c\n  end\nend\n", False),
        ("module Jekyll\n  class Converters::Markdown\n    class OwnMarkdown\n    end\n  end\nend\n", False),
        ("Jekyll::Hooks.register(:site, :after_init) { |s| s.config['markdown'] = 'kramdown' }\n", False),
        ("module Other\nend\n", True),
    ],
)
def test_a_converter_that_a_plugin_of_the_site_brings_stops_no_build(
    script: str, stops: bool, make: MakeSite
) -> None:
    site = make({**_OWN, "_plugins/own.rb": script})
    assert [each.kind for each in refusals(site)] == ["refused-setting"] * stops


@pytest.mark.parametrize(("plugins", "stops"), [("[jekyll-pandoc]", False), ("[jekyll-feed]", True)])
def test_a_converter_that_a_gem_brings_stops_no_build(plugins: str, stops: bool, make: MakeSite) -> None:
    site = make({**_OWN, "_config.yml": f"markdown: Pandoc\nplugins: {plugins}\n"})
    assert [each.kind for each in refusals(site)] == ["refused-setting"] * stops


_SEO = {"_config.yml": "plugins: [jekyll-seo-tag]\n"}


@pytest.mark.parametrize(
    ("layout", "files", "stops"),
    [
        ("{{ page.date | date_to_string }}", {}, True),
        ("{{ page.date | date: '%Y' }}{{ page.date }}", {}, False),
        ("{{ site.time | date_to_string }}", {}, False),
        ("{% if page.date %}{{ page.date | date_to_string }}{% endif %}", {}, True),
        ("{% if page.date %}{% assign a = 1 %}{{ page.date | date_to_string }}{% endif %}", {}, True),
        ("{% capture a %}{{ page.date | date_to_string }}{% endcapture %}", {}, True),
        ("{% if page.a %}{% assign b = 1 %}{{ page.date | date_to_string }}{% endif %}", {}, False),
        ("{% if page.date %}{% else %}{{ page.date | date_to_string }}{% endif %}", {}, False),
        ("{% if page.date %}{% elsif page.a %}{{ page.date | date_to_string }}{% endif %}", {}, False),
        ("{% for a in page.date %}{{ page.date | date_to_string }}{% endfor %}", {}, False),
        ("{% if page.a %}{{ page.date | date_to_string }}{% endif %}", {}, False),
        ("{% if page.a %}{% if page.b %}{% endif %}{% endif %}{{ page.date | date_to_string }}", {}, True),
        ("{% raw %}{% endif %}{{ page.date | date_to_string }}{% endraw %}", {}, False),
        ("{% raw %}{% if a %}{% endraw %}{{ page.date | date_to_string }}", {}, True),
        ("{% comment %}{% if a %}{% endcomment %}{{ page.date | date_to_string }}", {}, True),
        ("{% comment %}{% seo %}{% endcomment %}", _SEO, False),
        ("{% comment %}{% endcomment %}{% seo %}", _SEO, True),
        ("{%- seo title=false -%}", _SEO, True),
        ("{% seo %}", {}, False),
        ("{% include a.html %}", {**_SEO, "_includes/a.html": "{% seo %}"}, True),
        ("{% include a.html %}", {**_SEO, "_includes/a.html": "{% include a.html %}{% include b.html %}"}, False),
        ("{% for a in site.a %}{% include a.html %}{% endfor %}", {**_SEO, "_includes/a.html": "{% seo %}"}, False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("inner", ["", "---\nlayout: out\n---\n{{ content }}"])
def test_a_date_that_a_layout_asks_for(
    layout: str, files: dict[str, str], stops: bool, inner: str, make: MakeSite
) -> None:
    layouts = {"_layouts/x.html": inner or layout, "_layouts/out.html": layout}
    pages = {
        "a.md": "---\nlayout: x\ndate: soon\n---\n",
        "b.md": "---\nlayout: x\ndate: 5th\n---\n",
        "c.md": "---\nlayout: x\n---\n",
    }
    found = [each.path for each in refusals(make({**pages, **layouts, **files}))]
    assert found == ["a.md"] * stops


def _lock(gem: str) -> str:
    return f"GEM\n  specs:\n    {gem}\n"


@pytest.mark.parametrize(("lock", "stops"), [("jekyll (3.9.5)", False), ("jekyll (4.0.0)", True)])
def test_jekyll_4_asks_a_collection_without_files_for_its_order(
    lock: str, stops: bool, make: MakeSite
) -> None:
    site = make({"_config.yml": "collections: {docs: [a]}\n", "Gemfile.lock": _lock(lock)})
    assert [each.fatal for each in refusals(site)] == [stops]


_BUNDLED = {
    "_config.yml": "plugins: [jekyll-feed, jekyll-toc]\n",
    "Gemfile": 'gem "jekyll"\n',
    "Gemfile.lock": "GEM\n  specs:\n    jekyll (4.3.4)\n    jekyll-feed (0.17.0)\n",
    ".github/workflows/d.yml": "- run: jekyll build\n- uses: actions/deploy-pages@v4\n",
}
"""A site one of whose plugins Bundler does not have: real Jekyll stops, though the gem is installed."""


@pytest.mark.parametrize(
    ("change", "stops"),
    [
        ({}, True),
        ({"_config.yml": "gems: [jekyll-feed, jekyll-toc]\n"}, False),  # Jekyll 4 does not ask for it
        ({"Gemfile.lock": _BUNDLED["Gemfile.lock"] + "    jekyll_toc (0.18.0)\n"}, False),
        ({"Gemfile.lock": _BUNDLED["Gemfile.lock"] + "    github-pages (232)\n"}, False),
        ({"Gemfile.lock": _BUNDLED["Gemfile.lock"].replace("4.3.4", "2.5.3")}, False),
        ({"Gemfile.lock": _BUNDLED["Gemfile.lock"].replace("4.3.4", "3.0.0")}, True),
        ({"Gemfile.lock": "GEM\n  specs:\n    jekyll-feed (0.17.0)\n"}, False),
        ({"Gemfile.lock": ""}, False),
        ({"Gemfile": ""}, False),
        ({"Gemfile": 'gem "jekyll"\ngem "jekyll-toc"\n'}, False),  # the next install puts it into the lock
        ({"Gemfile": 'eval_gemfile "more"\n'}, False),
        ({"Gemfile": 'gem "jekyll"\ninstance_eval File.read("more")\n'}, False),
        ({"Gemfile": 'gem "jekyll"\n%w[toc].each { |name|\n  gem "jekyll-#{name}"\n}\n'}, False),
        ({"Gemfile": 'gem "jekyll"\ngem "jekyll-feed", path: "mine"\n'}, False),
        ({"Gemfile": 'gem "jekyll"\ngem "a-theme"\n'}, False),  # Bundler works out anew what it brings
        (
            {
                "Gemfile": 'gem "jekyll"\ngem "wdm", platforms: [:mingw]\n',
                "Gemfile.lock": _BUNDLED["Gemfile.lock"] + "\nDEPENDENCIES\n  jekyll\n  wdm\n",
            },
            True,
        ),
        ({"Gemfile": "gemspec\n"}, False),
        ({"_config.yml": "plugins: [jekyll-feed, rss, jekyll-of-nobody, 5]\n"}, False),
        ({"_config.yml": "plugins: [jekyll-feed, jekyll-toc]\nsafe: true\n"}, False),
        ({"_config.yml": "plugins: [jekyll-toc]\nsafe: true\nwhitelist: [jekyll-toc]\n"}, True),
        ({".github/workflows/a.yml": "- uses: actions/jekyll-build-pages@v1\n"}, False),
    ],
)
def test_a_plugin_that_the_lock_file_lacks_stops_the_build(
    change: dict[str, str], stops: bool, make: MakeSite
) -> None:
    found = [each for each in refusals(make({**_BUNDLED, **change})) if "Gemfile.lock" in each.message]
    assert [(each.kind, each.fatal) for each in found] == [("refused-setting", True)] * stops
    if stops:
        assert found[0].message.startswith("jekyll-toc is not in Gemfile.lock: Jekyll stops")
        assert found[0].span is not None


def test_a_plugin_may_be_left_to_github_pages(make: MakeSite) -> None:
    """It heeds no lock file, and passes over what it does not have; where a workflow deploys the site, it does
    not build."""
    undeployed = {path: text for path, text in _BUNDLED.items() if not path.startswith(".github")}
    for files, stops in ((undeployed, False), (_BUNDLED, True)):
        assert any("Gemfile.lock" in each.message for each in refusals(make(files))) is stops


@pytest.mark.parametrize("value", ["2024", "true", "2024-01-02", "{a: b}"])
def test_posts_are_left_out_whose_defaults_have_categories_of_another_kind(
    value: str, make: MakeSite
) -> None:
    """``Document#read`` gives up before it has read the file, and ``PostReader`` takes no post without content;
    of other collections such a file is published, and its page is empty."""
    defaults = (
        "defaults: [{scope: {type: T}, values: {categories: C}}]\ncollections: {docs: {output: true}}\n"
    )
    files = {"_posts/2024-01-02-a.md": PAGE, "_docs/b.md": PAGE, "c.md": PAGE}
    for kind, named in (("posts", "_posts/2024-01-02-a.md"), ("docs", "_docs/b.md"), ("pages", "")):
        site = make({"_config.yml": defaults.replace("T", kind).replace("C", value), **files})
        lost = [path for path in files if site.by_source.get(path) is None]
        empty = [each.path for each in site.documents() if each.is_unread]
        found = [each for each in refusals(site) if "categories of defaults" in each.message]
        assert [*lost, *empty] == [named] * len(found) == [named] * (kind != "pages")
        assert len(lost) == (kind == "posts")
        assert all(each.span is not None and not each.fatal and named in each.message for each in found)
        assert not [each.path for each in site.problems if each.kind == "invalid-categories"]
    unwritten = defaults.replace("T", "docs").replace("C", value).replace("output: true", "output: false")
    assert not list(refusals(make({"_config.yml": unwritten, **files})))
    site = make({"_config.yml": defaults.replace("T", "posts").replace("C", "'2024'"), **files})
    assert not list(refusals(site))
    assert site.by_source["_posts/2024-01-02-a.md"].url.startswith("/2024/2024/01/")


@pytest.mark.parametrize("setting", ["permalinks: [a]", "layouts: 5"])
@pytest.mark.parametrize("plugin", ["jekyll-archives", "jekyll-feed"])
def test_archives_stop_at_settings_of_another_shape(plugin: str, setting: str, make: MakeSite) -> None:
    config = f"plugins: [{plugin}]\njekyll-archives: {{enabled: [tags], {setting}}}\n"
    gems = {
        "Gemfile": "gem 'jekyll'\n",
        "Gemfile.lock": _lock("jekyll-archives (2.2.1)\n    jekyll-feed (0.17.0)"),
    }
    site = make({"_config.yml": config, **gems, "_posts/2024-01-02-a.md": "---\ntags: [x]\n---\n"})
    found = [each.message for each in refusals(site) if "must be a mapping" in each.message]
    assert len(found) == (plugin == "jekyll-archives")


_FEED = "plugins: [jekyll-feed]\nfeed: {{{}}}\n"


@pytest.mark.parametrize(
    "setting", ["path: 5", "categories: news", "collections: [ships]", "tags: {only: news}"]
)
@pytest.mark.parametrize(("release", "since"), [("0.10.0", "-"), ("0.11.0", "pcc"), ("0.14.0", "pcct")])
def test_settings_of_feeds_are_read_by_newer_releases(
    setting: str, release: str, since: str, make: MakeSite
) -> None:
    lock = _lock(f"jekyll-feed ({release})") + "    jekyll (4.3.4)\n"
    files = {"_config.yml": _FEED.format(setting), "Gemfile": 'gem "jekyll"\n', "Gemfile.lock": lock}
    site = make({**files, "_posts/2024-01-02-a.md": "---\ntags: [x]\n---\n"})
    found = [each for each in refusals(site) if "feed" in each.message]
    assert [each.fatal for each in found] == [True] * (setting[0] in since)


@pytest.mark.parametrize("release", ["0.10.0", "0.11.0"])
def test_collections_have_feeds_of_newer_releases(release: str, make: MakeSite) -> None:
    files = {
        "_config.yml": _FEED.format("collections: [ships]") + "collections: [ships]\n",
        "Gemfile": 'gem "jekyll"\n',
        "Gemfile.lock": _lock(f"jekyll-feed ({release})") + "    jekyll (4.3.4)\n",
        "_ships/a.md": "---\nlast_modified_at: soon\n---\n",
    }
    told = [each.path for each in refusals(make(files)) if "last_modified_at" in each.message]
    assert told == (["_ships/a.md"] if release == "0.11.0" else [])


@pytest.mark.parametrize(
    "more",
    [
        {
            "_plugins/a.rb": "Jekyll::Hooks.register :site, :after_init do |site|\n  site.config['collections'] = {}\nend\n"
        },
        {"_config.yml": _FEED.format("collections: [ships]") + "theme: of-nobody\n"},
        {"_config.yml": _FEED.format("collections: [ships]").replace("feed]", "feed, jekyll-of-nobody]")},
    ],
)
def test_somebody_else_may_add_the_collection_of_a_feed(more: dict[str, str], make: MakeSite) -> None:
    files = {
        "_config.yml": _FEED.format("collections: [ships]"),
        "Gemfile": 'gem "jekyll"\n',
        "Gemfile.lock": _lock("jekyll-feed (0.17.0)") + "    jekyll (4.3.4)\n    jekyll-of-nobody (1.0)\n",
    }
    assert any("feed asks for" in each.message for each in refusals(make(files)))
    assert not any("feed asks for" in each.message for each in refusals(make({**files, **more})))


_TAGGED = _FEED.format("tags: {except: [5, [x], {}]}")
_GIVEN = "defaults:\n  - scope: {path: ''}\n    values:\n      tags: [x, 7]\n  - scope: {path: x}\n    values: {tags: [y]}\n"
_TAG_PLUGIN = "Jekyll::Hooks.register :posts, :post_init do |post|\n  post.data['tags'] = ['x']\nend\n"


@pytest.mark.parametrize(
    ("matter", "more", "told"),
    [
        ("tags: [x, 5, 2020]", {}, ["2020"]),
        ("tags:\n  - x\n  - [5, 5.0]", {}, ["5.0"]),
        ("tags: [3]\ntag: 2020", {}, ["2020"]),
        ("tags: [5, x, null]", {}, []),
        ("tags: ['2020']", {}, []),
        ("tags: [2020, 2021]", {}, ["2020"]),
        ("", {"_config.yml": _TAGGED + _GIVEN}, ["[x, 7]"]),
        ("tags: [6]", {"_config.yml": _TAGGED + _GIVEN}, ["6"]),
        ("tags: [2020]", {"_config.yml": _FEED.format("tags: false")}, []),
        ("tags: [x]", {"_config.yml": _FEED.format("tags: {only: [x, 5, 6], except: [5]}")}, ["6"]),
        ("tags: [2020]", {"_config.yml": _FEED.format("tags: {only: [x]}")}, []),
        ("tags: []", {"_config.yml": _FEED.format("tags: {only: [6]}")}, []),
        ("tags: [2020]", {"_config.yml": _FEED.format("tags: true")}, ["2020"]),
        ("tags: [2020]", {"_config.yml": _FEED.format("tags: {except: ['2020']}")}, ["2020"]),
        ("tags: [x]", {"_config.yml": _FEED.format("tags: {only: [null, [5]]}")}, ["[5]"]),
        ("tags: [2020]", {"_plugins/a.rb": _TAG_PLUGIN}, []),
        ("tags: [2020]", {"_config.yml": _TAGGED + "theme: of-nobody\n"}, []),
        ("tags: [2020]", {"_config.yml": _TAGGED.replace("feed]", "feed, jekyll-of-nobody]")}, []),
        ("tags: [2020]", {"Gemfile.lock": _lock("jekyll-feed (0.13.0)") + "    jekyll (4.3.4)\n"}, []),
    ],
)
def test_a_feed_of_each_tag_takes_texts_alone(
    matter: str, more: dict[str, str], told: list[str], make: MakeSite
) -> None:
    lock = _lock("jekyll-feed (0.14.0)") + "    jekyll (4.3.4)\n    jekyll-of-nobody (1.0)\n"
    files = {"_config.yml": _TAGGED, "Gemfile": 'gem "jekyll"\n', "Gemfile.lock": lock}
    files |= {"_posts/2024-01-02-a.md": f"---\n{matter}\n---\n", **more}
    found = [each for each in refusals(make(files)) if "must be text" in each.message]
    spans = [
        (files[each.path], each.span) for each in found if each.fatal and each.hint == "put it in quotes"
    ]
    assert [text[span.start : span.end] for text, span in spans if span is not None] == told
    assert len(found) == len(told)


@pytest.mark.parametrize("name", ["categories", "data", "pages", "related_posts", "tags", "time"])
def test_a_feed_may_ask_for_what_the_site_has_besides_collections(name: str, make: MakeSite) -> None:
    found = refusals(make({"_config.yml": _FEED.format(f"collections: [{name}]")}))
    assert not any("which the site does not have" in each.message for each in found)


@pytest.mark.parametrize(("lock", "stops"), [("2.6.1", False), ("2.7.0", True), ("2.8.0", True)])
def test_the_seo_tag_takes_the_language_for_text_since_2_7(lock: str, stops: bool, make: MakeSite) -> None:
    page, layout = {"a.md": "---\nlayout: x\n---\n"}, {"_layouts/x.html": "{% seo %}"}
    files = {"Gemfile": "gem 'jekyll'\n", "Gemfile.lock": _lock(f"jekyll-seo-tag ({lock})"), **layout}
    of_page = make({**files, **_SEO, "a.md": "---\nlayout: x\nlang: [en]\n---\n"})
    assert [each.kind for each in refusals(of_page)] == ["invalid-language"] * stops
    of_site = make({**files, **page, "_config.yml": _SEO["_config.yml"] + "locale: {en: de}\n"})
    assert [each.message for each in refusals(of_site)] == ["locale must be text"] * stops


def test_what_has_no_layout_asks_for_no_date(make: MakeSite) -> None:
    matter = "layout: x\ndate: soon\n"
    site = make(
        {
            "_config.yml": "plugins: [jekyll-redirect-from]\n",
            "_layouts/x.html": "{{ page.date | date_to_string }}",
            "a.scss": f"---\n{matter}---\n",
            "b.md": f"---\n{matter}redirect_to: /c.html\n---\n",
            **{f"{name}.md": f"---\n{matter}---\n" for name in "cd"},
        }
    )
    assert [each.path for each in refusals(site)] == ["c.md", "d.md"]


_EMPTY = "the further pages of the list are empty, such as /blog/page2/"
_OVER = "all 3 pages of the list are written to /blog/, each over the one before"
_LIST = "---\npermalink: /news/\n---\n{{ paginator.posts.size }}"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"blog/index.html": _LIST}, [_EMPTY]),
        ({"blog/index.html": _LIST.replace("news", "blog")}, [_OVER]),
        ({"blog/index.html": _LIST, "news/index.html": PAGE}, []),
        ({"blog/index.html": _LIST, "_config.yml": "defaults: [{scope: {path: ''}, values: {layout: l}}]\n"}, []),
        ({"blog/index.html": _LIST.replace("paginator", "page")}, []),
        ({"blog/index.html": "---\n---\n{{ paginator.posts.size }}"}, []),
    ],
)  # fmt: skip
def test_further_pages_of_a_list_with_a_permalink_are_lost(
    files: dict[str, str], told: list[str], make: MakeSite
) -> None:
    """jekyll-paginate 1.1 makes each of the file of that name in the folder of its address."""
    config = "plugins: [jekyll-paginate]\npaginate: 1\npaginate_path: /blog/page:num/\n"
    posts = {f"_posts/2024-01-0{day}-a.md": PAGE for day in (1, 2, 3)}
    site = make({**posts, **files, "_config.yml": config + files.get("_config.yml", "")})
    assert [each.message for each in refusals(site) if each.kind == "lost-pages"] == told


@pytest.mark.parametrize(
    ("parser", "hint"), [("gfm", "write GFM in capitals"), ("commonmark", "use GFM or kramdown"), ("GFM", "")]
)
def test_a_parser_that_kramdown_lacks_is_told_with_the_one_that_is_meant(
    parser: str, hint: str, make: MakeSite
) -> None:
    site = make({"_config.yml": f"kramdown: {{input: {parser}}}\n", "index.md": PAGE})
    assert [each.hint for each in refusals(site) if "no parser" in each.message] == ([hint] if hint else [])


@pytest.mark.parametrize(
    ("order", "files", "told"),
    [
        ("[a.md, 1]", {"Gemfile": "gem 'jekyll', '~> 4.3'\n"}, [("1", True)]),
        ("[~, 2024-01-31, [b.md], c.md]", {}, [("~", False), ("2024", False)]),
        ("[1]", {"Gemfile.lock": "GEM\n  specs:\n    jekyll (3.9.5)\n"}, []),
        ("a.md", {}, []),
        ("[]", {}, []),
    ],
)
def test_of_an_order_jekyll_makes_paths(
    order: str, files: dict[str, str], told: list[tuple[str, bool]], make: MakeSite
) -> None:
    text = f"collections: {{docs: {{order: {order}}}}}\n"
    found = list(refusals(make({"_config.yml": text, "index.md": PAGE, **files})))
    assert len(found) == len(told)
    for problem, (written, stops) in zip(found, told, strict=True):
        assert (problem.message, problem.fatal) == ("an entry of the order of docs must be text", stops)
        assert problem.span is not None
        assert text[problem.span.start :].startswith(written)


@pytest.mark.parametrize(("gem", "told"), [("github-pages", 0), ("jekyll", 1)])
def test_the_gem_of_github_pages_sets_the_math_engine_whoever_builds(
    gem: str, told: int, make: MakeSite
) -> None:
    gemfile = f"group :jekyll_plugins do\n  gem '{gem}'\n  gem 'jekyll-scholar'\nend\n"
    files = {"_config.yml": "kramdown: {math_engine: nil}\n", "index.md": PAGE, "Gemfile": gemfile}
    files["bin/deploy"] = "jekyll build\nmv _site/* .\ngit push origin gh-pages\n"
    site = make(files)
    assert not site.on_github_pages
    assert len([each for each in refusals(site) if "math engine" in each.message]) == told


@pytest.mark.parametrize("named", ["", "app"])
@pytest.mark.parametrize(
    ("files", "stops"),
    [({}, False), ({"_a/.keep": ""}, False), ({"_a/x.txt": ""}, True), ({"_a/x.md": ""}, True)],
)
def test_settings_of_a_collection_are_asked_for_by_its_first_file(
    make: MakeSite, files: dict[str, str], stops: bool, named: str
) -> None:
    text = f"collections: {{a: b}}\nsource: '{named}'\n"
    moved = {posixpath.join(named, path): file for path, file in files.items()}
    (found,) = refusals(make({"_config.yml": text, posixpath.join(named, "a.md"): PAGE, **moved}))
    assert (found.message, found.fatal) == ("the collection a must be a mapping", stops)
    assert found.span is not None
    assert text[found.span.start :].startswith("b}")


_ENGINE = "kramdown: {math_engine: sskatex}\n"
_GEMS = "GEM\n  specs:\n    jekyll (4.3.4)\n    kramdown (2.4.0)\n"
_KATEX = "kramdown needs the gem kramdown-math-sskatex, which is not in Gemfile.lock"
_CODERAY = "kramdown needs the gem kramdown-syntax-coderay, which is not in Gemfile.lock"


@pytest.mark.parametrize(
    ("settings", "lock", "gemfile", "told"),
    [
        (_ENGINE, _GEMS, "", [_KATEX]),
        (_ENGINE, _GEMS.replace("2.4.0", "1.17.0"), "", []),
        (_ENGINE, f"{_GEMS}    kramdown-math-sskatex (1.0.0)\n", "", []),
        (_ENGINE, _GEMS, "gem 'github-pages', group: :jekyll_plugins\n", []),
        (_ENGINE, "", "", []),
        ("kramdown: {math_engine: mathjax}\n", _GEMS, "", []),
        ("kramdown: {math_engine: '../x'}\n", _GEMS, "", []),
        ("kramdown: {math_engine: 5}\n", _GEMS, "", []),
        ("highlighter: coderay\n", _GEMS, "", [_CODERAY]),
        ("kramdown: {syntax_highlighter: coderay}\n", _GEMS, "", [_CODERAY]),
        ("kramdown: {syntax_highlighter: coderay}\n", _GEMS.replace("2.4.0", "1.17.0"), "", []),
        ("highlighter: coderay\nkramdown: {syntax_highlighter: rouge}\n", _GEMS, "", []),
        ("highlighter: coderay\n", f"{_GEMS}    kramdown-syntax-coderay (1.0.1)\n", "", []),
    ],
)
def test_gems_that_kramdown_needs_since_its_second_version(
    settings: str, lock: str, gemfile: str, told: list[str], make: MakeSite
) -> None:
    site = make({"_config.yml": settings, "Gemfile": gemfile, "Gemfile.lock": lock, "index.md": PAGE})
    assert [each.message for each in refusals(site) if "needs the gem" in each.message] == told


@pytest.mark.parametrize(
    ("engine", "lock", "gemfile", "told"),
    [
        ("nil", "", "gem 'jekyll'\n", ['kramdown has no math engine "nil"']),
        ("nil", "", "", []),
        ("'null'", _GEMS, "", ['kramdown has no math engine "null"']),
        ("''", _GEMS, "", ['kramdown has no math engine ""']),
        ("[a]", _GEMS, "", ["the math engine of kramdown must be a name"]),
        ("nil", _GEMS.replace("2.4.0", "1.17.0"), "", []),
        ("nil", "", "gem 'github-pages', group: :jekyll_plugins\n", []),
        ("null", _GEMS, "", []),
        ("false", _GEMS, "", []),
        ("mathjax", _GEMS, "", []),
        ("katex", "", "", []),
    ],
)
def test_no_math_engine_is_null_and_no_text(
    engine: str, lock: str, gemfile: str, told: list[str], make: MakeSite
) -> None:
    """To Jekyll 4 ``nil`` is a part of the name of a gem."""
    config = f"kramdown: {{math_engine: {engine}}}\n"
    files = {"_config.yml": config, "Gemfile": gemfile, "Gemfile.lock": lock, "index.md": PAGE}
    found = list(refusals(make({path: text for path, text in files.items() if text})))
    assert [each.message for each in found] == told
    assert all(each.fatal for each in found)


@pytest.mark.parametrize(
    ("path", "posts", "is_refused"),
    [("true", 1, True), ("false", 1, True), ("5", 1, False), ("5", 2, True), ("/p:num/", 2, False)],
)
def test_a_path_of_pages_that_is_no_text(path: str, posts: int, is_refused: bool, make: MakeSite) -> None:
    """A number is asked for the address of a second page; a switch before."""
    files = {f"_posts/2024-01-0{n + 1}-a.md": PAGE for n in range(posts)}
    config = f"plugins: [jekyll-paginate]\npaginate: 1\npaginate_path: {path}\n"
    site = make({"_config.yml": config, "index.html": PAGE, **files})
    assert any(each.message == "paginate_path must be text" for each in refusals(site)) is is_refused


def lines_to_refuse(site: Site) -> int:
    """How many lines of Python run to look through a site: as many on each machine."""
    ran = 0

    def follow(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal ran
        ran += event == "line"
        return follow

    before = sys.gettrace()
    sys.settrace(follow)
    try:
        assert len(list(refusals(site))) == len(site.config.collections) - 1
    finally:
        sys.settrace(before)
    return ran


def test_odd_settings_of_twice_as_many_collections_cost_twice_as_much(make: MakeSite) -> None:
    """For each of thousands all files of the site were gone through."""
    costs = []
    for count in (50, 100):
        config = "collections:\n" + "".join(f"  c{number}: x\n" for number in range(count))
        costs.append(
            lines_to_refuse(make({"_config.yml": config, **{f"_c{each}/a.txt": "" for each in range(count)}}))
        )
    assert costs[1] < 2.2 * costs[0]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"a.md": "---\npermalink: https://example.org/a\n---\n"}, ["/https:/example.org/a"]),
        ({"_posts/2024-01-02-a.md": "---\npermalink: http://example.org/b/\n---\n"}, ["/http:/example.org/b/"]),
        ({"_notes/a.md": "---\npermalink: https://example.org/a\n---\n", "_config.yml": "collections: [notes]\n"}, []),
        ({"a.md": "---\npermalink: /https/a/\n---\n", "b.md": "---\npermalink: 5\n---\n"}, []),
    ],
)  # fmt: skip
def test_a_permalink_that_names_a_host_makes_folders_of_it(
    make: MakeSite, files: dict[str, str], told: list[str]
) -> None:
    found = [each.message for each in refusals(make(files)) if each.kind == "lost-pages"]
    assert found == [f"this is published at {url}: a permalink is the path alone" for url in told]


_WITH_RELEASE = "GEM\n  specs:\n    jekyll (4.3.4)\n    {} ({})\n"


@pytest.mark.parametrize(
    ("setting", "plugin", "files", "stops"),
    [
        ("relative_links: true", "jekyll-relative-links", {}, True),  # GitHub Pages runs it, too
        ("relative_links: true", "jekyll-relative-links", "0.5.0", True),
        ("relative_links: true", "jekyll-relative-links", "0.4.1", False),
        ("relative_links: {exclude: 5}", "jekyll-relative-links", "0.6.0", True),
        ("relative_links: {exclude: 5}", "jekyll-relative-links", "0.5.3", False),
        ("readme_index: true", "jekyll-readme-index", {"Gemfile": 'gem "jekyll-readme-index", "0.1.0"\n'}, False),
        ("readme_index: true", "jekyll-readme-index", {"Gemfile": 'gem "jekyll-readme-index"\n'}, True),
        ("readme_index: true", "jekyll-readme-index", {"Gemfile.lock": "GEM\n  specs:\n    jekyll (4.3.4)\n"}, False),
        ("jekyll-archives:", "jekyll-archives", "2.2.0", False),
        ("jekyll-archives:", "jekyll-archives", "2.2.1", True),
        ("jekyll-archives: true", "jekyll-archives", "2.1.1", True),
        ("jekyll-archives: true", "jekyll-archives", "2.3.0", False),
        ("jekyll-archives: true", "jekyll-archives", {"Gemfile": 'gem "jekyll-archives"\n'}, False),
        ("pagination: true", "jekyll-paginate-v2", {"Gemfile": 'gem "jekyll-paginate-v2"\n'}, True),
        ("pagination: true", "jekyll-paginate-v2", {}, False),  # GitHub Pages does not run it
        ("pagination: true\nsafe: true", "jekyll-paginate-v2", {"Gemfile": ""}, False),
        ("redirect_from: true\nsafe: true", "jekyll-redirect-from", {}, False),  # GitHub Pages alone runs it
        ("redirect_from: true\nsafe: true\nwhitelist: jekyll-redirect-from", "jekyll-redirect-from", {}, True),
        ("redirect_from: true\nplugins: []\ngems: [jekyll-redirect-from]", "jekyll-sitemap", {}, False),
        ("redirect_from: true\nplugins: []\ngems: [jekyll-redirect-from]", "jekyll-sitemap", {
            "Gemfile.lock": _WITH_RELEASE.format("jekyll-redirect-from", "0.16.0").replace("4.3.4", "3.10.0"),
        }, True),
        ("redirect_from: true\nsafe: true\nplugins: []\ngems: [jekyll-redirect-from]", "jekyll-sitemap", {
            ".github/workflows/a.yml": "steps:\n  - uses: actions/jekyll-build-pages@v1\n",
        }, True),
        ("relative_links: 5\nplugins: []", "jekyll-sitemap", {"a.md": "# A\n", "index.md": "# B\n"}, False),
        ("relative_links: 5\nplugins: []", "jekyll-sitemap", {
            ".github/workflows/a.yml": "steps:\n  - uses: actions/jekyll-build-pages@v1\n",
        }, True),
        ("redirect_from: true\nsafe: true\nwhitelist: jekyll-redirect-from\nplugins: []\n"
         "gems: [jekyll-redirect-from]", "jekyll-sitemap", {}, False),
        ("redirect_from: true\nsafe: true", "jekyll-redirect-from", {"Gemfile": 'gem "github-pages"\n'}, True),
        ("redirect_from: true\nsafe: true", "jekyll-redirect-from", {
            "Gemfile": 'gem "github-pages", group: :jekyll_plugins\n', ".gitlab-ci.yml": "pages: {}\n",
        }, True),
        ("pagination: true", "jekyll-paginate-v2", {"Gemfile": 'gem "github-pages"\n'}, False),
        ("relative_links: true", "jekyll-relative-links", {
            "Gemfile": 'gem "github-pages"\n', "Gemfile.lock": _WITH_RELEASE.format("jekyll-relative-links", "0.4.1"),
        }, True),  # which does not read the lock file
        ("title: A", "jekyll-archives", "2.2.1", False),
        ("feed: true", "jekyll-feed", "0.10.0", False),
        ("titles_from_headings: true", "jekyll-titles-from-headings", "0.4.1", False),
        ("optional_front_matter: true", "jekyll-optional-front-matter", "0.2.0", False),
        ("pagination: true", "jekyll-paginate-v2", "1.5.2", False),
        ("autopages: true", "jekyll-paginate-v2", "1.5.2", False),
        ("redirect_from: true", "jekyll-redirect-from", "0.15.0", False),
        ("redirect_from: true", "jekyll-redirect-from", "0.16.0", True),
        ("readme_index: true", "jekyll-readme-index", {
            "Gemfile": "", "_plugins/a.rb": "Jekyll::Hooks.register :site, :after_init do |site|\n"
            "  site.config['readme_index'] = {}\nend\n",
        }, False),
    ],
)  # fmt: skip
def test_a_setting_that_a_release_of_a_plugin_cannot_read(
    setting: str, plugin: str, files: str | dict[str, str], stops: bool, make: MakeSite
) -> None:
    if isinstance(files, str):
        files = {"Gemfile": "", "Gemfile.lock": _WITH_RELEASE.format(plugin, files)}
    site = make({"_config.yml": f"plugins: [{plugin}]\n{setting}\n", "a.md": PAGE, **files})
    assert [each.kind for each in refusals(site)] == ["refused-setting"] * stops


@pytest.mark.parametrize(
    ("plugin", "files", "stops"),
    [
        ("jekyll-sitemap", {}, True),
        ("jekyll-sitemap", {"Gemfile.lock": _WITH_RELEASE.format("jekyll-sitemap", "0.12.0")}, False),
        ("jekyll-sitemap, jekyll-last-modified-at", {}, False),  # which sets it
        ("jekyll-sitemap", {"_config.yml": "plugins: [jekyll-sitemap]\nsafe: true\n"}, False),
        ("jekyll-sitemap", {"a.md": "---\nlast_modified_at: 5pm\n---\n"}, False),
        ("jekyll-sitemap", {"a.md": "---\nlast_modified_at: soon\nsitemap:\n---\n"}, True),  # not false
        ("jekyll-sitemap", {"a.md": PAGE, "_posts/2024-01-02-a.txt": "---\nlast_modified_at: soon\n---\n"}, True),
        ("jekyll-sitemap", {"_config.yml": "plugins: [jekyll-sitemap]\ndefaults: [{scope: {path: ''}, values: "
         "{render_with_liquid: false}}]\n"}, False),
        ("jekyll-feed", {"_config.yml": "plugins: [jekyll-feed]\nfeed: {posts_limit: 99}\n",
         **{f"_posts/2024-01-02-{name}.md": PAGE for name in "bcdefghijk"}}, False),  # ten, before 0.15
        ("jekyll-sitemap, jekyll-of-nobody", {}, False),
        ("jekyll-sitemap, jekyll-redirect-from", {"a.md": "---\nlast_modified_at: soon\nredirect_to: /b\n---\n"}, False),
        ("jekyll-feed", {}, True),
        ("jekyll-feed", {f"_posts/2024-01-02-{name}.md": PAGE for name in "bcdefghijk"}, False),  # of one day
        ("jekyll-feed", {"_config.yml": "plugins: [jekyll-feed]\nfeed: {posts_limit: x}\n"}, False),
        ("jekyll-sitemap", {"Gemfile": "", "_plugins/a.rb": "Jekyll::Hooks.register :posts, :pre_render do |post|\n"
         "  post.data['last_modified_at'] = 5\nend\n"}, False),
    ],
)  # fmt: skip
def test_a_last_change_on_no_day_that_a_list_reads(
    plugin: str, files: dict[str, str], stops: bool, make: MakeSite
) -> None:
    odd = "---\nlast_modified_at: soon\n---\n"
    of_sitemap = (
        {"a.md": odd}
        if "sitemap" in plugin and "_plugins/a.rb" not in files
        else {"_posts/2024-01-02-a.md": odd}
    )
    site = make({"_config.yml": f"plugins: [{plugin}]\n", **of_sitemap, **files})
    found = [each for each in refusals(site) if each.kind == "invalid-date"]
    assert [each.fatal for each in found] == [True] * stops


@pytest.mark.parametrize(
    ("config", "files", "stops"),
    [
        ("plugins: [jekyll-redirect-from]", {"a.md": "---\nredirect_from: 5\n---\n"}, True),
        ("gems: [jekyll-redirect-from]", {"a.md": "---\nredirect_from: 5\n---\n"}, False),
        ("plugins: [jekyll-redirect-from]\nsafe: true", {"a.md": "---\nredirect_from: 5\n---\n"}, False),
        ("plugins: [jekyll-paginate-v2]\npaginate: 5", {"Gemfile": "gem 'jekyll'\n"}, True),
        ("gems: [jekyll-paginate-v2]\npaginate: 5", {"Gemfile": "gem 'jekyll'\n"}, False),
    ],
)
def test_what_only_a_likely_build_runs_stops_none_for_certain(
    config: str, files: dict[str, str], stops: bool, make: MakeSite
) -> None:
    site = make({"_config.yml": f"{config}\n", **files})
    assert any(problem.fatal for problem in refusals(site)) is stops
