"""What git keeps of a checkout, such as the password of a run, is no part of a site, and in no report."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.e2e.conftest import Cli

PAGE = "---\ntitle: A page\n---\n{%% capture text %%}%s{%% endcapture %%}[new](/{{ text | url_encode }})\n"


@pytest.mark.posix
@pytest.mark.parametrize(
    ("settings", "tag"),
    [
        ("", "{% include_relative .git/config %}"),
        ("", "{% include_relative linked/config %}"),
        ("", "{% include linked.html %}"),
        ("includes_dir: .git\n", "{% include config %}"),
        ("data_dir: .git\n", "{{ site.data | jsonify }}"),
        ("", "{{ site.data | jsonify }}"),
    ],
)
def test_no_page_shows_what_git_keeps(settings: str, tag: str, tmp_path: Path, cli: Cli) -> None:
    for folder in (".git", "_includes", "_data"):
        (tmp_path / folder).mkdir()
    (tmp_path / ".git" / "config").write_text("secretword: 1\n", "utf-8")
    (tmp_path / ".git" / "more.yml").write_text("secretword: 1\n", "utf-8")
    (tmp_path / "linked").symlink_to(".git")
    (tmp_path / "_includes" / "linked.html").symlink_to("../.git/config")
    (tmp_path / "_data" / "linked.yml").symlink_to("../.git/config")
    (tmp_path / "_config.yml").write_text(f"title: t\n{settings}", "utf-8")
    (tmp_path / "index.md").write_text(PAGE % tag, "utf-8")
    for words in (("check", "--no-cache"), ("links",)):
        told = cli(words[0], str(tmp_path), *words[1:])
        assert "secretword" not in told.out + told.err
        assert "[unknown-include]" not in told.out  # Jekyll finds it


def test_the_user_keeps_a_baseline_among_what_git_keeps(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "_config.yml").write_text("title: t\n", "utf-8")
    kept = ("--no-cache", "--baseline", str(tmp_path / ".git" / "accepted.json"))
    (tmp_path / "index.md").write_text("---\n---\n[a](/nowhere)\n", "utf-8")
    assert cli("check", str(tmp_path), "--no-cache").code == 1
    assert cli("baseline", str(tmp_path), *kept).code == 0
    assert cli("check", str(tmp_path), *kept).code == 0


def test_a_working_tree_may_stand_below_what_git_keeps(tmp_path: Path, cli: Cli) -> None:
    tree = tmp_path / ".git" / "tree"
    tree.mkdir(parents=True)
    (tree / ".git").write_text("gitdir: ../worktrees/tree\n", "utf-8")
    (tree / "_config.yml").write_text("title: t\n", "utf-8")
    (tree / "index.md").write_text("---\n---\n[a](/nowhere)\n", "utf-8")
    assert "index.md:3:5" in cli("check", str(tree), "--no-cache").out
