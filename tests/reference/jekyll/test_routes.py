"""Every route of the generated sites against real Jekyll."""

from __future__ import annotations

import html
import shutil
from collections import Counter
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from tests.reference.jekyll import golden
from tests.reference.jekyll.variants import COUNT, PLUGIN_SETS, Variant
from tests.sampled import sampled

from sitecheck.jekyll import Site, SiteOptions, load_site

TIME = datetime(2026, 6, 15, 12, tzinfo=timezone.utc)
V2 = "jekyll-paginate-v2"


def compare(seed: int, want: dict[str, Any], folder: Path) -> list[str]:
    """What differs between Jekyll's routes and ours on one variant."""
    Variant(seed).write(folder)
    site = load_site(folder, SiteOptions(time=TIME))
    fatal = [problem for problem in site.problems if problem.fatal]
    if "error" in want:
        # Liquid in a plugin's own template is none of the inventory's business.
        return [] if fatal or "Liquid" in want["error"] else [f"{seed}: not refused: {want['error']}"]
    differences = [f"{seed}: refused for nothing: {problem.message}" for problem in fatal]
    jekyll, ours = _routes(site, want["routes"])
    differences += [f"{seed}: Jekyll has {route}" for route in (jekyll - ours)]
    differences += [f"{seed}: we have {route}" for route in (ours - jekyll)]
    return differences + _winners(seed, site, want["wins"])


def _routes(site: Site, routes: list[list[Any]]) -> tuple[Counter[Any], Counter[Any]]:
    # Pages of jekyll-paginate-v2 have no source in Jekyll; ours name their template. Nor has what
    # jekyll-readme-index makes of a README without front matter in a collection.
    made = {page.output for page in site.pages if page.plugin == V2 or "/_" in f"/{page.path}"}
    jekyll = Counter((None if out in made else source, url, out) for source, url, out in routes)
    ours = Counter((None if r.output in made else r.source, r.url, r.output) for r in site.routes)
    return jekyll, ours


def _winners(seed: int, site: Site, wins: dict[str, str | None]) -> list[str]:
    by_output = {collision.output: collision.winner for collision in site.collisions}
    found = []
    for output, source in wins.items():
        ours = by_output.get(output, "no collision")
        if source and ours and ours != html.unescape(source):
            found.append(f"{seed}: of the sources of {output} Jekyll keeps {source}, not {ours}")
    return found


@pytest.fixture(scope="module")
def answers() -> dict[int, Any]:
    return golden.read()


def test_golden_file_covers_all_variants(answers: dict[int, Any]) -> None:
    assert sorted(answers) == list(range(COUNT))
    built = [seed for seed, answer in answers.items() if "error" not in answer]
    assert len(built) >= 300
    assert {seed % len(PLUGIN_SETS) for seed in built} == set(range(len(PLUGIN_SETS)))


@pytest.mark.parametrize("every", sampled([5, 1], fast=1))
@pytest.mark.parametrize("plugins", range(len(PLUGIN_SETS)), ids=lambda n: "+".join(PLUGIN_SETS[n]) or "none")
def test_routes_are_jekylls(answers: dict[int, Any], plugins: int, every: int, tmp_path: Path) -> None:
    differences: list[str] = []
    for seed in list(answers)[plugins :: every * len(PLUGIN_SETS)]:
        differences += compare(seed, answers[seed], tmp_path / str(seed))
    assert differences == []


@pytest.mark.reference
def test_real_jekyll_still_answers_so(answers: dict[int, Any], tmp_path: Path) -> None:
    if shutil.which("jekyll") is None or shutil.which("ruby") is None:
        pytest.skip("Jekyll is not installed")
    seeds = list(range(0, COUNT, 9))
    fresh = golden.build(seeds)
    assert {seed: fresh[seed] for seed in seeds} == {seed: answers[seed] for seed in seeds}


@pytest.mark.reference
@pytest.mark.seeded
def test_other_variants(seed: int, tmp_path: Path) -> None:
    if shutil.which("jekyll") is None or shutil.which("ruby") is None:
        pytest.skip("Jekyll is not installed")
    fresh = golden.build(list(range(seed, seed + len(PLUGIN_SETS))))
    found = [line for number, want in fresh.items() for line in compare(number, want, tmp_path / str(number))]
    assert found == []
