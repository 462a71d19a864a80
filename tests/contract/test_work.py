"""What comparing front matter with contracts may cost: all of them share what there is for one file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sitecheck.cli import main
from sitecheck.contract import Contract, TooMuchWork, Work, judge
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.testing import write_site
from sitecheck.text.front_matter import read_front_matter


def faults(contract: Contract, text: str, steps: int) -> int:
    """How many faults a page has."""
    front = read_front_matter(text)
    data: dict[Any, Any] = dict(front.data or {})
    return len(list(judge(contract, text, front.entries, data, Work(steps))))


def test_values_are_looked_up_and_not_gone_through() -> None:
    """2,000 items of which each is the last of 1,000 values are no two million comparisons."""
    allowed = tuple(f"x{number}" for number in range(1_000))
    contract = Contract("", ("*",), values=(("a", allowed),))
    assert faults(contract, f"---\na: [{'x999, ' * 2_000}]\n---\n", 5_000) == 0
    assert (
        faults(Contract("", ("*",), values=(("a", (1, "b")),)), "---\na: [1, b, true, 1.0, [b]]\n---\n", 99)
        == 2
    )


@pytest.mark.parametrize(
    "contract",
    [
        Contract("", ("*",), required=tuple(f"kez{number:03}" for number in range(200))),
        Contract("", ("*",), values=(("list", tuple(f"kez{number:03}" for number in range(200))),)),
        Contract(
            "",
            ("*",),
            schema=json.dumps({"properties": {key: {} for key in "abc"}, "additionalProperties": False}),
        ),
    ],
    ids=["required", "values", "schema"],
)
def test_names_that_may_have_been_meant_are_paid_for(contract: Contract) -> None:
    names = [f"key{number:03}" for number in range(200)]
    text = "---\n" + "".join(f"{name}: 1\n" for name in names) + f"list: [{', '.join(names)}]\n---\n"
    assert faults(contract, text, 200_000)
    with pytest.raises(TooMuchWork):
        faults(contract, text, 900)


def test_all_contracts_share_the_work_of_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One schema that takes half of it is compared with, a third time it is too much."""
    settings = "front-matter:\n" + "  - files: '*.md'\n    schema: a.json\n" * 3
    write_site(
        tmp_path,
        {
            ".sitecheck.yml": settings,
            "a.json": json.dumps({"properties": {"a": {"pattern": "^b*$"}}}),
            "index.md": f"---\na: {'b' * 40_000}\n---\n",
            "other.md": f"---\na: {'b' * 400}\n---\n",
        },
    )
    main(["check", "--no-cache", "--min-severity=info", str(tmp_path)])
    shown = capsys.readouterr().out
    assert (
        "index.md:1:1: info: comparing this with the front-matter of the settings takes too much work"
        in shown
    )
    assert "other.md" not in shown


def test_a_schema_is_read_once_however_many_contracts_name_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr("sitecheck.contract.schema._load", lambda text: read.append(text) or json.loads(text))
    write_site(
        tmp_path,
        {
            ".sitecheck.yml": "front-matter:\n" + "  - files: '*.md'\n    schema: a.json\n" * 50,
            "a.json": json.dumps({"title": str(tmp_path), "type": "object"}),
        },
    )
    read_settings(str(tmp_path / ".sitecheck.yml"))
    assert len(read) == 1
