"""What git leaves out of the repository may be made by another program."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.engine.check_site import check_site
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll import load_site
from sitecheck.jekyll.files.entry_filter import EntryFilter
from sitecheck.jekyll.links.resolve import Resolver
from sitecheck.model.unknown import ReasonKind
from sitecheck.testing import write_site


def _may_exist(folder: Path, files: dict[str, str], output: str, site: str = "") -> bool:
    write_site(folder, files)
    reasons = load_site(folder / site).may_exist(output)
    assert not reasons or [reason.kind for reason in reasons] == [ReasonKind.GIT_IGNORED]
    return bool(reasons)


@pytest.mark.parametrize(
    ("patterns", "output", "may_exist"),
    [
        ("assets/\n", "assets/img/sprite.svg", True),
        ("assets\r\n", "assets/img/sprite.svg", True),
        ("/assets/\n", "docs/assets/a.css", False),
        ("assets/\n", "docs/assets/a.css", True),
        ("user/notes.md\n", "user/notes/index.html", True),
        ("user/notes.md\n", "user/notes.html", True),
        ("user/notes.markdown\n", "user/notes.html", True),
        ("user/notes.html\n", "user/notes/index.html", True),
        ("user/notes.txt\n", "user/notes.html", False),
        ("user/notes.md\n", "user/other.html", False),
        ("*.mp4\n", "video.mp4", True),
        ("# assets\n\n", "assets/a.css", False),
        ("assets/*\n!assets/own\n", "assets/a.css", True),
        ("assets/*\n!assets/own\n", "assets/own/a.css", False),
        ("!assets/own\nassets/*\n", "assets/own/a.css", True),
        ("assets/**\n", "assets/b/a.css", True),
        ("assets/*\n", "assets", False),
        ("**/build/\n", "a/build/b.css", True),
        ("\ufeffbuild/\n", "build/b.css", True),
        ("build/\n", "a/build", False),
        ("build\n", "a/build", True),
        ("*\n!*.css\n", "a/b.css", False),
        ("a/*.min.js\n", "a/b.c.min.js", True),
        ("a/*.min.js\n", "a/b.js", False),
        ("a/*.min.js\n", "c/a/b.min.js", False),
        ("css/style.*\n", "css/style.css", True),
        ("css/style.*\n", "css/style.min.css", True),
        ("css/style.*\n", "css/styles.css", False),
        ("css/style.*\n", "a/css/style.css", False),
        ("/css/style.css*\n", "css/style.css", True),
        ("main-*\n", "a/main-0a1b.js", True),
        ("bundle*\n!bundle.css\n", "a/bundle.js", True),
        ("bundle*\n!bundle.css\n", "a/bundle.css", False),
        ("build_*/\n", "build_a/b.css", True),
        ("build_*/\n", "build_a", False),
        (".*\n", "a.css", False),
        ("*.gem/\n", "a.gem", False),
        ("*.gem/\n", "a.gem/b.css", True),
        ("_site\n", "_site/a.html", False),
        ("node_modules/\n", "node_modules/a.js", False),
        ("assets/\n", "assets/a<b.css", False),
        ("assets/\n", "", False),
    ],
)
def test_what_a_pattern_names_may_exist(tmp_path: Path, patterns: str, output: str, may_exist: bool) -> None:
    assert _may_exist(tmp_path, {".gitignore": patterns}, output) is may_exist


@pytest.mark.parametrize(
    ("more", "may_exist"),
    [
        ({}, False),
        ({"Gemfile": "gem 'jekyll'\n"}, True),
        ({"Makefile": "all:\n\tcp a assets/a.css\n"}, True),
        ({"netlify.toml": ""}, True),
    ],
)
def test_github_pages_publishes_nothing_that_git_leaves_out(
    tmp_path: Path, more: dict[str, str], may_exist: bool
) -> None:
    files = {".gitignore": "assets/\n", "Gemfile": "gem 'github-pages'\n", **more}
    assert _may_exist(tmp_path, files, "assets/a.css") is may_exist


@pytest.mark.parametrize(
    ("href", "status"),
    [
        ("imprint.html", "broken-page"),
        ("imprint", "broken-page"),
        ("a.png", "broken-page"),
        ("../imprint.html", "dynamic"),
        ("more/a.html", "dynamic"),
        ("/blog/styles/a.css", "dynamic"),
        ("/blog/here/a.png", "dynamic"),
        ("/blog/above/a.png", "dynamic"),
    ],
)
def test_beside_pages_in_folders_that_the_build_makes_is_nothing(
    tmp_path: Path, href: str, status: str
) -> None:
    files = {
        ".gitignore": "/blog/\n",
        "_config.yml": "permalink: /blog/:year/:month/:day/:title.html\n",
        "_posts/2024-01-02-a.md": "---\n---\n",
        "_posts/2024-01-02-b.md": "---\npermalink: /blog/here/b.html\n---\n",
        "_posts/2024-01-02-c.md": "---\npermalink: /blog/styles/c.txt\n---\n",
        "_posts/2024-01-02-d.md": "---\npermalink: /blog/above/d.html\n---\n",
        "blog/here/c.txt": "",
        "blog/above/more/c.txt": "",
    }
    site = load_site(write_site(tmp_path, files))
    assert Resolver(site).resolve("/blog/2024/01/02/a.html", href).status == status


def test_what_the_configuration_leaves_out_may_not(tmp_path: Path) -> None:
    files = {".gitignore": "lib/\nown/\n", "_config.yml": "exclude: [lib/]\n"}
    assert not _may_exist(tmp_path, files, "lib/a.js")
    assert _may_exist(tmp_path, files, "own/a.js")


def test_what_the_configuration_takes_in_may(tmp_path: Path) -> None:
    files = {".gitignore": "node_modules/\n", "_config.yml": "include: [node_modules]\n"}
    assert _may_exist(tmp_path, files, "node_modules/a.js")


@pytest.mark.parametrize("path", [".gitignore", "src/.gitignore"])
def test_patterns_start_from_their_own_folder(tmp_path: Path, path: str) -> None:
    files = {path: "/a/\n", "_config.yml": "source: src\n", "src/b.md": ""}
    assert _may_exist(tmp_path, files, "a/x.css") is (path != ".gitignore")


def test_an_include_that_git_leaves_out_may_be_made_before_the_build(tmp_path: Path) -> None:
    page = "---\n---\n{% include pubs.html %}{% include gone.html %}\n"
    write_site(tmp_path, {"_config.yml": "", ".gitignore": "_includes/pubs.html\n", "a.md": page})
    report = check_site(RunOptions(str(tmp_path), read_settings(None), jobs=1))
    missing = [each.message for each in report.findings if each.rule == "unknown-include"]
    assert len(missing) == 1
    assert "gone.html" in missing[0]


def test_patterns_of_the_repository_above_count(tmp_path: Path) -> None:
    files = {".gitignore": "/docs/api/\n", ".git/HEAD": "", "docs/_config.yml": ""}
    assert _may_exist(tmp_path, files, "api/a.html", "docs")
    assert not _may_exist(tmp_path, files, "docs/api/a.html", "docs")
    assert ".." in load_site(tmp_path / "docs").folders


def test_patterns_of_another_repository_do_not(tmp_path: Path) -> None:
    files = {".gitignore": "/docs/api/\n", ".git/HEAD": "", "docs/_config.yml": "", "docs/.git/HEAD": ""}
    assert not _may_exist(tmp_path, files, "api/a.html", "docs")


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    write_site(tmp_path, {"list": "assets/\n", "site/a.md": ""})
    (tmp_path / "site/.gitignore").symlink_to("../list")
    assert not load_site(tmp_path / "site").may_exist("assets/a.css")


@pytest.mark.parametrize(
    ("patterns", "target", "is_told"),
    [
        ("site/data\n", "../data", False),
        ("site/data/\n", "../data", False),
        ("site/data/*\n", "../data/a", False),
        ("node_modules\n", "../../node_modules/a/b", False),
        ("other\n", "../data", True),
        ("outside\n", "../../../outside", True),
    ],
)
def test_a_link_to_what_git_leaves_out_leads_there_once_that_is_made(
    tmp_path: Path, patterns: str, target: str, is_told: bool
) -> None:
    files = {".git/HEAD": "", ".gitignore": patterns, "site/_config.yml": "", "site/a/b.md": "---\n---\n"}
    site = write_site(tmp_path / "top", files) / "site"
    (site / "a/linked").symlink_to(target)
    found = load_site(site)
    assert [problem.kind for problem in found.problems] == ["broken-link"] * is_told
    assert bool(found.may_exist("a/linked/c.json")) is not is_told
    assert bool(found.may_exist("a/linked")) is not is_told


@pytest.mark.parametrize(
    ("ignored", "permalink", "output", "may_exist"),
    [
        ("pages/rules", "/tides.html", "moon.html", True),
        ("/pages/rules/", "/tides.html", "moon.html", True),
        ("pages/rules", "/tides.html", "deep/moon.html", False),
        ("pages/rules", "/tides.html", "moon.css", False),
        ("pages/rules", "/tides.html", "moon/index.html", False),
        ("pages/rules", "/a/tides/", "a/moon/index.html", True),
        ("pages/rules", "/pages/tides.html", "moon.html", False),
        ("other/rules", "/tides.html", "moon.html", False),
        ("rules", "/tides.html", "moon.html", False),
        ("pages/*", "/tides.html", "moon.html", False),
        ("pages/notes.txt", "/tides.html", "moon.html", False),
        ("pages/_rules", "/tides.html", "moon.html", False),
        ("pages/rules\n!pages/rules", "/tides.html", "moon.html", False),
    ],
)
def test_pages_that_are_made_have_permalinks_as_those_beside_them(
    tmp_path: Path, ignored: str, permalink: str, output: str, may_exist: bool
) -> None:
    page = f"---\npermalink: {permalink}\n---\n"
    files = {".gitignore": f"{ignored}\n", "pages/user/tides.md": page, "Makefile": ""}
    assert _may_exist(tmp_path, files, output) is may_exist


def test_any_number_of_folders_that_are_made_is_cheap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    patterns = "".join(f"pages/rules{n}\n" for n in range(500))
    ignored = load_site(write_site(tmp_path, {".gitignore": patterns})).git_ignored
    monkeypatch.setattr(EntryFilter, "refuse", lambda self, name, folder: asked.append(name))
    assert len(list(ignored.made_folders())) == 500
    assert len(asked) < 100


def test_pages_that_are_made_are_left_out_by_the_top_of_the_repository(tmp_path: Path) -> None:
    site = {"docs/pages/user/tides.md": "---\npermalink: /tides.html\n---\n", "docs/Makefile": ""}
    top = {".git/HEAD": "", ".gitignore": "docs/pages/rules\n"}
    assert _may_exist(tmp_path, {**site, **top}, "moon.html", "docs")


@pytest.mark.parametrize(
    ("ignored", "keys"),
    [
        ("_data/moon.yml", {"moon"}),
        ("/_data/new moon.json", {"new_moon"}),
        ("_data/moons/", {"moons"}),
        ("_data/moons/io.csv", {"moons"}),
        ("moon.yaml", {"moon"}),
        ("moon", set()),
        ("moon.txt", set()),
        ("_data", {"*"}),
        ("/_data/*", {"*"}),
        ("/_data/*.yml", {"*"}),
        ("*.yml", set()),
        ("/lib/moon.yml", set()),
        ("_data/moon.yml\n!_data/moon.yml", set()),
    ],
)
def test_data_that_git_leaves_out_may_be_made(tmp_path: Path, ignored: str, keys: set[str]) -> None:
    files = {".gitignore": f"{ignored}\n", "Gemfile": "gem 'github-pages'\n"}
    assert load_site(write_site(tmp_path, files)).made_data == {}  # GitHub Pages makes nothing
    assert load_site(write_site(tmp_path, {"Makefile": ""})).made_data.keys() == keys


def test_data_behind_a_link_to_what_is_made_is_not_known(tmp_path: Path) -> None:
    page = "---\n---\n{% for each in site.data.moons %}{{ each }}{% endfor %}{{ site.data.suns }}"
    files = {".gitignore": "out\n", "Makefile": "", "_data/suns.yml": "1\n", "a.html": page}
    (write_site(tmp_path, files) / "_data/moons.json").symlink_to("../out/moons.json")
    assert load_site(tmp_path).made_data.keys() == {"moons"}


@pytest.mark.parametrize("program", [None, "Makefile"])
def test_github_pages_makes_nothing_for_a_link_to_lead_to(tmp_path: Path, program: str | None) -> None:
    files = {".gitignore": "data\n", "Gemfile": "gem 'github-pages'\n", **({program: ""} if program else {})}
    (write_site(tmp_path, files) / "linked").symlink_to("data")
    assert [problem.kind for problem in load_site(tmp_path).problems] == ["broken-link"] * (not program)


def test_any_number_of_patterns_and_links_is_cheap(tmp_path: Path) -> None:
    """Each link is looked up, whatever the patterns are."""
    patterns = "".join(f"/a/b{n}\n**/a{n}/**/b*{n}*c/d\n*.e{n}\n" for n in range(5_000))
    write_site(tmp_path, {".gitignore": patterns})
    (file,) = load_site(tmp_path).git_ignored.files
    assert len(file.patterns) == 10_000
    looked_up: list[object] = []

    class Counted(dict[str, tuple[int, bool]]):
        def __contains__(self, key: object) -> bool:
            looked_up.append(key)
            return super().__contains__(key)

    counted = file._replace(patterns=Counted(file.patterns))
    assert not counted.leaves_out("/".join("x" * 50))
    assert counted.leaves_out("x/y.e77")
    assert len(looked_up) < 500
    looked_up.clear()
    assert not counted._replace(has_prefixes=True).leaves_out("/".join(["a-b.c_" * 40] * 100))
    assert len(looked_up) < 10_000
