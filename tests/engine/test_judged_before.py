"""What a change is compared with: which revision that is, and what is remembered of it."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.report.samples import run

from sitecheck.engine.cache import cache_folder
from sitecheck.engine.changes import since
from sitecheck.engine.changes import since as module
from sitecheck.engine.changes.since import Before, Found, Memory, automatic_revision, present_files
from sitecheck.engine.revisions.git import GitError
from sitecheck.engine.revisions.git_tree import TreeFile
from sitecheck.errors import UsageError
from sitecheck.model.finding import WHOLE_FILE, Finding, Severity
from sitecheck.model.report import Crash
from sitecheck.model.span import Place, Span
from sitecheck.testing import write_site

SECOND = 1_000_000_000
NOW = 5 * SECOND


@pytest.mark.parametrize(
    ("kept", "is_known"),
    [
        ([NOW, None, ["a"], ["b"]], True),
        ([NOW + 1, None, ["a"], ["b"]], False),
        (["x", None, ["a"], ["b"]], False),
        ([0, 6, ["a"], ["b"]], True),
        ([0, 5, ["a"], ["b"]], False),
        ([0, "6", ["a"], ["b"]], False),
        ([0, None, "a", ["b"]], False),
        ([0, None, ["a"], None], False),
        ([0, None, ["a"]], False),
        ([0, None, ["a"], ["b"], []], False),
        ({"a": 1}, False),
    ],
)
def test_what_was_found_is_known_while_the_site_is_the_same(
    kept: object, is_known: bool, tmp_path: Path
) -> None:
    memory = Memory(str(tmp_path), "", NOW)
    cache_folder.save(memory.folder, "since", "k", kept)
    found = Found(frozenset("a"), frozenset("b"))
    assert module._load(memory, "k") == (found if is_known else None)
    assert module._load(memory, "other") is None
    assert module._load(None, "k") is None


def test_keys_that_are_no_text_are_left_out(tmp_path: Path) -> None:
    cache_folder.save(str(tmp_path), "since", "k", [0, None, ["a", 3], [None, "b"]])
    memory = Memory(str(tmp_path), "", NOW)
    assert module._load(memory, "k") == Found(frozenset("a"), frozenset("b"))


@pytest.mark.parametrize(
    ("environment", "event", "staged", "there", "meant"),
    [
        ({}, None, False, "HEAD HEAD^1 HEAD^2", ""),
        ({"PRE_COMMIT": "1"}, None, True, "HEAD", "HEAD"),
        ({"PRE_COMMIT": "1"}, None, False, "HEAD", ""),
        ({"PRE_COMMIT": "0"}, None, True, "HEAD", ""),
        ({"PRE_COMMIT": "1", "PRE_COMMIT_FROM_REF": "abc"}, None, True, "HEAD abc", "abc"),
        ({"PRE_COMMIT": "1", "PRE_COMMIT_FROM_REF": "abc"}, None, True, "HEAD", ""),
        ({"GITHUB_EVENT_NAME": "push", "GITHUB_BASE_REF": "m"}, None, False, "HEAD^1 HEAD^2 origin/m", ""),
        ({"GITHUB_EVENT_NAME": "pull_request"}, None, False, "HEAD^1 HEAD^2", "HEAD^1"),
        ({"GITHUB_EVENT_NAME": "pull_request_target"}, None, False, "HEAD^1 HEAD^2", "HEAD^1"),
        ({"GITHUB_EVENT_NAME": "pull_request"}, None, False, "HEAD^1", ""),
        ({"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "m"}, None, False, "HEAD^1 origin/m", "origin/m"),
        ({"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": ""}, None, False, "origin/", ""),
        ({"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "m"}, {"pull_request": {"base": {"sha": "f"}}}, False, "f origin/m", "f"),
        ({"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "m"}, {"pull_request": {"base": {"sha": 3}}}, False, "3 origin/m", "3"),
        ({"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "m"}, {"pull_request": {}}, False, "origin/m", "origin/m"),
        ({"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "m"}, [], False, "origin/m", "origin/m"),
        ({"GITHUB_EVENT_NAME": "pull_request"}, {"pull_request": {"base": None, "head": None}}, False, "HEAD^1 HEAD^2", "HEAD^1"),
        ({"GITHUB_EVENT_NAME": "pull_request"}, {"pull_request": {"base": {"sha": "f"}, "head": {"sha": "id"}}}, False, "HEAD^1 HEAD^2 f", "HEAD^1"),
        ({"GITHUB_EVENT_NAME": "pull_request"}, {"pull_request": {"base": {"sha": "f"}, "head": {"sha": "x"}}}, False, "HEAD^1 HEAD^2 f", "f"),
        ({"GITHUB_EVENT_NAME": "pull_request"}, {"pull_request": {"base": 3}}, False, "HEAD^1 HEAD^2", "HEAD^1"),
    ],
)  # fmt: skip
def test_what_auto_stands_for(
    environment: dict[str, str],
    event: Any,
    staged: bool,
    there: str,
    meant: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "event.json"
    path.write_text("no JSON" if event is None else json.dumps(event))
    monkeypatch.setattr(module, "has_commit", lambda _, revision: revision in there.split())
    monkeypatch.setattr(module, "commit_of", lambda _, revision: "id" if revision in there.split() else "")
    repository: Any = SimpleNamespace(staged=lambda: staged)
    assert automatic_revision(repository, {"GITHUB_EVENT_PATH": str(path), **environment}) == meant


def test_before_the_first_commit_auto_stands_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def staged() -> bool:
        raise GitError("no commit")

    monkeypatch.setattr(module, "has_commit", lambda *_: True)
    repository: Any = SimpleNamespace(staged=staged)
    assert automatic_revision(repository, {"PRE_COMMIT": "1"}) == ""


def test_a_file_with_a_conflict_is_there_once() -> None:
    """Git names it three times: as it was, as it is here, and as it is there."""
    repository: Any = SimpleNamespace(present=lambda site: iter(["b", "a", "b", "b"]))
    assert present_files(repository, "x") == ("a", "b")


def test_what_git_cannot_tell_is_told_of_the_option() -> None:
    def present(_: str) -> Iterator[str]:
        raise GitError("no index")

    repository: Any = SimpleNamespace(present=present)
    with pytest.raises(UsageError, match="--since: no index"):
        present_files(repository, "x")
    with pytest.raises(UsageError, match="--compare v1: no index"):
        present_files(repository, "x", "--compare v1")


ONE = Found(frozenset({"a"}), frozenset({"b"}))
NOW = 5_000_000_000


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ([NOW, None, ["a"], ["b"]], ONE),
        ([0, None, ["a", 1, None], ["b", ["c"]]], ONE),
        ([NOW + 1, None, ["a"], ["b"]], None),
        (["0", None, ["a"], ["b"]], None),
        ([None, None, ["a"], ["b"]], None),
        ([0, 6, ["a"], ["b"]], ONE),
        ([0, 5, ["a"], ["b"]], None),
        ([0, 4, ["a"], ["b"]], None),
        ([0, "6", ["a"], ["b"]], None),
        ([NOW + 1, 6, ["a"], ["b"]], None),
        ([0, None, "a", ["b"]], None),
        ([0, None, ["a"], {"b": 1}], None),
        ([0, None, ["a"]], None),
        ([0, None, ["a"], ["b"], []], None),
        ({"a": 1}, None),
        (None, None),
    ],
)
def test_what_is_taken_from_another_time(
    value: object, found: Found | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a cache may hold that a pull request brings: a moment to come, an end that is over, no texts."""
    monkeypatch.setattr(cache_folder, "load", lambda *_: value)
    assert since._load(Memory("folder", "key", NOW), "x") == found
    assert since._load(None, "x") is None


def test_what_git_cannot_say_of_a_repository_is_told_of_the_option(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise GitError("not yours")

    monkeypatch.setattr(since, "find_repository", fail)
    with pytest.raises(UsageError, match=r"^--since: not yours"):
        since.site_repository("x", {})
    with pytest.raises(UsageError, match=r"^--compare: not yours"):
        since.site_repository("x", {}, "--compare")


def test_a_judgement_with_crashes_is_not_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(since, "former_site", lambda *_: contextlib.nullcontext("there"))
    saved: list[object] = []
    monkeypatch.setattr(cache_folder, "save", lambda *args: saved.append(args))
    one, other = (Finding("a-rule", Severity.ERROR, "m", Place("a.md", Span(at, at + 1))) for at in (0, 4))
    good = run({"a.md": "abc\ndef"}, [one])._replace(hidden=(other,))
    bad = good._replace(crashes=(Crash("a-rule", "a.md", "odd", ""),))
    repository: Any = None
    found = [
        since._judge("s", repository, ("tree", ()), lambda folder, each=each: each, (memory, "key"))
        for each, memory in ((bad, Memory("f", "k", NOW)), (good, None), (good, Memory("f", "k", NOW)))
    ]
    assert found == [found[0]] * 3
    assert (len(found[0].keys), len(found[0].hidden)) == (2, 1)
    lists = [sorted(found[0].keys), sorted(found[0].hidden)]
    assert saved == [("f", "since", "key", [NOW, None, *lists])]


def test_names_of_files_that_were_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As they are, or but for some of their lines. A file that is gone again since it was checked has no name of
    before."""
    write_site(tmp_path, {"new.md": "abc", "same.md": "x", "other.md": "y", "copy.md": "x"})
    blob = "f2ba8f84ab5c1bce84a7b441cb1959cfc7093b7f"  # git hash-object
    there = {"old.md": blob, "same.md": blob_id("x"), "gone.md": blob_id("z")}
    tree = [TreeFile(path, "100644", id_, 1) for path, id_ in there.items()]
    names = ("new.md", "same.md", "other.md", "copy.md", "vanished.md")
    report = run({}, [Finding("r", Severity.ERROR, "m", Place(name, WHOLE_FILE)) for name in names])
    new = ("vanished.md", "copy.md", "other.md", "new.md")
    repository: Any = SimpleNamespace(present=lambda _: iter((*new, "same.md")))
    before = Before(Found(), repository, "0" * 40, ())
    monkeypatch.setattr(since, "files_in", lambda *_: tree)
    edited = {"gone.md": b"z", "old.md": b"abc"}
    monkeypatch.setattr(since, "contents", lambda _, files: [(file, edited[file.path]) for file in files])
    assert since._moved(report, before, str(tmp_path)) == {"new.md": "old.md"}
    edited["gone.md"] = b"y\nz"
    assert since._moved(report, before, str(tmp_path)) == {"new.md": "old.md", "other.md": "gone.md"}
    monkeypatch.setattr(since, "_SHORT", 0)
    assert since._moved(report, before, str(tmp_path)) == {"new.md": "old.md"}
    assert since._moved(report, before._replace(tree=""), str(tmp_path)) == {}
    assert since._moved(report, before._replace(tree="0" * 64), str(tmp_path)) == {}
    assert since._moved(run({}, []), before, str(tmp_path)) == {}

    def fail(*_: object) -> None:
        raise GitError("gone")

    monkeypatch.setattr(since, "files_in", fail)
    assert since._moved(report, before, str(tmp_path)) == {}


def blob_id(text: str) -> str:
    return hashlib.sha1(f"blob {len(text)}\0{text}".encode()).hexdigest()
