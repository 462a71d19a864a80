"""The links of a source against those that jekyll-relative-links itself finds."""

from __future__ import annotations

import shutil
import time

import pytest
from tests.fuzz.limits import slowness
from tests.reference.jekyll import relative_links_golden as golden

from sitecheck.jekyll.plugins.relative_sources import seen_links

HOSTILE = "[a](" + '# "' * 90 + ")"


def test_links_are_those_that_the_plugin_finds() -> None:
    for text, places in zip(golden.texts(), golden.read(), strict=True):
        assert [[link.start, link.end] for link in seen_links(text)] == places, text


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["[", "](", "[a](", "[a](#", "[x]: ", '[a](b "', "\n", "[a](b)", "[](", '" "', HOSTILE]
)
def test_time_grows_with_the_length_alone(piece: str) -> None:
    start = time.process_time()
    list(seen_links(piece * (100_000 // len(piece)) + ")"))
    assert time.process_time() - start < 3 * slowness()


@pytest.mark.reference
def test_golden_results_are_what_the_plugin_finds_now() -> None:
    if shutil.which("jekyll") is None:
        pytest.skip("jekyll is not installed")
    assert golden.ask(golden.texts()[::10]) == golden.read()[::10]
