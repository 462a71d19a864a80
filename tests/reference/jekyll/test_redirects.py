"""Where redirects lead, against a real build."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.reference.jekyll import redirects_golden as golden

from sitecheck.jekyll import load_site
from sitecheck.jekyll.generators.redirects import redirects_of

MADE = json.loads(golden.GOLDEN.read_text("utf-8"))


def test_each_file_of_the_build_leads_where_it_is_said_to(tmp_path: Path) -> None:
    golden.write_site(tmp_path)
    site = load_site(tmp_path)
    leads = dict.fromkeys(site.by_output, "")
    for each in redirects_of(site):
        route = site.by_output[each.output]
        if route.source == (None if each.moved else each.source):
            own = each.target.startswith("/")
            leads[each.output] = f"https://example.org{site.baseurl}{each.target}" if own else each.target
    assert {output: leads.get(output) for output in MADE} == MADE


def test_only_the_plugin_redirects(tmp_path: Path) -> None:
    golden.write_site(tmp_path)
    (tmp_path / "_config.yml").write_text("baseurl: /base\n")
    assert not redirects_of(load_site(tmp_path))


@pytest.mark.reference
def test_golden_results_are_what_jekyll_makes_now() -> None:
    if shutil.which("jekyll") is None:
        pytest.skip("jekyll is not installed")
    assert golden.build() == MADE
