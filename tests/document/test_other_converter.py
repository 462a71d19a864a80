"""Markdown that something else than kramdown converts: what kramdown makes of it is not told."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import Document, SiteReader
from sitecheck.jekyll import load_site
from sitecheck.jekyll.refusals import refusals
from sitecheck.text.source import Source

PAGE = "---\n---\n##Title\n\n[a] (b.html)\n"


def lock(release: str) -> str:
    return f"GEM\n  specs:\n    jekyll ({release})\n    rdiscount (2.2.7)\n    redcarpet (3.6.0)\n"


def page(folder: Path, markdown: str, **files: str) -> Document:
    for path, text in {"_config.yml": f"markdown: {markdown}\n", "index.md": PAGE, **files}.items():
        (folder / path).write_text(text, "utf-8")
    site = SiteReader(load_site(folder))
    source = site.source("index.md")
    assert isinstance(source, Source)
    return site.document(source, "page")


@pytest.mark.parametrize(
    ("markdown", "release", "is_other", "stops"),
    [
        ("redcarpet", "2.5.3", True, False),
        ("RDiscount", "3.8.7", True, False),
        ("redcarpet", "4.3.4", False, True),
        ("redcarpet", "", False, False),  # GitHub Pages takes kramdown
        ("kramdown", "2.5.3", False, False),
        ("GFM", "3.9.0", True, True),
        ("CommonMark", "3.9.0", False, False),
    ],
)
def test_a_release_before_4_has_other_converters(
    tmp_path: Path, markdown: str, release: str, *, is_other: bool, stops: bool
) -> None:
    files = {"Gemfile.lock": lock(release)} if release else {}
    doc = page(tmp_path, markdown, **files)
    assert doc.is_rewritten is is_other
    assert bool(doc.open_ids) is is_other
    assert (doc.content is None) is (is_other or markdown == "CommonMark")
    told = [each.kind for each in refusals(doc.context.site) if "no converter" in each.message]
    assert bool(told) is stops


@pytest.mark.parametrize(
    ("demand", "gem", "is_other"),
    [("'jekyll', '~> 0.12'", "rdiscount", True), ("'jekyll', '~> 2.5.0'", "rdiscount", True),
     ("'jekyll', '~> 4.0'", "rdiscount", False), ("'jekyll'", "rdiscount", False),
     ("'jekyll', '~> 2.5.0'", "haml", False)],
)  # fmt: skip
def test_a_gemfile_without_a_lock_tells_of_other_converters(
    tmp_path: Path, demand: str, gem: str, *, is_other: bool
) -> None:
    doc = page(tmp_path, "rdiscount", Gemfile=f"gem {demand}\ngem '{gem}', '~> 2.0'\n")
    assert bool(doc.context.site.other_converter) is is_other


def test_github_pages_has_kramdown_alone(tmp_path: Path) -> None:
    doc = page(tmp_path, "redcarpet", **{"Gemfile.lock": lock("3.9.5"), "Gemfile": "gem 'github-pages'\n"})
    assert doc.context.site.on_github_pages
    assert not doc.is_rewritten


@pytest.mark.parametrize(
    ("markdown", "gemfile", "dialect", "told"),
    [
        ("GFM", "", "CommonMark", False),  # nobody but GitHub Pages is known to build it
        ("gfm", "gem 'github-pages'\n", "CommonMark", False),
        ("GFM", "gem 'jekyll'\n", "GFM", True),
        ("CommonMark", "gem 'github-pages'\n", "GFM", False),
        ("CommonMarkGhPages", "gem 'github-pages'\n", "CommonMark", False),
        ("maruku", "gem 'github-pages'\n", "GFM", False),
    ],
)
def test_github_pages_knows_gfm_and_no_other_commonmark(
    tmp_path: Path, markdown: str, gemfile: str, dialect: str, *, told: bool
) -> None:
    context = page(tmp_path, markdown, **({"Gemfile": gemfile} if gemfile else {})).context
    assert context.markdown_options.input == dialect
    asked = {"UNSAFE", "FOOTNOTES", "table"} if markdown.lower() == "gfm" and not told else set()
    assert asked <= context.markdown_options.commonmark
    assert bool([each for each in refusals(context.site) if "no converter" in each.message]) is told


@pytest.mark.parametrize(("builder", "engine"), [("Gemfile", "mathjax"), ("netlify.toml", "katex")])
def test_github_pages_sets_options_of_kramdown(tmp_path: Path, builder: str, engine: str) -> None:
    gems = f"{lock('3.9.5')}    kramdown (2.4.0)\n"
    config = "kramdown\nkramdown: {math_engine: katex, syntax_highlighter: coderay, input: kramdown}"
    context = page(tmp_path, config, **{builder: "gem 'github-pages'\n", "Gemfile.lock": gems}).context
    assert (context.markdown_options.math_engine, context.markdown_options.input) == (engine, "kramdown")
    refused = {each.message.partition("gem ")[2].partition(",")[0] for each in refusals(context.site)}
    assert refused == (set() if engine == "mathjax" else {"kramdown-math-katex", "kramdown-syntax-coderay"})


def test_own_ruby_may_bring_back_what_jekyll_has_done_away_with(tmp_path: Path) -> None:
    ruby = "class Jekyll::Converters::Markdown::Redcarpet\n  def convert(text) = text\nend\n"
    files = {"Gemfile": "gem 'jekyll', '~> 4.2'\n", "_plugins/a.rb": ruby}
    (tmp_path / "_plugins").mkdir()
    assert page(tmp_path, "Redcarpet", **files).context.site.other_converter == "Redcarpet"
    assert not page(tmp_path, "RDiscount", **files).context.site.other_converter


@pytest.mark.parametrize(
    ("plugins", "rewritten"),
    [("", False), ("jekyll-relative-links", False), ("jekyll-spaceship", True)],
)
def test_plugins_that_change_more_than_addresses_change_the_text(
    tmp_path: Path, plugins: str, *, rewritten: bool
) -> None:
    """Where nothing but addresses changes, the author's Markdown is what is converted."""
    assert page(tmp_path, f"kramdown\nplugins: [{plugins}]").is_rewritten is rewritten
