"""What is told of Liquid in a file, and whether it stops the build there."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import Kind, SiteReader
from sitecheck.jekyll import load_site
from sitecheck.text.source import TextProblem

GONE = "{% include gone.html %}"
LAX = "{{ a b }}"
UNREADABLE = "{% if %}{% endif %}"
LONG = "{% for i in (1..9999) %}{% for j in (1..9999) %}{{ i }}{% endfor %}{% endfor %}"


def problems(folder: Path, path: str, kind: Kind, files: dict[str, str]) -> list[tuple[str, bool]]:
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    reader = SiteReader(load_site(folder)).with_steps(20_000, 20_000)
    source = reader.source(path)
    assert not isinstance(source, TextProblem)
    return [(each.code, each.fatal) for each in reader.document(source, kind).liquid_problems]


@pytest.mark.parametrize(
    ("text", "page", "include"),
    [
        (GONE, [("missing-include", True)], []),
        (LONG, [("limit", False)], [("limit", False)]),
        (LAX, [("lax-syntax", False)], [("lax-syntax", False)]),
        (UNREADABLE, [("invalid-syntax", True)], [("invalid-syntax", False)]),
    ],
)
def test_an_include_by_itself_stops_nothing(
    text: str, page: list[tuple[str, bool]], include: list[tuple[str, bool]], tmp_path: Path
) -> None:
    files = {"index.html": f"---\n---\n{text}", "_includes/i.html": text}
    assert problems(tmp_path, "index.html", "page", files) == page
    assert problems(tmp_path, "_includes/i.html", "include", files) == include


@pytest.mark.parametrize("used", [True, False])
def test_a_layout_stops_the_build_where_a_page_stands_in_it(used: bool, tmp_path: Path) -> None:
    files = {"_layouts/l.html": UNREADABLE, "index.html": f"---\nlayout: {'l' if used else 'none'}\n---\n"}
    assert problems(tmp_path, "_layouts/l.html", "layout", files) == [("invalid-syntax", used)]


def test_where_syntax_is_strict_a_guess_stops_the_build(tmp_path: Path) -> None:
    files = {"_config.yml": "liquid: {error_mode: strict}\n", "index.html": f"---\n---\n{LAX}"}
    assert problems(tmp_path, "index.html", "page", files) == [("lax-syntax", True)]


def test_what_a_link_out_of_the_site_brings_is_unknown(tmp_path: Path) -> None:
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples/a.sql").write_text("SELECT 1")
    site = tmp_path / "site"
    (site / "_includes").mkdir(parents=True)
    (site / "_includes/examples").symlink_to("../../examples")
    files = {"index.html": "---\n---\n{% include examples/a.sql %}"}
    assert problems(site, "index.html", "page", files) == []
    assert problems(site, "b.html", "page", {"b.html": f"---\n---\n{GONE}"}) == [("missing-include", True)]
