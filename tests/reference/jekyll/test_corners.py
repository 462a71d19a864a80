"""Corners of Jekyll and its plugins: what is published and what Liquid sees, against real builds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.reference.jekyll import corner_golden as golden

from sitecheck.jekyll import Payload, load_site
from sitecheck.liquid import PlainHost, parse, render

MADE = golden.read()


@pytest.mark.parametrize("name", golden.SITES)
def test_the_site_is_what_jekyll_makes(name: str, tmp_path: Path) -> None:
    golden.write_site(name, tmp_path)
    site = load_site(tmp_path)
    assert sorted(site.by_output) == MADE[name]["outputs"]
    index = next(page for page in site.pages if page.path == "index.html")
    template = golden.SITES[name]["index.html"].split("---\n")[2]
    host = PlainHost(Payload(site).roots(index), timezone=site.config.zone, liquid=5)
    assert render(parse(template, "index.html"), host).mapped.text == MADE[name]["index"]


@pytest.mark.reference
def test_golden_results_are_what_jekyll_makes_now() -> None:
    if shutil.which("jekyll") is None:
        pytest.skip("jekyll is not installed")
    names = list(golden.SITES)[::3]
    assert golden.build(names) == {name: MADE[name] for name in names}
