"""Reading and rendering against what the real gem made of the same documents."""

from __future__ import annotations

import gzip
import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.reference.liquid import build_log
from tests.reference.liquid.compare import (
    SEED,
    ask_gem,
    compare,
    golden_path,
    load_host,
    oracle_command,
    stored,
)
from tests.reference.liquid.documents import documents

from sitecheck.liquid import slugify


@pytest.mark.parametrize("liquid", [4, 5])
def test_golden_documents(liquid: int) -> None:
    rows: list[dict[str, Any]] = json.loads(gzip.decompress(golden_path(liquid).read_bytes()))
    assert_agree([(row["source"], row) for row in rows], liquid)


def assert_agree(rows: Sequence[tuple[str, dict[str, Any]]], liquid: int, share: float = 0.99) -> None:
    """Errors agree in every document, text in a ``share``; where it differs we say that it is not known."""
    host = load_host(liquid)
    faults: list[str] = []
    counts: Counter[str] = Counter()
    for source, truth in rows:
        outcome = compare(source, truth, host)
        counts[outcome.kind] += 1
        if outcome.kind in ("missed error", "false error", "warnings"):
            faults.append(f"{outcome.kind}: {source!r} {outcome.detail}")
    assert not faults
    assert counts["same"] >= share * len(rows), counts
    assert counts["different"] <= 0.001 * len(rows), counts


@pytest.mark.reference
@pytest.mark.parametrize("liquid", [4, 5])
def test_golden_documents_are_what_the_gem_makes(liquid: int) -> None:
    """The stored results are those of the gem that is installed."""
    if oracle_command(liquid) is None:
        pytest.skip(f"Ruby with Jekyll and the gem liquid {liquid} is not installed")
    rows: list[dict[str, Any]] = json.loads(gzip.decompress(golden_path(liquid).read_bytes()))[:400]
    texts = [row["source"] for row in rows]
    assert texts == documents(len(texts), SEED)
    fresh = ask_gem(texts, liquid)
    if fresh[0]["version"] != rows[0]["version"]:
        pytest.skip(f"the golden file was made with {rows[0]['version']}, installed is {fresh[0]['version']}")
    for row, result in zip(rows, fresh, strict=True):
        assert stored(result) == {key: value for key, value in row.items() if key != "source"}, row["source"]


@pytest.mark.reference
@pytest.mark.seeded
@pytest.mark.parametrize("liquid", [4, 5])
def test_other_documents(liquid: int, seed: int) -> None:
    if oracle_command(liquid) is None:
        pytest.skip(f"Ruby with Jekyll and the gem liquid {liquid} is not installed")
    texts = documents(1000, seed)
    truths = [{**truth, **stored(truth)} for truth in ask_gem(texts, liquid)]
    assert_agree(list(zip(texts, truths, strict=True)), liquid, 0.98)  # 99 of 100 in most thousands, not all


def test_slugs() -> None:
    """The modes of Jekyll's ``slugify``."""
    cases = json.loads((Path(__file__).parent / "slugs.json").read_text(encoding="utf-8"))
    wrong = [case for case in cases if slugify(case["text"], case["mode"]) != case["slug"]]
    assert not wrong


@pytest.mark.corpus
@pytest.mark.reference
@pytest.mark.parametrize("name", ["devoto", "cs231n", "mathjax-web", "rubygems-guides"])
def test_corpus_site(name: str, tmp_path: Path) -> None:
    """On a real site no document's text differs from Jekyll's without our saying so."""
    corpus = os.environ.get("SITECHECK_CORPUS")
    if not corpus:
        pytest.skip("SITECHECK_CORPUS is not set")
    log = tmp_path / "log.json.gz"
    if not build_log.write(Path(corpus) / name, log):
        pytest.skip("Ruby with Jekyll is not installed")
    kinds = Counter(row.kind for row in build_log.rows(build_log.load(log), Path(corpus) / name))
    assert kinds.total() > 0
    assert kinds["silent"] == 0
    assert kinds["error missed"] == 0
