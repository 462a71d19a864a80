"""Formulas in text: what is found with the defaults is held by the pages of the rules; here, what is too much."""

from __future__ import annotations

import pytest

from sitecheck.math.page.delimiters import Delimiters, find


def test_text_full_of_openings_is_given_up_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitecheck.math.page.delimiters._WORK", 1_000)
    places: list[int] = []
    text = r"\(a\) " + r"\({" * 1_000 + r"\) \(b\)"
    found = [each.tex for each in find(text, Delimiters(), places.append)]
    assert found == ["a"]
    assert len(places) == 1
    assert text.startswith(r"{\({", places[0])


def test_openings_without_an_end_are_passed_over_while_there_are_few() -> None:
    text = r"\({\) " * 10 + r"\(b\)"
    assert [each.tex for each in find(text, Delimiters())] == ["b"]
