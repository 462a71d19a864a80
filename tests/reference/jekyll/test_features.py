"""Jekyll's own feature scenarios: the routes of each site, and whether a build that stops is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.reference.jekyll import features_golden as golden

from sitecheck.engine.check_site import check_site
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll import Site, SiteOptions, load_site
from sitecheck.model.finding import Severity

_OF_THE_MACHINE = "MissingDependencyException"
"""A gem that is not installed where the scenario was built: the sources do not tell that."""


class Built(NamedTuple):
    name: str
    folder: Path
    site: Site
    refused: str | None
    outputs: frozenset[str]


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> list[Built]:
    if why := golden.unavailable():
        pytest.skip(why)
    folder = tmp_path_factory.mktemp("features")
    made = golden.build(str(folder))
    assert made == golden.read()
    return [
        Built(
            name,
            folder / each["folder"],
            load_site(folder / each["folder"], _options(each["args"])),
            each["refused"],
            frozenset(each["outputs"]),
        )
        for name, each in made.items()
    ]


def _options(args: list[str]) -> SiteOptions:
    return SiteOptions(
        drafts="--drafts" in args,
        future=True if "--future" in args else None,
        unpublished=True if "--unpublished" in args else None,
    )


def _differences(built: Built) -> Iterator[str]:
    routes = {route.output for route in built.site.routes}
    if built.site.own_ruby.files:  # hooks may do anything with the files; what they make has to be foreseen
        yield from (each for each in built.outputs - routes if not built.site.may_exist(each))
    else:
        yield from built.outputs ^ routes


@pytest.mark.reference
def test_routes_are_those_of_the_build(builds: list[Built]) -> None:
    wrong = {each.name: sorted(_differences(each)) for each in builds if each.refused is None}
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.reference
def test_a_build_that_stops_is_told(builds: list[Built]) -> None:
    stopped = [each for each in builds if each.refused and _OF_THE_MACHINE not in each.refused]
    assert len(stopped) > 10
    untold = []
    for each in stopped:
        report = check_site(RunOptions(str(each.folder), read_settings(None), jobs=1))
        if not any(finding.severity is Severity.ERROR for finding in report.findings):
            untold.append((each.name, each.refused))
    assert not untold
