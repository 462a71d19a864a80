"""The table of ids that themes bring, and the tool that makes it."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from sitecheck.jekyll.plugins.theme_ids import ids_of_theme
from sitecheck.package_data import package_table

ROOT = Path(__file__).parents[2]
TABLE = package_table("sitecheck.jekyll", "data/theme_ids.json")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("theme_ids_tool", ROOT / "tools/theme_ids.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_is_in_the_form_that_the_tool_writes(tool: ModuleType) -> None:
    assert tool.TABLE.read_text("utf-8") == tool._written(TABLE)
    names = [name for row in TABLE["themes"] for name in row["names"]]
    assert names == [name.lower() for name in dict.fromkeys(names)]
    assert all(row["ids"] and row["ids"] == sorted(set(row["ids"])) for row in TABLE["themes"])


@pytest.mark.parametrize(
    ("named", "theme"),
    [
        ("minimal-mistakes-jekyll", "minimal-mistakes-jekyll"),
        (" MMistakes/minimal-mistakes@4.26.2 ", "minimal-mistakes-jekyll"),
        ("https://github.com/mmistakes/minimal-mistakes.git", "minimal-mistakes-jekyll"),
        ("pmarsceill/just-the-docs", "just-the-docs"),
    ],
)
def test_a_theme_is_known_however_it_is_named(named: str, theme: str) -> None:
    row = next(row for row in TABLE["themes"] if theme in row["names"])
    assert ids_of_theme(named) == {*TABLE["common"], *row["ids"]}


@pytest.mark.parametrize("named", ["", "of-nobody", "nobody/just-the-docs", "just-the-docs-2"])
def test_any_other_theme_may_bring_what_one_of_them_does(named: str) -> None:
    assert ids_of_theme(named) == {*TABLE["common"], *(id_ for row in TABLE["themes"] for id_ in row["ids"])}


PAGE = """<p id="a"><p class='x' id='b'><i id=c><i id="{{ page.slug }}" data-id="no"><i
id="d">{% include x.html id=none uid="no" %}{% if x %}id="e"{% endif %}<script>node.id = 'f'; id = "no"
html = '<p id="' + name + '">'</script>"""


def test_the_tool_reads_the_revisions_that_a_row_names(
    tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clone = tmp_path / "owner+theme"
    for path, text in {
        "_layouts/a.html": PAGE,
        "_includes/b/c.html": '<p id="g">',
        "README.md": '<p id="no">',
    }.items():
        (clone / path).parent.mkdir(parents=True, exist_ok=True)
        (clone / path).write_text(text, "utf-8")
    git = ["git", "-C", str(clone), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"], ["tag", "v1"]):
        subprocess.run([*git, *command], check=True)
    rows = [
        {"names": ["theme"], "read": {"owner/theme": ["v1"]}, "ids": ["a", "z"]},
        {"names": ["other"], "read": {"owner/other": ["v1"]}, "ids": ["y"]},
    ]
    monkeypatch.setattr(tool, "TABLE", tmp_path / "table.json")
    tool.TABLE.write_text(json.dumps({"origin": "x", "common": [], "themes": rows}), "utf-8")
    assert tool.main([str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "theme: lacks ['b', 'c', 'd', 'e', 'f', 'g'], has too ['z']" in said
    assert "other: left as it is" in said
    assert tool.main([str(tmp_path), "--write"]) == 0
    assert tool.main([str(tmp_path)]) == 0
    assert [row["ids"] for row in json.loads(tool.TABLE.read_text("utf-8"))["themes"]] == [
        list("abcdefg"),
        ["y"],
    ]
