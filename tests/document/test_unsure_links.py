"""Links that something may mend: own Ruby that changes texts, a script that stands in for a missing image."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import SiteReader
from sitecheck.engine.check_site import check_site
from sitecheck.engine.listings.listing import read_facts
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll import load_site

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
    ("html", "broken"),
    [
        ('<img src="/no.png" onerror="x()" alt="a">', False),
        ('<picture><source srcset="/no.webp"><img src="/a.png" alt="a" onerror="x()"></picture>', False),
        ('<picture><source srcset="/no.webp"><img src="/a.png" alt="a"></picture>', True),
        ('<img src="/a.png" alt="a" onerror="x()"> <img src="/no.png" alt="a">', True),
    ],
)
def test_an_image_for_which_a_script_stands_in_is_not_missing(
    tmp_path: Path, html: str, broken: bool
) -> None:
    (tmp_path / "a.png").write_bytes(b"")
    (tmp_path / "_config.yml").write_text("title: T\n")
    (tmp_path / "index.html").write_text(f"---\ntitle: T\n---\n{html}\n")
    found = check_site(RunOptions(str(tmp_path), read_settings(None), jobs=1))
    assert any(finding.rule == "missing-image" for finding in found.findings) is broken


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
