"""Links that something may mend: own Ruby that changes texts, a script that stands in for a missing image."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest

from sitecheck.document import SiteReader
from sitecheck.document.whole_site.page_links import Tally, added
from sitecheck.engine.check_site import check_site
from sitecheck.engine.listings.listing import read_facts
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll import load_site
from sitecheck.model.finding import Severity
from sitecheck.testing import write_site

HOOK = (
    "Jekyll::Hooks.register :{}, :pre_render do |page|\n  page.content = page.content.gsub('a', 'b')\nend\n"
)


@pytest.mark.parametrize(
    ("ruby", "broken"),
    [
        ("# nothing\n", {"index.md", "_posts/2024-01-01-p.md"}),
        ("", {"index.md", "_posts/2024-01-01-p.md"}),
        (HOOK.format("posts"), {"index.md"}),
        (HOOK.format("pages"), {"_posts/2024-01-01-p.md"}),
        (HOOK.format("site"), set()),
        ("site.pages.each { |page| page.content << 'x' }\n", set()),
        (
            "page = PageWithoutAFile.new(site, base, '', 'x.html')\npage.content = 'x'\n",
            {"index.md", "_posts/2024-01-01-p.md"},
        ),
    ],
)
def test_only_links_of_changed_pages_are_unsure(tmp_path: Path, ruby: str, broken: set[str]) -> None:
    files = {
        "index.md": "[x](/no.html)",
        "_posts/2024-01-01-p.md": "[x](/gone.html)",
        "_plugins/a.rb": ruby,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text if name.endswith(".rb") else f"---\ntitle: T\n---\n{text}\n")
    (tmp_path / "_config.yml").write_text("title: T\n")
    found = check_site(RunOptions(str(tmp_path), read_settings(None), jobs=1))
    assert {f.path for f in found.findings if f.rule.startswith("broken-")} == broken


@pytest.mark.parametrize(
    ("html", "severities"),
    [
        ('<img src="/no.png" onerror="x()" alt="a">', [Severity.INFO]),
        ('{% if site.x %}<img src="/no.png" onerror="x()" alt="a">{% endif %}', []),
        ('{% if page.y %}<img src="/no.png" onerror="x()" alt="a">{% endif %}', [Severity.INFO]),
        ('{% if jekyll.environment == "e" %}<img src="/no.png" onerror="x()" alt="a">{% endif %}', []),
        ('<img src="/a.png" onerror="x()" alt="a">', []),
        (
            '<picture><source srcset="/no.webp"><img src="/a.png" alt="a" onerror="x()"></picture>',
            [Severity.INFO],
        ),
        ('<picture><source srcset="/no.webp"><img src="/a.png" alt="a"></picture>', [Severity.ERROR]),
        ('<img src="/a.png" alt="a" onerror="x()"> <img src="/no.png" alt="a">', [Severity.ERROR]),
    ],
)
def test_an_image_for_which_a_script_stands_in_is_no_fault(
    tmp_path: Path, html: str, severities: list[Severity]
) -> None:
    (tmp_path / "a.png").write_bytes(b"")
    (tmp_path / "_config.yml").write_text("title: T\n")
    (tmp_path / "index.html").write_text(f"---\ntitle: T\ny: 1\n---\n{html}\n")
    found = check_site(RunOptions(str(tmp_path), read_settings(None), jobs=1))
    assert [each.severity for each in found.findings if each.rule == "missing-image"] == severities


def test_an_image_for_which_another_stands_in_leads_to_that(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"")
    (tmp_path / "_config.yml").write_text("title: T\nbaseurl: /b\n")
    (tmp_path / "index.html").write_text(
        "---\ntitle: T\n---\n"
        """<img src="no1.png" onerror="this.src='{{ '/a.png' | relative_url }}'" alt="a">"""
        """<img src="no2.png" onerror="this.src='/b/no3.png'" alt="a">"""
        """<img src="a.png" onerror="this.src='/b/no4.png'" alt="a">\n"""
    )
    found = check_site(RunOptions(str(tmp_path), read_settings(None), jobs=1))
    assert [(finding.severity, finding.message) for finding in found.findings] == [
        (Severity.INFO, "there is no image at no2.png")
    ]
    assert found.links is not None
    assert (found.links.proven, found.links.broken, found.links.dynamic) == (2, 0, 0)


def test_what_stands_in_for_an_image_is_no_link_of_markdown(tmp_path: Path) -> None:
    """jekyll-relative-links changes those alone."""
    files = {
        "_config.yml": "title: T\nplugins: [jekyll-relative-links]\n",
        "index.md": '---\n---\n<img src="no.png" onerror="this.src=\'a.md\'" alt="a">\n',
        "a.md": "---\n---\n",
    }
    write_site(tmp_path, files)
    (link,) = read_facts(SiteReader(load_site(tmp_path))).links
    assert link.verdict.status == "replaced"


def test_a_fragment_of_which_a_layouts_script_makes_an_id_needs_no_anchor(tmp_path: Path) -> None:
    files = {
        "_config.yml": "title: T\n",
        "_layouts/l.html": "<script src='/l.js'></script>{{ content }}",
        "l.js": "var h = location.hash; $(h + '-tab').show()",
        "index.md": "---\nlayout: l\n---\n[x](#one) [y](#two)\n\n<p id='one-tab'></p>\n",
    }
    write_site(tmp_path, files)
    found = read_facts(SiteReader(load_site(tmp_path))).links
    assert [each.verdict.status for each in found if each.link.element == "a"] == ["dynamic", "broken-anchor"]


@pytest.mark.parametrize("tabs", ["tabs-content", "other"])
def test_a_tab_of_an_old_foundation_has_another_id_than_its_link_says(tmp_path: Path, tabs: str) -> None:
    files = {
        "_config.yml": "title: T\n",
        "index.html": "---\n---\n{% include tabs.html %}",
        "_includes/tabs.html": "<dl class='tabs'><dd><a href='#one'>1</a></dd><dd><a href='#two'>2</a></dd></dl>\n"
        f"<ul class='x {tabs} y'><li id='oneTab'>1</li></ul>",
        "other.html": "---\n---\n<a href='/#one'>1</a> <a href='#three'>3</a> <p id='threeTab'></p>\n",
    }
    write_site(tmp_path, files)
    found = read_facts(SiteReader(load_site(tmp_path))).links
    known = "dynamic" if tabs == "tabs-content" else "broken-anchor"
    assert {each.link.href: each.verdict.status for each in found} == {
        "#one": known,
        "#two": "broken-anchor",
        "/#one": known,
        "#three": "broken-anchor",
    }


@pytest.mark.parametrize(("permalink", "paths"), [("/p/", {"b.md"}), ("/q/", {"a.md", "b.md"})])
def test_links_of_a_page_that_another_is_written_over_are_not_told(
    tmp_path: Path, permalink: str, paths: set[str]
) -> None:
    (tmp_path / "_config.yml").write_text("title: T\n")
    (tmp_path / "a.md").write_text("---\ntitle: A\npermalink: /p/\n---\n[x](/none/)\n")
    (tmp_path / "b.md").write_text(f"---\ntitle: B\npermalink: {permalink}\n---\n[x](/none/)\n")
    found = check_site(RunOptions(str(tmp_path), read_settings(None), jobs=1))
    assert {finding.path for finding in found.findings if finding.rule == "broken-link"} == paths


def test_an_html_file_that_jekyll_postfiles_copies_for_two_posts_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "_posts/x").mkdir(parents=True)
    (tmp_path / "_config.yml").write_text("plugins: [jekyll-postfiles]\n")
    for name in ("2024-01-02-a.md", "2024-01-03-b.md"):
        (tmp_path / "_posts/x" / name).write_text("---\ntitle: A\n---\n")
    (tmp_path / "_posts/x/c.html").write_text("<!doctype html><title>x</title><a href=/none/>x</a>")
    found = check_site(RunOptions(str(tmp_path), read_settings(None), jobs=1))
    assert [finding.path for finding in found.findings if finding.rule == "broken-link"] == [
        "_posts/x/c.html"
    ]


def test_code_that_an_emptied_plugin_may_take_out_is_no_broken_link(tmp_path: Path) -> None:
    (tmp_path / "_plugins").mkdir()
    (tmp_path / "_plugins/a.rb").write_bytes(b"")
    (tmp_path / "_config.yml").write_text("title: T\n")
    (tmp_path / "index.md").write_text(
        "---\ntitle: T\n---\nval x = new Box[Dog](new Dog)\n\n[y](gone.html)\n"
    )
    found = check_site(RunOptions(str(tmp_path), read_settings(None), jobs=1)).findings
    assert [finding.message for finding in found if finding.rule == "broken-link"] == [
        "gone.html leads nowhere"
    ]


@pytest.mark.parametrize("key", ["next", "previous", "date", "collection", "id", "colour"])
def test_any_key_of_a_page_may_be_set_but_those_that_jekyll_works_out(tmp_path: Path, key: str) -> None:
    """Jekyll works ``next`` and ``date`` out for documents only; asking a page for them raised KeyError."""
    (tmp_path / "_plugins").mkdir()
    (tmp_path / "_plugins/a.rb").write_text(
        "Jekyll::Hooks.register :pages, :pre_render do |page|\n  page.data[name] = 1\nend\n"
    )
    (tmp_path / "index.html").write_text(
        f'---\n---\n<a href="/{{{{ page.{key} }}}}x">x</a> <a href="/{{{{ page.name }}}}">x</a>\n'
    )
    facts = read_facts(SiteReader(load_site(tmp_path)))
    assert [link.href for link in facts.files["index.html"].links] == [None, "/index.html"]


COMPUTED = ("id", "url", "path", "relative_path", "name", "collection", "date")


@pytest.mark.parametrize("key", [*COMPUTED, "next.url", "previous.url", "title", "slug"])
def test_of_documents_jekyll_works_out_more(tmp_path: Path, key: str) -> None:
    (tmp_path / "Gemfile").write_text("gem 'jekyll', '~> 4.3'\n")
    (tmp_path / "_plugins").mkdir()
    (tmp_path / "_plugins/a.rb").write_text(
        "Jekyll::Hooks.register :documents, :pre_render do |page|\n  page.data[name] = 1\nend\n"
    )
    (tmp_path / "_posts").mkdir()
    for number in (1, 2, 3):
        link = f'<a href="/{{{{ page.{key} }}}}x">x</a>'
        (tmp_path / f"_posts/2024-01-0{number}-a{number}.md").write_text(f"---\nslug: s\n---\n{link}\n")
    facts = read_facts(SiteReader(load_site(tmp_path)))
    (link,) = facts.files["_posts/2024-01-02-a2.md"].links
    assert (link.href is None) == (key in ("title", "slug"))


@pytest.mark.parametrize(
    ("base", "reason"),
    [
        ("", ""),
        ('<base href="/sub/">', ""),
        ('<base href="{{ site.time }}">', "the page's <base> is not known for certain"),
        (
            '{% if site.time == page.x %}<base href="/sub/">{% endif %}',
            "the page's <base> is not known for certain",
        ),
    ],
)
def test_relative_links_hang_on_a_base_that_is_not_known(base: str, reason: str, tmp_path: Path) -> None:
    files = {
        "_layouts/l.html": f"<head>{base}</head>{{{{ content }}}}",
        "index.html": '---\nlayout: l\n---\n<a href="no.html"></a><a href="#x"></a><a href="/gone.html"></a>'
        '<a href="https://a.example/"></a><a href="mailto:a@a.example"></a><a href="http://a.example/"></a>',
    }
    write_site(tmp_path, files)
    links = read_facts(SiteReader(load_site(tmp_path))).links
    found = {
        each.link.href: each.verdict for each in links if not each.of_layout and each.link.element == "a"
    }
    assert {each.reason for href, each in found.items() if href in ("no.html", "#x")} <= {
        reason
    } or not reason
    assert found["no.html"].status == ("dynamic" if reason else "broken-page")
    assert [found[href].status for href in ("/gone.html", "https://a.example/", "mailto:a@a.example")] == [
        "broken-page", "external", "other-scheme",
    ]  # fmt: skip
    assert found["http://a.example/"].status == "external"


@pytest.mark.parametrize(
    ("ruby", "status"), [("# nothing\n", "broken-page"), (HOOK.format("posts"), "dynamic")]
)
def test_links_of_a_layout_are_unsure_where_own_ruby_changes_the_text_of_some_page(
    ruby: str, status: str, tmp_path: Path
) -> None:
    files = {
        "_layouts/l.html": '<a href="/no.html">x</a>{{ content }}',
        "_layouts/unused.html": '<a href="/no.html">x</a>{{ content }}',
        "_posts/2024-01-01-p.md": "---\nlayout: l\n---\n",
        "_plugins/a.rb": ruby,
    }
    write_site(tmp_path, files)
    links = read_facts(SiteReader(load_site(tmp_path))).links
    assert [each.verdict.status for each in links if each.link.href == "/no.html"] == [status]


def test_a_fragment_of_a_piece_of_html_is_broken_where_no_page_may_have_it(tmp_path: Path) -> None:
    """A script may show the piece on any page."""
    pieces = {
        "piece.html": '<a href="#here"></a><a href="#gone"></a><a href="#%C3%A9t%C3%A9"></a><a href="#%C3%A9"></a>',
        "index.html": "---\n---\n<b id='here'></b><b id='été'></b>",
    }
    for open_page, statuses in (
        ("", ["dynamic", "broken-anchor"] * 2),
        ("{{ site.time }}", ["dynamic"] * 4),
    ):
        for name, text in pieces.items():
            (tmp_path / name).write_text(text + (open_page if name == "index.html" else ""))
        links = read_facts(SiteReader(load_site(tmp_path))).links
        assert [each.verdict.status for each in links if each.page == "piece.html"] == statuses


@pytest.mark.parametrize(
    ("config", "matter", "own", "status"),
    [
        ("theme: jekyll-theme-chirpy\n", "media_subpath: /img/a/", False, "ok"),
        ("theme: jekyll-theme-chirpy\nbaseurl: /b\n", "img_path: img/a", False, "ok"),
        ("remote_theme: Cotes2020/Jekyll-Theme-Chirpy\n", "media_subpath: /img/a", False, "ok"),
        ("", "img_path: /img/a", True, "ok"),
        ("", "img_path: /img/a", False, "broken-page"),
        ("theme: minima\n", "media_subpath: /img/a/", False, "broken-page"),
        ("theme: jekyll-theme-chirpy\n", "media_subpath: /img/b/", False, "broken-page"),
        ("theme: jekyll-theme-chirpy\n", "title: A", False, "broken-page"),
        ("theme: jekyll-theme-chirpy\ncdn: https://cdn.example\n", "title: A", False, "dynamic"),
    ],
)
def test_chirpy_looks_for_pictures_below_the_folder_that_a_page_names(
    tmp_path: Path, config: str, matter: str, own: bool, status: str
) -> None:
    files = {
        "_config.yml": config,
        "_posts/2024-01-01-p.md": f"---\n{matter}\n---\n![A picture](c%20d.png)\n",
    }
    if own:
        files["_includes/refactor-content.html"] = "{{ include.content }}"
    write_site(tmp_path, files)
    (tmp_path / "img/a").mkdir(parents=True)
    (tmp_path / "img/a/c d.png").write_bytes(b"")
    found = read_facts(SiteReader(load_site(tmp_path)))
    assert [each.verdict.status for each in found.links if each.link.element == "img"] == [status]


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ({}, "ok"),
        ({"_config.yml": "theme: jekyll-theme-chirpy\nbaseurl: /b\n"}, "ok"),
        ({"_config.yml": "theme: minima\n"}, "broken-page"),
        ({"Gemfile": "gem 'jekyll-theme-chirpy', '~> 6.0'\n"}, "ok"),
        ({"Gemfile": "gem 'jekyll-theme-chirpy', '~> 5.6'\n"}, "broken-page"),
        ({"Gemfile.lock": "GEM\n  specs:\n    jekyll-theme-chirpy (5.6.1)\n"}, "broken-page"),
        ({"_includes/refactor-content.html": "{{ include.content }}"}, "broken-page"),
        ({"_includes/refactor-content.html": "", "_includes/media-url.html": ""}, "ok"),
        ({"_includes/refactor-content.html": "", "_includes/img-url.html": ""}, "ok"),
        ({"notes/a.md": "---\nmedia_subpath: /img/b\n---\n![A picture](img/d.png)\n"}, "broken-page"),
    ],
)
def test_chirpy_looks_for_pictures_from_the_root_where_a_page_names_no_folder(
    tmp_path: Path, files: dict[str, str], status: str
) -> None:
    """``media-url.html`` of 7.4: ``include.subpath | default: '' | append: '/' | append: url``."""
    theme = "theme: jekyll-theme-chirpy\n"
    page = "---\npermalink: /a/\n---\n![A picture](img/d.png)\n"
    for path, text in {"_config.yml": theme, "notes/a.md": page, "img/d.png": "", **files}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    found = read_facts(SiteReader(load_site(tmp_path)))
    assert [each.verdict.status for each in found.links if each.link.element == "img"] == [status]


def test_what_a_theme_may_bring(tmp_path: Path) -> None:
    """Icons and manifests below ``assets``, and scripts that have their permalink at the root."""
    links = '<link rel="manifest" href="/assets/a/site.webmanifest"><script src="/app.js"></script>'
    (tmp_path / "a.html").write_text(f'---\n---\n{links}<script src="/js/app.js"></script>\n')
    for theme, status in (("theme: jekyll-theme-chirpy\n", "dynamic"), ("", "broken-page")):
        (tmp_path / "_config.yml").write_text(theme)
        found = read_facts(SiteReader(load_site(tmp_path)))
        assert [each.verdict.status for each in found.links] == [status, status, "broken-page"]


@pytest.mark.parametrize(
    ("config", "known"),
    [
        ("theme: elsewhere\n", ["search-input", "navbar", "_menu", "results", "toc"]),
        ("theme: just-the-docs\n", ["search-input", "menu-button", "edit-this-page", "main-header", "toc"]),
        ("remote_theme: pmarsceill/just-the-docs@v0.3.3\n", ["search-input", "back-to-top", "toc"]),
        ("remote_theme: https://github.com/Just-the-Docs/just-the-docs.git\n", ["search-results", "toc"]),
        ("remote_theme: alshedivat/al-folio\n", ["navbar", "giscus_thread", "toc-sidebar", "toc"]),
        ("theme: jekyll-theme-hydejack\n", ["_drawer", "_sidebar", "_main", "breadcrumbs", "toc"]),
        ("theme: minimal-mistakes-jekyll\n", ["results", "page-title", "footer", "toc"]),
        ("title: T\n", []),
    ],
)
def test_a_layout_of_a_theme_may_bring_the_ids_that_the_theme_has(
    config: str, known: list[str], tmp_path: Path
) -> None:
    """Of a theme that nobody has read these are what any of the others has."""
    others = ["other", *(["_menu"] if "_menu" not in known and "hydejack" not in config else [])]
    text = " ".join(f"[x](#{each})" for each in (*known, *others))
    write_site(tmp_path, {"_config.yml": config, "a.md": f"---\nlayout: post\n---\n{text}\n"})
    found = read_facts(SiteReader(load_site(tmp_path))).links
    assert [each.verdict.status for each in found] == ["ok"] * len(known) + ["broken-anchor"] * len(others)


LISTENS = "<script>addEventListener('hashchange', () => show(location.hash.slice(1)))</script>"


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ({"_includes/footer/custom.html": '<i id="x"></i>'}, "ok"),
        (
            {"_includes/footer/custom.html": "{% include a.html %}", "_includes/a.html": '<i id="x"></i>'},
            "ok",
        ),
        ({"_includes/footer/custom.html": '<i id="y"></i>'}, "broken-anchor"),
        ({"_includes/head/custom.html": LISTENS}, "dynamic"),
        ({"_layouts/default.html": '<b id="x">{{ content }}</b>'}, "ok"),
        (
            {"_layouts/default.html": "{% include a.html %}{{ content }}", "_includes/a.html": LISTENS},
            "dynamic",
        ),
        (
            {
                "_layouts/default.html": "{% include a.html %}{{ content }}",
                "_includes/a.html": LISTENS,
                "b.md": "{% include a.html %}",
            },
            "dynamic",
        ),
        ({"_layouts/default.html": "{% include grid.html %}{{ content }}"}, "dynamic"),
        ({"_layouts/slides.html": f'<b id="x">{{{{ content }}}}</b>{LISTENS}'}, "broken-anchor"),
        ({"_includes/i.html": f'<i id="x"></i>{LISTENS}', "b.md": "{% include i.html %}"}, "broken-anchor"),
    ],
)
@pytest.mark.parametrize("layout", ["single", "own"])
def test_a_theme_elsewhere_shows_files_of_the_site_in_place_of_its_own(
    layout: str, files: dict[str, str], status: str, tmp_path: Path
) -> None:
    """Jekyll takes an include or a layout of the site first, whoever asks for it."""
    own = {"_layouts/own.html": "{% include head.html %}{{ content }}"}
    pages = {
        "_config.yml": "theme: minimal-mistakes-jekyll\n",
        "a.md": f"---\nlayout: {layout}\n---\n[x](#x)\n",
    }
    if "b.md" in files:
        files = {**files, "b.md": f"---\n---\n{files['b.md']}\n"}
    write_site(tmp_path, {**pages, **own, **files})
    found = read_facts(SiteReader(load_site(tmp_path))).links
    assert [each.verdict.status for each in found if each.page == "a.md"] == [status]


def test_a_theme_that_is_not_asked_shows_nothing_of_the_site(tmp_path: Path) -> None:
    files = {
        "_config.yml": "theme: minimal-mistakes-jekyll\n",
        "_includes/footer/custom.html": f'<i id="x"></i>{LISTENS}',
        "_layouts/own.html": "{{ content }}",
        "a.md": "---\nlayout: own\n---\n[x](#x)\n",
    }
    write_site(tmp_path, files)
    found = read_facts(SiteReader(load_site(tmp_path))).links
    assert [each.verdict.status for each in found] == ["broken-anchor"]


@pytest.mark.parametrize("head", ["<h2>{{ page.title }}</h2>", "{% include head.html %}"])
def test_a_script_names_the_headings_of_layouts_by_what_the_page_says(head: str, tmp_path: Path) -> None:
    links = "[x](#all-of-it) [y](#none)"
    files = {
        "_includes/head.html": "<h2>{{ page.title }}</h2>",
        "_layouts/l.html": f"{head}{{{{ content }}}}<script>anchors.add();</script>",
        "a.md": f"---\nlayout: l\ntitle: All of it\n---\n{links}\n",
        "b.md": f"---\nlayout: l\ntitle: None\n---\n{links}\n",
    }
    write_site(tmp_path, files)
    found = read_facts(SiteReader(load_site(tmp_path)))
    assert {(each.page, each.link.href, each.verdict.status) for each in found.links} == {
        ("a.md", "#all-of-it", "dynamic"),
        ("a.md", "#none", "broken-anchor"),
        ("b.md", "#all-of-it", "broken-anchor"),
        ("b.md", "#none", "dynamic"),
    }


def test_a_script_gives_headings_ids_that_begin_as_it_says(tmp_path: Path) -> None:
    files = {
        "_layouts/l.html": "{{ content }}<script src='/js/toc.js'></script>",
        "js/toc.js": "$('.entry h2').each(function (number, item) { item.id = 'part' + number })",
        "a.md": "---\nlayout: l\n---\n## A\n\n[x](#part1) [y](#term-A) [z](/b.html#part1)\n",
        "b.md": "---\n---\n## B\n",
    }
    write_site(tmp_path, files)
    found = read_facts(SiteReader(load_site(tmp_path))).links
    statuses = {each.link.href: each.verdict.status for each in found if each.link.element == "a"}
    assert statuses == {"#part1": "dynamic", "#term-A": "broken-anchor", "/b.html#part1": "broken-anchor"}


@pytest.mark.parametrize(
    ("heading", "statuses"),
    [
        ("Well done", ["dynamic", "broken-anchor"]),
        ("Well done[^1]", ["dynamic", "dynamic"]),
        ("Well done {{ site.time }}", ["dynamic", "dynamic"]),
    ],
)
def test_a_script_names_headings_by_what_they_show(heading: str, statuses: list[str], tmp_path: Path) -> None:
    """The mark of a note shows the note's number, which kramdown leaves out of what a heading says."""
    script = "<script>anchors.add();</script>"
    text = f"## {heading}\n\n[x](#well-done) [y](#other)\n\n[^1]: n\n\n{script}\n"
    write_site(tmp_path, {"_config.yml": "kramdown: {auto_ids: false}\n", "a.md": f"---\n---\n{text}"})
    found = read_facts(SiteReader(load_site(tmp_path))).links
    assert [each.verdict.status for each in found if each.link.text in ("x", "y")] == statuses


def test_chirpy_rewrites_addresses_of_images_alone(tmp_path: Path) -> None:
    """``refactor-content.html`` splits the text at ``<img `` (2.0 to 7.4)."""
    media = '<video src="c.mp4"></video><audio src="c.mp4"></audio><video><source src="c.mp4"></video>'
    post = f'---\nmedia_subpath: /m\n---\n<img src="c.mp4" alt="">{media}\n'
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_posts/2024-01-01-p.md").write_text(post)
    (tmp_path / "_config.yml").write_text("theme: jekyll-theme-chirpy\n")
    (tmp_path / "m").mkdir()
    (tmp_path / "m/c.mp4").write_bytes(b"")
    found = read_facts(SiteReader(load_site(tmp_path)))
    assert {(each.link.element, each.verdict.status) for each in found.links} == {
        ("img", "ok"),
        *((element, "broken-page") for element in ("video", "audio", "source")),
    }


@pytest.mark.parametrize(
    ("test", "status"),
    [
        ("{% assign now = 'now' | date: '%s' | times: 1 %}{% if now > due %}", "broken-page"),
        ("{% assign now = site.time | date: '%s' | plus: 0 %}{% if due <= now %}", "broken-page"),
        ("{% assign now = 'now' | date: '%s' | minus: 86400 %}{% if now >= due %}", "broken-page"),
        ("{% assign now = 'now' | date: '%s' %}{% if now > day %}", "broken-page"),
        ("{% assign now = 'now' | date: '%s' | times: 1 %}{% if now < due %}", None),
        ("{% assign now = 'now' | date: '%s' | times: 1 %}{% if now > late %}", None),
        ("{% assign now = 'now' | date: '%s' | times: 1 %}{% if now < late %}", "broken-page"),
        ("{% if site.time > page.when %}", "broken-page"),
        ("{% if page.when >= site.time %}", None),
        ("{% if site.time < page.then %}", "broken-page"),
        ("{% if site.time < page.day %}", None),  # Ruby compares no time with a day: the build stops
        ("{% assign now = site.time | date: '%s' | times: 1 %}{% if now < today %}", "dynamic"),
        ("{% assign year = 'today' | date: '%-y' | times: 1 %}{% if year > 14 %}", "broken-page"),
        ("{% assign year = site.time | date_to_string | slice: -4, 4 %}{% if year < '2015' %}", None),
        ("{% assign hour = 'now' | date: '%Y-%m-%d %H' %}{% if hour < '2015' %}", "dynamic"),
        ("{% assign now = 'now' | date: '%s' | minus: 9000000000 %}{% if now > due %}", None),
        ("{% assign now = 'now' | date: '%s' | times: 2 %}{% if now > due %}", "dynamic"),
        ("{% assign now = 'now' | date: '%Y' | times: 1 %}{% if now > due %}", None),
        ("{% assign now = 'now' | date: '%s' %}{% if now > 'a' %}", "dynamic"),
    ],
)
def test_a_day_that_is_over_or_still_to_come(tmp_path: Path, test: str, status: str | None) -> None:
    given = (
        "{% assign day = '2015-01-01' | date: '%s' %}{% assign due = day | times: 1 %}"
        "{% assign late = '2999-01-01' | date: '%s' | times: 1 %}"
        "{% assign today = page.today | date: '%s' | times: 1 %}"
    )
    today = f"{datetime.now(timezone.utc):%Y-%m-%d}"
    matter = f"when: 2015-01-01 10:00:00\nthen: 2999-01-01 10:00:00\nday: 2015-01-01\ntoday: {today}"
    text = f'---\n{matter}\n---\n{given}{test}<a href="/no.html">x</a>{{% endif %}}\n'
    (tmp_path / "index.html").write_text(text)
    links = read_facts(SiteReader(load_site(tmp_path))).links
    assert [each.verdict.status for each in links] == ([status] if status else [])


@pytest.mark.parametrize("ruby", ["", "module Bust\n  def bust_file_cache(name)\n    x(name)\n  end\nend\n"])
def test_an_address_behind_which_a_plugin_writes_a_digest_is_judged(tmp_path: Path, ruby: str) -> None:
    (tmp_path / "_plugins").mkdir()
    (tmp_path / "_plugins" / "bust.rb").write_text(
        ruby + "Liquid::Template.register_filter(Bust)\n" if ruby else "# nothing\n"
    )
    (tmp_path / "_config.yml").write_text("title: T\n" + ("" if ruby else "plugins: [jekyll-cache-bust]\n"))
    (tmp_path / "a.js").write_text("1")
    (tmp_path / "index.html").write_text(
        "---\ntitle: T\n---\n<script src=\"{{ '/a.js' | relative_url | bust_file_cache }}\"></script>\n"
        "<script src=\"{{ '/b.js' | bust_file_cache }}\"></script>\n"
    )
    facts = read_facts(SiteReader(load_site(tmp_path)))
    assert [link.verdict.status for link in facts.links] == ["ok", "broken-page"]


def test_a_link_that_a_layout_shows_with_the_content_is_judged_where_it_is_written(tmp_path: Path) -> None:
    files = {
        "_layouts/x.html": "{{ content }}<b>{{ page.content }}</b>"
        "{% if site.github.fork %}<a href='/b'>b</a>{% endif %}",
        "_config.yml": "plugins: [jekyll-github-metadata]\n",
        "_posts/2024-01-01-a.md": "---\ntitle: A\nlayout: x\n---\n[gone](/gone)\n",
        "_posts/2024-01-02-b.md": "---\ntitle: B\nlayout: x\n---\n[good](/2024/01/01/a.html)\n",
    }
    write_site(tmp_path, files)
    links = read_facts(SiteReader(load_site(tmp_path))).links
    found = [(link.page[:6], link.link.href, link.verdict.status, len(link.on)) for link in links]
    assert [row for row in found if row[2] != "ok"] == [
        ("_posts", "/gone", "broken-page", 1),
        ("_posts", "/b", "dynamic", 2),
    ]


def test_an_anchor_of_the_page_itself_is_looked_for_there_in_each_language(tmp_path: Path) -> None:
    """jekyll-polyglot gives the page of the default language the address at the root."""
    config = "languages: [zh, en]\ndefault_lang: zh\nplugins: [jekyll-polyglot]\n"
    (tmp_path / "_config.yml").write_text(config)
    head = "---\ntitle: T\npermalink: /a/\nlang: "
    (tmp_path / "zh.md").write_text(f"{head}zh\n---\n# Chapter\n\n[a](#chapter) [b](#tips)\n")
    (tmp_path / "en.md").write_text(f"{head}en\n---\n# Tips\n\n[a](#tips) [b](#chapter)\n")
    found = check_site(RunOptions(str(tmp_path), read_settings(None), jobs=1))
    broken = [(f.path, f.message) for f in found.findings if f.rule == "broken-anchor"]
    assert broken == [
        ("en.md", "this page has no anchor #chapter"),
        ("zh.md", "this page has no anchor #tips"),
    ]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{% parts page %}{{ content }}", "dynamic"),
        ("{% include p.html %}{{ content }}", "dynamic"),
        ("{{ content }}", "broken-anchor"),
        ("{% seo %}{% octicon x %}{% last_modified_at %}{{ content }}", "broken-anchor"),
        ("{{ site.github.x }}{{ content }}", "broken-anchor"),
        ("<p class='{% parts %}'>{{ content }}", "broken-anchor"),
    ],
)
def test_a_tag_of_an_unread_plugin_in_a_layout_may_bring_anchors(
    body: str, status: str, tmp_path: Path
) -> None:
    files = {
        "_config.yml": "title: T\nplugins: [jekyll-parts]\n",
        "_includes/p.html": "{% parts page %}",
        "_layouts/l.html": f"<html><head>{{% icons %}}</head><body>{body}</body></html>",
        "index.md": "---\nlayout: l\n---\nx\n",
        "b.md": "---\n---\n[x](/#gone)\n",
    }
    write_site(tmp_path, files)
    found = read_facts(SiteReader(load_site(tmp_path)))
    assert [each.verdict.status for each in found.links] == [status]


@pytest.mark.parametrize(
    ("printed", "fragment", "status"),
    [
        ("{{ page.title | mine }}", "any", "dynamic"),
        ("{% for p in site.pages %}<i id='{{ p.title | mine }}'></i>{% endfor %}", "any", "dynamic"),
        ("x-{{ page.title | mine }}-z", "x-any-z", "dynamic"),
        ("x-{{ page.title | mine }}-z", "any-z", "broken-anchor"),
        ("x-{{ page.title | mine }}-z", "x-any", "broken-anchor"),
        ("aba{{ page.title | mine }}bab", "abab", "broken-anchor"),
        ("é{{ page.title | mine }}", "%C3%A9t%C3%A9", "dynamic"),
        ("{{ page.title }}", "any", "broken-anchor"),
    ],
)
def test_an_id_of_a_layout_that_is_not_known_may_be_the_anchor(
    tmp_path: Path, printed: str, fragment: str, status: str
) -> None:
    files = {
        "_plugins/a.rb": "module M\n  def mine(x)\n    `x`\n  end\nend\nLiquid::Template.register_filter(M)\n",
        "_layouts/l.html": printed if "<" in printed else f"<p id='{printed}'></p>",
        "_config.yml": "title: T\n",
        "a.md": "---\ntitle: A\nlayout: l\n---\n",
        "index.md": f"---\ntitle: T\n---\n[a](/a.html#{fragment})\n",
    }
    write_site(tmp_path, files)
    (link,) = read_facts(SiteReader(load_site(tmp_path))).links
    assert link.verdict.status == status


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("{{ site.github.url }}/no.html", ("BASE/no.html", "broken-page")),
        ("{{ site.github.url }}/index.html#a", ("BASE/index.html#a", "broken-anchor")),
        ("{{ '/' | prepend: site.github.url }}", ("BASE/", "ok")),
        ("{{ site.github.url }}", ("BASE/", "ok")),
        ("{{ site.github.url }}#no", ("BASE/#no", "broken-anchor")),
        ("{{ site.github.url }}no.html", (None, "dynamic")),
        ("{{ site.github.url }}/{{ site.github.x }}", (None, "dynamic")),
        ("{{ site.github.x }}{{ site.github.url }}/no.html", (None, "dynamic")),
        ("/x{{ site.github.url }}/no.html", (None, "dynamic")),
        ("{{ site.github.repository_url }}/no.html", (None, "dynamic")),
    ],
)
@pytest.mark.parametrize("base", ["", "/base"])
def test_an_address_below_that_of_the_site_leads_to_the_site(
    tmp_path: Path, base: str, address: str, found: tuple[str | None, str]
) -> None:
    (tmp_path / "_config.yml").write_text(f'baseurl: "{base}"\n')
    (tmp_path / "index.html").write_text(f'---\n---\n<a href="{address}">x</a>\n')
    links = read_facts(SiteReader(load_site(tmp_path))).links
    href, status = found
    meant = href.replace("BASE", base) if href is not None else None
    assert [(each.link.href, each.verdict.status) for each in links] == [(meant, status)]


def test_a_name_after_the_address_of_the_site_and_two_slashes_is_no_host(tmp_path: Path) -> None:
    text = '---\npermalink: /a/\n---\n<a href="{{ site.github.url }}/{{ page.url }}">x</a>\n'
    write_site(tmp_path, {"_config.yml": "title: T\n", "index.html": text})
    (link,) = read_facts(SiteReader(load_site(tmp_path))).links
    assert (link.link.href, link.verdict.status) == ("/a/", "ok")


def test_the_most_frequent_reason_is_told_first() -> None:
    pages = (Tally(dynamic=(("z", 1), ("c", 1))), Tally(dynamic=(("c", 1), ("b", 1), ("a", 1))))
    assert added(pages).dynamic == (("c", 2), ("a", 1), ("b", 1), ("z", 1))


@pytest.mark.parametrize(
    ("layout", "link", "status"),
    [
        ("<section id='s-{{ page.title }}'>{{ content }}</section>", "img/a.png", "dynamic"),
        ("<section id='s-{{ page.title }}'>{{ content }}</section>", "#s-B", "dynamic"),
        ("<section id='s-{{ page.title }}'>{{ content }}</section>", "#s-C", "broken-anchor"),
        ("<section>{{ content }}</section>", "/img/none.png", "broken-page"),
        ("<body>{{ content }}</body>", "img/a.png", "broken-page"),
        ("<!DOCTYPE html>{{ content }}", "img/a.png", "broken-page"),
        ("{% include top.html %}{{ content }}", "img/a.png", "broken-page"),
    ],
    ids=str,
)
def test_a_document_that_is_no_whole_page_may_be_shown_on_others(
    tmp_path: Path, layout: str, link: str, status: str
) -> None:
    files = {
        "_config.yml": "title: T\ncollections: {parts: {output: true}}\n",
        "_layouts/part.html": layout,
        "_parts/a.html": f"---\nlayout: part\ntitle: A\n---\n<a href='{link}'>x</a>\n",
        "_parts/b.html": "---\nlayout: part\ntitle: B\n---\nb\n",
        "img/a.png": "",
        "index.html": "---\n---\n<body>{% for part in site.parts %}{{ part.content }}{% endfor %}</body>\n",
    }
    write_site(tmp_path, files)
    links = read_facts(SiteReader(load_site(tmp_path))).links
    assert [each.verdict.status for each in links if each.page == "_parts/a.html"] == [status]


def test_a_page_is_no_piece(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("title: T\n")
    for name in ("img", "sub"):
        (tmp_path / name).mkdir()
    (tmp_path / "img" / "a.png").write_text("")
    (tmp_path / "sub" / "a.html").write_text("---\n---\n<a href='img/a.png'>x</a>\n")
    assert [each.verdict.status for each in read_facts(SiteReader(load_site(tmp_path))).links] == [
        "broken-page"
    ]


@pytest.mark.parametrize(
    ("filter_", "href", "status"),
    [
        ("replace: '$IMG', '/img'", "$IMG/a.html", "dynamic"),
        ('replace_first: "@@", "/img"', "/x/@@/a.html", "dynamic"),
        ("remove: '[x]'", "/[x]gone", "dynamic"),
        ("replace: '$IMG', '/img'", "$OTHER/a.html", "broken-page"),
        ("replace: '$IMG', '/img'", "/img/a.html", "broken-page"),
        ("replace: '.md', '.html'", "/a.md", "broken-page"),
        ("append: '$IMG'", "$IMG/a.html", "broken-page"),
        ("replace: '$', '/img'", "$/a.html", "dynamic"),
    ],
)
def test_what_a_layout_puts_something_in_place_of_may_lead_anywhere(
    filter_: str, href: str, status: str, tmp_path: Path
) -> None:
    files = {
        "_layouts/l.html": f"{{{{ content | {filter_} }}}}",
        "index.html": f"---\nlayout: l\n---\n<a href='{href}'>x</a>\n",
    }
    facts = read_facts(SiteReader(load_site(write_site(tmp_path, files))))
    assert {each.verdict.status for each in facts.links if each.link.href == href} == {status}


@pytest.mark.parametrize(
    ("template", "status"),
    [
        ("{{ page.url | replace: '%20', '-' }}", "broken-page"),
        ("{% assign crumbs = page.url | split: '/' %}{% for crumb in crumbs %}{{ crumb | replace: '%20', '-' }}{% endfor %}",
         "broken-page"),
        ("{% capture url %}{{ page.url }}{% endcapture %}{{ url | replace: '%20', '-' }}", "broken-page"),
        ("{% assign a = content %}{% assign b = a | strip %}{{ b | replace: '%20', '-' }}", "dynamic"),
        ("{% for part in parts %}{{ part | remove: '%20' }}{% endfor %}{% assign parts = content | split: '<p>' %}", "dynamic"),
        ("{% capture text %}<b>{{ content }}</b>{% endcapture %}{{ text | replace: '%20', '-' }}", "dynamic"),
        ("{%- capture 'text' -%}{% include a.html %}{%- endcapture -%}{{ text | replace: '%20', '-' }}", "dynamic"),
        ("{{ include.text | replace: '%20', '-' }}", "dynamic"),
        ("{{ post.excerpt | replace: '%20', '-' }}", "dynamic"),
        ("{{ body | replace: '%20', '-' }}", "dynamic"),
        ("{% assign part = parts | first %}{{ part | replace: '%20', '-' }}", "dynamic"),
        ("{% capture a %}<b>{{- body }}</b>{% endcapture %}{{ a | replace: '%20', '-' }}", "dynamic"),
        ("{{ parts.last | replace: '%20', '-' }}", "dynamic"),
        ("{% capture a %}So b{{- page.url }}{% endcapture %}{{ a | replace: '%20', '-' }}", "broken-page"),
        ("{{- 'a%20b' | replace: '%20', '-' -}}", "broken-page"),
        ("{% assign a = b %}" * 2 + "".join(f"{{% assign v{n} = v{n + 1} %}}" for n in range(12))
         + "{% assign v12 = content %}{{ v0 | replace: '%20', '-' }}", "dynamic"),
    ],
)  # fmt: skip
def test_what_is_replaced_in_no_text_of_a_page_is_no_token(
    template: str, status: str, tmp_path: Path
) -> None:
    files = {
        "_includes/crumbs.html": template,
        "_includes/a.html": "",
        "index.html": "---\n---\n<a href='/gone%20a.html'>x</a>\n",
    }
    facts = read_facts(SiteReader(load_site(write_site(tmp_path, files))))
    assert [each.verdict.status for each in facts.links] == [status]
