"""JSON that a log may show, in memory that hangs on its length alone."""

from __future__ import annotations

import json
import tracemalloc

from sitecheck.output.json_text import dumps


def test_a_large_report_takes_little_more_memory_than_its_text() -> None:
    value = [{"line": number, "column": 9, "help": None} for number in range(20_000)]
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        text = dumps(value)
        taken = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    assert json.loads(text) == value
    assert taken < 3 * len(text)


def test_number_signs_are_escaped_wherever_a_large_text_is_divided() -> None:
    value = ["#", "##"] * 20_000
    text = dumps(value)
    assert "##" not in text
    assert json.loads(text) == value
