"""Values as they are written for YAML: they are read back as they were."""

from __future__ import annotations

import pytest

from sitecheck.server.yaml_text import written
from sitecheck.text.yaml_tree import load_yaml

PLAIN = ["walks", "two words", "it's", "2024", "a#b", "a:b"]
QUOTED = ["a #b", "a: b", "a:", "- a", "#a", "a, b", " a", "a ", "2024-01-31", "no", "null", '"a"', "*a"]


@pytest.mark.parametrize("value", [*PLAIN, *QUOTED, 'a \\ b: "c"'])
def test_a_value_is_read_back(value: str) -> None:
    text = written(value, quoted=False)
    assert str(load_yaml(f"a: {text}\n").value["a"]) == value
    assert text.startswith('"') is (value not in PLAIN)
