"""The examples of all rules obey the law; all that is said of them is kept whole: ``fixtures/examples``.

An example states a part of what its rule says; beside it a change of the program shows what is said otherwise.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from tests.reference.goldens import Golden
from tests.sampled import is_thorough, sampled

from sitecheck.model.finding import Finding
from sitecheck.rule.registry import load_rules
from sitecheck.testing import Case, cases, check_folder, obey, settings_for, write_site

FOLDER = Path(__file__).parent.parent.parent / "fixtures" / "examples"
OF_REPOSITORY = re.compile(r"_config\.yml|Gemfile|netlify\.toml|\.gitignore|\.github/")
"""Files that lie at the root of the site wherever its source is."""
OF_PATHS = re.compile(r".*\.gemspec|\.gitmodules|\.sitecheck\.yml|CNAME")
"""Files that name paths from the root, or mean another thing there."""
MOVED_FIRST = frozenset(
    {"broken-link", "invalid-date", "invalid-permalink", "missing-title", "replaced-exclude"}
    | {"setting-without-plugin", "unused-defaults"}
)
"""Rules that ask for paths below the source."""


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


def of_its_source(case: Case) -> bool:
    """Whether the files of an example may lie in a folder that ``source`` names."""
    files = case.example.site()
    settings = files.get("_config.yml", "")
    is_plain = re.search(r"^(?:source|destination|---)|\A\s*\{", settings, re.MULTILINE) is None
    at_root = [path for path in files if OF_REPOSITORY.match(path)]
    return is_plain and len(at_root) < len(files) and not any(map(OF_PATHS.match, files))


MOVABLE = sorted(
    filter(of_its_source, cases(*load_rules().values())), key=lambda case: case.rule.id not in MOVED_FIRST
)


@pytest.mark.parametrize(
    "case", sampled(MOVABLE, sum(case.rule.id in MOVED_FIRST for case in MOVABLE) // 3), ids=str
)
def test_every_example_says_the_same_in_a_folder_that_source_names(case: Case, tmp_path: Path) -> None:
    files = case.example.site()
    own = files.get("_config.yml", "")
    settings = own + "\n" * (bool(own) and not own.endswith("\n"))
    moved = {path if OF_REPOSITORY.match(path) else f"app/{path}": text for path, text in files.items()}
    assert _said_in(
        case, {**moved, "_config.yml": f"{settings}source: app\n"}, tmp_path / "moved"
    ) == _said_in(case, {**files, "_config.yml": settings}, tmp_path / "at-root")


def _said_in(case: Case, files: Mapping[str, str], folder: Path) -> list[str]:
    write_site(folder, files)
    options = getattr(case.example, "options", {})
    report = check_folder(folder, settings_for(case.rule, options, folder))
    assert not report.crashes, report.crashes[0].traceback
    found = (finding for finding in report.findings if finding.rule == case.rule.id)
    return sorted(line.replace("app/", "") for finding in found for line in [said([finding])])
