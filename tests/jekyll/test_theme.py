"""Themes that are gems: which release is taken, from where, and what is read of it."""

from __future__ import annotations

import os
from glob import glob
from pathlib import Path

import pytest

from sitecheck.document.heads.head import PageHead
from sitecheck.engine.cache.run_cache import take_stamp
from sitecheck.engine.reading.layout_work import LayoutWork
from sitecheck.engine.reading.open_site import Call, open_site
from sitecheck.engine.reading.read_site import inputs_of
from sitecheck.engine.reading.work_shares import WorkShares
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll import load_site
from sitecheck.jekyll.plugins import theme as theme_files
from sitecheck.model.report import Seen

LAYOUT = "---\nlang: de\n---\n<html lang={{ layout.lang }}><head>{% include t.html %}</head>{{ content }}"
VENDOR = "vendor/bundle/ruby/3.3.0/gems"


@pytest.fixture
def gems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which gems are installed."""
    monkeypatch.setenv("GEM_HOME", str(tmp_path / "installed"))
    monkeypatch.delenv("GEM_PATH", raising=False)
    monkeypatch.delenv("BUNDLE_PATH", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path / "installed" / "gems"


def write(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def gem(folder: Path, release: str, files: dict[str, str] | None = None) -> Path:
    own = {"_layouts/base.html": LAYOUT, "_includes/t.html": f"<title>{release} {{{{ page.title }}}}</title>"}
    return write(folder / f"a-theme-{release}", {**own, **(files or {})})


def site(folder: Path, lock: str = "", files: dict[str, str] | None = None) -> Path:
    own = {
        "_config.yml": "theme: A-Theme\nurl: https://x.org\n",
        "a.md": "---\nlayout: base\ntitle: T\n---\n",
    }
    locked = {"Gemfile.lock": f"GEM\n  specs:\n    a-theme ({lock})\n"} if lock else {}
    return write(folder / "site", {"Gemfile": "", **own, **locked, **(files or {})})


def head(folder: Path) -> PageHead:
    reader = open_site(str(folder), read_settings(None), Call())
    rows = LayoutWork(WorkShares(reader, inputs_of(reader))).heads.rows
    return next(row.head for row in rows if row.path == "a.md")


def title(folder: Path) -> str:
    found = head(folder).field("title")
    return found.value if found.state == "known" else f"({found.state})"


def test_the_release_of_the_lock_file_is_taken(tmp_path: Path, gems: Path) -> None:
    for release in ("1.0", "1.2", "2.0.pre"):
        gem(gems, release)
    assert title(site(tmp_path, "1.2")) == "1.2 T"
    assert title(site(tmp_path, "1.3")) == "(unknown)"


def test_an_installed_gem_is_not_taken_where_no_release_is_said(tmp_path: Path, gems: Path) -> None:
    gem(gems, "1.0")
    assert title(site(tmp_path)) == "(unknown)"


def test_a_single_vendored_copy_is_taken_without_a_lock_file(tmp_path: Path, gems: Path) -> None:
    folder = site(tmp_path)
    gem(folder / VENDOR, "1.0")
    assert title(folder) == "1.0 T"
    gem(folder / VENDOR, "1.1")
    assert title(folder) == "(unknown)"


def test_a_vendored_copy_is_found_in_a_folder_of_any_name(tmp_path: Path, gems: Path) -> None:
    folder = site(tmp_path / "[old] site?")
    gem(folder / VENDOR, "1.0")
    assert title(folder) == "1.0 T"


def test_the_vendored_copy_goes_before_the_installed_one(tmp_path: Path, gems: Path) -> None:
    gem(gems, "1.0", {"_includes/t.html": "<title>installed</title>"})
    folder = site(tmp_path, "1.0")
    gem(folder / "vendor/gems", "1.0")
    assert title(folder) == "1.0 T"


@pytest.mark.parametrize("place", ["vendor/bundle/ruby/3.3.0/gems", "vendor/ruby/3.3.0/gems", "vendor/gems"])
def test_where_a_site_keeps_its_gems(place: str, tmp_path: Path, gems: Path) -> None:
    folder = site(tmp_path)
    gem(folder / place, "1.0")
    assert title(folder) == "1.0 T"


@pytest.mark.parametrize(
    "place",
    [
        *("/var/lib/gems/3.1.0/gems", "/usr/local/lib/ruby/gems/3.3.0/gems", "/usr/lib/ruby/gems/3.3.0/gems"),
        *("/usr/share/rubygems-integration/all/gems", "/usr/local/bundle/gems"),
        *("/opt/homebrew/lib/ruby/gems/3.3.0/gems", "~/.gem/ruby/3.3.0/gems"),
        "/opt/hostedtoolcache/Ruby/3.3.1/x64/lib/ruby/gems/3.3.0/gems",
        *("~/.local/share/gem/ruby/3.3.0/gems", "~/.rbenv/versions/3.3.1/lib/ruby/gems/3.3.0/gems"),
        *("~/.rvm/gems/ruby-3.3.1/gems", "~/.asdf/installs/ruby/3.3.1/lib/ruby/gems/3.3.0/gems"),
        "~/.local/share/mise/installs/ruby/3.3.1/lib/ruby/gems/3.3.0/gems",
    ],
)
def test_where_gems_are_installed(
    place: str, tmp_path: Path, gems: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = tmp_path / "machine"
    monkeypatch.setattr(os.path, "expanduser", lambda path: path.replace("~", "/home/me"))
    monkeypatch.setattr(theme_files, "glob", lambda place: glob(f"{machine}{place}"))
    gem(machine / place.replace("~", "home/me").lstrip("/"), "1.0")
    assert title(site(tmp_path, "1.0")) == "1.0 T"


@pytest.mark.parametrize("variable", ["GEM_HOME", "GEM_PATH", "BUNDLE_PATH", "HOME"])
@pytest.mark.parametrize("below", ["gems", "ruby/3.3.0/gems"])
def test_folders_of_gems_are_called_anything(
    variable: str, below: str, tmp_path: Path, gems: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder's name is no pattern, and one of several folders is enough."""
    folder = tmp_path / "[old] gems?"
    is_home = variable == "HOME"
    monkeypatch.setenv(variable, str(folder) if is_home else os.pathsep.join(("none", "/none", str(folder))))
    gem(folder / ".gem/ruby/3.3.0/gems" if is_home else folder / below, "1.0")
    assert title(site(tmp_path, "1.0")) == "1.0 T"


@pytest.mark.parametrize("named", ["", "mine", "./mine"])
def test_a_folder_of_gems_is_not_looked_for_where_the_program_runs(
    named: str, tmp_path: Path, gems: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gem(tmp_path / named / "gems", "1.0")
    monkeypatch.setenv("GEM_HOME", named)
    monkeypatch.chdir(tmp_path)
    assert title(site(tmp_path, "1.0")) == "(unknown)"


def test_the_files_of_the_site_go_before_those_of_the_theme(tmp_path: Path, gems: Path) -> None:
    gem(gems, "1.0", {"_layouts/page.html": "---\nlayout: base\n---\n{{ content }}"})
    mine = {"_includes/t.html": "<title>mine</title>", "a.md": "---\nlayout: page\n---\n"}
    assert title(site(tmp_path, "1.0", mine)) == "mine"
    assert title(site(tmp_path, "1.0", {"_layouts/base.html": "<head><title>own</title>"})) == "own"


def test_what_the_theme_writes_stands_where_it_is_named(tmp_path: Path, gems: Path) -> None:
    gem(gems, "1.0")
    found = head(site(tmp_path, "1.0"))
    assert found.of_theme
    assert not found.by_recipe
    assert found.field("lang").value == "de"
    assert {part.place.path for part in found.field("title").parts} == {"_config.yml"}
    assert found.field("viewport").state == "absent"


def test_an_include_of_the_theme_stands_at_the_tag_that_asks_for_it(tmp_path: Path, gems: Path) -> None:
    gem(gems, "1.0")
    layout = "<head>\n{% include t.html %}</head>"
    place = head(site(tmp_path, "1.0", {"_layouts/base.html": layout})).field("title").place
    assert place is not None
    assert (place.path, place.span.start) == ("_layouts/base.html", layout.index("{%"))


def test_settings_of_the_theme_are_below_those_of_the_site(tmp_path: Path, gems: Path) -> None:
    settings = "title: Theirs\nurl: https://theirs.org\nplugins: [x]\nlook: {a: 1, b: 2}\n"
    gem(gems, "1.0", {"_config.yml": settings})
    folder = site(tmp_path, "1.0", {"_config.yml": "theme: a-theme\nurl: https://x.org\nlook: {b: 3}\n"})
    config = load_site(folder).config
    assert (config["title"], config["url"], config["look"]) == ("Theirs", "https://x.org", {"a": 1, "b": 3})
    assert "x" not in config.plugins
    (folder / "_config.yml").write_text("theme: a-theme\nignore_theme_config: true\n")
    assert load_site(folder).config["title"] is None


@pytest.mark.parametrize(("release", "title"), [("4.3.4", "Theirs"), ("3.10.0", None)])
def test_settings_of_a_theme_came_with_jekyll_4(
    tmp_path: Path, gems: Path, release: str, title: str | None
) -> None:
    gem(gems, "1.0", {"_config.yml": "title: Theirs\n"})
    lock = f"GEM\n  specs:\n    a-theme (1.0)\n    jekyll ({release})\n"
    assert load_site(site(tmp_path, "1.0", {"Gemfile.lock": lock})).config["title"] == title


@pytest.mark.parametrize("name", ["../a", "a/b", "", "a\x00b", "[x]", "..", "A" * 200])
def test_no_name_leads_anywhere_else(tmp_path: Path, gems: Path, name: str) -> None:
    gem(gems, "1.0")
    (tmp_path / "a-1.0" / "_layouts").mkdir(parents=True)
    config = f"theme: {name!r}\n" if name.isprintable() else 'theme: "a\\0b"\n'
    assert load_site(site(tmp_path, "1.0", {"_config.yml": config})).theme is None


@pytest.mark.parametrize("linked", ["_layouts", "_includes"])
def test_no_folder_of_a_gem_is_a_link(tmp_path: Path, gems: Path, linked: str) -> None:
    """A pull request may bring one that leads anywhere: what lies there comes into no report."""
    folder = site(tmp_path, "1.2")
    own = gem(folder / VENDOR, "1.2")
    outside = write(
        tmp_path / "outside", {"base.html": "<title>secret</title>", "t.html": "<title>secret</title>"}
    )
    for each in (own / linked).iterdir():
        each.unlink()
    (own / linked).rmdir()
    os.symlink(outside, own / linked)
    theme = load_site(str(folder)).theme
    assert theme is None or (not theme.includes and "secret" not in theme.layouts["base"].text)
    assert "secret" not in str(head(folder))


def test_nothing_is_read_through_links(tmp_path: Path, gems: Path) -> None:
    secret = write(tmp_path, {"secret.html": "<title>secret</title>"}) / "secret.html"
    folder = gem(gems, "1.0")
    (folder / "_includes/t.html").unlink()
    os.symlink(secret, folder / "_includes/t.html")
    os.symlink(tmp_path, folder / "_includes/more")
    theme = load_site(site(tmp_path, "1.0")).theme
    assert theme is not None
    assert theme.includes == {}


def test_the_configuration_of_a_theme_is_not_read_through_a_link(tmp_path: Path, gems: Path) -> None:
    folder = gem(gems, "1.0", {"_config.yml": "title: own\n"})
    place = site(tmp_path, "1.0")
    assert load_site(place).config["title"] == "own"
    (folder / "_config.yml").rename(tmp_path / "secret.yml")
    os.symlink(tmp_path / "secret.yml", folder / "_config.yml")
    assert load_site(place).config["title"] is None


def test_a_vendor_folder_that_leads_out_is_not_taken(tmp_path: Path, gems: Path) -> None:
    gem(tmp_path / "outside", "1.0")
    folder = site(tmp_path)
    (folder / "vendor").mkdir()
    os.symlink(tmp_path / "outside", folder / "vendor/gems")
    assert load_site(folder).theme is None


def test_what_is_too_large_or_no_text_is_left_out(tmp_path: Path, gems: Path) -> None:
    folder = gem(gems, "1.0", {"_includes/large.html": "x" * 300_001})
    (folder / "_includes/latin.html").write_bytes(b"\xe9")
    theme = load_site(site(tmp_path, "1.0")).theme
    assert theme is not None
    assert set(theme.includes) == {"t.html"}


def test_a_remembered_run_notices_a_changed_theme(
    tmp_path: Path, gems: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the site is named by a relative path."""
    include = gem(site(tmp_path) / "vendor/gems", "1.0") / "_includes/t.html"
    monkeypatch.chdir(tmp_path)
    seen = Seen(folders=load_site("site").folders, files=(), until=None)
    before = take_stamp("site", seen)
    assert take_stamp("site", seen) == before
    include.write_text("<title>the same on all</title>")
    assert take_stamp("site", seen).digest != before.digest


def test_a_changed_theme_is_noticed(tmp_path: Path, gems: Path) -> None:
    """The folders that were looked into count for whether a stored run still holds."""
    folder = gem(gems, "1.0")
    found = load_site(site(tmp_path, "1.0"))
    assert {str(gems), str(folder / "_layouts"), str(folder / "_includes")} <= set(found.folders)


OWN = {"Gemfile": "gemspec\n", "a-theme.gemspec": 'spec.name = "a-theme"\n', "_layouts/base.html": LAYOUT}
"""A fork of the theme, which takes the gem from its own folder, as Bundler and Jekyll 4.3 do."""


@pytest.mark.parametrize(
    ("files", "elsewhere"),
    [
        ({}, ""),
        ({"Gemfile": 'gem "a-theme", path: "."\n'}, ""),
        ({"Gemfile": "gem 'a-theme', :path => './'\n"}, ""),
        ({"Gemfile": 'gem "a-theme"\n'}, "A-Theme"),
        ({"Gemfile": 'gem "a-theme", path: "../a-theme"\n'}, "A-Theme"),
        ({"_config.yml": "theme: other\n"}, "other"),
        ({"_config.yml": "theme: a-theme\nremote_theme: a/theme\n"}, "a/theme"),
        ({"_config.yml": "theme: a-theme\nlayouts_dir: mine\n"}, "a-theme"),
    ],
)
def test_a_site_that_is_its_theme_needs_nothing_else(
    tmp_path: Path, gems: Path, files: dict[str, str], elsewhere: str
) -> None:
    folder = site(tmp_path, "", {**OWN, **files})
    assert load_site(folder).theme_elsewhere == elsewhere


def test_in_a_fork_of_a_theme_what_is_not_set_is_not_set(tmp_path: Path, gems: Path) -> None:
    folder = site(tmp_path, "", {**OWN, "_includes/t.html": "<title>{{ site.img_cdn }}</title>"})
    assert head(folder).field("title").state == "known"
    (folder / "a-theme.gemspec").unlink()
    assert head(folder).field("title").state == "unknown"


def test_files_of_a_theme_may_lie_in_folders(tmp_path: Path, gems: Path) -> None:
    deep = {f"_includes/{'d/' * depth}x.html": "x" for depth in range(1, 8)}
    gem(gems, "1.0", {**deep, "_layouts/more/own.html": "x"})
    theme = load_site(site(tmp_path, "1.0")).theme
    assert theme is not None
    assert {"d/x.html", "d/d/x.html", "t.html"} <= set(theme.includes)
    assert "d/" * 7 + "x.html" not in theme.includes
    assert "more/own" in theme.layouts


def test_of_a_theme_as_large_as_a_home_folder_some_files_are_read(
    tmp_path: Path, gems: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme_files, "_MOST_FILES", 4)
    gem(gems, "1.0", {f"_includes/{name}.html": "x" for name in "abcdefgh"})
    theme = load_site(site(tmp_path, "1.0")).theme
    assert theme is not None
    assert len({*theme.includes, *theme.layouts}) == 4


def test_what_is_read_of_the_files_of_a_theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five folders deep, no links, no more of them and of each than there is room for."""
    deep = "/".join("abcde")
    files = {
        "_layouts/z.html": "---\nk: v\n---\nZ",
        f"_layouts/{deep}/y.html": "Y",
        f"_layouts/{deep}/f/x.html": "X",
    }
    files |= {
        "_layouts/odd.html": "---\n[\n---\nO",
        "_includes/i.html": "I" * 30,
    }
    root = write(tmp_path / "theme", {**files, "_config.yml": "a: 1\nfuture: true\n"})
    (root / "_layouts/linked").symlink_to(root / "_includes")
    (root / "_layouts/l.html").symlink_to(root / "_layouts/z.html")
    found = theme_files._Files(str(root))
    assert {name: (each.data, each.text) for name, each in found.layouts()} == {
        f"{deep}/y": ({}, "Y"),
        "odd": ({}, "O"),
        "z": ({"k": "v"}, "Z"),
    }
    assert found.folders == [
        str(root),
        *(str(root / "_layouts" / "/".join("abcde"[:depth])) for depth in range(6)),
    ]
    assert list(found.texts("_includes")) == [("i.html", "I" * 30)]
    assert list(found.texts("_sass")) == []
    assert found.settings() == {"a": 1}
    for name, most, read in (
        ("_MOST_FILES", 0, 0),
        ("_MOST_FILES", 2, 2),
        ("_MOST_BYTES_OF_ONE", 11, 2),
        ("_MOST_BYTES_OF_ONE", 10, 1),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(theme_files, name, most)
            assert len(list(theme_files._Files(str(root)).texts("_layouts"))) == read, (name, most)
