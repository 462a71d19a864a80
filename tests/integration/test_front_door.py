"""What a stranger and a release meet first: workflows, templates, the version, the bytes of a checkout."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def run(*line: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(word) for word in line], cwd=ROOT, capture_output=True, text=True, check=False)


def jobs(workflow: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(workflow.read_text("utf-8"))["jobs"]
    return found


def test_zizmor_finds_nothing() -> None:
    done = run(BIN / "zizmor", "--offline", "--no-progress", "--pedantic", ".github")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
@pytest.mark.process
def test_workflows_fit_their_schema_and_pin_what_they_use(workflow: Path) -> None:
    done = run(BIN / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", workflow)
    assert done.returncode == 0, done.stdout + done.stderr
    used = re.findall(r"uses: (.+)", workflow.read_text("utf-8"))
    assert used
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", uses) for uses in used)


def test_the_same_actions_have_the_same_pins_everywhere() -> None:
    texts = [path.read_text("utf-8") for path in (*WORKFLOWS, ROOT / "action.yml")]
    pins = {tuple(pin.split("@")) for text in texts for pin in re.findall(r"uses: (\S+@[0-9a-f]{40})", text)}
    assert len(pins) == len({name for name, _ in pins})


def test_ci_calls_the_two_commands_on_every_system_and_python() -> None:
    (job,) = jobs(ROOT / ".github/workflows/ci.yml").values()
    matrix = job["strategy"]["matrix"]
    assert {name.split("-")[0] for name in matrix["os"]} == {"ubuntu", "macos", "windows"}
    assert matrix["python"] == ["3.10", "3.11", "3.12", "3.13", "3.14"]
    assert [step["run"] for step in job["steps"] if "run" in step][-2:] == ["make check", "make test"]


def test_only_the_job_that_publishes_may_ask_for_an_identity() -> None:
    build, publish = jobs(ROOT / ".github/workflows/release.yml").values()
    assert publish["permissions"] == {"id-token": "write"}
    assert build["permissions"] == {"contents": "read"}
    assert not [step for step in publish["steps"] if "run" in step]


@pytest.mark.parametrize(("tag", "status"), [((), 0), (("v{}",), 0), (("{}",), 1), (("v9.9.9",), 1)])
def test_a_tag_is_the_version(tag: tuple[str, ...], status: int) -> None:
    from sitecheck import __version__

    done = run(sys.executable, "tools/check_version.py", *(word.format(__version__) for word in tag))
    assert done.returncode == status, done.stdout


def test_a_version_that_was_raised_in_one_place_alone_is_told(tmp_path: Path) -> None:
    for name in ("README.md", "docs/ci.md", "CHANGELOG.md", "tools/check_version.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "linter/sitecheck").mkdir(parents=True)
    (tmp_path / "linter/sitecheck/__init__.py").write_text('__version__ = "9.9.9"\n')
    done = run(sys.executable, tmp_path / "tools/check_version.py", "v9.9.9")
    assert done.returncode == 1
    assert "README.md names v" in done.stdout
    assert "docs/ci.md names v" in done.stdout
    assert "CHANGELOG.md" in done.stdout


def test_git_changes_no_line_end_of_what_is_tested_byte_by_byte() -> None:
    shown = run("git", "check-attr", "text", "--", "fixtures/rules/x/index.md", "tests/reference/a.json.gz")
    if shown.returncode != 0:
        pytest.skip("only a checkout of git has attributes")
    assert shown.stdout.count("text: unset") == 2
    differing = [
        line for line in run("git", "ls-files", "--eol").stdout.splitlines() if "i/lf    w/crlf" in line
    ]
    assert not differing


def test_the_readme_leads_to_the_promises() -> None:
    assert "(SECURITY.md)" in (ROOT / "README.md").read_text("utf-8")
