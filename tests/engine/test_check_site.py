"""Whole small sites: settings and files in, exactly the findings and figures out."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

from sitecheck.document import Input, reader
from sitecheck.engine.check_site import _limits_once, _unread_pages, check_site
from sitecheck.engine.reading import read_site, work_shares
from sitecheck.engine.reading.open_site import Call
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.errors import MachineError
from sitecheck.model.finding import Finding, Related, Severity
from sitecheck.model.report import RunReport
from sitecheck.model.span import LineIndex, Place, Span
from sitecheck.testing import write_site
from sitecheck.text.yaml_scalar import UTC
from sitecheck.text.yaml_tree import YamlDocument, load_yaml

PAGE = "---\ntitle: A page\n---\n"
TITLE = "<html lang=en><head><title>{{ page.title }}</title></head><body>{{ content }}</body></html>"
SHOWN = "---\nlayout: l\ntitle: A page\n---\n"
ON_PAGE = "---\nlayout: page\ntitle: A page\n---\n"
GONE = f"{PAGE}[x](gone.html)\n"
FONT = "<font>x</font>\n"
OWN_TAG = "class Own < Liquid::Tag\nend\nLiquid::Template.register_tag('own', Own)\n"

Files = Mapping[str, str | bytes]


def checked(folder: Path, files: Files, settings: str = "", **options: object) -> RunReport:
    """The report on a site of these files under these settings."""
    write_site(folder, {"_config.yml": "title: T\n", **files})
    chosen = folder.parent / ".sitecheck.yml"
    chosen.write_text(settings, "utf-8")
    return check_site(RunOptions(str(folder), read_settings(str(chosen)), jobs=1, **options))  # type: ignore[arg-type]


def told(report: RunReport) -> list[str]:
    """A finding as ``path:line:column severity rule``, with the number of pages unless it is one."""
    assert report.crashes == ()
    lines = []
    for finding in report.findings:
        point = LineIndex(report.sources.text(finding.path) or "").point(finding.place.span.start)
        pages = f" on {finding.pages} pages" if finding.pages != 1 else ""
        where = f"{finding.path}:{point.line}:{point.column}"
        lines.append(f"{where} {finding.severity.label} {finding.rule}{pages}")
    return lines


class Case(NamedTuple):
    """A site and what must be told of it."""

    name: str
    settings: str
    files: Files
    told: tuple[str, ...] = ()


INCLUDING = {f"{name}.md": f"{PAGE}{{% include old.html %}}\n" for name in "abc"}

NO_TEXT = (
    *(
        "png",
        "jpg",
        "jpeg",
        "gif",
        "webp",
        "avif",
        "ico",
        "bmp",
        "pdf",
        "zip",
        "gz",
        "ds_store",
        "woff",
        "woff2",
    ),
    *("ttf", "otf", "eot", "mp3", "mp4", "webm", "ogg", "wav", "mov", "tgz", "tar", "bz2", "xz", "7z", "rar"),
    *("jar", "tif", "tiff", "heic", "psd", "swp", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "pyc"),
    "sqlite",
)
CASES = (
    Case(
        "a loop shows a fault many times on one page",
        "select: [obsolete-html, broken-link]\n",
        {
            "_includes/old.html": f'{FONT}<a href="/gone">x</a>\n',
            **{
                f"{name}.html": f"{PAGE}{{% for i in (1..9) %}}{{% include old.html %}}{{% endfor %}}\n"
                for name in "ab"
            },
        },
        (
            "_includes/old.html:1:1 info obsolete-html on 2 pages",
            "_includes/old.html:2:10 error broken-link on 2 pages",
        ),
    ),
    # Which rules are on, and how much they weigh
    Case("recommended rules by default", "", {"a.md": GONE}, ("a.md:4:5 error broken-link",)),
    Case("one rule", "select: [empty-title]", {"a.md": GONE.replace("A page", "''")}, ("a.md:2:8 warning empty-title",)),
    Case("a group", "select: links", {"a.md": GONE + FONT}, ("a.md:4:5 error broken-link",)),
    Case("a strict rule by name", "select: [title-length]\nrules: {title-length: {max: 3}}", {"a.md": SHOWN, "_layouts/l.html": TITLE}, ("a.md:3:8 info title-length",)),
    Case("ignored rule", "ignore: [broken-link]", {"a.md": GONE}),
    Case("ignored group", "ignore: [links]", {"a.md": GONE}),
    Case("other severity", "rules: {broken-link: info}", {"a.md": GONE}, ("a.md:4:5 info broken-link",)),
    Case("severity beside options", "select: [title-length]\nrules: {title-length: {max: 3, severity: error}}", {"a.md": SHOWN, "_layouts/l.html": TITLE}, ("a.md:3:8 error title-length",)),
    Case("excluded file", "exclude: [old/]", {"old/a.md": GONE, "a.md": GONE}, ("a.md:4:5 error broken-link",)),
    Case(
        "override: ignore", "overrides: [{files: [old/], ignore: [broken-link]}]",
        {"old/a.md": GONE, "a.md": GONE}, ("a.md:4:5 error broken-link",),
    ),
    Case(
        "override: select", "select: [empty-title]\noverrides: [{files: old/, select: [broken-link]}]",
        {"old/a.md": GONE, "a.md": GONE}, ("old/a.md:4:5 error broken-link",),
    ),
    Case(
        "override: ignore wins over its own select", "select: [empty-title]\noverrides: [{files: '*', select: [links], ignore: [broken-link]}]",
        {"a.md": GONE},
    ),
    Case(
        "override: severity, over the site's", "rules: {broken-link: info}\noverrides: [{files: old/, rules: {broken-link: warning}}]",
        {"old/a.md": GONE, "a.md": GONE}, ("a.md:4:5 info broken-link", "old/a.md:4:5 warning broken-link"),
    ),
    Case(
        "overrides: the last word counts", "overrides: [{files: old/, ignore: [broken-link]}, {files: old/a.md, select: [broken-link]}]",
        {"old/a.md": GONE, "old/b.md": GONE}, ("old/a.md:4:5 error broken-link",),
    ),
    # One fault is told once, where it is written
    Case("front matter that is no mapping", "", {"a.md": "---\ntitle:A\n---\n"}, ("a.md:2:1 error invalid-front-matter",)),
    Case("a fault of an include", "select: [obsolete-html]", {"_includes/old.html": FONT, **INCLUDING}, ("_includes/old.html:1:1 info obsolete-html on 3 pages",)),
    Case(
        "a fault of a layout", "",
        {"_layouts/l.html": '<a href="/gone/">x</a>\n', **{f"{n}.md": f"---\nlayout: l\ntitle: {n}\n---\n" for n in "ab"}},
        ("_layouts/l.html:1:10 error broken-link on 2 pages",),
    ),
    Case("in the order of the text", "select: [all]\nignore: [front-matter, orphan-page]", {"a.md": f"{PAGE}{FONT}\n[x](gone.html) [y](/gone/)\n"}, (
        "a.md:4:1 info obsolete-html", "a.md:6:5 error broken-link", "a.md:6:20 error broken-link",
    )),
    # Comments
    Case("silenced by rule", "", {"a.md": GONE.replace("\n[", "\n<!-- sitecheck: ignore[broken-link] later -->\n[")}),
    Case("silenced by group", "", {"a.md": GONE.replace("\n[", "\n<!-- sitecheck: ignore[links] later -->\n[")}),
    Case("silenced where it is included", "", {
        "_includes/old.html": '<a href="/gone/">x</a>\n',
        "a.md": f"{PAGE}<!-- sitecheck: ignore[broken-link] later -->\n{{% include old.html %}}\n",
    }),
    Case("an include begins with text, not with YAML", "", {
        "a.md": f"{PAGE}{{% include b.md %}}\n",
        "_includes/b.md": "---\n\ntext: # sitecheck: ignore[broken-link] x\n[x](gone.html)\n\n---\n",
    }, ("_includes/b.md:4:5 error broken-link",)),
    Case("idle comment", "", {"a.md": f"{PAGE}<!-- sitecheck: ignore[broken-link] later -->\nText\n"}, ("a.md:4:1 warning unused-suppression",)),
    Case("idle comment of a rule that is off", "ignore: [broken-link]", {"a.md": f"{PAGE}<!-- sitecheck: ignore[broken-link] x -->\nText\n"}),
    Case("idle comment of a rule that did not run", "", {"a.md": f"{PAGE}<!-- sitecheck: ignore[dead-link] x -->\nText\n"}),
    Case("comments shown in code", "", {"a.md": f"{PAGE}```html\n<!-- sitecheck: ignore[broken-link] later -->\n```\n\n`<!-- sitecheck: ignore[x] -->`\n\n    <!-- sitecheck: disable -->\n"}),
    Case("a comment handed on by raw", "", {"a.md": PAGE + "{% raw %}{% comment %} sitecheck: ignore[x] {% endcomment %}{% endraw %}\n"}),
    Case("a comment of Liquid in code", "", {"a.md": PAGE + "```\n{% comment %} sitecheck: ignore[broken-link] x {% endcomment %}\n```\n"}, ("a.md:5:1 warning unused-suppression",)),
    Case("half idle comment", "", {"a.md": f"{PAGE}<!-- sitecheck: ignore[broken-link, image-alt] x -->\n[x](gone.html)\n"}, ("a.md:4:1 warning unused-suppression",)),
    Case("idle comment, weighed otherwise", "rules: {unused-suppression: error}", {"a.md": f"{PAGE}<!-- sitecheck: ignore[broken-link] x -->\nText\n"}, ("a.md:4:1 error unused-suppression",)),
    Case("idle comment, not wanted", "ignore: [unused-suppression]", {"a.md": f"{PAGE}<!-- sitecheck: ignore[broken-link] x -->\nText\n"}),
    Case("unknown rule in a comment", "", {"a.md": f"{PAGE}<!-- sitecheck: ignore[brokn-link] x -->\nText\n"}, ("a.md:4:1 warning invalid-suppression",)),
    Case("unknown rule in a comment, not wanted", "ignore: [invalid-suppression]", {"a.md": f"{PAGE}<!-- sitecheck: ignore[brokn-link] x -->\nText\n"}),
    Case("comment in front matter", "", {"a.md": "---\n# sitecheck: ignore-file[broken-link] x\ntitle: t\n---\n[x](gone.html)\n"}),
    Case("comment in a settings file of the site", "", {
        "_config.yml": "# sitecheck: ignore-file[invalid-config] x\ntimezone: Mars/Base\n", "a.md": PAGE,
    }),
    # Files that are no text
    Case("a page that is no UTF-8", "", {"a.md": b"---\ntitle: t\n---\n\xff\n"}, ("a.md:1:1 error undecodable-file",)),
    Case("a picture among the drafts and posts", "", {
        "_drafts/a/b.jpg": b"\xff\xd8\xff\xe0\x00", "_posts/2024-05-06-c.png": b"\x89PNG", "_drafts/d.md": b"\xff",
    }, ("_drafts/d.md:1:1 warning undecodable-file",)),
    Case("an include that is no UTF-8", "", {
        "_config.yml": "remote_theme: a/b\n", "_includes/a.html": b"\xff\n", "b.md": "---\nlayout: d\ntitle: t\n---\n", "_layouts/d.html": "{% include gone.html %}",
    }, ("_includes/a.html:1:1 warning undecodable-file",)),
    Case("a picture and an archive among includes", "", {
        "_config.yml": "remote_theme: a/b\n", "_includes/a.ico": b"\xff\n", "_includes/a/b.tgz": b"\x1f\x8b\n", "b.md": "---\nlayout: d\ntitle: t\n---\n", "_layouts/d.html": "{% include gone.html %}",
    }, ()),
    Case("what is no text among includes, in capitals, too", "", {
        "_config.yml": "remote_theme: a/b\n", "b.md": "---\nlayout: d\ntitle: t\n---\n", "_layouts/d.html": "{% include gone.html %}",
        **{f"_includes/a.{ending}": b"\xff\n" for ending in (*NO_TEXT, "PNG", "Tar.Gz")}, "_includes/a.dat": b"\xff\n",
    }, ("_includes/a.dat:1:1 warning undecodable-file",)),
    Case("layouts that are no text", "", {
        "_layouts/idle.html": b"\xff", "_layouts/nul.html": b"{{ content }}\0", "_layouts/used.html": b"\xff",
        "a.md": "---\nlayout: used\ntitle: t\n---\n", "b.md": "---\nlayout: nul\ntitle: b\n---\n",
    }, ("_layouts/nul.html:1:1 info partly-checked on 2 pages", "_layouts/nul.html:1:1 warning undecodable-file", "_layouts/used.html:1:1 error undecodable-file")),
    Case("a static file in UTF-16", "", {"a.html": "---\ntitle: t\n---\n".encode("utf-16"), "b.md": PAGE}, ("a.html:1:1 warning undecodable-file",)),
    Case("a static file in Latin 1", "", {"a.html": b"<p>\xe9</p>\n", "b.md": PAGE}),
    Case("anchors of files that are no text", "", {
        "a.md": b"---\ntitle: t\n---\n# A\n\x00\n", "b.html": b"<p id='b'>\xe9</p>\n", "c.md": f"{PAGE}[x](a.html#a) [x](b.html#b)\n",
    }, ("a.md:1:1 warning undecodable-file",)),
    # Anchors: of the page, of what stands around it, and where others may be
    Case("anchor of a layout of a layout", "", {
        "_layouts/base.html": '<b id="base"></b>{{ content }}', "_layouts/l.html": '---\nlayout: base\n---\n<b id="inner"></b>{{ content }}',
        "a.md": f"{SHOWN}[x](#base) [x](#inner) [x](#none)\n",
    }, ("a.md:5:28 error broken-anchor",)),
    Case("anchor of an include of a layout", "", {
        "_includes/i.html": '<b id="i"></b>', "_layouts/l.html": "{% include i.html %}{{ content }}", "a.md": f"{SHOWN}[x](#i) [x](#none)\n",
    }, ("a.md:5:13 error broken-anchor",)),
    Case("anchor that a theme brings", "", {"_config.yml": "theme: planks\n", "a.md": f"{ON_PAGE}[x](#footer) [x](#none)\n"}, ("a.md:5:18 error broken-anchor",)),
    Case("anchor that no theme brings", "", {"a.md": f"{SHOWN}[x](#footer)\n", "_layouts/l.html": "{{ content }}"}, ("a.md:5:5 error broken-anchor",)),
    Case("anchor of a theme's include", "", {
        "_config.yml": "theme: minima\n", "_layouts/l.html": "{% include head.html %}{{ content }}", "a.md": f"{SHOWN}[x](#footer) [x](#none)\n",
    }, ("a.md:5:18 error broken-anchor",)),
    Case("anchor that a tag may bring", "", {"_plugins/x.rb": OWN_TAG, "a.md": f"{PAGE}{{% own %}}\n[x](#none)\n"}),
    Case("anchor right behind a tag", "", {"_plugins/x.rb": OWN_TAG, "a.md": f"{PAGE}<b>{{% own %}}</b>\n[x](#none)\n"}),
    Case("a tag in an attribute brings no anchor", "", {"_plugins/x.rb": OWN_TAG, "a.md": f'{PAGE}<b class="{{% own %}}">x</b> [x](#none)\n'}, ("a.md:4:32 error broken-anchor",)),
    Case("a tag in an address brings no anchor", "", {"_plugins/x.rb": OWN_TAG, "a.md": f"{PAGE}[x]({{% own %}}) [x](#none)\n"}, ("a.md:4:20 error broken-anchor",)),
    Case("anchor on another page", "", {"a.md": f"{PAGE}[x](b.html#there) [x](b.html#none)\n", "b.md": f"{PAGE.replace('A', 'B')}## There\n"}, ("a.md:4:23 error broken-anchor",)),
    Case("anchor on a static page", "", {"a.md": f"{PAGE}[x](b.html#there) [x](b.html#none)\n", "b.html": '<b id="there"></b>'}, ("a.md:4:23 error broken-anchor",)),
    # A title is missed where somebody reads it, or may
    *(
        Case(f"a title read by {name}", "select: [missing-title]", {"a.md": "---\nlayout: l\n---\n", **files}, found)
        for name, files, found in (
            ("nobody", {"_layouts/l.html": "<head><title>Site</title></head>"}, ()),
            ("its layout", {"_layouts/l.html": TITLE}, ("a.md:1:1 warning missing-title",)),
            ("a layout further out", {"_layouts/l.html": "---\nlayout: base\n---\n", "_layouts/base.html": TITLE}, ("a.md:1:1 warning missing-title",)),
            ("an include of its layout", {"_layouts/l.html": "{% include i.html %}", "_includes/i.html": TITLE}, ("a.md:1:1 warning missing-title",)),
            ("another layout", {"_layouts/l.html": "<head><title>Site</title></head>", "_layouts/m.html": TITLE}, ()),
            ("no layout that is here", {}, ()),
            ("a theme, perhaps", {"_config.yml": "theme: some-theme\n"}, ()),
            ("an include of a theme, perhaps", {"_config.yml": "theme: some-theme\n", "_layouts/l.html": "{% include head.html %}"}, ()),
            ("jekyll-seo-tag, where the site has none", {"_config.yml": "plugins: [jekyll-seo-tag]\n", "_layouts/l.html": "<head>{% seo %}</head>", "Gemfile": ""}, ("_layouts/l.html:1:1 warning missing-title",)),
        )
    ),
    # Links in layouts and by full address
    Case("a layout's links", "", {"a.md": SHOWN, "_layouts/l.html": "".join(
        f'<a href="{href}">x</a>\n' for href in ("/gone/", "gone/", "../gone/", "#gone", "https://example.org/", "mailto:me@example.org", "{{ page.url }}x")
    )}, (
        "_layouts/l.html:1:10 error broken-link", "_layouts/l.html:2:10 error broken-link",
        "_layouts/l.html:3:10 error broken-link", "_layouts/l.html:4:10 error broken-anchor",
        "_layouts/l.html:7:10 error broken-link",
    )),
    Case("by full address: weighed less", "", {
        "_config.yml": "url: https://example.org\n", "b/index.md": PAGE, "a.md": f"{PAGE.replace('A', 'B')}[x](https://example.org/b/gone/) [x](//example.org/b/gone/) [x](https://example.org/else/)\n",
    }, ("a.md:4:5 warning broken-link", "a.md:4:38 warning broken-link")),
    Case("by full address, below a baseurl", "", {
        "_config.yml": "url: https://example.org\nbaseurl: /base\n", "b/index.md": PAGE, "a.md": f"{PAGE.replace('A', 'B')}[x](https://example.org/base/b/gone/) [x](https://example.org/b/gone/) [x](/b/) [x](/base/b/)\n",
    }, ("a.md:4:5 warning broken-link", "a.md:4:76 error broken-link")),
    Case("files of a build step", "", {"package.json": '{"scripts": {"build": "rollup -c"}}', "a.html": f'{PAGE}<link rel="stylesheet" href="/dist/a.css"><script src="/dist/a.js"></script>\n<img alt="" src="/dist/a.png">\n'}, ("a.html:5:18 error missing-image",)),
    Case("no file of a build step", "", {"package.json": '{"scripts": {"build": "rollup -c"}}', "a.html": f'{PAGE}<script src="/dist//a.js"></script>\n'}, ("a.html:4:14 error broken-link",)),
    # What is published
    Case("a draft is not judged", "", {"_drafts/a.md": GONE, "b.md": PAGE}),
    Case("a draft is judged when it is built", "jekyll: {drafts: true}", {"_drafts/a.md": GONE}, ("_drafts/a.md:4:5 error broken-link",)),
    Case("a post of the future is judged when it is built", "jekyll: {future: true}", {"_posts/2999-01-01-a.md": GONE}, ("_posts/2999-01-01-a.md:4:5 error broken-link",)),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_told(case: Case, tmp_path: Path) -> None:
    assert told(checked(tmp_path / "site", case.files, case.settings)) == list(case.told)


def test_figures(tmp_path: Path) -> None:
    files = {
        "a.md": f"{PAGE}[b](b.html) [c](gone.html) [d](https://example.org/) [e]({{{{ site.github.url }}}}y)\n",
        "b.md": f"{PAGE}<!-- sitecheck: ignore[broken-link] x -->\n[c](gone.html)\n",
        "c.css": "",
        "_includes/i.html": "",
    }
    report = checked(tmp_path / "site", files)
    links = report.links
    assert (links.proven, links.broken, links.dynamic, links.external, links.checked) == (1, 2, 1, 1, 0)
    assert (report.pages, report.suppressed, report.notices) == (2, 1, ())
    assert report.files == 5
    assert report.skipped_rules == ("dead-link", "missing-fragment", "moved-link", "tls-problem")
    assert {rule.id for rule in report.rules} >= {"broken-link", "dead-link"}


def test_links_of_a_layout_that_stands_around_no_page_are_not_counted_as_dynamic(tmp_path: Path) -> None:
    files = {
        "_layouts/used.html": "<a href='/{{ site.github.url }}y'>x</a>{{ content }}",
        "_layouts/idle.html": "<a href='{{ page.next.url }}'>x</a><a href='next.html'>x</a>",
        "a.md": "---\nlayout: used\ntitle: A\n---\n",
        "a.scss": "---\nlayout: idle\n---\n",
        "a.php": "---\nlayout: idle\n---\n",
    }
    assert checked(tmp_path / "site", files).links.dynamic == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("_posts/2999-01-31-a.md", "---\n# sitecheck: ignore-file[unpublished-post] soon\n---\n"),
        ("_posts/a.md", "---\n---\n<!-- sitecheck: ignore-file[unpublished-post] a list -->\n"),
        ("b.md", "---\npublished: # sitecheck: ignore[unpublished-post] not yet\n---\n"),
        ("_pages/a.md", "---\n---\n<!-- sitecheck: ignore-file[unread-folder] old -->\n"),
    ],
)
def test_comments_count_in_files_that_are_not_published(path: str, text: str, tmp_path: Path) -> None:
    report = checked(tmp_path, {"index.md": "---\n---\n", path: text}, "select: [all]\n")
    assert [finding for finding in report.findings if finding.path == path] == []
    assert report.suppressed == 1
    report = checked(tmp_path, {path: text.replace("ignore", "ignored")}, "select: [all]\n")
    assert "invalid-suppression" in [finding.rule for finding in report.findings if finding.path == path]


def test_only_some_files_are_told_of(tmp_path: Path) -> None:
    files = {
        "_includes/i.html": '<a href="/gone/">x</a>\n',
        "a.md": f"{PAGE}{{% include i.html %}}\n",
        "b.md": GONE,
    }
    assert told(checked(tmp_path / "site", files, only=("b.md",))) == ["b.md:4:5 error broken-link"]
    include = ["_includes/i.html:1:10 error broken-link"]
    assert told(checked(tmp_path / "site", files, only=("_includes/**",))) == include
    assert told(checked(tmp_path / "site", files, only=("a.md",))) == include, "by the page that shows it"
    data = {"_data/n.yml": "a: b: c\n"}
    assert told(checked(tmp_path / "site", data, only=("_data/**",))) == [
        "_data/n.yml:1:5 error invalid-data-file"
    ]


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("_data/t.csv", "a,b,c\n" * 100_001, "has more than 300,000 values; it is not read"),
        ("_data/t.json", f"[{'1,' * 300_001}1]", "has more than 300,000 values"),
        ("_data/t.yml", f"x: &x [{'1,' * 1000}]\ny: [{'*x,' * 301}]\n",
         "its aliases stand for more than 300,000 values"),
        ("_data/large.csv", b"a," * 15_000_001, "cannot be read: larger than 30 MB"),
    ],
)  # fmt: skip
def test_data_that_is_too_much_for_us_alone_is_no_error(
    path: str, text: str | bytes, message: str, tmp_path: Path
) -> None:
    (found,) = checked(tmp_path / "site", {"index.md": PAGE, path: text}).findings
    assert (found.rule, found.severity, found.message) == ("invalid-data-file", Severity.WARNING, message)
    assert found.help == "Jekyll reads it; here nothing is known of the values"


def test_a_file_that_is_copied_and_read_counts_once(tmp_path: Path) -> None:
    files = {"_config.yml": "", "index.md": PAGE, "o.html": "<p>x</p>\n", "a.css": "p {}\n", "a.png": "x"}
    assert checked(tmp_path / "site", files).files == len(files)


@pytest.mark.parametrize(
    ("files", "known", "words"),
    [
        ({"a.md": PAGE}, None, []),
        ({"a.md": PAGE}, frozenset[str](), ["would be published"]),
        ({"_config.yml": ""}, None, ["would be published"]),
    ],
)
def test_notices(files: Files, known: frozenset[str] | None, words: list[str], tmp_path: Path) -> None:
    notices = checked(tmp_path / "site", files, call=Call(known=known)).notices
    assert len(notices) == len(words)
    assert all(word in notice for word, notice in zip(words, notices, strict=True))


def test_a_site_without_configuration_is_noticed(tmp_path: Path) -> None:
    write_site(tmp_path, {"a.md": PAGE})
    (notice,) = check_site(RunOptions(str(tmp_path), read_settings(None), jobs=1)).notices
    assert "no _config.yml" in notice


def test_workers_tell_the_same(tmp_path: Path) -> None:
    files = {f"{number}.md": GONE + FONT * number for number in range(5)}
    settings = "select: [broken-link, obsolete-html]\n"
    alone = checked(tmp_path / "site", files, settings)
    chosen = read_settings(str(tmp_path / ".sitecheck.yml"))
    together = check_site(RunOptions(str(tmp_path / "site"), chosen, jobs=3))
    assert told(together) == told(alone)
    assert together.links == alone.links
    assert len(alone.findings) == 12  # four of one name on a page are told once


def test_a_machine_without_room_for_workers_reads_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one without ``/dev/shm``, where the locks of processes are."""
    files = {f"{number}.md": GONE for number in range(5)}
    alone = checked(tmp_path / "site", files, "")

    def executor(*_: object, **__: object) -> None:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", executor)
    monkeypatch.setattr(read_site, "WORKERS_FROM_BYTES", 0)
    monkeypatch.setattr(read_site, "processors", lambda: 2)
    site = str(tmp_path / "site")
    assert told(check_site(RunOptions(site, read_settings(None)))) == told(alone)
    with pytest.raises(MachineError, match="no worker processes: No such file or directory; try --jobs 1"):
        check_site(RunOptions(site, read_settings(None), jobs=2))


def test_yaml_is_parsed_once_and_changed_by_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Front matter is asked for when the site is read, when its files are, and where pages show others."""
    parsed: list[tuple[str, YamlDocument]] = []

    def load(text: str, **more: object) -> YamlDocument:
        parsed.append((text, load_yaml(text, **more)))  # type: ignore[arg-type]
        return parsed[-1][1]

    monkeypatch.setattr("sitecheck.text.front_matter.load_yaml", load)
    files = {
        "_config.yml": "defaults: [{scope: {path: ''}, values: {seo: {type: Page}, tags: [site]}}]\n",
        "_layouts/l.html": "---\nshown: {by: layout}\n---\n{{ content }}\n",
        "index.md": "---\nlayout: l\n---\n{% for post in site.posts %}{{ post.excerpt }}{{ post.tags }}{% endfor %}\n",
        "_posts/2020-01-01-one.md": "---\nlayout: l\ncategory: news\nseo: {name: One}\n---\nOne\n",
        "_posts/2021-01-01-two.md": "---\nlayout: l\ndate: yesterday\ntags: [a, [b]]\n---\nTwo\n",
    }
    checked(tmp_path / "site", files)
    texts = [text for text, _ in parsed]
    assert len(texts) == len(set(texts)) == 4, "a text for each file with front matter"
    for text, document in parsed:
        assert document == load_yaml(text, zone=UTC)


def test_a_file_of_many_findings_is_read_for_them_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    at_once = reader.read_file

    def counted(path: str, until: int = -1) -> bytes:
        read.append(os.path.basename(path))
        return at_once(path, until)

    monkeypatch.setattr(reader, "read_file", counted)
    times = {}
    for many in (1, 50):
        old = [f"/old{number}/" for number in range(many)]
        links = "\n\n".join(f"[x]({address})" for address in old)
        files = {
            "_config.yml": "plugins: [jekyll-redirect-from]\n",
            "index.md": f"---\ntitle: T\nredirect_from: {old}\n---\n{links}\n",
        }
        read.clear()
        report = checked(tmp_path / f"site{many}" / "s", files, "select: [redirected-link]\n")
        assert len(report.findings) == many
        times[many] = read.count("index.md")
    assert times[50] == times[1]


def test_a_list_of_the_settings_reaches_its_rule(tmp_path: Path) -> None:
    page = f'{PAGE}<script src="https://cdn.mathjax.org/mathjax/latest/MathJax.js"></script>\n'
    settings = "select: [deprecated-script]\n"
    assert told(checked(tmp_path / "site", {"a.md": page}, settings)) == ["a.md:4:14 error deprecated-script"]
    ignoring = settings + "rules: {deprecated-script: {ignore: [mathjax-cdn-host]}}\n"
    assert told(checked(tmp_path / "site", {"a.md": page}, ignoring)) == []


@pytest.mark.parametrize(
    ("ignore", "are_told"),
    [("img/", False), ("/img/", False), ("im", False), ("quay", True), ("img/x", True)],
)
def test_files_are_passed_over_by_how_their_paths_begin(ignore: str, are_told: bool, tmp_path: Path) -> None:
    settings = f"select: [unused-file]\nrules: {{unused-file: {{ignore: ['{ignore}']}}}}\n"
    files = {"img/quay.png": "", "_data/img.yml": "- a\n", "a.md": PAGE}
    at_picture = [each for each in told(checked(tmp_path / "site", files, settings)) if "quay" in each]
    assert bool(at_picture) is are_told


def _obsolete(files: Files, folder: Path) -> list[str]:
    return told(checked(folder, files, "select: [obsolete-html]\n"))


THEIRS = "---\nlayout: theirs\ntitle: B\n---\n"
BY_PROVIDER = "<html lang=en>{% case site.provider %}{% when 'a' %}{% include a.html %}{% when 'b' %}{% include b.html %}{% endcase %}"


@pytest.mark.parametrize(
    ("files", "seen"),
    [
        ({"_config.yml": "provider: b\n", "_layouts/l.html": BY_PROVIDER}, ["b"]),
        ({"_config.yml": "title: T\n", "_layouts/l.html": BY_PROVIDER}, []),
        ({"_layouts/l.html": "<html lang=en>{% if page.title %}{% include a.html %}{% endif %}"}, ["a"]),
        ({"_layouts/l.html": "<html lang=en>{% own %}{% include a.html %}{% endown %}"}, ["a"]),
        ({"_layouts/l.html": "<html lang=en>{% capture x %}{% include a.html %}{% endcapture %}"}, ["a"]),
        ({"_layouts/l.html": BY_PROVIDER, "_config.yml": "theme: other\n"}, []),
        ({"_layouts/l.html": BY_PROVIDER, "_config.yml": "theme: other\n", "b.md": THEIRS}, ["a", "b"]),
        ({"_layouts/l.html": BY_PROVIDER, "_config.yml": "x: [a.html]\n"}, ["a"]),
    ],
)
def test_what_no_page_shows_is_not_judged(files: Files, seen: list[str], tmp_path: Path) -> None:
    rest = {"index.html": SHOWN, "_includes/a.html": FONT, "_includes/b.html": FONT}
    assert _obsolete({**rest, **files}, tmp_path / "site") == [
        f"_includes/{name}.html:1:1 info obsolete-html" for name in seen
    ]


UNASKED = {"index.html": SHOWN, "_layouts/l.html": TITLE, "_layouts/old.html": FONT + "{% include b.html %}"}


@pytest.mark.parametrize(
    ("files", "seen"),
    [
        ({}, ["_layouts/old.html"]),
        ({"a.md": "---\nlayout: old\ntitle: A\n---\n"}, ["_includes/b.html", "_layouts/old.html"]),
        (
            {"_layouts/l.html": "---\nlayout: old\n---\n{{ content }}"},
            ["_includes/b.html", "_layouts/old.html"],
        ),
        ({"own.gemspec": ""}, ["_layouts/old.html"]),
        ({"_config.yml": "listing: {layout: old}\n"}, ["_layouts/old.html"]),
    ],
)
def test_what_is_wrong_in_a_layout_is_told_where_a_page_may_stand_in_it(
    files: Files, seen: list[str], tmp_path: Path
) -> None:
    rest = {**UNASKED, "_includes/b.html": FONT}
    found = told(checked(tmp_path / "site", {**rest, **files}, "select: [obsolete-html]"))
    assert sorted({line.partition(":")[0] for line in found}) == (seen if files else [])


@pytest.mark.parametrize(
    ("dear", "more"),
    [("a", ""), ("ab", " and one more layout"), ("abc", " and 2 more layouts"), ("", None)],
)
def test_layouts_that_are_too_much_work_are_told_once(
    dear: str, more: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the layout that is so on most pages, with some of the others, those of most pages first."""
    monkeypatch.setattr(work_shares, "SITE_STEPS", 12_000)
    monkeypatch.setattr(work_shares, "STEPS_PER_BYTE", 0)
    work = "{% for n in page.many %}{% for m in page.many %}{{ n }}{% endfor %}{% endfor %}"
    many = f"many: [{', '.join(['1'] * 60)}]"
    every = {"a1": "a", "b1": "b", "b2": "b", "c1": "c"}
    pages = {page: layout for page, layout in every.items() if layout in (dear or "abc")}
    files = {
        **{f"_layouts/{name}.html": f"{work if name in dear else ''}{{{{ content }}}}" for name in "abc"},
        **{f"{page}.md": f"---\nlayout: {layout}\n{many}\n---\n" for page, layout in pages.items()},
    }
    report = checked(tmp_path / "site", files, "select: [partly-checked]\n")
    if more is None:
        assert report.findings == ()
        return
    (found,) = report.findings
    assert found.message.startswith(f"rendering this{more} for each page takes too much work")
    order = [name for name in "bac" if name in dear]
    told = [found.path, *(each.place.path for each in found.related)]
    assert told == [f"_layouts/{name}.html" for name in order]
    assert found.pages == len(pages)


@pytest.mark.parametrize("number", [3, 4, 5, 6])
def test_what_is_checked_in_part_for_one_reason_is_told_once_where_it_is_so_at_many_places(
    number: int,
) -> None:
    found = [
        Finding("partly-checked", Severity.INFO, "too much", Place(f"{at}.md", Span(0, 0)), pages=2)
        for at in range(number)
    ]
    other = found[0]._replace(rule="x")
    told = list(_limits_once([*found, other, found[0]]))
    if number == 3:
        assert told == [other, *found, found[0]]
        return
    first = found[0]._replace(
        message=f"too much; so it is at {number - 1} more places",
        related=tuple(Related(each.place, "and here") for each in found[1:4]),
        pages=2 * (number + 1),
    )
    assert told == [other, first]


def test_what_jekyll_does_with_a_configuration_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    write_site(tmp_path, {"a.md": PAGE})
    config = tmp_path / "_config.yml"
    helps = []
    for make in (lambda: config.write_bytes(b"a: \xff\n"), lambda: (config.unlink(), config.mkdir())):
        make()
        found = check_site(RunOptions(str(tmp_path), read_settings(None), jobs=1)).findings
        helps += [each.help for each in found if each.rule == "invalid-config"]
    assert helps == ["Jekyll's build stops here", "Jekyll takes its defaults"]


def test_further_pages_that_are_not_read_are_counted_at_the_first_list(tmp_path: Path) -> None:
    later = [
        Input("a.html", "page", "/a2/"),
        Input("a.html", "page", "/a3/"),
        Input("b.html", "page", "/b2/"),
    ]
    lists: Any = SimpleNamespace(later_inputs=lambda: iter(later))
    for read, told in ((0, ["3 of 3"]), (1, ["2 of 3"]), (3, [])):
        found = list(_unread_pages(lists, (Input("a.html", "page"), *later[:read])))
        assert [each.message.rpartition(": ")[2] for each in found] == told
        assert {each.place.path for each in found} <= {"a.html"}
    later.reverse()
    assert [each.place.path for each in _unread_pages(lists, ())] == ["b.html"]
