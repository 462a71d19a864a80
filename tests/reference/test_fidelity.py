"""On every real site: what sitecheck knows against what real Jekyll made of it (issue: exactly that site)."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest
from benchmarks.fidelity import Table, compare

CORPUS = Path(os.environ.get("SITECHECK_CORPUS", "."))
SITES = sorted(path.name.removesuffix(".truth.json.gz") for path in CORPUS.glob("*.truth.json.gz"))
REQUIRED = {
    "routes: equal pairs of the union": 0.999,
    "plugin-made outputs known": 0.98,
    "ids: recall": 0.998,
    "ids: precision": 0.998,
    "internal links seen": 0.995,
    "broken links: recall": 0.99,
    "broken links: precision": 0.99,
}


@pytest.mark.corpus
@pytest.mark.parametrize("name", SITES or ["-"])
def test_a_real_site_is_known_as_well_as_a_build_knows_it(name: str) -> None:
    with gzip.open(CORPUS / f"{name}.truth.json.gz") as file:
        truth = json.load(file)
    table = Table(examples=3)
    compare(CORPUS / name, truth, table)
    short = {
        figure: f"{hits} of {total}"
        for figure, hits, total in table.rows
        if figure in REQUIRED and hits < REQUIRED[figure] * total
    }
    assert not short, table.examples
    assert sum(total for figure, _, total in table.rows if figure in REQUIRED) > 50
