from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.rule.registry import load_rules
from sitecheck.testing import Case, cases, obey


@pytest.mark.parametrize("case", list(cases(*load_rules().values())), ids=str)
def test_every_example_obeys_the_law(case: Case, tmp_path: Path) -> None:
    obey(case, tmp_path)
