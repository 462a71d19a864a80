"""The examples of all rules obey the law; all that is said of them is kept whole: ``fixtures/examples``.

An example states a part of what its rule says; beside it a change of the program shows what is said otherwise.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from tests.reference.goldens import Golden
from tests.sampled import is_thorough

from sitecheck.model.finding import Finding
from sitecheck.rule.registry import load_rules
from sitecheck.testing import Case, cases, obey

FOLDER = Path(__file__).parent.parent.parent / "fixtures" / "examples"


def said(found: Iterable[Finding]) -> str:
    """All that a rule says of an example."""
    return "".join(f"{line}\n" for finding in found for line in _lines(finding))


def _lines(finding: Finding) -> Iterator[str]:
    path, span = finding.place
    pages = f" ({finding.pages} pages)" if finding.pages != 1 else ""
    yield f"{finding.severity.label} {path}:{span.start}-{span.end} {finding.message!a}{pages}"
    if finding.help:
        yield f"  {finding.help!a}"
    for place, note in finding.related:
        yield f"  see {place.path}:{place.span.start}-{place.span.end} {note!a}"
    if finding.fix is not None:
        yield f"  {finding.fix.safety.name.lower()}: {finding.fix.title!a}"
        yield from (f"    {start}-{end} {text!a}" for (start, end), text in sorted(finding.fix.edits))


def kept(rule: str) -> dict[int, str]:
    """What was said of the invalid examples of a rule, by their numbers."""
    file = FOLDER / f"{rule}.txt"
    parts = re.split(r"^= (\d+)\n", file.read_text("utf-8") if file.exists() else "", flags=re.MULTILINE)
    return {int(number): text for number, text in zip(parts[1::2], parts[2::2], strict=True)}


def write() -> None:
    """Keep what is said now; the diff is to be read."""
    for old in FOLDER.glob("*.txt"):
        old.unlink()
    FOLDER.mkdir(exist_ok=True)
    for case in cases(*load_rules().values()):
        with tempfile.TemporaryDirectory() as folder:
            if text := said(obey(case, Path(folder))):
                with (FOLDER / f"{case.rule.id}.txt").open("a", encoding="utf-8") as file:
                    file.write(f"= {case.number}\n{text}")


GOLDENS = (Golden("rules examples", write),)


@pytest.mark.parametrize("case", list(cases(*load_rules().values())), ids=str)
def test_every_example_obeys_the_law(case: Case, tmp_path: Path) -> None:
    found = said(obey(case, tmp_path, windows=case.number == 0 or is_thorough()))
    if found:
        assert found == kept(case.rule.id).get(case.number), "to keep it: make golden ONLY=rules"
