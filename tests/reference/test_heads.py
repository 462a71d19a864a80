"""On every real site: the heads as they are known against those that real Jekyll built."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.fidelity import Table
from benchmarks.heads import read_site_heads
from tests.reference.test_fidelity import FOLDERS

HEADS = sorted(path for folder in FOLDERS for path in folder.glob("*.heads.json.gz"))
REQUIRED = {"right": 0.999, "absent": 1.0, "known": 0.99}


@pytest.mark.corpus
@pytest.mark.parametrize("path", HEADS or [Path("-")], ids=lambda path: path.name.partition(".")[0])
def test_the_heads_of_a_real_site_are_known(path: Path) -> None:
    table = Table(examples=3)
    read_site_heads(path.with_name(path.name.removesuffix(".heads.json.gz")), path, table)
    short = {
        figure: f"{hits} of {total}"
        for figure, hits, total in table.rows
        if hits < REQUIRED.get(figure.rpartition(": ")[2], 1.0) * total
    }
    assert not short, table.examples
    assert len(table.rows) > 50
