"""Which folders below are looked into for sites."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.engine.folders import recognize
from sitecheck.engine.folders.recognize import (
    BUILT,
    asks_elsewhere,
    is_like_a_site,
    is_site,
    may_be_a_site,
    other_kind,
    part_of_other,
    sites_below,
)
from sitecheck.testing import write_site

SITE = {"_config.yml": "title: A\n", "index.md": "---\n---\n"}


@pytest.mark.parametrize(
    "folder",
    ["node_modules", "vendor", "venv", "env", "bower_components", "__pycache__", "target", ".cache", "_old"],
)
def test_what_programs_bring_is_passed_by(folder: str, tmp_path: Path) -> None:
    write_site(tmp_path / folder / "demo", SITE)
    write_site(tmp_path / "packages" / "demo", SITE)
    assert sites_below(str(tmp_path)) == (str(tmp_path / "packages" / "demo"),)


def test_a_site_is_found_three_folders_down_and_not_within_another(tmp_path: Path) -> None:
    for path in ("a/b/c", "d/e/f/g", "a/b/c/d", "h"):
        write_site(tmp_path / path, SITE)
    assert sites_below(str(tmp_path)) == (str(tmp_path / "a/b/c"), str(tmp_path / "h"))


def test_a_site_with_layouts_of_another_program_is_none(tmp_path: Path) -> None:
    write_site(tmp_path / "a", {**SITE, "_layouts/a.html.twig": ""})
    write_site(tmp_path / "b", {**SITE, "_layouts/a.html": ""})
    assert sites_below(str(tmp_path)) == (str(tmp_path / "b"),)


def test_a_site_below_may_have_a_configuration_of_another_name(tmp_path: Path) -> None:
    page = {"index.md": "---\n---\n"}
    write_site(tmp_path / "docs", {"_config_prod.yml": "", **page})
    write_site(tmp_path / "a", {"_config_prod.yml": "", "a.md": "---\n---\n"})
    write_site(tmp_path / "b", {"my_config.yml": "", **page})
    write_site(tmp_path / "c", {"_config.dev.yml": "", "hugo.toml": "", **page})
    assert sites_below(str(tmp_path)) == (str(tmp_path / "docs"),)
    write_site(tmp_path / "z", SITE)
    assert sites_below(str(tmp_path)) == (str(tmp_path / "z"),)


@pytest.mark.parametrize(
    ("name", "files", "words"),
    [
        ("x", {}, "an empty folder"),
        ("node_modules", {"a/package.json": "{}"}, "a folder of Node packages"),
        ("x", {"a.txt": ""}, ""),
        ("_site", {"a.txt": ""}, BUILT),
        ("x", {"index.html": '<meta name="generator" content="Jekyll v4.3.4" />'}, BUILT),
        ("x", {"index.html": '---\n---\n<meta name="generator" content="Jekyll v4.3.4" />'}, ""),
        ("x", {"index.html": "<p>plain"}, ""),
        ("x", {"_config.yml": "", "_layouts/a.html.twig": ""}, "a site with layouts for Twig"),
        ("x", {"_config.yml": "", "_layouts/a.html": "", "a.twig": ""}, ""),
        ("x", {"bridgetown.config.yml": "", "src/index.md": "---\n---\n"}, "a Bridgetown site"),
        (
            "x",
            {"config/a.rb": "", "config.ru": "", "plugins/b.rb": "", "server/c.rb": "", "src/index.md": ""},
            "a Bridgetown site",
        ),
        ("x", {"_config.yml": "", "index.html": '<meta name="generator" content="Jekyll v4.3.4" />'}, ""),
    ],
)
def test_what_a_folder_is_that_is_no_site(
    name: str, files: dict[str, str], words: str, tmp_path: Path
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    assert other_kind(str(write_site(folder, files))) == words


def test_a_configuration_for_a_build_of_the_folder_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(tmp_path, {"_config.yml": "", "docs/_config.yml": "collections_dir: docs/all\n"})
    write_site(tmp_path / "docs/all", {"a.md": ""})
    monkeypatch.chdir(tmp_path / "docs")
    assert not is_site(".")
    assert other_kind(".") == recognize.FROM_ABOVE
    (tmp_path / "_config.yml").unlink()
    assert is_site(".")


def test_pages_for_the_build_of_another_folder_are_looked_for_among_the_first(tmp_path: Path) -> None:
    pages = {f"{number:03}.md": "---\n---\n" for number in range(301)}
    write_site(tmp_path, {**pages, "299.md": "---\n---\n{% include a.html %}\n"})
    assert asks_elsewhere(str(tmp_path))
    (tmp_path / "300.md").unlink()
    (tmp_path / "299.md").rename(tmp_path / "300.md")
    (tmp_path / "299.md").write_text("---\n---\n")
    assert not asks_elsewhere(str(tmp_path))


@pytest.mark.parametrize(
    ("folder", "is_found"), [("", True), ("a", True), ("a/b/c", True), ("a/b/c/d", False)]
)
def test_pages_are_looked_for_three_folders_down(folder: str, is_found: bool, tmp_path: Path) -> None:
    page = tmp_path / folder / "a.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("---\n---\n{% include a.html %}\n")
    assert asks_elsewhere(str(tmp_path)) is is_found
    assert may_be_a_site(str(tmp_path)) is is_found


def test_only_so_many_folders_are_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in ("a", "b", "c"):
        write_site(tmp_path / path, SITE)
    monkeypatch.setattr(recognize, "_MOST_FOLDERS", 2)
    assert sites_below(str(tmp_path)) == (str(tmp_path / "a"), str(tmp_path / "b"))
    assert sites_below(str(tmp_path / "not-there")) == ()


def test_near_folders_are_looked_into_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        write_site(tmp_path / "2005" / f"{number}", {"index.html": "<p>"})
    write_site(tmp_path / "source", SITE)
    monkeypatch.setattr(recognize, "_MOST_FOLDERS", 4)
    assert sites_below(str(tmp_path)) == (str(tmp_path / "source"),)


ENDINGS = ("md", "markdown", "mkdown", "mkdn", "mkd", "html", "htm")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_page_for_visitors_makes_a_site(ending: str, tmp_path: Path) -> None:
    (tmp_path / f"index.{ending}").write_text("Hello\n")
    assert not is_like_a_site(str(tmp_path)), "without front matter anybody may have written it"
    assert may_be_a_site(str(tmp_path))
    (tmp_path / f"index.{ending}").write_text("---\n---\nHello\n")
    assert is_like_a_site(str(tmp_path))


@pytest.mark.parametrize("ending", ENDINGS)
def test_front_matter_below_makes_a_site(ending: str, tmp_path: Path) -> None:
    page = tmp_path / "a" / "b" / "c" / f"page.{ending}"
    page.parent.mkdir(parents=True)
    page.write_text("Hello\n")
    assert not may_be_a_site(str(tmp_path))
    page.write_text("---\n---\nHello\n")
    assert may_be_a_site(str(tmp_path))
    deeper = page.parent / "d" / page.name
    deeper.parent.mkdir()
    page.rename(deeper)
    assert not may_be_a_site(str(tmp_path)), "three folders down at most"


@pytest.mark.parametrize("name", ["index.txt", "page.js", "notindex.md"])
def test_other_files_make_none(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("--- a\n" if name == "notindex.md" else "---\n---\n")
    assert not is_like_a_site(str(tmp_path))
    assert may_be_a_site(str(tmp_path)) is (name == "notindex.md")


@pytest.mark.parametrize("name", ["_layouts", "_posts", "_drafts", "_includes"])
def test_folders_that_are_jekylls_own(name: str, tmp_path: Path) -> None:
    (tmp_path / name).touch()
    assert not is_like_a_site(str(tmp_path)), "it is a file"
    (tmp_path / name).unlink()
    (tmp_path / name).mkdir()
    assert is_like_a_site(str(tmp_path))
    (tmp_path / "hugo").mkdir()
    (tmp_path / "hugo" / "hugo.toml").touch()
    around = [str(tmp_path / "hugo")]
    assert (part_of_other(str(tmp_path), around) == "") is (name != "_includes")


@pytest.mark.parametrize("name", ["_config.yml", "_config.yaml", "_config.toml"])
def test_a_configuration_makes_a_site(name: str, tmp_path: Path) -> None:
    site = tmp_path / "a"
    (site / name).mkdir(parents=True)
    assert not is_site(str(site)), "it is a folder"
    (site / name).rmdir()
    assert not is_site(str(site))
    (site / name).touch()
    assert is_site(str(site))
    assert sites_below(str(tmp_path)) == (str(site),)


@pytest.mark.parametrize(
    ("head", "is_built"),
    [
        ('<meta name="generator" content="Jekyll v4.3.4" />', True),
        ("<META NAME=generator CONTENT='jekyll v3.9'>", True),
        ('<meta name="generator" content="Hugo 0.1" />', False),
        ('<meta name="generators" content="Jekyll" />', False),
        ('---\n---\n<meta name="generator" content="Jekyll v4.3.4" />', False),
        (" " * 20_000 + '<meta name="generator" content="Jekyll v4.3.4" />', False),
    ],
)
def test_what_jekyll_has_built(head: str, is_built: bool, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(head)
    assert (other_kind(str(tmp_path)) == "a site that Jekyll has built") is is_built


def test_what_cannot_be_read_is_no_page(tmp_path: Path) -> None:
    (tmp_path / "index.html").mkdir()
    assert not is_like_a_site(str(tmp_path))
    assert other_kind(str(tmp_path)) == ""
    (tmp_path / "_config.yml").mkdir()
    assert other_kind(str(tmp_path)) == ""


@pytest.mark.parametrize("name", ["hugo.toml", "mkdocs.yml", "docusaurus.config.js", "astro.config.mjs"])
def test_what_another_program_has_beside_a_configuration_of_jekyll(name: str, tmp_path: Path) -> None:
    write_site(tmp_path / "both", {**SITE, name: ""})
    write_site(tmp_path / "other", {"index.md": "---\n---\n", name: ""})
    assert other_kind(str(tmp_path / "other"))
    assert not other_kind(str(tmp_path / "both"))
