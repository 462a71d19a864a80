"""On every real site: what sitecheck knows against what real Jekyll made of it (issue: exactly that site)."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest
from benchmarks.fidelity import Table, compare

FOLDERS = [
    Path(os.environ[name]) for name in ("SITECHECK_CORPUS", "SITECHECK_MORE_SITES") if name in os.environ
]
SITES = sorted(path for folder in FOLDERS for path in folder.glob("*.truth.json.gz"))
REQUIRED = {
    "routes: equal pairs of the union": 1.0,
    "plugin-made outputs known": 0.98,
    "ids: recall": 0.998,
    "ids: precision": 0.998,
    "internal links seen": 0.995,
    "broken links: recall": 0.99,
    "broken links: precision": 0.99,
}


@pytest.mark.corpus
@pytest.mark.parametrize("path", SITES or [Path("-")], ids=lambda path: path.name.partition(".")[0])
def test_a_real_site_is_known_as_well_as_a_build_knows_it(path: Path) -> None:
    with gzip.open(path) as file:
        truth = json.load(file)
    table = Table(examples=3)
    compare(path.with_name(path.name.removesuffix(".truth.json.gz")), truth, table)
    short = {
        figure: f"{hits} of {total}"
        for figure, hits, total in table.rows
        if figure in REQUIRED and hits < REQUIRED[figure] * total
    }
    assert not short, table.examples
    assert sum(total for figure, _, total in table.rows if figure in REQUIRED) > 50
