"""``routes --compare``: addresses that a change makes disappear, and the redirects that save them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.e2e.conftest import Cli
from tests.e2e.test_since import AROUND, commit, git, write

from sitecheck.engine.changes import alike, lost_addresses
from sitecheck.engine.changes.lost_addresses import LostAddress, write_redirects

PAGE = "---\ntitle: {}\n---\nThe first line of {}.\n\nThe second line of it.\n"
CONFIG = "plugins: [jekyll-redirect-from]\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith(("GIT_", "GITHUB_", "PRE_COMMIT"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    folder = tmp_path / "r"
    write(folder, {"docs/_config.yml": CONFIG, "docs/index.md": PAGE.format("Home", "home")})
    write(folder, {f"docs/{name}.md": PAGE.format(name.title(), name) for name in ("a", "b", "c", "d")})
    write(folder, {"docs/e.md": "---\npermalink: /e/\nredirect_from: /older/\n---\n", "docs/f.pdf": "%PDF"})
    git(folder, "init", "-q", "--initial-branch=main")
    commit(folder)
    monkeypatch.chdir(folder)
    return folder


def test_nothing_is_lost_where_nothing_has_changed(repository: Path, cli: Cli) -> None:
    answer = cli("routes", "docs", "--compare", "main")
    assert (answer.code, answer.out) == (0, "0 pages lost\n")


def test_nothing_is_lost_where_the_repository_says_how_the_site_is_built(repository: Path, cli: Cli) -> None:
    write(repository, AROUND)
    commit(repository)
    assert '"/a/"' in cli("routes", "docs", "--output-format", "json").out
    answer = cli("routes", "docs", "--compare", "main")
    assert (answer.code, answer.out) == (0, "0 pages lost\n")


def test_what_git_cannot_do_is_told_of_the_option_that_was_given(repository: Path, cli: Cli) -> None:
    (repository / ".git/index").write_bytes(b"no index of git's" * 10)
    answer = cli("routes", "docs", "--compare", "main")
    assert answer.code == 2
    assert answer.err.startswith("sitecheck: --compare: ")


def test_each_lost_address_is_told_with_the_page_that_has_moved(repository: Path, cli: Cli) -> None:
    docs = repository / "docs"
    (docs / "a.md").write_text("---\npermalink: /new/a/\n---\n")
    git(docs, "mv", "b.md", "moved.md")
    (docs / "c.md").unlink()
    write(docs, {"sub/other.md": "---\ntitle: ' C'\n---\nNothing of what it was.\n"})
    (docs / "d.md").unlink()
    (docs / "f.pdf").unlink()
    (docs / "e.md").write_text("---\npermalink: /e/\n---\n")
    answer = cli("routes", "docs", "--compare", "main", "--output-format", "json")
    assert answer.code == 1
    found = {row["url"]: (row["source"], row["path"], row["new_url"]) for row in json.loads(answer.out)}
    assert found == {
        "/a.html": ("a.md", "a.md", "/new/a/"),
        "/b.html": ("b.md", "moved.md", "/moved.html"),
        "/c.html": ("c.md", "sub/other.md", "/sub/other.html"),
        "/d.html": ("d.md", "", ""),
        "/f.pdf": ("f.pdf", "", ""),
        "/older/": ("e.md", "e.md", "/e/"),
    }
    told = cli("routes", "docs", "--compare", "main").out
    assert "  a.md\n  is /new/a/ now; in a.md: redirect_from: /a.html\n" in told
    assert told.endswith(
        "  f.pdf\n  is gone; a page that takes its place can name it in redirect_from\n6 pages lost\n"
    )


@pytest.mark.parametrize(("kept", "is_found"), [(4, True), (3, False)])
def test_a_page_keeps_half_of_its_lines_under_another_name_and_stands_for_one(
    kept: int, is_found: bool, repository: Path, cli: Cli
) -> None:
    docs = repository / "docs"
    before = [f"line {number}" for number in range(8)]
    write(docs, {"one.md": "\n".join(before), "two.md": "\n".join([*before[:7], "more"])})
    commit(repository)
    (docs / "one.md").unlink()
    (docs / "two.md").unlink()
    write(docs, {"new.md": "\n".join([*before[:kept], *(f"new {number}" for number in range(8 - kept))])})
    found = json.loads(cli("routes", "docs", "--compare", "main", "--output-format", "json").out)
    assert {row["source"]: row["path"] for row in found} == {
        "one.md": "new.md" if is_found else "",
        "two.md": "",
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "redirect_from:\n  - /a.html\n"),
        ("redirect_from: /x/\n", "redirect_from:\n  - /x/\n  - /a.html\n"),
        ("redirect_from: [/x/, '/y/']\n", "redirect_from: [/x/, '/y/', /a.html]\n"),
        ('redirect_from:\n- /x/\n- "/y/"\nz: 1\n', 'redirect_from:\n- /x/\n- "/y/"\n- /a.html\nz: 1\n'),
        ("redirect_from:\n    - /x/ # old\n", "redirect_from:\n    - /x/ # old\n    - /a.html\n"),
    ],
    ids=["none", "one", "flow", "block", "comment"],
)
def test_the_redirect_is_written_and_saves_the_address(
    before: str, after: str, repository: Path, cli: Cli
) -> None:
    page = repository / "docs/a.md"
    text = "---\ntitle: A\npermalink: /new/\n{}---\nText\n"
    page.write_text(text.format(before))
    assert "redirect_from: /a.html" in cli("routes", "docs", "--compare", "main").out
    answer = cli("routes", "docs", "--compare", "main", "--fix")
    assert (answer.code, page.read_text()) == (0, text.format(after))
    assert "1 page lost, 1 saved" in answer.out
    again = cli("routes", "docs", "--compare", "main")
    assert (again.code, again.out) == (0, "0 pages lost\n")


def test_line_ends_stay_as_they_are(repository: Path, cli: Cli) -> None:
    page = repository / "docs/a.md"
    page.write_bytes(b"---\r\npermalink: /new/\r\n---\r\nText\r\n")
    assert cli("routes", "docs", "--compare", "main", "--fix").code == 0
    assert page.read_bytes() == b"---\r\npermalink: /new/\r\nredirect_from:\r\n  - /a.html\r\n---\r\nText\r\n"


def test_no_redirect_is_written_where_jekyll_reads_no_front_matter(repository: Path, cli: Cli) -> None:
    page = repository / "docs/copied.md"
    page.write_text("\ufeff---\ntitle: Copied\n---\nText\n", "utf-8")
    commit(repository)
    page = page.rename(repository / "docs/later.md")
    before = page.read_bytes()
    answer = cli("routes", "docs", "--compare", "main", "--fix")
    assert (answer.code, page.read_bytes()) == (1, before)
    assert "  is /later.md now (later.md)\n1 page lost, 0 saved\n" in answer.out


def test_no_redirect_is_written_over_those_that_the_configuration_gives(repository: Path, cli: Cli) -> None:
    config = repository / "docs/_config.yml"
    config.write_text(
        f"{config.read_text()}defaults: [{{scope: {{path: ''}}, values: {{redirect_from: [/old/]}}}}]\n"
    )
    commit(repository)
    page = repository / "docs/a.md"
    page.write_text("---\npermalink: /new/\n---\nText\n")
    assert cli("routes", "docs", "--compare", "main", "--fix").code == 1
    assert page.read_text() == "---\npermalink: /new/\n---\nText\n"


def test_without_the_plugin_nothing_is_written(repository: Path, cli: Cli) -> None:
    (repository / "docs/_config.yml").write_text("permalink: pretty\n")
    page = (repository / "docs/a.md").read_text()
    answer = cli("routes", "docs", "--compare", "main", "--fix")
    assert answer.code == 1
    assert "needs the plugin jekyll-redirect-from" in answer.err
    assert (repository / "docs/a.md").read_text() == page
    assert "/a.html " in answer.out
    assert "is /a/ now" in answer.out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--compare", "no-such"], "no commit here"),
        (["--compare", "--output=x"], "no commit here"),
        (["--fix"], "needs --compare"),
        (["--compare", "main", "--anchors"], "exclude each other"),
    ],
)
def test_what_cannot_be_compared_is_said(words: list[str], message: str, repository: Path, cli: Cli) -> None:
    answer = cli("routes", "docs", *words)
    assert answer.code == 2
    assert message in answer.err


def test_a_site_without_a_repository_is_told(tmp_path: Path, cli: Cli) -> None:
    write(tmp_path, {"a.md": PAGE})
    answer = cli("routes", str(tmp_path), "--compare", "main")
    assert answer.code == 2
    assert "in no git repository" in answer.err


def test_a_page_that_cannot_be_written_is_told(
    repository: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "docs/a.md").write_text("---\npermalink: /new/\n---\nText\n")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sitecheck.engine.changes.lost_addresses.replace_file", full)
    answer = cli("routes", "docs", "--compare", "main", "--fix")
    assert answer.code == 2
    assert "a.md: not changed, No space left on device" in answer.err


@pytest.mark.parametrize(
    ("name", "kept", "found"), [("new.md", 6, True), ("new.md", 3, False), ("new.html", 6, False)]
)
def test_a_page_of_another_title_is_known_by_half_of_its_lines(
    name: str, kept: int, found: bool, repository: Path, cli: Cli
) -> None:
    docs = repository / "docs"
    lines = [f"line {number}" for number in range(8)]
    write(docs, {"old.md": "---\ntitle: Old\n---\n" + "\n".join(lines)})
    commit(repository)
    (docs / "old.md").unlink()
    changed = [*lines[:kept], *(f"other {number}" for number in range(8 - kept))]
    write(docs, {name: "---\ntitle: New\n---\n" + "\n".join(changed), "z.md": "---\ntitle: Z\n---\nz\n"})
    answer = cli("routes", "docs", "--compare", "HEAD", "--output-format", "json")
    (row,) = json.loads(answer.out)
    assert (row["url"], row["path"]) == ("/old.html", name if found else "")


def test_a_folder_that_was_not_there_has_lost_nothing(repository: Path, cli: Cli) -> None:
    write(repository, {"new/_config.yml": CONFIG, "new/index.md": PAGE.format("N", "n")})
    answer = cli("routes", "new", "--compare", "main")
    assert (answer.code, answer.out) == (0, "0 pages lost\n")
    assert "at main there is no such folder, so that no address can be lost" in answer.err


def test_only_pages_of_the_site_that_can_name_them_get_redirects(tmp_path: Path) -> None:
    """Others are left as they are, whatever became of them since they were compared."""
    site, outside = tmp_path / "site", tmp_path / "outside.md"
    write(site, {"a.md": PAGE, "b.md": "no front matter\n", "c.md": PAGE})
    outside.write_text(PAGE)
    (site / "out.md").symlink_to(outside)

    def lost(path: str, can_redirect: bool = True) -> LostAddress:
        return LostAddress(f"/old-{path}/", path, path, "/new/", can_redirect)

    asked = [lost("a.md"), lost("b.md"), lost("c.md", can_redirect=False), lost("gone.md"), lost("out.md")]
    assert write_redirects(str(site), asked) == ("a.md",)
    assert [(site / name).read_text() == PAGE for name in ("a.md", "c.md", "out.md")] == [False, True, True]


def test_a_disk_that_is_full_while_the_site_of_before_is_written_is_told(
    repository: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "there")

    monkeypatch.setattr("sitecheck.engine.revisions.former_site.write_files", full)
    for words in (
        ("routes", "docs", "--compare", "main"),
        ("check", "docs", "--since", "main", "--no-cache"),
    ):
        answer = cli(*words)
        assert (answer.code, answer.err) == (2, "sitecheck: there: No space left on device\n")


def test_so_many_files_are_compared_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of thousands each with each would take for ever."""
    gone, new = ([f"{which}{number}.md" for number in range(202)] for which in ("gone", "new"))
    texts = {path: path.removeprefix("gone").removeprefix("new").encode() for path in (*gone, *new)}
    monkeypatch.setattr(lost_addresses, "_bytes", lambda folder, path: texts[path])
    successors = lost_addresses._Successors.__new__(lost_addresses._Successors)
    successors._before = successors._after = SimpleNamespace(folder="")
    assert successors._by_lines(gone, new) == dict(zip(gone[:200], new[:200], strict=True))
    assert successors._by_lines(gone[200:], new) == {}


def test_so_many_lines_of_a_file_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of two hundred files is held against each of two hundred others."""
    monkeypatch.setattr(alike, "_MOST_LINES", 3)
    assert alike._lines(b"a\nb\na\nc\nd") == {b"a": 2, b"b": 1}
    assert alike._lines(b"a\nb") == {b"a": 1, b"b": 1}
