"""Old findings are accepted in a file, and what is new is told."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from tests.e2e.conftest import Cli, WriteSite

PAGE = "---\ntitle: A page {n}\ndescription: d\n---\n"
OLD = 46
NAME = ".sitecheck-baseline.json"
CONCISE = ("--output-format", "concise")


@pytest.fixture
def old(site: WriteSite) -> Path:
    """An old site with 46 errors, two of one text on each page."""
    pages = {f"p{n}.md": PAGE.format(n=n) + "[a](gone.html)\n\n[b](gone.html)\n" for n in range(OLD // 2)}
    return site({**pages, ".sitecheck.yml": "select: [links, suppressions]\n"})


def test_green_and_then_one_finding_for_one_fault_more(old: Path, cli: Cli) -> None:
    assert json.loads(cli("check", old, "--output-format", "json").out)["summary"]["errors"] == OLD
    answer = cli("baseline", old)
    assert answer.code == 0
    assert f"{OLD} findings accepted in {OLD // 2} files" in answer.out
    green = cli("check", old, *CONCISE)
    assert (green.code, green.out) == (0, "")
    page = old / "p0.md"
    page.write_text(PAGE.format(n=0) + "New.\n\n[a](gone.html) [c](lost.html)\n\n[b](gone.html)\n")
    answer = cli("check", old, *CONCISE)
    assert answer.code == 1
    assert re.fullmatch(r".*p0\.md:7:20: error broken-link lost\.html leads nowhere\n", answer.out)
    page.write_text(PAGE.format(n=0) + "[a](gone.html)\n\n[b](gone.html)\n\n[c](gone.html)\n")
    assert cli("check", old, *CONCISE).out.count("\n") == 1, "an entry silences one finding"


@pytest.mark.parametrize("form", ["text", "json", "github", "summary"])
def test_what_is_accepted_is_counted(form: str, old: Path, cli: Cli) -> None:
    cli("baseline", old)
    out = cli("check", old, "--output-format", form).out
    assert re.search(rf'{OLD} errors accepted|"baselined": {OLD}', out)


def test_what_is_accepted_can_be_shown_and_does_not_fail(old: Path, cli: Cli) -> None:
    cli("baseline", old)
    answer = cli("check", old, "--show-baselined", "--output-format", "json")
    assert answer.code == 0
    assert answer.out.count("(in the baseline)") == OLD


def test_a_warm_run_heeds_the_baseline_of_now(old: Path, cli: Cli, tmp_path: Path) -> None:
    check = ("check", old, "--cache-dir", tmp_path / "cache")
    assert [cli(*check).code for _ in range(2)] == [1, 1]
    cli("baseline", old)
    assert cli(*check).code == 0
    (old / NAME).unlink()
    assert cli(*check).code == 1


def test_entries_that_no_longer_occur_are_a_finding_until_they_are_pruned(old: Path, cli: Cli) -> None:
    cli("baseline", old)
    (old / "p0.md").write_text(PAGE.format(n=0) + "[a](gone.html)\n")
    (old / "p1.md").write_text(PAGE.format(n=1) + "[new](lost.html)\n")
    answer = cli("check", old, *CONCISE)
    assert answer.code == 1
    assert f"{NAME}:1:1: warning unused-suppression 3 entries of the baseline silence nothing" in answer.out
    assert NAME not in cli("check", old, "--only", "p1.md", *CONCISE).out
    assert "0 new, 3 removed" in cli("baseline", old, "--prune").out
    answer = cli("check", old, *CONCISE)
    assert answer.out.count("\n") == 1, "nothing new is accepted by pruning"
    assert "lost.html" in answer.out


def test_rules_that_do_not_run_keep_their_entries(old: Path, cli: Cli) -> None:
    cli("baseline", old)
    others = ("--select", "front-matter,suppressions")
    assert cli("check", old, *others, *CONCISE).out == ""
    cli("baseline", old, *others)
    assert cli("check", old, *CONCISE).out == ""


def test_it_has_no_line_numbers_and_a_fixed_order(old: Path, cli: Cli) -> None:
    cli("baseline", old)
    first = (old / NAME).read_bytes()
    for page in old.glob("*.md"):
        page.write_text(page.read_text().replace("[a]", "Text before.\n\n[a]"))
    assert cli("check", old).code == 0
    cli("baseline", old)
    assert (old / NAME).read_bytes() == first
    assert set(json.loads(first)["findings"]["broken-link"]) == {f"p{n}.md" for n in range(OLD // 2)}


def test_it_lies_beside_the_settings_or_where_they_say(old: Path, cli: Cli) -> None:
    subprocess.run(["git", "init", "-q", str(old.parent)], check=True)
    settings = old.parent / ".sitecheck.yml"
    (old / ".sitecheck.yml").rename(settings)
    cli("baseline", old)
    assert (old.parent / NAME).is_file()
    (old / "p0.md").write_text(PAGE.format(n=0))
    report = json.loads(cli("check", old, "--output-format", "json").out)
    assert [finding["file"] for finding in report["findings"]] == [NAME]
    settings.write_text(settings.read_text() + "baseline: ci/old.json\n")
    answer = cli("check", old)
    assert (answer.code, answer.out) == (2, "")
    assert "there is no such baseline" in answer.err
    (old.parent / "ci").mkdir()
    cli("baseline", old)
    assert (old.parent / "ci/old.json").is_file()
    assert cli("check", old).code == 0
    settings.write_text("baseline: ../../old.json\n")
    assert "does not lie beside" in cli("check", old).err


HOSTILE: dict[str, bytes] = {
    "no json": b"hello",
    "deep": b"[" * 200_000,
    "list": b"[]",
    "other version": b'{"sitecheck-baseline": 2, "findings": {}}',
    "no findings": b'{"sitecheck-baseline": 1}',
    "no files": b'{"sitecheck-baseline": 1, "findings": {"broken-link": []}}',
    "no keys": b'{"sitecheck-baseline": 1, "findings": {"broken-link": {"a.md": [1]}}}',
    "bad key": b'{"sitecheck-baseline": 1, "findings": {"broken-link": {"a.md": ["*"]}}}',
    "bytes": b"\xff\xfe\x00",
    "digits": b'{"sitecheck-baseline": ' + b"1" * 10_000 + b"}",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_baseline_is_one_clear_error(kind: str, old: Path, cli: Cli) -> None:
    (old / NAME).write_bytes(HOSTILE[kind])
    answer = cli("check", old)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert "is no baseline" in answer.err
    assert "sitecheck baseline" in answer.err


def test_an_entry_counts_only_under_the_rule_and_file_of_its_finding(old: Path, cli: Cli) -> None:
    cli("baseline", old)
    text = (old / NAME).read_text()
    (old / NAME).write_text(text.replace("broken-link", "image-alt"))
    assert cli("check", old).code == 1
    (old / NAME).write_text(text.replace("p0.md", "q0.md"))
    assert cli("check", old, *CONCISE).out.count("broken-link") == 2


@pytest.mark.posix
def test_a_link_out_of_the_site_is_no_baseline(old: Path, cli: Cli, tmp_path: Path) -> None:
    cli("baseline", old)
    (old / NAME).rename(tmp_path / "elsewhere.json")
    (old / NAME).symlink_to(tmp_path / "elsewhere.json")
    assert cli("check", old).code == 2
    assert cli("check", old, "--baseline", tmp_path / "elsewhere.json").code == 0


@pytest.mark.posix
def test_no_baseline_is_written_through_a_link_out_of_the_site(old: Path, cli: Cli, tmp_path: Path) -> None:
    """The link may have come with a change by somebody else, and what it leads to may be anything."""
    (tmp_path / "elsewhere").mkdir()
    (old / "folder").symlink_to(tmp_path / "elsewhere")
    assert "a link out of" in cli("baseline", old, "--baseline", old / "folder" / NAME).err
    assert list((tmp_path / "elsewhere").iterdir()) == []
    (tmp_path / "secret").write_text("no baseline")
    (old / NAME).symlink_to(tmp_path / "secret")
    for how in ((), ("--prune",)):
        assert "a link out of" in cli("baseline", old, *how).err, "and nothing of it is read"


def test_a_baseline_that_is_asked_for_must_be_there(old: Path, cli: Cli) -> None:
    assert cli("check", old, "--baseline", "nothing.json").code == 2
    assert "to prune" in cli("baseline", old, "--prune").err
    (old / NAME).write_text('{"sitecheck-baseline": 1, "findings": {}}')
    assert cli("baseline", old, "--prune").err == "", "one in which nothing is left is one"
