"""``sitecheck init``: what it writes is taken by those whom it is for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from tests.e2e.conftest import Cli, WriteSite

PAGE = "---\ntitle: A page\ndescription: d\n---\n"
FILES = {
    "docs/_config.yml": "title: t\nremote_theme: a/b@v1\n",
    "docs/index.md": PAGE,
    "docs/Gemfile": 'gem "github-pages"\n',
    ".lycheeignore": "linkedin\\.com\n",
    ".markdownlint.yaml": "MD045: false\n",
    "netlify.toml": "[build]\n",
}
WRITTEN = ("docs/.sitecheck.yml", ".pre-commit-config.yaml", ".github/workflows/sitecheck.yml")


@pytest.fixture
def root(site: WriteSite, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = site(FILES)
    (folder / "_config.yml").unlink()
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    monkeypatch.chdir(folder)
    return folder


def snapshot(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


def test_it_shows_first_and_writes_when_it_is_told(root: Path, cli: Cli) -> None:
    before = snapshot(root)
    shown = cli("init", "docs")
    assert shown.code == 0
    assert snapshot(root) == before
    for words in ("theme: a/b@v1", "deployed by Netlify", "image-alt taken over", "--write"):
        assert words in shown.out
    assert [name for name in WRITTEN if f"{name} would be written:" in shown.out] == list(WRITTEN)
    assert cli("init", "docs", "--write").code == 0
    after = snapshot(root)
    assert set(after) - set(before) == set(WRITTEN)
    for name in WRITTEN:
        assert all(f"  {line}\n" in shown.out for line in after[name].splitlines())


@pytest.mark.parametrize(
    ("here", "named", "first", "then"),
    [
        ("..", "{}/docs", "{}/docs/.sitecheck.yml", "{}/.pre-commit-config.yaml"),
        ("docs", ".", ".sitecheck.yml", "../.pre-commit-config.yaml"),
    ],
)
def test_files_are_named_as_they_are_found_from_here(
    here: str, named: str, first: str, then: str, root: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root / here)
    site, *wanted = (each.format(root.name) for each in (named, first, then))
    words = "" if site == "." else f" {site}"
    shown = cli("init", site).out
    assert [f"\n{name} would be written:" in shown for name in wanted] == [True, True]
    assert f"'sitecheck init{words} --write' writes them. Then: sitecheck check{words};" in shown
    written = cli("init", site, "--write").out
    assert [f"\n{name} written:" in written for name in wanted] == [True, True]
    assert f"\n{wanted[0]} is there and stays" in cli("init", site).out


@pytest.mark.process
def test_what_it_writes_is_taken(root: Path, cli: Cli) -> None:
    cli("init", "docs", "--write")
    assert cli("check", "docs").code == 0
    settings = yaml.safe_load((root / "docs/.sitecheck.yml").read_text())
    assert settings["external"]["exclude"] == ["*linkedin.com*"]
    assert settings["rules"] == {"image-alt": False}
    assert settings["jekyll"] == {"github-pages": True}
    tool = Path(sys.executable).parent
    for command in (
        ["pre-commit", "validate-config", WRITTEN[1]],
        ["check-jsonschema", "--builtin-schema", "vendor.github-workflows", WRITTEN[2]],
    ):
        done = subprocess.run([tool / command[0], *command[1:]], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    hook = yaml.safe_load((root / WRITTEN[1]).read_text())["repos"][0]["hooks"][0]
    assert hook == {"id": "sitecheck", "args": ["docs"]}


def test_what_is_there_stays(root: Path, cli: Cli) -> None:
    for name in WRITTEN:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("fail-on: never\n")
    before = snapshot(root)
    answer = cli("init", "docs", "--write")
    assert snapshot(root) == before
    assert answer.out.count("is there and stays as it is") == 3


@pytest.mark.process
def test_where_gitlab_builds_its_job_is_shown(root: Path, cli: Cli) -> None:
    (root / ".gitlab-ci.yml").write_text("pages:\n  script: [x]\n")
    answer = cli("init", "docs", "--write")
    assert not (root / WRITTEN[2]).exists()
    head, _, job = answer.out.partition(".gitlab-ci.yml is there and stays as it is; it could hold:\n")
    assert head
    shown = root / "job.yml"
    shown.write_text("".join(f"{line[2:]}\n" for line in job.splitlines() if line.startswith("  ")))
    assert "codequality" in shown.read_text()
    check = [Path(sys.executable).parent / "check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", shown]
    done = subprocess.run(check, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (root / ".gitlab-ci.yml").read_text() == "pages:\n  script: [x]\n"


@pytest.mark.posix
def test_nothing_is_written_through_a_link(root: Path, cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "aim").mkdir()
    (root / ".github").symlink_to(tmp_path / "aim")
    assert cli("init", "docs", "--write").code == 2
    assert list((tmp_path / "aim").iterdir()) == []


def test_hostile_words_stay_words(root: Path, cli: Cli) -> None:
    (root / ".lycheeignore").write_text('x"]\\n::error::y\n"a: b\n')
    (root / "docs/_config.yml").write_text("theme: '::error::'\n")
    out = cli("init", "docs", "--write").out
    assert not [line for line in out.splitlines() if line.startswith("::")]
    assert cli("check", "docs").code in (0, 1)
