"""The launcher behind ``action.yml``: one analysis, reported as log, annotations, job summary and SARIF.

Everything comes from the environment, as nothing of a workflow's inputs may reach a shell: the inputs as
``INPUT_…``, the runner's files as ``GITHUB_OUTPUT`` and ``GITHUB_STEP_SUMMARY``. The exit status is 0 when
the check ran, whatever it found, and 2 when an input is wrong; the action's last step fails by the output
``exit-code``, after the upload.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

from sitecheck.files import is_led_out, refuse_link_out, relative_path, said_by
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple
from sitecheck.output.safe import one_line
from sitecheck.output.secrets import mask_text
from sitecheck.output.streams import put, warn
from sitecheck.report.github import command
from sitecheck.report.summary import code

FAIL_ON = ("error", "warning", "info", "never")
NEVER = "never"
"""Compares with nothing, in pull requests either."""
COUNTS = ("findings", "errors", "warnings", "infos", "baselined")
"""What the JSON report's summary counts that is an output, too."""
_SETTINGS_ERROR = lazy_pattern(r"sitecheck: (?P<path>[^\n]*?\.ya?ml):(?P<line>\d+): (?P<message>.*)")
_FORMATS = ("text", "github", "summary", "json")


class InputError(Exception):
    """An input of the action has no meaning; the message names it."""


class Inputs(NamedTuple):
    """The action's inputs, read and checked."""

    site: str
    folder: Path
    config: str
    external: bool
    fail_on: str
    since: str
    baseline: str
    annotations: bool
    summary: bool
    sarif: Path
    arguments: tuple[str, ...]


def read_inputs(env: Mapping[str, str]) -> Inputs:
    """The inputs as ``action.yml`` passes them; raises :class:`InputError`."""
    folder = Path(env.get("GITHUB_WORKSPACE", "."), env.get("INPUT_WORKING_DIRECTORY", ""))
    if not folder.is_dir():
        raise InputError(f"working-directory: there is no folder {folder}")
    fail_on = env.get("INPUT_FAIL_ON", "")
    if fail_on not in ("", *FAIL_ON):
        raise InputError(f"fail-on: {fail_on!r} is none of {', '.join(FAIL_ON)}")
    try:
        arguments = tuple(shlex.split(env.get("INPUT_ARGS", "")))
    except ValueError as error:
        raise InputError(f"args: {error}") from error
    sarif = env.get("INPUT_SARIF_FILE") or os.path.join(_temporary(env), "sitecheck.sarif")
    _refuse_links_out(env, folder)
    return Inputs(
        site=env.get("INPUT_SITE") or ".",
        folder=folder,
        config=env.get("INPUT_CONFIG", ""),
        external=_switch(env, "external", default=False),
        fail_on=fail_on,
        since=env.get("INPUT_SINCE") or "auto",
        baseline=env.get("INPUT_BASELINE", ""),
        annotations=_switch(env, "annotations", default=True),
        summary=_switch(env, "summary", default=True),
        sarif=Path(os.path.abspath(folder / sarif)),
        arguments=arguments,
    )


def _refuse_links_out(env: Mapping[str, str], folder: Path) -> None:
    """Raises :class:`InputError` for what is to be read in the workspace and is a link out of it: a pull
    request may have put it there, and what the runner has elsewhere would stand in the log."""
    workspace = env.get("GITHUB_WORKSPACE", ".")
    for name in ("working-directory", "site", "config", "baseline"):
        given = env.get(f"INPUT_{name.upper().replace('-', '_')}", "")
        path = folder if name == "working-directory" else folder / given
        if given and is_led_out(path, workspace):
            raise InputError(f"{name}: {given} is a link out of the workspace")


def _switch(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = env.get(f"INPUT_{name.upper()}", "").lower()
    if value not in ("", "true", "false"):
        raise InputError(f"{name}: {value!r} is neither true nor false")
    return value == "true" if value else default


def _temporary(env: Mapping[str, str]) -> str:
    return env.get("RUNNER_TEMP") or tempfile.gettempdir()


def check_command(inputs: Inputs, scratch: Path) -> list[str]:
    """The command line of the one analysis; reports go to files in ``scratch`` and to the SARIF file."""
    line = [sys.executable, "-I", "-m", "sitecheck", "check"]
    for name in _FORMATS:
        line += ["--output", f"{name}:{scratch / name}"]
    line += ["--output", f"sarif:{inputs.sarif}", "--color=never"]
    line.append("--external" if inputs.external else "--offline")
    if inputs.fail_on:
        line.append(f"--fail-on={inputs.fail_on}")
    if inputs.since != NEVER:
        line.append(f"--since={inputs.since}")
    if inputs.baseline:
        line.append(f"--baseline={inputs.baseline}")
    if inputs.config:
        line.append(f"--config={inputs.config}")
    return [*line, *inputs.arguments, "--", inputs.site]


def run(env: Mapping[str, str]) -> dict[str, str]:
    """Check the site and report; the action's outputs. Raises :class:`InputError`."""
    inputs = read_inputs(env)
    _make_way(inputs.sarif, env.get("GITHUB_WORKSPACE", "."))
    with tempfile.TemporaryDirectory(prefix="sitecheck-", dir=_temporary(env)) as name:
        scratch = Path(name)
        status, said = _check(inputs, scratch, env)
        _print_reports(inputs, scratch)
        summary = _read(scratch / "summary")
        if not summary:
            summary = _no_verdict(inputs, said, env)
            status = 2  # --help in args ends well, too
        if inputs.summary:
            _append(env.get("GITHUB_STEP_SUMMARY"), summary)
        return {"exit-code": str(status), **_counts(scratch), "sarif-file": _existing(inputs.sarif)}


def _make_way(path: Path, workspace: str) -> None:
    """Remove what an earlier run left, so that a report found there later is this run's.

    Not behind a link out of the workspace: a pull request may have put it in place of the folder.
    """
    try:
        refuse_link_out(str(path.parent), workspace)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(f"sarif-file: {error.filename}: {error.strerror}") from error


def _check(inputs: Inputs, scratch: Path, env: Mapping[str, str]) -> tuple[int, str]:
    """Run the check; its exit status, 2 for anything that is not one of its own, and its stderr."""
    environment = dict(env)
    if env.get("RUNNER_DEBUG") == "1":
        environment["SITECHECK_TRACEBACK"] = "1"
    line = check_command(inputs, scratch)
    done = subprocess.run(  # noqa: S603
        line, cwd=inputs.folder, env=environment, stderr=subprocess.PIPE, check=False
    )
    said = done.stderr.decode("utf-8", "replace")
    warn(*said.splitlines())
    return done.returncode if done.returncode in (0, 1, 2) else 2, said


def _no_verdict(inputs: Inputs, said: str, env: Mapping[str, str]) -> str:
    """Annotates what kept the check from a verdict, at its line of the settings; the job summary of it."""
    lines = [line for line in said.splitlines() if line.strip()] or [
        "sitecheck: the check ended without a word"
    ]
    properties: dict[str, object] = {"title": "sitecheck: no verdict"}
    message = lines[-1].removeprefix("sitecheck: ")
    found = _SETTINGS_ERROR.fullmatch(lines[-1])
    if found is not None:
        place = relative_path(inputs.folder / found["path"], env.get("GITHUB_WORKSPACE", "."))
        properties = {"file": place, "line": found["line"], **properties}
        message = found["message"]
    put(f"{command('error', properties, one_line(mask_text(message)))}\n", exact=True)
    return f"### sitecheck: no verdict\n\n{code(mask_text(message))}\n"


def _print_reports(inputs: Inputs, scratch: Path) -> None:
    """The report for people in a fold of the log, then the annotations."""
    text = _read(scratch / "text")
    if text and inputs.annotations:
        text = f"::group::sitecheck's report\n{text}::endgroup::\n{_read(scratch / 'github')}"
    put(text, exact=True)


def _counts(scratch: Path) -> dict[str, str]:
    text = _read(scratch / "json")
    summary = json.loads(text)["summary"] if text else {}
    return {name: str(summary.get(name, "")) for name in COUNTS}


def _existing(path: Path) -> str:
    return str(path) if path.is_file() else ""


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


def _append(path: str | None, text: str) -> None:
    if path and text:
        with open(path, "a", encoding="utf-8", newline="\n") as file:
            file.write(text)


def write_outputs(path: str | None, outputs: Mapping[str, str]) -> None:
    """Append to the runner's output file, in the form that no value can break out of."""
    for name, value in outputs.items():
        end = f"end-{uuid4().hex}"
        _append(path, f"{name}<<{end}\n{value}\n{end}\n")


def main() -> int:
    """Run with the process's environment; the exit status."""
    status = 0
    try:
        outputs = run(os.environ)
    except InputError as error:
        _report_error("input", str(error))
        outputs, status = {"exit-code": "2"}, 2
    except Exception as error:
        _report_error("internal error", f"{type(error).__name__}: {error}")
        outputs, status = {"exit-code": "2"}, 2
    try:
        write_outputs(os.environ.get("GITHUB_OUTPUT"), outputs)
    except OSError as error:
        _report_error("internal error", f"GITHUB_OUTPUT cannot be written: {said_by(error)}")
        status = 2
    return status


def _report_error(kind: str, message: str) -> None:
    put(f"{command('error', {'title': f'sitecheck: {kind}'}, one_line(mask_text(message)))}\n", exact=True)


if __name__ == "__main__":
    raise SystemExit(main())
