"""Our reading against what the real kramdown made of the same documents."""

from __future__ import annotations

import glob
import json
import lzma
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.reference.kramdown import compare, engine, generate, write_golden
from tests.sampled import sampled

from sitecheck import kramdown


@cache
def kept() -> dict[str, Any]:
    """What is kept, read when it is asked for first."""
    found: dict[str, Any] = json.loads(lzma.decompress(write_golden.GOLDEN.read_bytes()))
    return found


needs_kramdown = pytest.mark.skipif(not engine.installed(), reason="Ruby with kramdown is not installed")


def _golden(name: str) -> list[engine.Facts | None]:
    found = [None if facts is None else engine.Facts(*facts) for facts in kept()[name]["facts"]]
    return [f and f._replace(math=[(kind, tex) for kind, tex in f.math]) for f in found]


def _differing(
    name: str, documents: list[tuple[str, dict[str, object]]], every: int = 1
) -> tuple[list[str], list[str]]:
    assert write_golden.digest(documents) == kept()[name]["digest"], "run 'make golden ONLY=kramdown'"
    facts, texts = [], []
    for (text, options), truth in list(zip(documents, _golden(name), strict=True))[::every]:
        if truth is None:
            continue
        found = compare.ours(text, options)
        if not compare.same_facts(truth, found):
            facts.append(text)
        elif not compare.same_text(truth, found, text):
            texts.append(text)
    return facts, texts


def test_probes_agree_without_exception() -> None:
    assert _differing("probes", compare.probes.documents()) == ([], [])


@pytest.mark.parametrize("every", sampled([5, 1], fast=1))
@pytest.mark.parametrize("dialect", ["GFM", "kramdown"])
def test_random_documents_agree(dialect: str, every: int) -> None:
    documents = write_golden.sample(dialect)
    facts, texts = _differing(dialect, documents, every)
    assert len(facts) <= len(documents) // (1000 * every), facts
    assert len(texts) <= len(documents) // (200 * every), texts


def test_the_golden_facts_are_many() -> None:
    holding = sum(1 for name in ("probes", "GFM", "kramdown") for facts in _golden(name) if any(facts or ()))
    assert holding > 4000


@pytest.mark.reference
@needs_kramdown
def test_the_golden_facts_are_kramdowns() -> None:
    documents = compare.probes.documents()
    assert write_golden.truth(documents) == _golden("probes")


@pytest.mark.reference
@pytest.mark.seeded
@needs_kramdown
@pytest.mark.parametrize("options", [{}, {"input": "kramdown"}])
def test_other_random_documents_agree(options: dict[str, object], seed: int) -> None:
    result = compare.compare((text, options) for text in generate.documents(seed, 2000))
    assert len(result.wrong_facts) <= 4, result.wrong_facts
    assert len(result.wrong_text) <= 12, result.wrong_text


_FRONT_MATTER = re.compile(r"\A---\s*\n.*?\n---\s*\n", re.DOTALL)


def _corpus() -> list[str]:
    """The bodies of the corpus's documents without Liquid."""
    folder = os.environ.get("SITECHECK_CORPUS")
    if not folder:
        pytest.skip("SITECHECK_CORPUS is not set")
    texts = []
    for name in sorted(glob.glob(f"{folder}/**/*.m*d*", recursive=True)):
        if Path(name).suffix in (".md", ".markdown") and Path(name).is_file():
            text = _FRONT_MATTER.sub("", Path(name).read_text("utf-8-sig", "replace"))
            if "{{" not in text and "{%" not in text:
                texts.append(text)
    return texts


@pytest.mark.corpus
@pytest.mark.reference
@needs_kramdown
def test_the_corpus_agrees() -> None:
    result = compare.compare((text, {}) for text in _corpus())
    assert result.compared > 1000
    assert len(result.wrong_facts) <= result.compared * 0.0015, result.wrong_facts


@pytest.mark.corpus
def test_corpus_places_hold_what_was_read() -> None:
    for text in _corpus()[::7]:
        page = kramdown.read(text)
        for link in page.links:
            if link.kind == "inline" and link.href_span is not None and "&" not in link.href:
                assert "".join(text[slice(*link.href_span)].split()) == "".join(link.href.split())
        for math in page.math:
            assert text[math.span.start : math.span.start + 2] == "$$"
            assert text[math.span.end - 2 : math.span.end] == "$$"
        for heading in page.headings:
            assert text[heading.span.start] != "\n"
