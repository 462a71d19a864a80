"""Sites that Jekyll 3 and Jekyll 4 make different things of, as their gems say which builds them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.reference.jekyll import outcomes
from tests.reference.jekyll import release_golden as golden

from sitecheck.document import SiteReader
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll import load_site
from sitecheck.testing import check_folder
from sitecheck.text.source import TextProblem

MADE = golden.read()
CASES = [(release, name) for release in golden.RELEASES for name in golden.SITES]


def test_the_releases_differ() -> None:
    assert all(MADE[3][name] != MADE[4][name] or "Gemfile" in name for name in golden.SITES)


@pytest.mark.parametrize(("release", "name"), CASES)
def test_the_site_is_what_its_release_makes(release: int, name: str, tmp_path: Path) -> None:
    golden.write_site(name, tmp_path, release)
    truth = MADE[release][name]
    report = check_folder(tmp_path, read_settings(None))
    assert outcomes.is_said_to_stop(report) == ("refused" in truth)
    if "refused" in truth:
        return
    site = load_site(tmp_path)
    outputs = set(truth["outputs"])
    assert set(site.by_output) <= outputs
    assert all(map(site.may_exist, outputs - set(site.by_output)))
    reader = SiteReader(site)
    source = reader.source("index.html")
    assert not isinstance(source, TextProblem)
    assert reader.document(source, "page").rendered.text == truth["index"]


@pytest.mark.reference
@pytest.mark.parametrize("release", golden.RELEASES)
def test_golden_results_are_what_jekyll_makes_now(release: int) -> None:
    if why := golden.unavailable(release):
        pytest.skip(why)
    names = list(golden.SITES)[::3]
    assert golden.build(names, release) == {name: MADE[release][name] for name in names}
