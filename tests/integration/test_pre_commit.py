"""The pre-commit hooks, installed from this checkout by the real pre-commit, on commits of a small site."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from tests.e2e.conftest import Cli
from tests.e2e.conftest import cli as cli
from tests.integration.checkout import ROOT, copy_checkout, git, own_environment
from tests.integration.conftest import MakeOnce
from tests.integration.wheelhouse import write_wheels

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
PATIENCE = 1200
"""Seconds for a command that takes a few: a machine with much else to do is no failure, a hang is."""

PAGE = """\
---
title: {title}
description: What this page of the little site tells its readers, in one sentence.
---

{text}
"""
SITE = {
    "_config.yml": "title: A little site\ndescription: All about little things.\npermalink: pretty\n",
    "index.md": PAGE.format(title="The little site", text="Read [about it](/about/)."),
    "about.md": PAGE.format(title="About the little site", text="Back [home](/)."),
    ".gitignore": "/.sitecheck/\n",
}


def pre_commit(folder: Path, env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pre_commit", *arguments]
    return subprocess.run(
        command, cwd=folder, env=env, check=False, capture_output=True, text=True, timeout=PATIENCE
    )


class Repository:
    """A site under git that has the hooks installed."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self.folder = folder
        self.env = env

    def write(self, path: str, text: str) -> None:
        (self.folder / path).write_text(text, "utf-8")

    def commit(self, message: str) -> subprocess.CompletedProcess[str]:
        """Try to commit everything, deletions included."""
        git(self.folder, self.env, "add", "--all")
        command = ["git", "commit", "--message", message]
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self.env,
            check=False,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    def subjects(self) -> list[str]:
        """The subjects of all commits, newest first."""
        return git(self.folder, self.env, "log", "--format=%s").split("\n")


@pytest.fixture(scope="session")
def hooks(once: MakeOnce) -> tuple[Path, str, dict[str, str]]:
    """The hooks' repository, its commit, and an environment in which the hooks are installed."""
    base = once("pre-commit", install_hooks)
    env = own_environment(base)
    return base / "hooks", git(base / "hooks", env, "rev-parse", "HEAD"), env


def install_hooks(base: Path) -> None:
    env = own_environment(base)
    write_wheels(base / "wheels")
    revision = copy_checkout(base / "hooks", env)
    probe = base / "probe"
    start_site(probe, base / "hooks", revision, env)
    done = pre_commit(probe, env, "install-hooks")
    assert done.returncode == 0, done.stdout + done.stderr


def start_site(folder: Path, hooks: Path, revision: str, env: dict[str, str]) -> None:
    """Make a repository with the site and a configuration that names the hooks; nothing committed yet."""
    folder.mkdir()
    git(folder, env, "init", "--quiet")
    for path, text in SITE.items():
        (folder / path).write_text(text, "utf-8")
    listed = [{"id": "sitecheck"}, {"id": "sitecheck-external"}]
    config = {"repos": [{"repo": str(hooks), "rev": revision, "hooks": listed}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), "utf-8")


@pytest.fixture
def site(hooks: tuple[Path, str, dict[str, str]], tmp_path: Path) -> Repository:
    folder, revision, env = hooks
    start_site(tmp_path / "site", folder, revision, env)
    repository = Repository(tmp_path / "site", env)
    installed = pre_commit(repository.folder, env, "install")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    return repository


@pytest.mark.process
def test_the_manifest_is_valid(tmp_path: Path) -> None:
    done = pre_commit(ROOT, own_environment(tmp_path), "validate-manifest", str(MANIFEST))
    assert done.returncode == 0, done.stdout + done.stderr


def test_both_hooks_see_the_whole_site_in_one_process() -> None:
    for hook in yaml.safe_load(MANIFEST.read_text("utf-8")):
        assert hook["always_run"]
        assert not hook["pass_filenames"]
        assert hook["require_serial"]


def test_a_broken_link_is_refused_and_a_good_one_let_through(site: Repository) -> None:
    first = site.commit("Start the site")
    assert first.returncode == 0, first.stdout + first.stderr

    site.write(
        "index.md", PAGE.format(title="The little site", text="Read [more](/more/), or [about](/about/).")
    )
    refused = site.commit("Link to nowhere")
    output = refused.stdout + refused.stderr
    assert refused.returncode != 0
    assert "index.md:6:13: error" in output
    assert "[broken-link]" in output
    assert site.subjects() == ["Start the site"]

    site.write("more.md", PAGE.format(title="More of the little site", text="Back [home](/)."))
    accepted = site.commit("Write the page")
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
    assert site.subjects() == ["Write the page", "Start the site"]


def test_a_commit_that_only_deletes_a_linked_page_is_refused(site: Repository) -> None:
    assert site.commit("Start the site").returncode == 0
    (site.folder / "about.md").unlink()
    refused = site.commit("Delete the page")
    output = refused.stdout + refused.stderr
    assert refused.returncode != 0
    assert "index.md:6:17: error" in output
    assert site.subjects() == ["Start the site"]


def test_an_old_site_is_green_after_three_commands_and_tells_one_fault_more(
    site: Repository, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pre-commit install, sitecheck baseline, git commit; every commit is told all, as ``--since=`` asks."""
    monkeypatch.chdir(site.folder)
    config = yaml.safe_load((site.folder / ".pre-commit-config.yaml").read_text("utf-8"))
    config["repos"][0]["hooks"] = [{"id": "sitecheck", "args": ["--since="]}]
    site.write(".pre-commit-config.yaml", yaml.safe_dump(config))
    links = "".join(f"- [{number}](/old/{number}/)\n" for number in range(46))
    site.write("old.md", PAGE.format(title="An old page of the site", text=links))
    git(site.folder, site.env, "add", "--all")
    assert cli("check", "--output-format", "json").out.count('"broken-link",') >= 46
    refused = site.commit("Nothing is accepted yet")
    assert refused.returncode != 0

    assert "46 findings accepted in 1 file" in cli("baseline", "--select", "broken-link").out
    first = site.commit("Start")
    assert first.returncode == 0, first.stdout + first.stderr

    site.write("index.md", PAGE.format(title="The little site", text="[about](/about/) [more](/more/)"))
    refused = site.commit("Break one link more")
    output = refused.stdout + refused.stderr
    assert refused.returncode != 0
    assert output.count(": error: ") == 1
    assert "/more/ leads nowhere" in output
    assert "46 errors accepted by the baseline" in " ".join(output.split())


def test_the_external_hook_runs_by_hand_only(site: Repository) -> None:
    first = site.commit("Start the site")
    output = first.stdout + first.stderr
    assert "sitecheck...." in output
    assert "external" not in output
    by_hand = pre_commit(site.folder, site.env, "run", "--hook-stage", "manual", "sitecheck-external")
    assert by_hand.returncode == 0, by_hand.stdout + by_hand.stderr
    assert "external" in by_hand.stdout
