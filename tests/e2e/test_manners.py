"""Words that other linters taught people, and what the tool makes of them."""

from __future__ import annotations

import subprocess
from importlib import import_module
from pathlib import Path

import click
import pytest
from tests.e2e.conftest import Cli, WriteSite

from sitecheck import __version__
from sitecheck.cli import COMMANDS, words
from sitecheck.cli.check import command as check

PAGE = "---\ntitle: A page\ndescription: d\n---\n"
BROKEN = {"index.md": PAGE + "[a](nowhere.html)\n"}
CONCISE = ("--output-format", "concise")


@pytest.mark.parametrize(
    "settings",
    [
        "rules: {broken-link: off}",
        "rules: {broken-link: 'off'}",
        "rules: {broken-link: {severity: off}}",
        "overrides: [{files: ['*.md'], rules: {broken-link: off}}]",
    ],
)
def test_off_is_a_severity(settings: str, site: WriteSite, cli: Cli) -> None:
    assert cli("check", site({**BROKEN, ".sitecheck.yml": settings}), "--select", "links", *CONCISE).out == ""


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ("select: [links]\nrules:\n  title-length:\n    max: x\n", ":4: rules.title-length.max: "),
        ("select: [links]\nrules:\n  brokn-link: off\n", ":3: rules: "),
        ("\n\nignroe: [a]\n", ":3: "),
        ("select:\n- links\n- brokn-link\n", ":3: select: "),
        ("overrides:\n- files: [a]\n- files: [b]\n  selct: [a]\n", ":4: overrides[1]: "),
        ("fail-on: loud\n", ":1: fail-on: "),
        ("jekyll:\n  draft: true\n", ":2: jekyll: "),
        ("select: [links\n", ":2: is not valid YAML: "),
        ("a: 1\nb: c: d\n", ":2: is not valid YAML: "),
    ],
)
def test_errors_in_settings_name_folder_and_line(
    settings: str, place: str, site: WriteSite, cli: Cli
) -> None:
    folder = site({**BROKEN, ".sitecheck.yml": settings})
    answer = cli("check", folder)
    assert answer.code == 2
    assert f"{folder}/.sitecheck.yml{place}".removesuffix("select: ") in answer.err


def test_what_a_sibling_repository_serves_can_be_said_to_be_fine(site: WriteSite, cli: Cli) -> None:
    links = "[a](/sibling/) [b](/sibling/a/#b) ![A ship](/sibling/a.png) [c](/else/) ![A boat](/else/a.png)\n"
    folder = site({"_config.yml": "url: https://me.github.io\n", "index.md": PAGE + links})
    hint = " ".join(cli("check", folder, "--select", "links").out.split())
    assert "if another repository serves it, set ignore: [/sibling/] for the rule broken-link" in hint
    settings = "rules:\n  broken-link: {ignore: [/sibling/]}\n  missing-image: {ignore: [/sibling/]}\n"
    (folder / ".sitecheck.yml").write_text(settings)
    out = cli("check", folder, "--select", "links", *CONCISE).out
    assert (out.count("/sibling/"), out.count("/else/"), out.count("\n")) == (0, 2, 2)


@pytest.mark.parametrize("word", ["--version", "-V", "-v"])
def test_the_version(word: str, cli: Cli) -> None:
    assert cli(word).out == f"sitecheck {__version__}\n"


def test_a_group_is_no_rule_to_explain(cli: Cli) -> None:
    answer = cli("explain", "suppressions")
    words = "suppressions is a group of rules: invalid-suppression, unused-suppression"
    assert (answer.code, answer.err) == (2, f"sitecheck: {words}\n")


def test_help_is_a_command_too(cli: Cli) -> None:
    assert (cli("help").code, cli("help").out) == (0, cli("--help").out)
    assert "\n  baseline  Accept " in cli("help").out
    assert cli("help", "check").out == cli("check", "--help").out
    answer = cli("help", "chek")
    assert (answer.code, "check" in answer.err) == (2, True)


def test_without_a_word_the_help_is_shown_as_it_is_laid_out(cli: Cli) -> None:
    answer = cli()
    assert (answer.code, answer.out, answer.err) == (2, "", cli("--help").out)


@pytest.mark.parametrize(
    ("call", "meant"),
    [
        ("check --fix", "sitecheck fix"),
        ("check --format json", "--output-format"),
        ("check -o x.json", "--output FORMAT:FILE"),
        ("check --exclude a", "exclude: in .sitecheck.yml"),
        ("check --verbose", "--statistics"),
        ("check -V", "sitecheck --version"),
        ("fix --dry-run", "fix --diff"),
        ("lint", "'sitecheck check'"),
        ("list", "'sitecheck rules'"),
        ("version", "'sitecheck --version'"),
    ],
)
def test_the_words_of_other_linters_are_understood(call: str, meant: str, site: WriteSite, cli: Cli) -> None:
    answer = cli(*call.split(), site(BROKEN))
    assert (answer.code, answer.out) == (2, "")
    assert meant in answer.err.splitlines()[-1]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("--fix --autofix --fix-only", "'sitecheck fix' mends"),
        ("--diff --dry-run --check", "it is 'sitecheck fix --diff'"),
        ("--format --formatter --reporter -f", "it is --output-format"),
        ("--json", "it is --output-format json"),
        ("-o --output-file --out", "it is --output FORMAT:FILE"),
        ("--exclude --files --include --ignore-path", "it is --only"),
        ("--verbose -v --stats", "it is --statistics"),
        ("--strict --pedantic --all", "it is --select strict"),
        ("--no-color --no-colors --no-colour", "it is --color never"),
        ("--silent -s --errors-only", "it is --quiet"),
        ("--no-fail --warn-only --no-exit-codes", "it is --exit-zero"),
        ("--max-warnings --fail-level --error-on-warnings -W", "it is --fail-on warning"),
        ("--add-noqa --generate-baseline --update-baseline --write-baseline", "'sitecheck baseline'"),
        ("--suppress-all --auto-gen-config", "'sitecheck baseline'"),
        ("--rules --list-rules", "'sitecheck rules'"),
        ("--source --path --site --dir", "name the site's folder"),
        ("--debug --trace", "SITECHECK_TRACEBACK=1"),
        ("--network --online --check-external-hash", "it is --external"),
        ("--version -V", "it is 'sitecheck --version'"),
        ("--bogus -x", ""),
    ],
)
def test_every_option_of_others_is_understood(said: str, meant: str) -> None:
    assert all(words.option_called(word).startswith(meant) for word in said.split())
    assert meant or not any(map(words.option_called, said.split()))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("lint run test validate verify doctor build scan", "check"),
        ("format mend autofix", "fix"),
        ("list ls rule", "rules"),
        ("config setup install new", "init"),
        ("doc docs show", "explain"),
        ("version", "--version"),
        ("bogus check", ""),
    ],
)
def test_every_command_of_others_is_understood(said: str, meant: str) -> None:
    assert {words.command_called(word) for word in said.split()} == {meant}


def test_no_word_of_others_hides_one_of_ours() -> None:
    options = {
        option
        for name in COMMANDS
        for parameter in import_module(f"sitecheck.cli.{name}").command.params
        for option in parameter.opts
    }
    hidden = {name for names in words._OPTIONS.values() for name in names} & options
    assert hidden == {"--diff", "--fix", "--site"}, "options of one command that others lack"
    assert not {name for names in words._COMMANDS.values() for name in names} & COMMANDS.keys()


@pytest.mark.parametrize(
    ("comment", "silenced"),
    [
        ("<!-- sitecheck: ignore-next-line[broken-link] later -->\n[a](no.html)\n", 1),
        ("Text <!-- sitecheck: ignore-next-line[broken-link] later -->\n[a](no.html)\n[b](no.html)\n", 1),
        ("[a](no.html)\n{% comment %} sitecheck: ignore-next-line[broken-link] x {% endcomment %}", 0),
    ],
)
def test_ignore_next_line(comment: str, silenced: int, site: WriteSite, cli: Cli) -> None:
    folder = site({"a.md": PAGE + comment})
    out = cli("check", folder, "--select", "broken-link,suppressions", *CONCISE).out
    assert out.count("broken-link leads") + out.count("no.html leads") == comment.count("no.html") - silenced
    assert out.count("unused-suppression") == (not silenced)
    assert "invalid-suppression" not in out


@pytest.mark.parametrize(
    "words", ["sitecheck-disable", "sitecheck-disable-next-line broken-link", "sitecheck-ignore"]
)
def test_what_other_linters_write_is_told_how_to_write(words: str, site: WriteSite, cli: Cli) -> None:
    folder = site({"a.md": PAGE + f"Text\n\n<!-- {words} -->\n[a](no.html)\n"})
    out = cli("check", folder, "--select", "suppressions", *CONCISE).out
    assert out.count("invalid-suppression the comment says neither sitecheck: ignore[…]") == 1


@pytest.mark.parametrize(
    "directive",
    [
        "<!-- markdownlint-disable MD042 -->",
        "<!--markdownlint-disable-next-line-->",
        "<!-- rumdl-disable-line MD042 -->",
        "<!-- markdown-link-check-disable-next-line -->",
        "<!-- htmlproofer-ignore -->",
        "<!--lint disable-->",
        '<a href="fine.html" data-proofer-ignore>x</a>',
    ],
)
def test_comments_for_other_linters_are_mentioned_once(directive: str, site: WriteSite, cli: Cli) -> None:
    page = f"{PAGE}Text\n\n{directive}\n[a](nowhere.html) {directive}\n"
    folder = site({"a.md": page, "b.md": page, "fine.md": f"{PAGE}{directive}\n"})
    out = " ".join(cli("check", folder, "--select", "broken-link").out.split())
    assert out.count("is for another linter") == 1
    assert "a.md:7 and 1 more file) is" in out
    assert "sitecheck: ignore[RULE]" in out
    remembered = cli("check", folder, "--select", "broken-link", "--cache-dir", folder.parent / "cache")
    assert "is for another linter" in " ".join(remembered.out.split())
    again = cli("check", folder, "--select", "broken-link", "--cache-dir", folder.parent / "cache")
    assert again.out == remembered.out
    (folder / "a.md").write_text(PAGE + "The word markdownlint-disable, [a](nowhere.html)\n")
    (folder / "b.md").write_text(PAGE)
    assert "another linter" not in cli("check", folder, "--select", "broken-link").out


def test_words_about_the_tool_are_no_comment_to_it(site: WriteSite, cli: Cli) -> None:
    folder = site({"a.md": PAGE + "<!-- sitecheck is fine --> sitecheck-disable\n"})
    assert cli("check", folder, "--select", "suppressions", *CONCISE).out == ""


def test_the_environment_sets_what_the_command_line_does_not(
    site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = site({**BROKEN, "b.md": PAGE + "![](https://example.org/x.png)\n"})
    monkeypatch.setenv("SITECHECK_OUTPUT_FORMAT", "concise")
    monkeypatch.setenv("SITECHECK_FAIL_ON", "never")
    monkeypatch.setenv("SITECHECK_MIN_SEVERITY", "error")
    answer = cli("check", folder)
    assert (answer.code, answer.out.count("\n")) == (0, 1)
    assert cli("check", folder, "--fail-on", "error").code == 1
    assert cli("check", folder, "--output", f"json:{tmp_path / 'x.json'}").out == ""
    assert cli("check", folder, "--output-format", "json").out.startswith("{")
    monkeypatch.setenv("SITECHECK_FAIL_ON", "loud")
    assert cli("check", folder).code == 2


def test_each_option_of_check_has_a_variable() -> None:
    parameters = [each for each in check.params if isinstance(each, click.Option)]
    assert len(parameters) > 25
    for parameter in parameters:
        long = next(name for name in parameter.opts if name.startswith("--"))
        assert parameter.envvar == "SITECHECK_" + long[2:].upper().replace("-", "_")


@pytest.mark.parametrize("no", ["0", "false", "no", ""])
def test_yes_and_no_in_the_environment(
    no: str, site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = site(BROKEN)
    for name in ("EXTERNAL", "NO_CACHE", "EXIT_ZERO", "STATISTICS"):
        monkeypatch.setenv(f"SITECHECK_{name}", no)
    plain = cli("check", folder)
    assert (plain.code, "By rule" in plain.out, "Not run without --external" in plain.out) == (1, False, True)
    for name in ("EXIT_ZERO", "STATISTICS", "EXTERNAL"):
        monkeypatch.setenv(f"SITECHECK_{name}", "true")
    told = cli("check", folder)
    assert (told.code, "Findings by rule" in told.out) == (0, True)
    assert "Not run without --external" not in told.out
    monkeypatch.setenv("SITECHECK_OFFLINE", "1")
    assert "Not run without --external" in cli("check", folder).out


def test_outputs_of_the_environment_give_way(
    site: WriteSite, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = site(BROKEN)
    monkeypatch.setenv("SITECHECK_OUTPUT", f"json:{tmp_path}/a.json concise")
    assert cli("check", folder, "--select", "links").out.count("\n") == 1
    assert (tmp_path / "a.json").is_file()
    (tmp_path / "a.json").unlink()
    assert cli("check", folder, "--output-format", "json").out.startswith("{")
    assert not (tmp_path / "a.json").exists()


def test_fix_names_the_files_and_those_with_uncommitted_changes(site: WriteSite, cli: Cli) -> None:
    idle = PAGE + "Text <!-- sitecheck: ignore[broken-link] x -->\n"
    folder = site({f"{name}.md": idle for name in "abcdef"})
    for line in (
        ("init", "-q"),
        ("add", "-A"),
        ("-c", "user.name=t", "-c", "user.email=t@h", "commit", "-qm", "x"),
    ):
        subprocess.run(["git", *line], cwd=folder, check=True)
    for name in "fcebd":
        (folder / f"{name}.md").write_text(idle + "More\n")
    (folder / "new.md").write_text(PAGE)
    answer = cli("fix", folder)
    assert answer.out.splitlines()[:6] == [f"{name}.md" for name in "abcdef"]
    assert "sitecheck: b.md, c.md, d.md, e.md, f.md had changes that are not committed" in answer.err
    assert "a.md" not in answer.err


def test_a_rules_address_is_that_of_this_version(site: WriteSite, cli: Cli) -> None:
    out = cli("check", site(BROKEN), "--output-format", "sarif").out
    assert f"/blob/v{__version__}/rules/docs/broken-link.md" in out
    assert "/blob/main/" not in out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_are_told_how_a_line_may_go_on(shell: str, process: Cli) -> None:
    answer = process(_SITECHECK_COMPLETE=f"{shell}_source")
    assert (answer.code, answer.err) == (0, "")
    assert "sitecheck" in answer.out
    asked = {"_SITECHECK_COMPLETE": "bash_complete", "COMP_WORDS": "sitecheck base", "COMP_CWORD": "1"}
    answer = process(**asked)
    assert (answer.code, answer.err, answer.out.split()) == (0, "", ["plain,baseline"])
