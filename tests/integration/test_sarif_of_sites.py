"""SARIF of real sites, from the command line to the judges."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from tests.report.sarif_validation import multitool, multitool_findings, schema_errors, uri_errors

from sitecheck.cli import main

CORPUS = os.environ.get("SITECHECK_CORPUS", "")

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS, reason="SITECHECK_CORPUS is not set"),
]


@pytest.mark.parametrize("site", ["devoto", "cs231n"])
def test_sarif_of_a_real_site_is_valid(site: str, tmp_path: Path) -> None:
    log = tmp_path / "log.sarif"
    arguments = ["check", str(Path(CORPUS, site)), "--no-cache", "--exit-zero", "--quiet"]
    assert main([*arguments, "--output", f"sarif:{log}"]) == 0
    text = log.read_text("utf-8")
    document = json.loads(text)
    assert document["runs"][0]["results"]
    assert schema_errors(document) == []
    tool = multitool()
    if tool is not None:
        assert uri_errors(tool, document) == []
        assert list(multitool_findings(tool, text, tmp_path)) == []
