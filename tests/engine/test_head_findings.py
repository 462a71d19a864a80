"""What rules on heads found is kept as long as there is enough to spend, and all that was read is as it was."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sitecheck.engine.cache import cache_folder
from sitecheck.engine.cache.head_findings import HeadFindings, seen_in_heads
from sitecheck.model.facts import Id, Key, PageFacts, Read
from sitecheck.model.finding import Finding, Severity
from sitecheck.model.span import Place, Span

FOUND = {"a-rule": (Finding("a-rule", Severity.INFO, "so", Place("a.md", Span(0, 3))),), "b-rule": ()}
FACTS: Any = SimpleNamespace(files={})


def memory(
    folder: Path, steps: int, state: str = "s", key: str = "key", seen: Mapping[str, str] | None = None
) -> HeadFindings:
    states: Any = SimpleNamespace(
        holds=lambda read: read.state == state, noted=lambda read: read._replace(state=state), whole=""
    )
    return HeadFindings(str(folder), key, states, steps, seen or {})


@pytest.mark.parametrize(
    ("spent", "later", "is_kept"), [(5, 5, True), (6, 6, False), (5, 4, False), (0, 0, True)]
)
def test_what_cost_half_of_what_there_is_is_kept(
    spent: int, later: int, is_kept: bool, tmp_path: Path
) -> None:
    memory(tmp_path, 10).remember(FOUND, FACTS, [], spent)
    assert memory(tmp_path, later * 2).recall(FOUND, FACTS) == (FOUND if is_kept else None)


def test_what_was_read_must_be_as_it_was(tmp_path: Path) -> None:
    memory(tmp_path, 9).remember(FOUND, FACTS, [Read("file", "a.md", ""), Read("file", "b.md", "")], 1)
    assert memory(tmp_path, 9).recall(FOUND, FACTS) == FOUND
    assert memory(tmp_path, 9, state="other").recall(FOUND, FACTS) is None
    assert memory(tmp_path, 9, key="other").recall(FOUND, FACTS) is None
    assert memory(tmp_path, 9).recall(["a-rule"], FACTS) is None


def test_what_rules_see_of_files_must_be_as_it_was(tmp_path: Path) -> None:
    """Of files that are known what tells it is known, too."""
    key = Key("title", Span(0, 5), Span(7, 9))
    page = PageFacts("a.md", "page", keys=(key,), ids=(Id("x", Place("a.md", Span(0, 3)), "html"),))
    memory(tmp_path, 9).remember(FOUND, facts(page), [], 1)
    as_seen = {"a.md": seen_in_heads(page), "b.md": ""}
    for other, is_known in (
        (page, True),
        (page._replace(ids=(), links=(), headings=()), True),
        (page._replace(keys=()), False),
        (page._replace(names=("x",)), False),
        (page._replace(begins_with_heading=True), False),
        (page._replace(kind="post"), False),
    ):
        assert memory(tmp_path, 9).recall(FOUND, facts(other)) == (FOUND if is_known else None)
        assert memory(tmp_path, 9, seen={"a.md": ""}).recall(FOUND, facts(other)) == (
            FOUND if is_known else None
        )
        assert memory(tmp_path, 9, seen=as_seen).recall(FOUND, facts(other)) == FOUND
    assert memory(tmp_path, 9, seen={"a.md": "other"}).recall(FOUND, facts(page)) is None


def facts(*pages: PageFacts) -> Any:
    return SimpleNamespace(files={page.path: page for page in pages})


def test_what_lacks_a_rule_is_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache may be anybody's."""
    memory(tmp_path, 9).remember(FOUND, FACTS, [], 1)
    loaded = cache_folder.load

    def without_a_rule(*asked: str) -> Any:
        reads, spent, found = loaded(*asked)
        return [reads, spent, found[1:]]

    monkeypatch.setattr(cache_folder, "load", without_a_rule)
    assert memory(tmp_path, 9).recall(FOUND, FACTS) is None
