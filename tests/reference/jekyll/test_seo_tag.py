"""The heads that jekyll-seo-tag writes against our recipe of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.reference.jekyll import seo_tag_golden as golden

from sitecheck.engine.reading.layout_work import LayoutWork
from sitecheck.engine.reading.open_site import Call, open_site
from sitecheck.engine.reading.read_site import inputs_of
from sitecheck.engine.reading.work_shares import WorkShares
from sitecheck.engine.settings.site_settings import read_settings


@pytest.mark.parametrize("release", golden.RELEASES)
def test_the_recipe_writes_what_the_plugin_writes(release: str, tmp_path: Path) -> None:
    reader = open_site(str(golden.write_site(tmp_path, release)), read_settings(None), Call())
    rows = LayoutWork(WorkShares(reader, inputs_of(reader))).heads.rows
    found = {}
    for row in rows:
        fields = {key: field for key, field in row.head.fields.items() if key != "generator"}
        assert {field.state for field in fields.values()} == {"known"}, row.path
        found[row.output] = {key: field.value for key, field in fields.items()}
    assert found == golden.read()[release]


@pytest.mark.reference
@pytest.mark.parametrize("release", golden.RELEASES)
def test_the_plugin_writes_what_is_kept(release: str) -> None:
    if why := golden.unavailable(release):
        pytest.skip(why)
    assert golden.build(release) == golden.read()[release]
