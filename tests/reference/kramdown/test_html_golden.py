"""The HTML we write is the HTML that kramdown writes."""

from __future__ import annotations

import json
import lzma
from functools import cache
from typing import Any

import pytest
from tests.reference.kramdown import engine, html_golden

from sitecheck.kramdown import Options, to_html


@cache
def kept() -> dict[str, Any]:
    """What is kept, read when it is asked for first."""
    found: dict[str, Any] = json.loads(lzma.decompress(html_golden.GOLDEN.read_bytes()))
    return found


SETS = html_golden.sets()


def differing(documents: html_golden.Documents, truth: list[str | None]) -> list[str]:
    """The documents whose HTML differs in more than what ``normal`` drops."""
    found = []
    for (text, options), html in zip(documents, truth, strict=True):
        if html is not None:
            mine = to_html(text, Options.from_config(options))
            if mine != html and html_golden.normal(mine) != html_golden.normal(html):
                found.append(text)
    return found


@pytest.mark.parametrize("name", SETS)
def test_agrees_with_kramdown(name: str) -> None:
    golden = kept()[name]
    assert html_golden.digest(SETS[name]) == golden["digest"], "run 'make golden ONLY=kramdown'"
    differ = differing(SETS[name], golden["html"])
    assert differ == []


needs_kramdown = pytest.mark.skipif(not engine.installed(), reason="kramdown is not installed")


@pytest.mark.reference
@needs_kramdown
def test_golden_is_what_kramdown_says_now() -> None:
    probes = SETS["probes"][::10]
    assert html_golden.convert(probes) == kept()["probes"]["html"][::10]


@pytest.mark.reference
@pytest.mark.seeded
@needs_kramdown
def test_other_random_documents_agree(seed: int) -> None:
    documents = html_golden.sample("GFM", seed, 1000)
    assert len(differing(documents, html_golden.convert(documents))) <= 2
