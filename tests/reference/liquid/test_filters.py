"""Every filter against the real gem: a line of ``filter_probes.txt`` for each, what the gem makes of it kept."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.reference.goldens import Golden
from tests.reference.liquid.compare import ask_gem, compare, load_host, oracle_command, stored, unavailable

from sitecheck.liquid import KNOWN_FILTERS, parse

HERE = Path(__file__).parent
GOLDEN = HERE / "filter_golden.json"
PROBES = (HERE / "filter_probes.txt").read_text("utf-8").splitlines()
LIQUID = 5
UNKNOWN = frozenset({"markdownify", "sassify", "smartify"})
"""Filters that convert as the site is set up: here nobody knows how, so we say that we do not know."""


def filters_of(probe: str) -> frozenset[str]:
    return frozenset(re.findall(r"\| (\w+)", probe))


def asked() -> dict[str, dict[str, Any]]:
    truths = zip(PROBES, ask_gem(PROBES, LIQUID), strict=True)
    return {
        probe: {key: kept for key, kept in stored(truth).items() if key != "version"}
        for probe, truth in truths
    }


def write() -> None:
    """Keep what the gem makes of the probes."""
    lines = (": ".join(json.dumps(each, ensure_ascii=False) for each in row) for row in asked().items())
    GOLDEN.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


GOLDENS = (Golden("liquid filters", write, partial(unavailable, LIQUID)),)


def test_every_filter_has_a_probe() -> None:
    assert frozenset().union(*map(filters_of, PROBES)) == KNOWN_FILTERS


@pytest.mark.parametrize("probe", PROBES)
def test_a_filter_gives_what_the_gem_gives(probe: str) -> None:
    truth = json.loads(GOLDEN.read_text("utf-8"))[probe]
    outcome = compare(probe, truth, load_host(LIQUID))
    assert not parse(probe, "page.md", liquid=LIQUID).problems
    assert outcome.kind == ("marked" if filters_of(probe) & UNKNOWN else "same"), outcome.detail


@pytest.mark.reference
def test_the_gem_still_gives_it() -> None:
    if oracle_command(LIQUID) is None:
        pytest.skip(unavailable(LIQUID))
    assert asked() == json.loads(GOLDEN.read_text("utf-8")), "make golden ONLY=liquid"
