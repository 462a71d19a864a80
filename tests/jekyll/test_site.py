"""Whole small sites: routes, why not, collisions, what cannot be known, bad trees."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from urllib.parse import unquote

import pytest
from tests.jekyll.conftest import MakeSite

from sitecheck.jekyll import Site, SiteOptions, Unpublished, WhyNot, load_site
from sitecheck.jekyll.site import NO_SOURCE
from sitecheck.model.span import Span
from sitecheck.model.unknown import words

PAGE = "---\ntitle: T\n---\n"
HIDDEN = "---\npermalink: /y/\n---\n"


def routes(site: Site) -> dict[str | None, str]:
    return {route.source: route.output for route in site.routes}


def test_pages_posts_static_files_and_what_is_left_out(make: MakeSite) -> None:
    site = make(
        {
            "_config.yml": "collections:\n  books: {output: true}\n  notes: {}\n",
            "index.md": PAGE, "about.md": PAGE, "docs/a b.html": PAGE, "plain.md": "no front matter",
            "img/x.png": b"\x89PNG", "_posts/2024-02-03-hi.md": PAGE, "_posts/hi.md": PAGE,
            "_posts/2030-01-01-later.md": PAGE, "_drafts/soon.md": PAGE, "_books/one.md": PAGE,
            "_books/cover.png": b"x", "_notes/n.md": PAGE, "_layouts/default.html": "",
            "_includes/x.html": "",
            "_data/d.yml": "a: 1", "hidden.md": "---\npublished: false\n---\n", ".env": "x", "a.md~": "",
            "node_modules/x.js": "", "_other/x.md": PAGE, "_sass/x.scss": "",
        }
    )  # fmt: skip
    assert routes(site) == {
        "index.md": "index.html", "about.md": "about.html", "docs/a b.html": "docs/a b.html",
        "plain.md": "plain.md", "img/x.png": "img/x.png", "_posts/2024-02-03-hi.md": "2024/02/03/hi.html",
        "_books/one.md": "books/one.html", "_books/cover.png": "books/cover.png",
    }  # fmt: skip
    why_not = {
        "_posts/hi.md": WhyNot.NOT_A_POST, "_posts/2030-01-01-later.md": WhyNot.FUTURE,
        "_drafts/soon.md": WhyNot.DRAFT, "_notes/n.md": WhyNot.NO_OUTPUT,
        "_layouts/default.html": WhyNot.LAYOUT, "_includes/x.html": WhyNot.INCLUDE,
        "_data/d.yml": WhyNot.DATA, "hidden.md": WhyNot.UNPUBLISHED, ".env": WhyNot.HIDDEN_NAME,
        "a.md~": WhyNot.BACKUP, "node_modules/x.js": WhyNot.EXCLUDED, "_other/x.md": WhyNot.HIDDEN_NAME,
        "_sass/x.scss": WhyNot.SASS, "_config.yml": WhyNot.CONFIG,
    }  # fmt: skip
    found = {path: site.why_not(path) for path in why_not}
    assert {path: each and each.why_not for path, each in found.items()} == why_not
    assert site.why_not("about.md") is None
    assert site.data == {"d": {"a": 1}}
    assert site.layouts.keys() == {"default"}
    assert site.includes == ("_includes/x.html",)


@pytest.mark.parametrize("output", [True, False])
def test_of_a_page_and_a_document_at_one_address_the_document_is_published(
    output: bool, make: MakeSite
) -> None:
    """Seen of Jekyll 4.3: the layout of ``_docs/a.md`` is given a collection, and what stands before it."""
    site = make(
        {
            "_config.yml": f"include: [_docs]\ncollections: {{docs: {{output: {str(output).lower()}}}}}\n",
            "_docs/a.md": "---\npermalink: /a/\n---\n",
            "_docs/b.html": PAGE,
        }
    )
    of_docs = {"_docs/a.md": "docs" if output else "", "_docs/b.html": ""}
    assert {record.path: record.collection for record in site.sources()} == of_docs
    assert {path: route.collection for path, route in site.by_source.items()} == of_docs
    assert site.by_output["a/index.html"].collection == of_docs["_docs/a.md"]
    assert [page.path for page in site.pages] == ["_docs/a.md", "_docs/b.html"]


def test_the_configuration_lies_at_the_root_wherever_the_source_is(make: MakeSite) -> None:
    site = make({"_config.yml": "source: app\n", "app/index.md": "---\n---\n"})
    found = {path: site.why_not(path) for path in ("_config.yml", "app/_config.yml")}
    assert {path: each and each.why_not for path, each in found.items()} == {
        "_config.yml": WhyNot.CONFIG,
        "app/_config.yml": None,
    }


def test_folders_of_the_build_are_published_where_their_names_hide_nothing(make: MakeSite) -> None:
    site = make(
        {
            "_config.yml": "data_dir: data\nlayouts_dir: _src/layouts\n",
            "data/a/b.json": "{}",
            "_src/layouts/a.html": "a",
        }
    )
    assert (site.why_not("data/a"), site.by_output["data/a/b.json"].source) == (None, "data/a/b.json")
    layout = site.why_not("_src/layouts/a.html")
    assert layout is not None
    assert layout.why_not is WhyNot.LAYOUT


_NOTES = ("_notes/a/b.jpg", "_notes/c...jpg", "_notes/d")


@pytest.mark.parametrize(
    ("permalink", "urls"),
    [
        ("/:name", ["/b.jpg", "/c.jpg", "/d", "/e.jpg"]),
        ("/x/:path", ["/x/a/b.jpg", "/x/c.jpg", "/x/d", "/x/e.jpg"]),
        ("/:collection/:title:output_ext", ["/notes.jpg", "/notes.jpg", "/notes", "/notes.jpg"]),
    ],
)
def test_where_copied_files_of_a_collection_lie(permalink: str, urls: list[str], make: MakeSite) -> None:
    """As Jekyll 4.3 writes them."""
    config = f"collections: {{notes: {{output: true, permalink: '{permalink}'}}}}\n"
    site = make({"_config.yml": config, **dict.fromkeys((*_NOTES, "_notes/e..jpg"), "")})
    assert [file.url for file in site.static] == urls


@pytest.mark.parametrize("folder", ["_site", "docs", "out/site"])
def test_what_jekyll_writes_is_not_read(folder: str, make: MakeSite) -> None:
    site = make({"_config.yml": f"destination: {folder}\n", f"{folder}/a.md": PAGE, "b.md": PAGE})
    assert [page.path for page in site.pages] == ["b.md"]
    assert site.unpublished[folder].why_not is WhyNot.DESTINATION


@pytest.mark.parametrize(("drafts", "why_not"), [(False, WhyNot.DRAFT), (True, WhyNot.HIDDEN_NAME)])
def test_the_folder_of_drafts_is_no_draft_where_they_are_asked_for(
    drafts: bool, why_not: WhyNot, make: MakeSite
) -> None:
    site = make({"_drafts/soon.md": PAGE, "news/_drafts/b.md": PAGE}, drafts=drafts)
    assert [site.unpublished[path].why_not for path in ("_drafts", "news/_drafts")] == [why_not] * 2


@pytest.mark.parametrize(
    ("source", "folders"),
    [("a/b", {"a", "a/b"}), (".", set()), ("..b", {"..b"}), ("../x", set()), ("./a/../c", {"c"})],
)
def test_a_change_on_the_way_to_the_source_makes_another_site(
    source: str, folders: set[str], make: MakeSite
) -> None:
    site = make({"_config.yml": f"source: {source}\n", "a/b/x.md": PAGE, "c/x.md": PAGE, "..b/x.md": PAGE})
    assert {*site.folders} & {"a", "a/b", "c", "..b", "..", "../x"} >= folders
    assert not {*site.folders} & ({"..", "../x", "."} - folders)


def test_options_bring_drafts_future_and_unpublished_files(make: MakeSite) -> None:
    files = {
        "_posts/2030-01-01-later.md": PAGE,
        "_drafts/soon.md": "---\ndate: 2024-01-02\n---\n",
        "hidden.md": "---\npublished: false\n---\n",
    }
    assert routes(make(files)) == {}
    site = make(files, drafts=True, future=True, unpublished=True)
    assert routes(site) == {
        "_posts/2030-01-01-later.md": "2030/01/01/later.html",
        "_drafts/soon.md": "2024/01/02/soon.html",
        "hidden.md": "hidden.html",
    }


def test_a_source_folder_is_part_of_the_paths(make: MakeSite) -> None:
    site = make(
        {"_config.yml": "source: docs\n", "docs/index.md": PAGE, "docs/_data/x.yml": "1", "other.md": PAGE}
    )
    assert routes(site) == {"docs/index.md": "index.html"}
    assert site.data_files[0].path == "docs/_data/x.yml"


@pytest.mark.parametrize(
    ("source", "read"),
    [
        (".tmp/src", "src"),
        ("../src", "src"),
        ("..", ""),
        ("/srv/site", ""),
        ("~/site", ""),
    ],
)
def test_a_source_that_another_program_makes_is_read_where_it_comes_from(
    source: str, read: str, make: MakeSite
) -> None:
    files = {"src/_posts/2024-01-02-a.md": PAGE, "docs/b.md": PAGE, "_layouts/l.html": ""}
    site = make({**files, "_config.yml": f"source: {source}\n"})
    assert site.source == read
    assert [
        (each.kind, each.message.endswith(f"; {read or 'the site itself'} is read")) for each in site.problems
    ] == [("no-source", True)]
    assert (
        site.may_exist("x/y.png")
        == site.why_template("_layouts/m.html")
        == site.liquid_names.reasons
        == NO_SOURCE
    )


@pytest.mark.parametrize("form", ["{top}/src", "../{name}/src", "./docs/../src/", "{top}/../{name}//src"])
def test_a_source_in_the_site_is_called_as_seen_from_the_site(form: str, make: MakeSite) -> None:
    top = make({}).root
    source = form.format(top=Path(top).as_posix(), name=Path(top).name)
    site = make({"src/a.md": PAGE, "b.md": PAGE, "_config.yml": f"source: {source}\n"})
    assert (site.source, [each.source for each in site.routes], site.problems) == ("src", ["src/a.md"], ())


@pytest.mark.parametrize("form", ["{top}", "../{name}/"])
def test_a_source_that_is_the_site_itself_is_none(form: str, make: MakeSite) -> None:
    top = make({}).root
    source = form.format(top=Path(top).as_posix(), name=Path(top).name)
    site = make({"b.md": PAGE, "_config.yml": f"source: {source}\n"})
    assert (site.source, [each.source for each in site.routes], site.problems) == ("", ["b.md"], ())


@pytest.mark.parametrize("source", ["../gone", "/gone/from/here", ".."])
def test_a_source_outside_of_the_site_may_be_the_site_where_it_is_built(source: str, make: MakeSite) -> None:
    site = make({"b.md": PAGE, "_config.yml": f"source: {source}\n"})
    assert (site.source, [each.source for each in site.routes]) == ("", ["b.md"])
    assert [each.message.partition("; ")[2] for each in site.problems] == ["the site itself is read"]


@pytest.mark.parametrize("source", ["build/docs", ".tmp/other", "gone", "docs/b.md", '"a\\0b"', 5_000 * "a"])
def test_of_a_source_that_is_not_here_nothing_is_read_as_jekyll_builds_nothing(
    source: str, make: MakeSite
) -> None:
    files = {
        "_posts/2024-01-02-a.md": PAGE,
        "docs/b.md": PAGE,
        "a.html": PAGE,
        "b.txt": "",
        "_data/d.yml": "a: b",
    }
    site = make({**files, "_config.yml": f"source: {source}\n"})
    assert (site.routes, site.data_files) == ((), ())
    assert [
        (each.kind, each.message.endswith("; nothing is read, as by Jekyll")) for each in site.problems
    ] == [("no-source", True)]
    [problem] = site.problems
    assert problem.span == Span(len("source: "), len(f"source: {source}"))


@pytest.mark.parametrize("root", ["docs", "pages"])
def test_the_site_is_its_own_source_where_the_build_starts_above_it_or_on_github_pages(
    root: str, tmp_path: Path
) -> None:
    folder = tmp_path / root
    folder.mkdir()
    (folder / "a.html").write_text(PAGE)
    (folder / "_config.yml").write_text("source: docs\n")
    site = load_site(folder, SiteOptions(github_pages=root != "docs"))
    assert [route.output for route in site.routes if route.source == "a.html"] == ["a.html"]


def test_of_two_sources_with_one_output_the_last_written_wins(make: MakeSite) -> None:
    site = make(
        {
            "a.md": "---\npermalink: /x.html\n---\n",
            "b.md": "---\npermalink: /x.html\n---\n",
            "x.html": "static",
        }
    )
    collision = next(each for each in site.collisions if each.output == "x.html")
    assert collision.sources == ("a.md", "b.md", "x.html")
    assert collision.winner == "x.html"


def test_the_time_zone_moves_days(make: MakeSite) -> None:
    post = {"_posts/2024-02-03-x.md": "---\ndate: 2024-02-03 01:00:00\n---\n"}
    assert make(post).routes[0].url == "/2024/02/03/x.html"
    west = make({**post, "_config.yml": "timezone: America/New_York\n"})
    assert west.routes[0].url == "/2024/02/02/x.html"


def test_broken_front_matter_costs_the_address(make: MakeSite) -> None:
    site = make(
        {
            "p.md": "---\npermalink: /q/\ntitle: A: b\n---\n",
            "_posts/2024-02-03-x.md": "---\ntitle: A: b\n---\n",
        }
    )
    post = site.posts[0]
    assert routes(site)["p.md"] == "p.html"
    assert post.url == "/2026/06/15/2024-02-03-x.html"
    assert not post.sure


def test_a_permalink_that_psych_reads_as_a_symbol_is_a_text(make: MakeSite) -> None:
    site = make({"_config.yml": "permalink: :title\n", "_posts/2024-02-03-x.md": "---\n---\n"})
    assert (site.posts[0].url, site.posts[0].output) == ("/x", "x.html")
    site = make({"_posts/2024-02-03-x.md": "---\npermalink: :title\n---\n", "_config.yml": ""})
    assert site.posts[0].url == "/x"


def test_a_date_that_only_ruby_may_read_makes_the_address_unsure(make: MakeSite) -> None:
    post = "---\ndate: the 12th of never 2024\n---\n"
    site = make({"_posts/2024-02-03-x.md": post})
    assert [(problem.kind, problem.message) for problem in site.problems] == [
        ("unknown-date", "'the 12th of never 2024' is in no known form of a date")
    ]
    assert [problem.fatal for problem in site.problems] == [False]
    assert not site.posts[0].sure
    assert site.posts[0].data["title"] == "X"
    config = {"_config.yml": "permalink: /:title/\n"}
    assert make({**config, "_posts/2024-02-03-x.md": post}).posts[0].sure


@pytest.mark.parametrize(
    ("path", "matter", "kind", "at"),
    [
        ("_posts/2024-02-03-x.md", "date: nope", "invalid-date", "nope"),
        ("_posts/2024-02-03-x.md", "date:", "invalid-date", "\n"),
        ("_posts/2024-02-03-x.md", "categories: 5", "invalid-categories", "5"),
        ("_posts/2024-02-03-x.md", "permalink: /:nope/", "invalid-permalink", "/:nope/"),
        ("p.md", "permalink: 5", "invalid-permalink", "5"),
        ("p.md", 'permalink: ""', "invalid-permalink", '""'),
    ],
)
def test_what_jekyll_stumbles_over(make: MakeSite, path: str, matter: str, kind: str, at: str) -> None:
    text = f"---\n{matter}\n---\n"
    (problem,) = make({path: text}).problems
    assert (problem.path, problem.kind) == (path, kind)
    assert problem.span is not None
    assert text[problem.span.start :].startswith(at)


@pytest.mark.parametrize(
    ("given", "kinds"),
    [
        ("permalink: /:nope/", ["invalid-permalink"]),
        ("permalink: [a]", ["invalid-permalink"]),
        ("date: nope", []),  # the configuration is told
    ],
)
def test_what_defaults_make_jekyll_stumble_over_is_told_once(
    make: MakeSite, given: str, kinds: list[str]
) -> None:
    config = f"defaults:\n- values: {{{given}}}\n"
    posts = {f"_posts/2024-02-0{day}-x.md": "---\n---\n" for day in (1, 2, 3)}
    problems = make({"_config.yml": config, **posts}).problems
    assert [(each.path, each.kind) for each in problems] == [("_config.yml", kind) for kind in kinds]


def test_why_speaks_of_paths_and_addresses(make: MakeSite) -> None:
    site = make(
        {"_config.yml": "baseurl: /b\n", "about.md": PAGE, "_drafts/x.md": PAGE, "_drafts/y.md": HIDDEN}
    )
    assert "draft" in site.why("/y/")
    assert "published at /about.html" in site.why("about.md")
    assert "made by about.md" in site.why("/about")
    assert site.why(" about.md ") == site.why("about.md")
    assert "made by about.md" in site.why("/b/about.html")
    assert "draft" in site.why("_drafts/x.md")
    assert "nothing" in site.why("/nowhere")


def test_what_plugins_and_themes_may_make_is_unsure(make: MakeSite) -> None:
    site = make(
        {
            "_config.yml": "plugins: [jekyll-seo-tag]\nremote_theme: a/b\n",
            "_plugins/filter.rb": "Liquid::Template.register_filter(X)\n",
        }
    )
    assert not site.may_exist("any/page.html")
    assert "theme" in words(site.may_exist("assets/css/main.css"))
    assert not site.may_exist("assets/photo.jpg")
    lent = make({"_config.yml": "", "Gemfile": "gem 'jekyll'\n"})
    assert "jekyll-theme-primer" in words(lent.may_exist("assets/css/style.css"))
    assert not lent.may_exist("assets/css/main.css")
    assert not make({"_config.yml": "", "netlify.toml": ""}).may_exist("assets/css/style.css")
    unknown = make({"_config.yml": "plugins: [some-generator]\n"})
    assert "some-generator" in words(unknown.may_exist("any/page.html"))
    own = make({"_config.yml": "", "_plugins/g.rb": "site.pages << Jekyll::Page.new(a, b, c, d)\n"})
    assert "_plugins/g.rb" in words(own.may_exist("any/page.html"))


def test_an_empty_folder_is_a_site_and_a_missing_one_is_not(tmp_path: Path) -> None:
    assert load_site(tmp_path).routes == ()
    with pytest.raises(NotADirectoryError):
        load_site(tmp_path / "nowhere")


def test_strange_trees_give_problems(make: MakeSite, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    for folder, other in (("a", "b"), ("b", "a")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "to").symlink_to(tmp_path / other)
    (tmp_path / "self").symlink_to(tmp_path)
    (tmp_path / "etc").symlink_to("/etc")
    (tmp_path / "dead").symlink_to("nothing")
    (tmp_path / "to-pipe.md").symlink_to("pipe.md")
    site = make({"a/x.md": PAGE, "bad.md": b"---\ntitle: \xff\n---\n", "y.md": b"---\na: 1\n---\n\0"})
    kinds = {problem.path: problem.kind for problem in site.problems}
    assert kinds["pipe.md"] == kinds["to-pipe.md"] == "not-a-file"
    assert kinds["self"] == "link-loop"
    assert kinds["etc"] == "link-out-of-site"
    assert kinds["dead"] == "broken-link"
    assert kinds["bad.md"] == "undecodable"
    assert {"a/x.md", "b/to/x.md", "bad.md", "y.md"} <= routes(site).keys()
    assert not any("etc" in (route.source or "") for route in site.routes)
    assert "link" in words(site.may_exist("etc/hosts"))


def test_links_are_told_where_jekyll_looks_alone(make: MakeSite, tmp_path: Path) -> None:
    """An editor's lock is a link to nothing, and ``.ruby-version`` in a folder of a repository leads above."""
    told = ("_includes/old.html", "_posts/2020-01-01-a.md", "kept.md", "notes/.kept", "notes/a.md")
    quiet = (
        ".#index.md",
        ".ruby-version",
        "_posts/.#2020-01-01-b.md",
        "#a#",
        "a.md~",
        "notes/.#b.md",
        "old.md",
    )
    for path in (*told, *quiet, "vendor/gone.md"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).symlink_to("nowhere")
    site = make(
        {"_config.yml": "include: [.kept]\nexclude: [_includes, old, vendor]\n", "index.md": "---\n---\n"}
    )
    assert tuple(sorted(each.path for each in site.problems)) == told


MODULES = '[submodule "a"]\n\tpath = lib/a\n[submodule "b"]\n\tpath=_other/b\n'


def test_the_slug_of_one_file_is_no_fault_of_the_permalink_that_defaults_give_it(make: MakeSite) -> None:
    defaults = "defaults: [{scope: {path: ''}, values: {permalink: '/d/:slug/'}}]\n"
    site = make({"_config.yml": defaults, "_posts/2024-01-01-x.md": "---\nslug: 2024\n---\n"})
    assert [problem.path for problem in site.problems if problem.fatal] == ["_posts/2024-01-01-x.md"]


def test_an_address_that_nobody_asks_for_is_no_problem(make: MakeSite) -> None:
    """Real Jekyll builds it: of posts beyond the limit no address is worked out."""
    posts = {"_posts/2024-01-01-x.md": "---\nslug: 2024\n---\n", "_posts/2024-01-02-y.md": PAGE}
    assert make({"_config.yml": "permalink: /:slug/\nlimit_posts: 1\n", **posts}).problems == ()
    assert [each.kind for each in make({"_config.yml": "permalink: /:slug/\n"}).problems] == [
        "invalid-permalink"
    ]


def test_dates_of_yaml_files_may_stop_the_build(make: MakeSite) -> None:
    """Jekyll asks a String for ``strftime``, where the address names the year, and a Date for ``to_i``."""
    config = "collections: {books: {output: true, permalink: /:year/:title/}}\n"
    site = make(
        {
            "_config.yml": config,
            "_books/a.yml": "---\ndate: '2024-07-01'\n---\n",
            "_books/c.yml": "---\ndate: 2024-07-01\n---\n",
            "_books/b.yml": "---\ndate: 2024-07-01 10:00:00\n",
        }
    )
    (other,) = (each for each in site.collections["books"] if each.path == "_books/b.yml")
    assert other.url == "/2024/b/", "with one fence, too, all of it is YAML"
    assert [(each.path, each.kind, each.fatal) for each in site.problems] == [
        ("_books/a.yml", "invalid-date", True),
        ("_books/c.yml", "invalid-date", True),
    ]
    site = make({"_config.yml": f"{config}future: true\n", "_books/a.yml": ""})
    assert site.problems == ()
    (day,) = (each for each in site.collections["books"] if each.path == "_books/c.yml")
    assert (day.url, day.sure, day.dated) == ("/2024/c/", True, True)


@pytest.mark.parametrize("named", ["[jekyll-sitemap]", "jekyll-sitemap", "false", "5", "{a: 1}"])
def test_what_github_pages_allows_may_run_whatever_the_white_list_is(named: str, make: MakeSite) -> None:
    site = make({"_config.yml": f"safe: true\nwhitelist: {named}\nplugins: [jekyll-feed, jekyll-archives]\n"})
    assert "jekyll-feed" in site.config.plugins
    assert "jekyll-archives" not in site.config.plugins


@pytest.mark.parametrize(
    ("path", "told"),
    [
        *(("lib/a", 1), ("./lib/../b", 1)),
        *((path, 0) for path in ("../a", "..", "/etc", ".git/a", ".", "lib/../..", "here")),
    ],
)
def test_only_what_may_lie_in_the_site_is_a_missing_submodule(path: str, told: int, make: MakeSite) -> None:
    site = make({".gitmodules": f'[submodule "a"]\n\tpath = {path}\n', "here/a.txt": ""})
    assert [each.kind for each in site.problems] == ["missing-submodule"] * told


def test_a_submodule_that_is_not_here_is_told_once_and_leaves_addresses_open(
    make: MakeSite, tmp_path: Path
) -> None:
    (tmp_path / "lib" / "a").mkdir(parents=True)
    site = make({".gitmodules": MODULES, "a.md": PAGE})
    assert [(each.path, each.kind) for each in site.problems] == [(".gitmodules", "missing-submodule")]
    assert "submodule lib/a" in words(site.may_exist("lib/a/x.js"))
    assert not site.may_exist("lib/x.js")
    assert "submodule lib/a" in words(site.may_exist("docs/a/x/index.html")), "a page may have a permalink"
    assert not site.may_exist("docs/x/index.html")

    for name in ("_includes", "docs"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "b").symlink_to("../_other/b")
    (tmp_path / "dead").symlink_to("nothing")
    site = make({"lib/a/x.js": "x"})
    kinds = [(each.path, each.kind) for each in site.problems]
    assert sorted(kinds) == [(".gitmodules", "missing-submodule"), ("dead", "broken-link")]
    assert "submodule _other/b" in words(site.may_exist("anywhere.html"))
    assert site.may_exist("lib/a/y.js") == site.may_exist("anywhere.html")


@pytest.mark.parametrize(("number", "is_open"), [(100, False), (101, True)])
def test_of_very_many_submodules_some_may_bring_anything(number: int, is_open: bool, make: MakeSite) -> None:
    """Each of thousands of links that lead nowhere was held against the names of all."""
    listed = "".join(f'[submodule "a"]\n\tpath = sub{each}\n' for each in range(number))
    site = make({".gitmodules": listed, "a.md": PAGE})
    assert bool(site.may_exist("other.html")) is is_open
    assert site.may_exist("sub99/x.js")


@pytest.mark.parametrize(
    ("folder", "is_open"),
    [("lib", True), ("_lib", False), (".lib", False), ("a/.lib/b", False), ("a_b", True)],
)
def test_what_a_submodule_brings_is_published_where_its_folder_is(
    folder: str, is_open: bool, make: MakeSite
) -> None:
    site = make({".gitmodules": f'[submodule "a"]\n\tpath = {folder}\n', "a.md": PAGE})
    assert bool(site.may_exist(f"{folder}/x.js")) is is_open


@pytest.mark.parametrize("path", ["_posts", "notes/_posts/old", "_books/more", "all/_books"])
def test_a_submodule_with_documents_of_a_collection_may_bring_any_address(make: MakeSite, path: str) -> None:
    config = f"collections: [books]\ncollections_dir: {'all' if path.startswith('all') else ''}\n"
    site = make({"_config.yml": config, ".gitmodules": f"path = {path}\n", "a.md": PAGE})
    assert [each.kind for each in site.problems] == ["missing-submodule"]
    assert f"submodule {path}" in words(site.may_exist("2020/01/02/x.html"))


@pytest.mark.parametrize("path", ["_includes/b", "_layouts"])
def test_a_submodule_with_templates_is_told_and_brings_no_address(make: MakeSite, path: str) -> None:
    site = make({".gitmodules": f"path = {path}\n", "a.md": PAGE})
    assert [each.kind for each in site.problems] == ["missing-submodule"]
    assert not site.may_exist("x.html")
    assert f"submodule {path}" in words(site.why_template(f"{path}/x.html"))
    assert not site.why_template("_includes/x.html")


def test_many_submodules_that_are_not_here_are_told_together(make: MakeSite) -> None:
    listed = "".join(f'[submodule "{name}"]\n\tpath = lib/{name}\n' for name in "abc")
    (problem,) = make({".gitmodules": listed, "index.md": "---\n---\n"}).problems
    assert problem.message.startswith("3 submodules are not here, such as lib/a")


@pytest.mark.parametrize("settings", ["exclude: [lib]\n", "exclude: [lib/a]\n"])
def test_a_submodule_that_is_excluded_is_nothing_to_the_site(
    settings: str, make: MakeSite, tmp_path: Path
) -> None:
    (tmp_path / "lib" / "a").mkdir(parents=True)
    site = make({"_config.yml": settings, ".gitmodules": MODULES, "a.md": PAGE})
    assert site.problems == ()
    assert not site.may_exist("lib/a/x.js")


@pytest.mark.parametrize("path", ["../../etc", "/etc", ".", "..", "a/../../b", ".git/x", "\0", "x" * 5000])
def test_a_list_of_submodules_may_say_anything(path: str, make: MakeSite) -> None:
    site = make({".gitmodules": f"path = {path}\n", "a.md": PAGE})
    assert len(site.problems) <= 1


@pytest.mark.parametrize("path", ["../../etc", "/etc", ".", ".."])
def test_what_is_no_folder_of_the_site_is_no_submodule_of_it(path: str, make: MakeSite) -> None:
    assert make({".gitmodules": f"path = {path}\n", "a.md": PAGE}).problems == ()


def test_a_site_crosses_to_another_process(make: MakeSite) -> None:
    site = make({"_config.yml": "timezone: Europe/Rome\n", "index.md": PAGE, "_posts/2024-02-03-x.md": PAGE})
    copy = pickle.loads(pickle.dumps(site))
    assert copy.routes == site.routes
    assert copy.posts[0].date == site.posts[0].date


@pytest.mark.parametrize("label", ["future", "page", "static", "generated"])
def test_the_name_of_a_collection_is_no_code(make: MakeSite, label: str) -> None:
    """What a collection is called says nothing of what its documents are, or why they have no address."""
    hidden = make({"_config.yml": f"collections: [{label}]\n", f"_{label}/a.md": PAGE})
    left_out = hidden.why_not(f"_{label}/a.md")
    assert left_out is not None
    assert left_out.why_not is WhyNot.NO_OUTPUT
    assert f"the collection {label} has no output" in left_out.words
    site = make({"_config.yml": f"collections: {{{label}: {{output: true}}}}\n"})
    (route,) = site.routes
    assert (route.kind, route.collection) == ("document", label)


@pytest.mark.parametrize("why_not", WhyNot)
def test_every_file_without_an_address_has_words(why_not: WhyNot) -> None:
    assert Unpublished("a", why_not, "it").words
    assert "{" not in Unpublished("a", why_not, "it").words


def test_an_address_longer_than_a_path_may_be_is_told_once(make: MakeSite) -> None:
    site = make({"a.md": "---\npermalink: /" + "a/" * 2_100 + "\n---\n", "b.md": "---\npermalink: /a\n---\n"})
    (problem,) = [each for each in site.problems if each.kind == "blocked-output"]
    assert problem.message == "its address is longer than 4096 bytes"


def test_why_a_long_path_is_not_there_is_asked_of_no_folder(make: MakeSite) -> None:
    site = make({"_drafts/a.md": "---\n---\n"})
    assert site.why_not("_drafts/a.md") is not None
    assert site.why_not("_drafts/a.md" + "/a" * 3_000) is None


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("_posts/hi.md", "the name of a post must be YEAR-MONTH-DAY-title.ext"),
        ("_posts/2030-01-01-later.md", "its date, 2030-01-01, is in the future"),
        ("/2030/01/01/later.html", "_posts/2030-01-01-later.md would be at"),
        ("_posts/2024-02-03-off.md", "published: and no value"),
        ("off.md", "published: and no value"),
        ("hidden.md", "front matter says published: false"),
        ("/hidden", "hidden.md would be at"),
        ("_drafts/soon.md", "a draft"),
        ("_notes/n.md", "the collection notes has no output: true"),
        ("/notes/n.html", "_notes/n.md would be at"),
        ("_notes/n.png", "the collection notes has no output: true"),
        ("_notes/2030.md", "the collection notes has no output: true"),
    ],
)
def test_why_says_it_of_whatever_is_not_published(asked: str, words: str, make: MakeSite) -> None:
    site = make(
        {
            "_config.yml": "collections: {notes: {}}\n",
            "_posts/hi.md": PAGE, "_posts/2030-01-01-later.md": PAGE, "_drafts/soon.md": PAGE,
            "_posts/2024-02-03-off.md": "---\npublished:\n---\n", "off.md": "---\npublished:\n---\n",
            "hidden.md": "---\npublished: false\n---\n", "_notes/n.md": PAGE, "_notes/n.png": b"x",
            "_notes/2030.md": "---\ndate: 2030-01-01\n---\n",
        }
    )  # fmt: skip
    assert words in site.why(asked)


@pytest.mark.parametrize(
    ("value", "is_on"),
    [
        ("true", True),
        ("'false'", True),
        ("'no'", True),
        ("''", True),
        ("0", True),
        ("false", False),
        ("no", False),
    ],
)
def test_switches_are_on_for_every_text_and_number(make: MakeSite, value: str, is_on: bool) -> None:
    """As real Jekyll 4.3.4 builds it: Ruby takes only ``nil`` and ``false`` for false."""
    settings = f"future: {value}\nunpublished: {value}\ncollections:\n  docs: {{output: {value}}}\n"
    drafts = f"show_drafts: {value}\n"
    site = make(
        {
            "_config.yml": settings + drafts, "index.md": PAGE, "hidden.md": "---\npublished: false\n---\n",
            "_posts/2999-01-02-later.md": PAGE, "_drafts/soon.md": PAGE, "_docs/one.md": PAGE,
        }
    )  # fmt: skip
    hidden = {"hidden.md", "_posts/2999-01-02-later.md", "_drafts/soon.md", "_docs/one.md"}
    assert set(routes(site)) == ({"index.md", *hidden} if is_on else {"index.md"})
    meant_off = [problem.message for problem in site.config.problems]
    assert len(meant_off) == (4 if is_on and value != "true" else 0)


@pytest.mark.parametrize(
    ("path", "matter", "url"),
    [
        ("p.md", "permalink: /:foo/", "/:foo/"),
        ("a/p.md", "permalink: /x", "/x"),
        ("a/p.md", "permalink: /x/", "/x/"),
        ("a/p.md", "permalink: /x.txt", "/x.txt"),
        ("a/p.md", "permalink: x/:basename:output_ext", "/x/p.html"),
        ("a/p.md", "permalink: /:path/:basename/", "/a/p/"),
        ("a/p.md", "permalink: ''", "/"),
        ("a/p.md", "permalink: :basename", "/p"),
        ("a/p.md", "permalink: false", "/a/p.html"),
        ("a/p.md", "permalink: ", "/a/p.html"),
        ("a/index.md", "x: 1", "/a/"),
        ("a/p.xml", "x: 1", "/a/p.xml"),
        ("a/p.MD", "x: 1", "/a/p.html"),
        ("a/..p..md", "x: 1", None),
    ],
)
def test_addresses_of_pages(make: MakeSite, path: str, matter: str, url: str | None) -> None:
    site = make({path: f"---\n{matter}\n---\n"})
    assert [page.url for page in site.pages] == ([url] if url is not None else [])


def test_of_pages_of_one_name_those_in_sub_folders_come_first(make: MakeSite) -> None:
    """Jekyll reads sub-folders before a folder's own pages and sorts by name alone."""
    site = make(dict.fromkeys(("index.md", "a/index.md", "a/b/index.md", "z.md", "a/y.md"), "---\n---\n"))
    assert [page.path for page in site.pages] == ["a/b/index.md", "a/index.md", "index.md", "a/y.md", "z.md"]


def test_files_of_a_collection_have_addresses_by_its_template(make: MakeSite) -> None:
    config = (
        "collections: {notes: {output: true, permalink: /n/:path}, odd: {output: true, permalink: /:nope/}}\n"
    )
    site = make({"_config.yml": config, "_notes/a/b.c.txt": "x", "_odd/x.txt": "x"})
    assert {file.path: file.url for file in site.static} == {
        "_notes/a/b.c.txt": "/n/a/b.c.txt", "_odd/x.txt": "/:nope.txt",
    }  # fmt: skip
    assert not site.problems


@pytest.mark.posix
def test_a_name_that_is_no_part_of_an_address_is_told_and_the_path_taken(make: MakeSite) -> None:
    """Addressable reads `1a:` as a scheme, which none may be called."""
    config = "collections: {notes: {output: true, permalink: /:name}}\n"
    site = make(
        {"_config.yml": config, "_notes/1a:x.txt": "x", "1a:y.md": "---\npermalink: /:basename/\n---\n"}
    )
    assert [file.url for file in site.static] == ["/_notes/1a:x.txt"]
    assert [page.url for page in site.pages] == ["/1a:y.md"]
    assert sorted((problem.path, problem.kind) for problem in site.problems) == [
        ("1a:y.md", "invalid-permalink"), ("_notes/1a:x.txt", "invalid-permalink"),
    ]  # fmt: skip


def test_the_layouts_that_github_pages_would_give_unasked(make: MakeSite) -> None:
    """As jekyll-default-layout 0.1.5 does in real Jekyll: Markdown among the pages and the posts alone."""
    files = {
        "index.md": "---\n---\n", "a.md": "---\n---\n", "b.html": "---\n---\n", "_docs/d.md": "---\n---\n",
        "c.md": "---\nlayout: default\n---\n", "n.md": "---\nlayout: null\n---\n",
        "_posts/2020-01-02-p.md": "---\n---\n", "_config.yml": "collections: {docs: {output: true}}\n",
    }  # fmt: skip
    layouts = {f"_layouts/{name}.html": "" for name in ("home", "page", "post", "default")}

    def unasked(**more: str) -> dict[str | None, tuple[str, ...]]:
        site = make({**files, **layouts, **more})
        found = {record.path: site.unasked_layouts(record) for record in site.documents()}
        return {path: names for path, names in found.items() if names}

    maybe = {
        "index.md": ("home", "page", "default"),
        "a.md": ("page", "default"),
        "_posts/2020-01-02-p.md": ("post", "default"),
    }
    assert unasked() == maybe
    bundle = 'gem "github-pages", group: :jekyll_plugins\n'
    grouped = {"Gemfile": bundle, "netlify.toml": ""}
    for more in ({"Gemfile": 'gem "github-pages"\n'}, {"Gemfile": bundle}, grouped):
        site = make({**files, **layouts, **more})
        given = {record.path: record.data.get("layout") for record in site.documents()}
        assert {path: layout for path, layout in given.items() if layout != "default"} == {
            "index.md": "home", "a.md": "page", "_posts/2020-01-02-p.md": "post", "b.html": None, "n.md": None,
            "_docs/d.md": None,
        }  # fmt: skip
    old = "GEM\n  specs:\n    github-pages (39)\n    jekyll (2.4.0)\n"
    assert unasked(**grouped) == {}, "Jekyll loads that group wherever it runs"
    assert unasked(**grouped, **{"Gemfile.lock": old}) == maybe, "the gem had no such plugin then"
    assert unasked(Gemfile='gem "jekyll"\n') == {}


@pytest.mark.parametrize(
    ("ranks", "order"),
    [("3 1 2", "bca"), ("1.5 1 2", "bac"), ("b a c", "bac"), ("10 9 a", None), ("2 2 1", "cab")],
)
def test_documents_are_sorted_by_a_key(make: MakeSite, ranks: str, order: str | None) -> None:
    files = {
        f"_books/{name}.md": f"---\nrank: {rank}\n---\n"
        for name, rank in zip("abc", ranks.split(), strict=True)
    }
    site = make({"_config.yml": "collections: {books: {output: true, sort_by: rank}}\n", **files})
    found = "".join(book.name[0] for book in site.collections["books"])
    assert found == order or (order is None and sorted(found) == ["a", "b", "c"])


@pytest.mark.parametrize(
    ("plugins", "url", "told"),
    [
        ("[]", None, True),
        ("[jekyll-id]", "/note/7a/", False),
        ("[jekyll-feed]", None, True),
        ("[some-unknown-gem]", None, False),
    ],
)
def test_placeholders_that_plugins_bring(make: MakeSite, plugins: str, url: str | None, told: bool) -> None:
    settings = "collections: {notes: {output: true, permalink: '/note/:id/'}}\n"
    site = make({"_config.yml": f"{settings}plugins: {plugins}\n", "_notes/a.md": "---\nid: 7a\n---\n"})
    assert [each.kind for each in site.problems if each.kind == "invalid-permalink"] == [
        "invalid-permalink"
    ] * told
    assert url is None or site.by_source["_notes/a.md"].url == url


def test_what_own_ruby_may_make_is_not_known(make: MakeSite) -> None:
    site = make({"_plugins/a.rb": "eval(x)\n", "a.md": "---\n---\n"})
    assert site.why("/x.html").startswith("/x.html is not known, but ")
    assert site.why("/a.html") == "/a.html is made by a.md (file a.html)"


def test_an_address_may_be_asked_for_with_and_without_the_baseurl(make: MakeSite) -> None:
    site = make({"_config.yml": "baseurl: /b\n", "a.md": "---\n---\n"})
    assert site.why("/b/a.html") == site.why("/a.html") == "/a.html is made by a.md (file a.html)"
    assert "is made by" not in site.why("/ba.html")
    assert "is made by" not in site.why("/b/b/a.html")


def test_a_tag_in_place_of_jekylls_own_changes_texts(make: MakeSite) -> None:
    own = make({"_plugins/a.rb": "Liquid::Template.register_tag('include', Mine)\n"}).own_ruby
    assert own.changes == {"*": "_plugins/a.rb"}
    assert make({"_plugins/a.rb": "Liquid::Template.register_tag('mine', Mine)\n"}).own_ruby.changes == {}


def test_bytes_that_are_no_text_are_told_once(make: MakeSite) -> None:
    site = make({"a.md": b"---\n---\nA\0 \xff\n", "b.md": b"---\n---\nA\0b\n", "c.md": b"---\n---\n\xff\n"})
    told = {problem.path: (problem.kind, problem.fatal) for problem in site.problems}
    assert told == {"a.md": ("undecodable", True), "c.md": ("undecodable", True)}


@pytest.mark.parametrize(
    ("template", "url"),
    [
        ("/:categories/:title", "/a b/new/The-Name"),
        ("/:slugified_categories/:slug", "/a-b/new/the-name"),
        ("/:collection/:name:output_ext", "/posts/2024-02-03-the-name.html"),
        ("/:year/:short_year/:month/:i_month/:short_month/:long_month", "/2024/24/02/2/Feb/February"),
        ("/:day/:i_day/:y_day/:w_day/:short_day/:long_day/:week/:w_year", "/03/3/034/6/Sat/Saturday/05/2024"),
        ("/:hour:minute:second", "/070809"),
        ("/:path", "/2024-02-03-The Name"),
    ],
)
def test_what_the_placeholders_of_a_permalink_stand_for(make: MakeSite, template: str, url: str) -> None:
    matter = f"---\npermalink: {template}\ncategories: [A b, New, new]\ndate: 2024-02-03 07:08:09\n---\n"
    site = make({"_posts/2024-02-03-The Name.md": matter})
    assert unquote(site.posts[0].url) == url


@pytest.mark.parametrize("source", ["", "docs"])
def test_of_a_site_no_more_than_the_known_files_is_read(make: MakeSite, source: str) -> None:
    """As of one that is kept in git: what is not committed is no part of it."""
    below = f"{source}/" if source else ""
    files = {f"{below}a.md": PAGE, f"{below}b.md": PAGE, f"{below}c/d.md": PAGE, f"{below}c/e.md": PAGE}
    known = frozenset((f"{below}a.md", f"{below}c/d.md", "b.md" if source else "other.md", "_config.yml"))
    site = make({**files, "_config.yml": f"source: {source or '.'}\n"}, known=known)
    assert sorted(routes(site)) == [f"{below}a.md", f"{below}c/d.md"]


def test_a_post_of_the_year_0_is_older_than_others(make: MakeSite) -> None:
    days = ("0000-02-01-c", "0000-01-01-d", "2001-01-01-b", "2020-01-01-a")
    site = make({f"_posts/{name}.md": "---\n---\n" for name in days})
    assert [post.name[-4:-3] for post in site.posts] == ["d", "c", "b", "a"]


def test_a_file_that_is_included_twice_is_there_once(make: MakeSite) -> None:
    """As real Jekyll 4.3 has it."""
    config = 'include: ["_a.md", "/_x/a.md", "_x/a.md/", "_x/t.txt", "_x/t.txt"]\n'
    site = make({"_config.yml": config, "_a.md": PAGE, "_x/a.md": PAGE, "_x/t.txt": "t\n"})
    assert [page.path for page in site.pages] == ["_a.md", "_x/a.md"]
    assert [file.path for file in site.static] == ["_x/t.txt"]


@pytest.mark.parametrize(
    "order",
    [
        "b/a2:2017 a/X0:2021 b/b4:2022 b/d3: c1:2018",
        "b/c/c1:2016 a/X4:2018 a/b0: c2:2019 b/d3:2020",
        "b/Z2:2018 a3:2019 b/X0: b/d1: c4:",
        "X0: Z/a5: a/X8:2011 Z1:2019 Z7: b/a6: b/c/b4: d3:2015 b/c/d2:2016",
    ],
)
def test_documents_with_and_without_dates_stand_as_ruby_sorts_them(make: MakeSite, order: str) -> None:
    """As Jekyll 4.3.4 has them on Linux: its comparison lets two documents each stand before the other."""
    documents = [each.partition(":")[::2] for each in order.split()]
    files = {
        f"_n/{name}.md": f"---\n{f'date: {year}-05-11' if year else ''}\n---\n" for name, year in documents
    }
    site = make({"_config.yml": "collections: {n: {output: true}}\n", **files})
    assert [each.path for each in site.collections["n"]] == [f"_n/{name}.md" for name, _ in documents]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, (True, True, True)),
        ({"Gemfile": "gem 'jekyll'\n"}, (False, True, True)),
        ({"Gemfile": "gem 'jekyll'\n", "_config.yml": "url: https://example.org\n"}, (False, False, True)),
        ({"Gemfile": "gem 'jekyll'\n", "_config.yml": "baseurl: /\n"}, (False, True, True)),
        ({"_config.yml": "baseurl: /a\n"}, (True, True, False)),
        ({"_config.yml": "baseurl: ''\n"}, (True, True, False)),
    ],
)
def test_what_may_get_a_value_that_the_configuration_does_not_give(
    files: dict[str, str], expected: tuple[bool, bool, bool], make: MakeSite
) -> None:
    site = make(files)
    assert (site.fills_url, site.may_fill_url, site.may_fill_baseurl) == expected


@pytest.mark.parametrize("ending", ["md", "markdown", "html"])
def test_a_page_in_a_folder_that_jekyll_does_not_read(make: MakeSite, ending: str) -> None:
    path = f"_notes/a.{ending}"
    files = {
        path: PAGE,
        "_notes/b.txt": PAGE,
        f"_plain/c.{ending}": "no fence\n",
        f"_drafts/d.{ending}": PAGE,
    }
    assert make({"index.md": PAGE, **files}).hidden_pages == (path,)


def test_a_yaml_file_of_a_collection_that_cannot_be_read(make: MakeSite) -> None:
    site = make({"_config.yml": "collections: [boats]\n", "_boats/a.yml": "---\na: [\n"})
    told = [(each.path, each.kind, each.message) for each in site.problems if each.kind == "invalid-data"]
    assert told == [("_boats/a.yml", "invalid-data", "a YAML file of a collection cannot be read")]


def test_plugins_are_told_of_in_the_order_of_their_names(make: MakeSite) -> None:
    names = [f"jekyll-{each}" for each in "gbfcaed"]
    site = make({"_config.yml": f"plugins: {names}\n"})
    assert [reason.detail for reason in site.liquid_names.reasons] == sorted(names)
    told = [reason.detail for each in site.unsure for reason in each.reasons if reason.detail in names]
    assert list(dict.fromkeys(told)) == sorted(names)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"_config.yml": ""}, False),
        ({"_config.yml": "plugins: [jekyll-feed]\n"}, False),
        ({"_config.yml": "plugins: [jemoji]\n"}, True),
        ({"_config.yml": "", "Gemfile": "group :jekyll_plugins do\n  gem 'jekyll-mentions'\nend\n"}, None),
        ({"_config.yml": "plugins: [jekyll-own]\n"}, None),
        ({"_config.yml": "", "_plugins/a.rb": "require 'active_support'\n"}, None),
        ({"_config.yml": "theme: minima\n"}, False),
        ({"_config.yml": "theme: jekyll-theme-own\n"}, None),
        ({"_config.yml": "remote_theme: own/theme\n"}, False),
        ({"_config.yml": "", "tools/make.sh": "cat x > about.html\n"}, False),
    ],
)
def test_which_sites_load_active_support(files: dict[str, str], told: bool | None, make: MakeSite) -> None:
    site = make({"index.md": PAGE, **files})
    assert site.active_support is told
