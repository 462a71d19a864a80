"""The GitHub action: its file, and its launcher run as the runner runs it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.integration.checkout import ROOT, copy_checkout, own_environment
from tests.integration.conftest import MakeOnce
from tests.integration.wheelhouse import NEEDED, installed, write_wheels

from sitecheck.github_action import COUNTS, InputError, check_command, main, read_inputs, run, write_outputs

ACTION = ROOT / "action.yml"


def steps() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(ACTION.read_text("utf-8"))["runs"]["steps"]
    return found


def snippets() -> Iterator[tuple[str, str]]:
    return ((step["name"], step["run"]) for step in steps() if "run" in step)


def tool(name: str) -> str:
    """The path of a development tool, installed beside the interpreter or anywhere."""
    path = shutil.which(name, path=os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])))
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path


# The file


def test_zizmor_finds_nothing() -> None:
    command = [tool("zizmor"), "--offline", "--no-progress", "--pedantic", str(ACTION)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.process
def test_the_action_fits_its_schema() -> None:
    command = [tool("check-jsonschema"), "--builtin-schema", "vendor.github-actions", str(ACTION)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("name", "snippet"), list(snippets()))
def test_shell_snippets_are_clean(name: str, snippet: str, tmp_path: Path) -> None:
    script = tmp_path / "snippet.sh"
    script.write_text(snippet)
    command = [tool("shellcheck"), "--shell=bash", str(script)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{name}: {done.stdout}"


def test_no_expression_reaches_a_shell_and_actions_are_pinned() -> None:
    assert not [name for name, snippet in snippets() if "${{" in snippet]
    used = [step["uses"] for step in steps() if "uses" in step]
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", uses) for uses in used)


def test_every_input_reaches_the_launcher_and_every_output_is_written() -> None:
    action = yaml.safe_load(ACTION.read_text("utf-8"))
    env = next(step["env"] for step in steps() if step.get("id") == "check")
    passed = {value.split("inputs.")[1].split()[0] for value in env.values() if "inputs." in value}
    assert passed | {"upload-sarif", "category"} == set(action["inputs"])
    source = (ROOT / "linter/sitecheck/github_action.py").read_text("utf-8")
    assert {name for name in env if name.startswith("INPUT_")} <= {
        *re.findall(r"INPUT_[A-Z_]+", source),
        *(f"INPUT_{name.upper()}" for name in re.findall(r'_switch\(env, "(\w+)"', source)),
    }
    assert set(action["outputs"]) == {"exit-code", *COUNTS, "sarif-file"}


# Inputs and outputs


def inputs(tmp_path: Path, **env: str) -> list[str]:
    base = {"GITHUB_WORKSPACE": str(tmp_path), "RUNNER_TEMP": str(tmp_path)}
    return check_command(read_inputs({**base, **env}), tmp_path / "scratch")


def test_defaults(tmp_path: Path) -> None:
    line = inputs(tmp_path)
    assert line[1:6] == ["-I", "-m", "sitecheck", "check", "--output"]
    assert f"sarif:{tmp_path / 'sitecheck.sarif'}" in line
    assert line[-4:] == ["--offline", "--since=auto", "--", "."]


def test_inputs_become_arguments_that_no_shell_and_no_option_parser_misreads(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    line = inputs(
        tmp_path,
        INPUT_SITE="--version; $(touch x)",
        INPUT_WORKING_DIRECTORY="sub",
        INPUT_CONFIG="-x.yml",
        INPUT_EXTERNAL="true",
        INPUT_FAIL_ON="never",
        INPUT_SARIF_FILE="out dir/a.sarif",
        INPUT_ARGS="--select 'broken link'",
    )
    assert line[-4:] == ["--select", "broken link", "--", "--version; $(touch x)"]
    assert "--config=-x.yml" in line
    assert "--fail-on=never" in line
    assert "--external" in line
    assert "--offline" not in line
    assert f"sarif:{tmp_path / 'sub' / 'out dir' / 'a.sarif'}" in line


@pytest.mark.parametrize("name", ["reports/old.sarif", "reports/new/old.sarif"])
def test_nothing_is_removed_or_made_behind_a_link_out_of_the_workspace(name: str, tmp_path: Path) -> None:
    """A pull request may put such a link in place of the folder that a workflow writes its report to."""
    workspace, other = tmp_path / "workspace", tmp_path / "other"
    workspace.mkdir()
    other.mkdir()
    (other / "old.sarif").write_text("precious")
    (workspace / "reports").symlink_to(other)
    env = {"GITHUB_WORKSPACE": str(workspace), "RUNNER_TEMP": str(tmp_path), "INPUT_SARIF_FILE": name}
    with pytest.raises(InputError, match=r"sarif-file: .* is a link out of"):
        run(env)
    assert [path.name for path in other.iterdir()] == ["old.sarif"]


@pytest.mark.parametrize("name", ["working-directory", "site", "config", "baseline"])
def test_nothing_is_read_behind_a_link_out_of_the_workspace(name: str, tmp_path: Path) -> None:
    """Whatever the runner holds beside the workspace would stand in the log."""
    workspace, other = tmp_path / "workspace", tmp_path / "other"
    for folder in (workspace, other):
        folder.mkdir()
    for folder in ("own", ".git/kept"):
        (workspace / folder).mkdir(parents=True)
    (workspace / "link").symlink_to("own")
    (workspace / "docs").symlink_to(other)
    variable = f"INPUT_{name.upper().replace('-', '_')}"
    inputs(workspace, **{variable: "link"})
    inputs(workspace, **{variable: ".git/kept"})
    inputs(workspace, **{variable: str(other)})
    with pytest.raises(InputError, match=f"{name}: docs is a link out of the workspace"):
        inputs(workspace, **{variable: "docs"})


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("INPUT_FAIL_ON", "errors", "fail-on: 'errors' is none of error, warning, info, never"),
        ("INPUT_EXTERNAL", "yes", "external: 'yes' is neither true nor false"),
        ("INPUT_ARGS", "'", "args: No closing quotation"),
        ("INPUT_WORKING_DIRECTORY", "gone", "working-directory: there is no folder"),
    ],
)
def test_wrong_inputs_are_named(name: str, value: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message):
        inputs(tmp_path, **{name: value})


@pytest.mark.process
def test_what_gives_no_verdict_is_no_pass(tmp_path: Path) -> None:
    env = {
        **os.environ,
        "GITHUB_WORKSPACE": str(tmp_path),
        "RUNNER_TEMP": str(tmp_path),
        "INPUT_ARGS": "--help",
    }
    assert run(env)["exit-code"] == "2"


def read_outputs(path: Path) -> dict[str, str]:
    """Reads the file as the runner does: ``name<<END``, the value's lines, ``END``."""
    lines = iter(path.read_text("utf-8").split("\n"))
    outputs = {}
    for line in lines:
        if line:
            name, end = line.split("<<", 1)
            value = []
            while (part := next(lines)) != end:
                value.append(part)
            outputs[name] = "\n".join(value)
    return outputs


def test_no_value_breaks_out_of_the_output_file(tmp_path: Path) -> None:
    path = tmp_path / "output"
    outputs = {"sarif-file": "/a\nerrors<<x\n0\nx\nb", "errors": "3"}
    write_outputs(str(path), outputs)
    assert read_outputs(path) == outputs


def test_without_a_file_for_outputs_none_are_written() -> None:
    write_outputs("", {"errors": "3"})


def test_outputs_that_cannot_be_written_are_told_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path))
    monkeypatch.setenv("INPUT_FAIL_ON", "never mind")
    assert main() == 2
    said = capfd.readouterr()
    assert (said.out.count("\n"), said.err) == (2, "")
    assert "::error title=sitecheck%3A internal error::GITHUB_OUTPUT cannot be written: " in said.out


# The launcher


def run_step(name: str, folder: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the shell snippet of one of the action's steps as the runner does."""
    snippet = next(step["run"] for step in steps() if step["name"] == name)
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", snippet]
    return subprocess.run(
        command, cwd=folder, env=dict(env), capture_output=True, text=True, check=False, timeout=1200
    )


@pytest.fixture(scope="session")
def interpreter(once: MakeOnce) -> str:
    """The interpreter that the step "Install sitecheck" leaves to the next one."""
    output = once("action", install) / "output"
    return output.read_text("utf-8").strip().removeprefix("python=")


def install(base: Path) -> None:
    env = own_environment(base)
    write_wheels(base / "wheels")
    copy_checkout(base / "action", env)
    pins = base / "action/.github/action/requirements.txt"  # wheels made here have other hashes
    beside = (each for each in installed(*NEEDED) if each.name != NEEDED[0])
    pins.write_text("".join(f"{each.name}=={each.version}\n" for each in beside))
    env |= {
        "SETUP_PYTHON": sys.executable,
        "RUNNER_TEMP": str(base),
        "GITHUB_ACTION_PATH": str(base / "action"),
        "GITHUB_OUTPUT": str(base / "output"),
    }
    done = run_step("Install sitecheck", base, env)
    assert done.returncode == 0, done.stdout + done.stderr


class Runner:
    """The variables and files that a workflow's runner gives to a step."""

    def __init__(self, folder: Path, python: str) -> None:
        self.workspace = folder / "workspace"
        self.temporary = folder / "temp dir"
        self.output = folder / "output"
        self.summary = folder / "summary"
        self.workspace.mkdir()
        self.temporary.mkdir()
        self.summary.write_text("### An earlier step\n")
        self.env = {
            "PATH": os.environ["PATH"],
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": "octo/site",
            "GITHUB_SHA": "a" * 40,
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "RUNNER_TEMP": str(self.temporary),
            "HOME": str(self.temporary),
            "PYTHON": python,
        }

    def write(self, files: Mapping[str, str]) -> None:
        for path, text in files.items():
            target = self.workspace / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")

    def launch(self, **env: str) -> subprocess.CompletedProcess[str]:
        return run_step("Check the site", self.workspace, {**self.env, **env})

    def outputs(self) -> dict[str, str]:
        return read_outputs(self.output)

    def verdict(self) -> int:
        """The exit status of the action's last step."""
        env = {**self.env, "EXIT_CODE": self.outputs().get("exit-code", "")}
        return run_step("Pass or fail", self.workspace, env).returncode


@pytest.fixture
def runner(interpreter: str, tmp_path: Path) -> Runner:
    return Runner(tmp_path, interpreter)


PAGE = "---\ntitle: A page about things\ndescription: What this page tells its readers about things.\n---\n\n"
SITE = {
    "docs/_config.yml": "title: A site\npermalink: pretty\n",
    "docs/index.md": f"{PAGE}See [the other page](/other/).\n",
    "docs/other.md": f"{PAGE.replace('A page', 'Another page')}Back [home](/).\n",
}
BROKEN = {**SITE, "docs/index.md": f"{PAGE}See [it](/gone/) and\n[::error::x](/lost/).\n"}


def test_broken_site(runner: Runner) -> None:
    runner.write(BROKEN)
    done = runner.launch(INPUT_SITE="docs")
    assert done.returncode == 0, done.stdout + done.stderr
    outputs = runner.outputs()
    assert outputs["exit-code"] == "1"
    assert runner.verdict() == 1
    assert outputs["errors"] == "2"
    lines = done.stdout.split("\n")
    annotations = [line for line in lines if line.startswith("::error ")]
    assert annotations[0].startswith("::error file=docs/index.md,line=6,endLine=6,col=10,endColumn=16,")
    assert lines[0].startswith("::group::")
    assert "::endgroup::" in lines
    assert not [line for line in lines if line.lstrip().startswith("::error::")]
    run = json.loads(Path(outputs["sarif-file"]).read_text("utf-8"))["runs"][0]
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]
    }
    assert "docs/index.md" in uris
    summary = runner.summary.read_text("utf-8")
    assert summary.startswith("### An earlier step\n### sitecheck: 2 errors")
    assert f"https://github.com/octo/site/blob/{'a' * 40}/docs/index.md?plain=1#L6" in summary


def test_clean_site(runner: Runner) -> None:
    runner.write(SITE)
    done = runner.launch(INPUT_SITE="docs", INPUT_FAIL_ON="warning")
    assert done.returncode == 0, done.stdout + done.stderr
    outputs = runner.outputs()
    assert (outputs["exit-code"], outputs["errors"]) == ("0", "0"), done.stdout
    assert runner.verdict() == 0
    run = json.loads(Path(outputs["sarif-file"]).read_text("utf-8"))["runs"][0]
    assert [result for result in run["results"] if result["level"] != "note"] == []


def test_fail_on_never_and_no_annotations_and_no_summary(runner: Runner) -> None:
    runner.write(BROKEN)
    done = runner.launch(
        INPUT_WORKING_DIRECTORY="docs",
        INPUT_FAIL_ON="never",
        INPUT_ANNOTATIONS="false",
        INPUT_SUMMARY="false",
        INPUT_SARIF_FILE="report.sarif",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert runner.outputs()["exit-code"] == "0"
    assert runner.outputs()["errors"] == "2"
    assert runner.outputs()["sarif-file"] == str(runner.workspace / "docs" / "report.sarif")
    assert "::" not in done.stdout.replace("[::error::x](/lost/)", "")
    assert runner.summary.read_text("utf-8") == "### An earlier step\n"


def test_site_that_is_not_there(runner: Runner) -> None:
    done = runner.launch(INPUT_SITE="gone")
    assert done.returncode == 0
    outputs = runner.outputs()
    assert outputs == {"exit-code": "2", **dict.fromkeys(COUNTS, ""), "sarif-file": ""}
    assert "gone" in done.stderr
    assert done.stdout.startswith("::error title=sitecheck%3A no verdict::gone: there is no such folder")
    assert "### sitecheck: no verdict\n\n<code>gone" in runner.summary.read_text("utf-8")
    assert runner.verdict() == 2


def test_a_typo_in_the_settings_is_annotated_at_its_line(runner: Runner) -> None:
    runner.write({**BROKEN, "docs/.sitecheck.yml": "select: [links]\nfail-no: ::error::x\n"})
    done = runner.launch(INPUT_WORKING_DIRECTORY="docs")
    assert (done.returncode, runner.outputs()["exit-code"]) == (0, "2")
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("::error ")]
    assert line.startswith(
        "::error file=docs/.sitecheck.yml,line=2,title=sitecheck%3A no verdict::there is no"
    )
    assert "there is no setting" in runner.summary.read_text("utf-8")


def test_in_a_pull_request_only_what_it_brings_is_told(runner: Runner) -> None:
    """SARIF has all, as code scanning takes what is left out for mended."""
    runner.write(BROKEN)
    git = ["git", "-C", str(runner.workspace), "-c", "user.name=t", "-c", "user.email=t@h"]
    for words in (
        ["init", "-q", "-b", "main"],
        ["add", "-A"],
        ["commit", "-qm", "x"],
        ["checkout", "-qb", "work"],
    ):
        subprocess.run([*git, *words], check=True)
    runner.write({"docs/other.md": f"{PAGE.replace('A page', 'Another page')}[a](/new/)\n"})
    for words in (
        ["commit", "-qam", "y"],
        ["checkout", "-q", "main"],
        ["merge", "-q", "--no-ff", "-m", "z", "work"],
    ):
        subprocess.run([*git, *words], check=True)
    pull = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "main"}
    done = runner.launch(INPUT_SITE="docs", **pull)
    assert runner.outputs()["errors"] == "1", done.stdout + done.stderr
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("::error ")]
    assert "file=docs/other.md" in line
    assert "/new/" in line
    run = json.loads(Path(runner.outputs()["sarif-file"]).read_text("utf-8"))["runs"][0]
    states = [result["baselineState"] for result in run["results"] if result["ruleId"] == "broken-link"]
    assert sorted(states) == ["new", "unchanged", "unchanged"]
    runner.output.unlink()
    runner.launch(INPUT_SITE="docs", INPUT_SINCE="never", **pull)
    assert runner.outputs()["errors"] == "3"


def test_wrong_input_fails_the_step(runner: Runner) -> None:
    done = runner.launch(INPUT_FAIL_ON="all")
    assert done.returncode == 2
    assert done.stdout.startswith("::error title=sitecheck%3A input::fail-on: 'all' is none of")
    assert runner.outputs() == {"exit-code": "2"}


def test_modules_of_the_checked_repository_are_not_imported(runner: Runner) -> None:
    runner.write({**SITE, "json.py": "raise SystemExit(99)", "sitecheck/__init__.py": "raise SystemExit(98)"})
    done = runner.launch(INPUT_SITE="docs")
    assert done.returncode == 0, done.stdout + done.stderr
    assert runner.outputs()["exit-code"] in ("0", "1")
