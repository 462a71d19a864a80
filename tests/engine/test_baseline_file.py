"""The file of accepted findings: a line for each, in a fixed order, so that a change of one is a line of a diff."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.engine.adoption.baseline import read_baseline, write_baseline
from sitecheck.errors import ConfigError

ONE, TWO = "0" * 31 + "1", "f" * 32
WRITTEN = f"""{{
 "sitecheck-baseline": 1,
 "findings": {{
  "broken-link": {{
   "a.md": [
    "{ONE}",
    "{TWO}"
   ],
   "é.md": [
    "{ONE}"
   ]
  }},
  "image-alt": {{
   "a.md": [
    "{TWO}"
   ]
  }}
 }}
}}
"""


def test_entries_are_written_in_order_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    entries = {
        ("image-alt", "a.md"): frozenset({TWO}),
        ("broken-link", "é.md"): frozenset({ONE}),
        ("broken-link", "a.md"): frozenset({TWO, ONE}),
        ("broken-link", "none.md"): frozenset(),
    }
    write_baseline(str(path), entries)
    assert path.read_text("utf-8") == WRITTEN
    assert read_baseline(str(path)) == {place: keys for place, keys in entries.items() if keys}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (WRITTEN.replace(ONE, "0" * 31), "a file has other entries than keys of 32 hexadecimal digits"),
        (WRITTEN.replace(ONE, "0" * 33), "a file has other entries than keys of 32 hexadecimal digits"),
        (WRITTEN.replace(ONE, "0" * 31 + "g"), "a file has other entries than keys of 32 hexadecimal digits"),
        (WRITTEN.replace(f'[\n    "{TWO}"\n   ]', "3"), "a file has other entries than keys of 32 hexadecimal digits"),
        ('{"sitecheck-baseline": 1, "findings": {"image-alt": []}}', "a rule has no files"),
    ],
)  # fmt: skip
def test_what_is_no_baseline_is_told(text: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as error:
        read_baseline(str(path))
    assert f"is no baseline: {why}; write it anew with 'sitecheck baseline'" in str(error.value)
