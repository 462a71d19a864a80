"""Some sites of many features as real Jekyll builds them; ``python -m tests.fuzz.builds`` tries thousands."""

from __future__ import annotations

import shutil

import pytest
from tests.fuzz import builds


@pytest.mark.reference
def test_sites_are_what_jekyll_builds() -> None:
    if shutil.which("jekyll") is None or shutil.which("ruby") is None:
        pytest.skip("Jekyll is not installed")
    assert list(builds.differences(range(12))) == []


def test_a_seed_makes_the_same_site_again() -> None:
    assert builds.make_site(3) == builds.make_site(3) != builds.make_site(4)
