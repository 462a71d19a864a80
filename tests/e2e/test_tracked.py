from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path

import pytest
from tests.e2e.conftest import Cli, WriteSite

PAGE = "---\ntitle: A page\n---\n"


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)


@pytest.fixture
def repository(site: WriteSite) -> Path:
    folder = site(
        {
            "docs/_config.yml": "title: t\n",
            "docs/index.md": PAGE + "[a](a.html) [n](néw.html) ![p](img/p.png)\n",
            "docs/a.md": PAGE,
            "docs/néw.md": PAGE,
            "docs/img/p.png": "",
        }
    )
    git(folder, "init", "-q")
    git(folder, "add", "docs/index.md", "docs/a.md", "docs/_config.yml")
    return folder


def test_in_a_hook_files_that_git_does_not_track_do_not_exist(
    repository: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = repository / "docs"
    check = ("check", docs, "--output-format", "concise", "--select", "links,images")
    assert (cli(*check).code, cli(*check).out) == (0, "")
    monkeypatch.setenv("PRE_COMMIT", "1")
    answer = cli(*check)
    assert answer.code == 1
    assert "néw.html" in answer.out
    assert "p.png" in answer.out
    assert "a.html" not in answer.out
    told = "sitecheck: not in git, so not there for this check: img/p.png, néw.md (git add)\n"
    assert answer.err == told
    for name in "zyx":
        (docs / f"{name}.md").write_text(PAGE)
    assert "img/p.png, néw.md, x.md and 2 more (git add)" in cli(*check).err
    assert cli(*check, "--quiet").err == ""
    git(repository, "add", "docs")
    (docs / "later.md").write_text(PAGE)
    assert cli(*check)[:3] == (0, "", ""), "a remembered run must not outlive the index"
    git(repository, "rm", "-q", "--cached", "docs/a.md")
    assert "a.html" in cli(*check).out


def test_without_git_a_hook_says_so_and_goes_on(
    repository: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PRE_COMMIT", "1")
    monkeypatch.setenv("PATH", str(tmp_path))
    answer = cli("check", repository / "docs", "--select", "links,images", "--output-format", "concise")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err.splitlines() == [
        "sitecheck: git cannot be asked, so untracked files count like others: git is not installed"
    ]


def test_a_site_of_which_git_tracks_nothing_is_remembered_as_such(
    repository: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = ("check", repository / "docs", "--select", "links", "--output-format", "json")
    git(repository, "rm", "-q", "-r", "--cached", "docs")
    for path in (*repository.rglob("*"), repository):
        os.utime(path, (1, 1))
    monkeypatch.setenv("PRE_COMMIT", "1")
    first = cli(*check)
    time.sleep(0.05)  # the clock has to move on from the files' change times
    cli(*check)
    monkeypatch.delenv("PRE_COMMIT")
    assert json.loads(cli(*check).out)["summary"] != json.loads(first.out)["summary"]


@pytest.mark.posix
def test_what_lies_behind_a_tracked_link_counts_by_its_own_name(
    repository: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = repository / "docs"
    (docs / "part").mkdir()
    (docs / "part/b.md").write_text(PAGE)
    (docs / "part/loose.md").write_text(PAGE)
    (docs / "linked").symlink_to("part")
    (docs / "index.md").write_text(PAGE + "[b](linked/b.html) [l](linked/loose.html)\n")
    git(repository, "add", "docs/part/b.md", "docs/linked", "docs/index.md")
    monkeypatch.setenv("PRE_COMMIT", "1")
    answer = cli("check", docs, "--select", "links", "--output-format", "concise")
    assert "linked/loose.html" in answer.out
    assert "linked/b.html" not in answer.out


def test_outside_of_a_repository_every_file_counts(
    site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = site({"index.md": PAGE + "[a](a.html)\n", "a.md": PAGE})
    monkeypatch.setenv("PRE_COMMIT", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
    assert cli("check", folder, "--select", "links", "--output-format", "concise").out == ""
