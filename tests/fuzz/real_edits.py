"""Whatever is edited in a real site, a run that remembers finds what a run that reads everything finds.

``python -m tests.fuzz.real_edits --count 200 --seed 1`` edits copies of the sites in the folder that
``SITECHECK_CORPUS`` names. The edits are those of sites that are made (:mod:`tests.fuzz.sites`); what they meet
is what people write: layouts with all their conditions, data, plugins, hundreds of pages.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path

from tests.fuzz import command_line
from tests.fuzz.edits import Difference, run_edits

EDITS_PER_SITE = 10
MOST_FILES = 700
"""Of larger sites hardly an edit would be made."""


def real_sites() -> list[Path]:
    """The sites that can be edited, by name; none where no folder of sites is named."""
    corpus = os.environ.get("SITECHECK_CORPUS")
    found = sorted(path.parent for path in Path(corpus).glob("*/_config.yml")) if corpus else []
    return [site for site in found if sum(path.is_file() for path in site.rglob("*")) <= MOST_FILES]


def run_real_edits(count: int, seed: int, *, progress: bool = False) -> list[Difference]:
    """The differences after ``count`` edits, some of each site."""
    sites = real_sites()
    return run_edits(count, seed, sites=sites, per_site=EDITS_PER_SITE, progress=progress) if sites else []


def _main() -> int:
    run = partial(run_real_edits, progress=True)
    return command_line.main("real_edits", run, per_site=EDITS_PER_SITE, count=100, finds="differences")


if __name__ == "__main__":
    sys.exit(_main())
