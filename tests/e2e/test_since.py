"""``check --since``: only what a change brought, wherever in the site it shows."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.conftest import Answer, Cli

PAGE = "---\ntitle: {}\ndescription: d\n---\n"
CONCISE = ("--output-format", "concise")
PERSON = ("-c", "user.name=t", "-c", "user.email=t@h", "-c", "protocol.file.allow=always")
Files = Mapping[str, str]


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *PERSON, *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def write(folder: Path, files: Files) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def commit(folder: Path, **files: str) -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "x")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with an old site in docs/, which has broken links, and settings above it."""
    for name in [name for name in os.environ if name.startswith(("GIT_", "GITHUB_", "PRE_COMMIT"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("SITECHECK_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "r"
    pages = {f"docs/p{n}.md": PAGE.format(n) + "[a](gone.html)\n\n[b](p0.html#no)\n" for n in range(1, 6)}
    write(folder, {"docs/_config.yml": "title: t\n", "docs/p0.md": PAGE.format(0), **pages})
    write(folder, {".sitecheck.yml": "select: [links, structure]\n", ".gitignore": "made.html\n"})
    git(folder, "init", "-q", "--initial-branch=main")
    commit(folder)
    monkeypatch.chdir(folder)
    return folder


def summary(answer: Answer) -> Any:
    return json.loads(answer.out)["summary"]


def test_only_what_is_new_is_told_and_the_rest_is_counted(repository: Path, cli: Cli) -> None:
    assert cli("check", "docs", *CONCISE).out.count("\n") == 10
    green = cli("check", "docs", "--since", "main", *CONCISE)
    assert (green.code, green.out) == (0, "")
    page = repository / "docs/p1.md"
    page.write_text(PAGE.format(1) + "New\n\n[a](gone.html) [new](lost.html)\n")
    answer = cli("check", "docs", "--since", "main", *CONCISE)
    assert answer.code == 1
    assert answer.out == "docs/p1.md:7:22: error broken-link lost.html leads nowhere\n"
    counted = summary(cli("check", "docs", "--since", "main", "--output-format", "json"))["since"]
    assert counted == {"revision": "main", "old": 9, "mended": 1}
    for form in ("text", "summary", "github"):
        out = cli("check", "docs", "--since", "main", "--output-format", form).out
        assert "9 findings were there at main, 1 mended" in out


@pytest.mark.parametrize("how", ["renamed", "deleted", "unpublished"])
def test_a_link_that_breaks_elsewhere_is_told(how: str, repository: Path, cli: Cli) -> None:
    page = repository / "docs/p0.md"
    if how == "renamed":
        page.rename(page.with_name("q.md"))
    elif how == "deleted":
        page.unlink()
    else:
        page.write_text("---\npublished: false\n---\n")
    answer = cli("check", "docs", "--since", "main", *CONCISE)
    assert [line.partition(":")[0] for line in answer.out.splitlines()] == [
        f"docs/p{n}.md" for n in range(1, 6)
    ]
    assert "broken-anchor" not in answer.out


def test_what_is_found_in_a_file_moves_with_it(repository: Path, cli: Cli) -> None:
    (repository / "docs/p1.md").rename(repository / "docs/moved.md")
    assert cli("check", "docs", "--since", "main", *CONCISE).out == ""


def test_what_is_found_in_a_file_moves_with_it_though_a_part_of_it_is_edited(
    repository: Path, cli: Cli
) -> None:
    moved = repository / "docs/moved.md"
    (repository / "docs/p1.md").rename(moved)
    moved.write_text(moved.read_text() + "[new](lost.html)\n")
    assert re.findall(r"error \S+ \S+", cli("check", "docs", "--since", "main", *CONCISE).out) == [
        "error broken-link lost.html"
    ]
    moved.write_text("---\n---\n[a](gone.html)\n" + "".join(f"{n} is another line.\n" for n in range(9)))
    assert "gone.html" in cli("check", "docs", "--since", "main", *CONCISE).out


def test_the_second_time_nothing_of_before_is_read(
    repository: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "docs/p1.md").write_text(PAGE.format(1) + "[new](lost.html)\n")
    first = cli("check", "docs", "--since", "main", *CONCISE)
    monkeypatch.setattr(
        "sitecheck.engine.revisions.former_site.write_files", lambda *_: pytest.fail("it is read again")
    )
    assert cli("check", "docs", "--since", "main", *CONCISE) == first


def test_a_run_of_all_files_and_one_of_a_change_forget_nothing_of_each_other(
    repository: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (*repository.rglob("*"), repository):
        if ".git" not in path.parts:
            os.utime(path, (1, 1))
    time.sleep(0.05)  # the clock has to move on from the files' change times
    plain, since = ("check", "docs", *CONCISE), ("check", "docs", "--since", "main", *CONCISE)
    first = [cli(*plain), cli(*since)]
    monkeypatch.setattr(
        "sitecheck.engine.reading.known_site.open_site", lambda *_: pytest.fail("it is read again")
    )
    assert [cli(*plain), cli(*since)] == first


def test_before_is_read_again_where_something_else_was_asked(repository: Path, cli: Cli) -> None:
    cli("check", "docs", "--since", "main")
    (repository / "docs/p1.md").write_text(PAGE.format(1) + "# A\n\n### B\n\n[a](gone.html)\n")
    answer = cli("check", "docs", "--since", "main", "--select", "heading-increment", *CONCISE)
    assert answer.out.count("\n") == 1
    commit(repository)
    assert cli("check", "docs", "--since", "HEAD", "--select", "heading-increment", *CONCISE).out == ""


def test_nothing_is_checked_out(repository: Path, cli: Cli) -> None:
    (repository / "docs/p1.md").unlink()
    (repository / "docs/new.md").write_text(PAGE.format(9))
    status = git(repository, "status", "--porcelain")
    cli("check", "docs", "--since", "main")
    assert git(repository, "status", "--porcelain") == status


def test_what_happened_on_the_branch_meanwhile_is_not_the_changes_doing(repository: Path, cli: Cli) -> None:
    git(repository, "checkout", "-q", "-b", "work")
    commit(repository)
    git(repository, "checkout", "-q", "main")
    for n in range(1, 6):
        (repository / f"docs/p{n}.md").write_text(PAGE.format(n))
    commit(repository)
    git(repository, "checkout", "-q", "work")
    assert cli("check", "docs", "--since", "main", *CONCISE).out == ""


def test_settings_count_as_they_were(repository: Path, cli: Cli) -> None:
    (repository / ".sitecheck.yml").write_text("select: [broken-link]\n")
    commit(repository)
    (repository / ".sitecheck.yml").write_text("select: [links]\n")
    answer = cli("check", "docs", "--since", "HEAD", *CONCISE)
    assert answer.out.count("broken-anchor") == answer.out.count("\n") == 5
    (repository / ".sitecheck.yml").write_text("select: [\n")
    commit(repository)
    (repository / ".sitecheck.yml").write_text("select: [links]\n")
    answer = cli("check", "docs", "--since", "HEAD", *CONCISE)
    assert (answer.code, answer.out) == (0, "")
    why = "the settings of HEAD cannot be read, so those of now count"
    assert f"{why}: .sitecheck.yml:2: is not valid YAML" in answer.err
    (repository / "docs/p0.md").write_text(PAGE.format(0) + "[a](brought.html)\n")
    answer = cli("check", "docs", "--since", "HEAD", *CONCISE)
    assert "brought.html leads nowhere" in answer.out
    assert answer.out.count("\n") == 1


@pytest.mark.parametrize("kind", ["folder", "second"])
def test_a_change_that_mends_the_place_of_the_settings_is_judged(
    kind: str, repository: Path, cli: Cli
) -> None:
    other = {"folder": ".sitecheck.yml/a", "second": ".sitecheck.yaml"}[kind]
    settings = repository / ".sitecheck.yml"
    settings.unlink()
    write(repository, {other: "select: [links]\n", **({".sitecheck.yml": ""} if kind == "second" else {})})
    commit(repository)
    (repository / other).unlink()
    if kind == "folder":
        settings.rmdir()
    settings.write_text("select: [links]\n")
    answer = cli("check", "docs", "--since", "HEAD", *CONCISE)
    assert (answer.code, answer.out) == (0, "")
    assert "the settings of HEAD cannot be read" in answer.err


def test_settings_of_before_are_named_as_in_the_repository(repository: Path, cli: Cli) -> None:
    (repository / "docs/.sitecheck.yml").write_text("select: [\n")
    commit(repository)
    (repository / "docs/.sitecheck.yml").unlink()
    answer = cli("check", "docs", "--since", "HEAD", *CONCISE)
    assert "so those of now count: docs/.sitecheck.yml:2: is not valid YAML" in answer.err


AROUND = {
    ".github/workflows/pages.yml": "on: push\njobs:\n  b:\n    steps:\n    - run: bundle exec jekyll build -s docs "
    "--config docs/_config.yml,docs/_config.prod.yml\n    - uses: actions/deploy-pages@v4\n",
    "Gemfile": "gem 'jekyll'\n",
    "docs/_config.prod.yml": "permalink: pretty\nurl: https://example.com/\n",
}
"""What makes other addresses of a site in docs/, and says so beside that folder."""


def test_what_lies_around_the_site_counts_as_it_was(repository: Path, cli: Cli) -> None:
    """All that a workflow of the repository changes was told as new, at each change of anything."""
    write(repository, {**AROUND, ".sitecheck.yml": "select: [config, links]\n"})
    commit(repository)
    answer = cli("check", "docs", "--output", "text", "--since", "HEAD")
    assert "wrong-site-url" in cli("check", "docs", *CONCISE).out
    assert answer.out.startswith("No findings in")
    assert "mended" not in answer.out
    write(repository, {"Gemfile": "", "docs/p0.md": PAGE.format(0) + "[a](/p1.html)\n"})
    answer = cli("check", "docs", "--since", "HEAD", *CONCISE)
    assert answer.out == "docs/p0.md:5:5: error broken-link /p1.html leads nowhere\n"


def test_what_a_sparse_checkout_leaves_out_is_not_compared_with(repository: Path, cli: Cli) -> None:
    """A workflow that is in the commit alone makes other addresses than are known now."""
    write(repository, {**AROUND, ".sitecheck.yml": "select: [config, links]\n"})
    write(repository, {"docs/p0.md": PAGE.format(0) + "[a](p1/)\n"})
    commit(repository)
    git(repository, "sparse-checkout", "set", "docs")
    assert not (repository / ".github").exists()
    answer = cli("check", "docs", "--since", "HEAD")
    assert answer.out.startswith("No findings in")
    assert "mended" not in answer.out
    git(repository, "sparse-checkout", "disable")
    shutil.rmtree(repository / ".github")
    answer = cli("check", "docs", "--since", "HEAD", *CONCISE)
    assert answer.out.count("broken-anchor") == answer.out.count("\n") == 5, "what is gone was there"


def test_a_git_file_that_names_no_folder_is_none(repository: Path, cli: Cli) -> None:
    shutil.rmtree(repository / ".git")
    (repository / "docs/.git").write_bytes(b"gitdir: a\0b\n")
    answer = cli("check", "docs", "--since", "HEAD", *CONCISE)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "sitecheck: --since: docs is in no git repository\n"


def test_what_git_ignores_is_not_there_before_nor_now(repository: Path, cli: Cli) -> None:
    write(repository, {"docs/made.html": "<a href='/nowhere/'>x</a>"})
    (repository / "docs/p0.md").write_text(PAGE.format(0) + "[m](made.html) [o](other.html)\n")
    answer = cli("check", "docs", "--since", "main", *CONCISE)
    assert answer.out == "docs/p0.md:5:20: error broken-link other.html leads nowhere\n"


def test_a_folder_that_was_not_there(repository: Path, cli: Cli) -> None:
    write(repository, {"other/_config.yml": "", "other/a.md": PAGE.format(1) + "[a](gone.html)\n"})
    answer = cli("check", "other", "--since", "main", *CONCISE)
    assert answer.out.count("\n") == 1
    assert "at main there is no such folder" in answer.err


def test_a_change_that_takes_everything_away_is_no_clean_one(repository: Path, cli: Cli) -> None:
    for page in (repository / "docs").rglob("*.md"):
        page.unlink()
    (repository / "docs/assets").mkdir()
    for _ in "12":
        answer = cli("check", "docs", "--since", "main", *CONCISE)
        assert (answer.code, answer.out) == (2, "")
        assert "nothing in this folder would be published" in answer.err


def test_with_a_baseline_what_is_accepted_is_neither_old_nor_new(repository: Path, cli: Cli) -> None:
    cli("baseline", "docs")
    (repository / "docs/p1.md").write_text(PAGE.format(1) + "[a](gone.html) [new](lost.html)\n")
    report = cli("check", "docs", "--since", "main", "--output-format", "json")
    told = summary(report)
    assert (told["findings"], told["baselined"], told["since"]["old"]) == (1, 9, 0)


@pytest.mark.parametrize(
    ("revision", "advice"),
    [
        ("nothing", "; fetch it: git fetch origin nothing:nothing"),
        ("origin/main", "; fetch it: git fetch origin main:refs/remotes/origin/main"),
        ("upstream/main", "; fetch it: git fetch origin upstream/main:upstream/main (there is no remote"),
        ("--output=x", ""),
        ("HEAD~9", ""),
        ("^HEAD", ""),
        ("main..HEAD", "; it is a range: name the commit that it begins at"),
        ("a b", ""),
        ("", ""),
        ("\n", ""),
    ],
)
def test_what_is_no_revision(revision: str, advice: str, repository: Path, cli: Cli) -> None:
    git(repository, "remote", "add", "origin", "https://example.org/x.git")
    answer = cli("check", "docs", f"--since={revision}", *CONCISE)
    if not revision:
        assert answer.out.count("\n") == 10, "nothing is compared"
        return
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert f"is no commit here{advice}" in answer.err
    assert ("fetch" in answer.err) is ("fetch" in advice)


def test_outside_of_a_repository(tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    write(tmp_path / "s", {"_config.yml": "", "index.md": PAGE.format(1)})
    answer = cli("check", tmp_path / "s", "--since", "main")
    assert (answer.code, answer.out) == (2, "")
    assert "is in no git repository" in answer.err
    assert cli("check", tmp_path / "s", "--since", "auto").code == 0


def test_a_shallow_clone_says_what_to_fetch(
    repository: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "docs/p1.md").write_text(PAGE.format(1) + "[new](lost.html)\n")
    base = git(repository, "rev-parse", "HEAD")
    commit(repository)
    shallow = repository.with_name("shallow")
    git(repository.parent, "clone", "-q", "--depth=1", f"file://{repository}", str(shallow))
    monkeypatch.chdir(shallow)
    answer = cli("check", "docs", "--since", base, *CONCISE)
    assert (answer.code, answer.out) == (2, "")
    assert f"git fetch origin {base}; in a workflow, give actions/checkout fetch-depth: 0" in answer.err
    answer = cli("check", "docs", "--since", "HEAD~1", *CONCISE)
    assert "is no commit here; fetch what is before: git fetch --unshallow" in answer.err
    git(shallow, "fetch", "-q", "--depth=1", "origin", base)
    answer = cli("check", "docs", "--since", base, *CONCISE)
    assert answer.out == "docs/p1.md:5:7: error broken-link lost.html leads nowhere\n"
    advice = "; in a workflow, give actions/checkout fetch-depth: 0"
    assert f"the clone is shallow, so {base} itself is compared with{advice}\n" in answer.err


def test_before_the_first_commit_nothing_is_to_be_fetched(tmp_path: Path, cli: Cli) -> None:
    write(tmp_path / "s", {"_config.yml": "", "index.md": PAGE.format(1)})
    git(tmp_path / "s", "init", "-q")
    answer = cli("check", tmp_path / "s", "--since", "HEAD")
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert answer.err.endswith("'HEAD' is no commit here, as there is none yet\n")


@pytest.mark.parametrize("left_out", ["blob:none", "tree:0", "tree:2"])
def test_a_partial_clone_says_what_to_fetch(
    left_out: str, repository: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """git gives "BAD" for the size of a blob that was left out, which was an internal error."""
    (repository / "docs/p1.md").write_text(PAGE.format(1) + "[new](lost.html)\n")
    commit(repository)
    git(repository, "config", "uploadpack.allowFilter", "true")
    partial = repository.with_name("partial")
    git(repository.parent, "clone", "-q", f"--filter={left_out}", f"file://{repository}", str(partial))
    monkeypatch.chdir(partial)
    advice = "objects of the revision are not here, as in a partial clone: git fetch --refetch --no-filter\n"
    for call in (("check", "docs", "--since", "HEAD~1"), ("routes", "docs", "--compare", "HEAD~1")):
        answer = cli(*call)
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.endswith(advice)
    git(partial, "fetch", "-q", "--refetch", "--no-filter")
    answer = cli("check", "docs", "--since", "HEAD~1", *CONCISE)
    assert answer.out == "docs/p1.md:5:7: error broken-link lost.html leads nowhere\n"


@pytest.fixture
def merged(repository: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a workflow checks out for a pull request: the merge of a branch into main."""
    git(repository, "checkout", "-q", "-b", "work")
    (repository / "docs/p1.md").write_text(PAGE.format(1) + "[a](gone.html) [new](lost.html)\n")
    commit(repository)
    git(repository, "checkout", "-q", "main")
    (repository / "docs/p2.md").write_text(PAGE.format(2))
    commit(repository)
    git(repository, "merge", "-q", "--no-ff", "-m", "m", "work")
    monkeypatch.setenv("GITHUB_EVENT_NAME", "pull_request")
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    return repository


NEW = "docs/p1.md:5:22: error broken-link lost.html leads nowhere\n"


def test_in_a_pull_request_auto_is_what_it_is_merged_into(merged: Path, cli: Cli) -> None:
    assert cli("check", "docs", "--since", "auto", *CONCISE).out == NEW


@pytest.mark.parametrize(("depth", "known"), [(1, False), (2, True)])
def test_auto_in_a_shallow_checkout(
    depth: int, known: bool, merged: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    shallow = merged.with_name("shallow")
    git(
        merged.parent,
        "clone",
        "-q",
        f"--depth={depth}",
        "--no-single-branch",
        f"file://{merged}",
        str(shallow),
    )
    git(shallow, "update-ref", "-d", "refs/remotes/origin/main")
    git(shallow, "checkout", "-q", "--detach")
    monkeypatch.chdir(shallow)
    answer = cli("check", "docs", "--since", "auto", *CONCISE)
    assert (answer.out == NEW) == known
    assert ("fetch-depth: 2" in answer.err) != known
    assert answer.code == 1


def test_auto_where_git_cannot_be_asked_tells_that_all_is_told(merged: Path, cli: Cli) -> None:
    """As in a container whose checkout belongs to the host's user: each finding looked like a new one."""
    (merged / ".git/HEAD").write_text("")
    answer = cli("check", "docs", "--since", "auto", *CONCISE)
    assert NEW in answer.out
    assert "compared with cannot be asked for, so everything is told; --since: " in answer.err


def test_auto_of_a_branch_that_is_not_merged_is_the_events_base(
    repository: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    base = git(repository, "rev-parse", "HEAD")
    (repository / "docs/p1.md").write_text(PAGE.format(1) + "[a](gone.html) [new](lost.html)\n")
    commit(repository)
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"pull_request": {"base": {"sha": base}}}))
    monkeypatch.setenv("GITHUB_EVENT_NAME", "pull_request")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
    assert cli("check", "docs", "--since", "auto", *CONCISE).out == NEW
    for odd in ("[]", "{", '{"pull_request": {"base": {"sha": "--help"}}}'):
        event.write_text(odd)
        assert "everything is told" in cli("check", "docs", "--since", "auto", *CONCISE).err


def test_auto_of_a_branch_whose_last_commit_is_a_merge_is_the_events_base(
    merged: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where a workflow checks out the branch itself, its author needs but merge something to hide all."""
    base = git(merged, "rev-parse", "main^1")
    git(merged, "checkout", "-q", "work")
    git(merged, "merge", "-q", "--no-ff", "-m", "m", base)
    head = git(merged, "rev-parse", "work")
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"pull_request": {"base": {"sha": base}, "head": {"sha": head}}}))
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
    assert cli("check", "docs", "--since", "auto", *CONCISE).out == NEW
    git(merged, "checkout", "-q", "main")
    git(merged, "reset", "-q", "--hard", base)
    git(merged, "merge", "-q", "--no-ff", "-m", "m", "work")
    event.write_text(json.dumps({"pull_request": {"base": {"sha": head}, "head": {"sha": head}}}))
    assert cli("check", "docs", "--since", "auto", *CONCISE).out == NEW, "what GitHub has merged"


def test_in_a_hook_auto_is_the_last_commit_while_another_is_made(
    repository: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRE_COMMIT", "1")
    check = ("check", "docs", "--since", "auto", *CONCISE)
    assert cli(*check).out.count("\n") == 10, "of all files, when nothing is to be committed"
    (repository / "docs/p1.md").write_text(PAGE.format(1) + "[a](gone.html) [new](lost.html)\n")
    git(repository, "add", "-A")
    assert cli(*check).out == NEW
    base = git(repository, "rev-parse", "HEAD")
    commit(repository)
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", base)
    assert cli(*check).out == NEW, "what is pushed"


def test_in_a_hook_before_the_first_commit_everything_is_new(
    tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "s", {"_config.yml": "", "index.md": PAGE.format(1) + "[a](gone.html)\n"})
    git(tmp_path / "s", "init", "-q")
    git(tmp_path / "s", "add", "-A")
    monkeypatch.setenv("PRE_COMMIT", "1")
    answer = cli("check", tmp_path / "s", "--since", "auto", "--select", "links", *CONCISE)
    assert answer.out.count("\n") == 1


def test_a_submodule_is_read_at_its_commit(repository: Path, cli: Cli, tmp_path: Path) -> None:
    other = tmp_path / "other"
    write(other, {"a.md": PAGE.format("o") + "[a](gone.html)\n"})
    git(other, "init", "-q")
    commit(other)
    git(repository, "submodule", "add", "-q", str(other), "docs/part")
    commit(repository)
    assert cli("check", "docs", *CONCISE).out.count("docs/part/a.md") == 1
    assert cli("check", "docs", "--since", "HEAD", *CONCISE).out == ""
    (repository / "docs/part/a.md").write_text(PAGE.format("o") + "[a](gone.html) [b](lost.html)\n")
    assert re.fullmatch(r"docs/part/a\.md:5:20: .*\n", cli("check", "docs", "--since", "HEAD", *CONCISE).out)


@pytest.mark.posix
def test_a_hostile_tree_writes_nothing_outside(repository: Path, cli: Cli, tmp_path: Path) -> None:
    """A commit that nobody can check out: names that lead upward, a link and files behind it."""
    blob = git(repository, "hash-object", "-w", "docs/p1.md")
    aim = tmp_path / "aim"
    aim.mkdir()
    link = tmp_path / "link"
    link.write_text(str(aim))
    target = git(repository, "hash-object", "-w", str(link))

    def tree(*rows: str) -> str:
        done = subprocess.run(
            ["git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally"],
            cwd=repository,
            input=b"".join(raw(row) for row in rows),
            capture_output=True,
            check=True,
        )
        return done.stdout.decode().strip()

    def raw(row: str) -> bytes:
        mode, id_, name = row.split(" ", 2)
        return mode.encode() + b" " + name.encode() + b"\0" + bytes.fromhex(id_)

    inner = tree(f"100644 {blob} evil.md")
    docs = tree(
        f"100644 {blob} ../up.md",
        f"40000 {inner} ..",
        f"40000 {inner} .git",
        f"120000 {target} out",
        f"40000 {inner} out",
        f"100644 {blob} a\\..\\b.md",
        f"100644 {blob} p1.md",
    )
    root = tree(f"40000 {docs} docs")
    made = git(repository, "commit-tree", root, "-m", "evil")
    git(repository, "update-ref", "refs/heads/evil", made)
    answer = cli("check", "docs", "--since", "evil", *CONCISE)
    assert answer.code in (0, 1)
    assert list(aim.iterdir()) == []
    assert not list(tmp_path.rglob("evil.md"))
    assert not list(tmp_path.rglob("up.md"))


@pytest.mark.parametrize("options", [(), ("--fail-on", "info"), ("--min-severity", "info")])
def test_advice_that_the_settings_of_now_ask_for_is_new_to_who_reads(
    options: tuple[str, ...], repository: Path, cli: Cli
) -> None:
    links = "".join(f"[{n}](/other/{n}.html)\n" for n in range(3))
    write(repository, {".sitecheck.yml": "ignore: [orphan-page]\n", "docs/p0.md": PAGE.format(0) + links})
    commit(repository)
    words = ("check", "docs", "--since", "HEAD", *CONCISE, *options)
    assert cli(*words).out == ""
    (repository / ".sitecheck.yml").write_text("select: [all]\nignore: [orphan-page]\n")
    told = cli(*words).out.count("where the site has nothing")
    assert told == (0 if options else 3)  # who had asked for all has seen them
    assert cli(*words).out.count("where the site has nothing") == told
