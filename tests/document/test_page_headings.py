"""Which headings a layout gives, and where among them the content stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import SiteReader
from sitecheck.jekyll import load_site
from sitecheck.model.facts import PageFacts
from sitecheck.testing import write_site


def _facts(folder: Path, path: str, text: str, files: dict[str, str] | None = None) -> PageFacts:
    site = write_site(folder, {"index.md": "---\nlayout: x\n---\n", path: text, **(files or {})})
    reader = SiteReader(load_site(str(site)))
    (kind,) = (each.kind for each in reader.inputs() if each.path == path)
    source = reader.source(path)
    return reader.document(source, kind).facts  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("<h1>A</h1>{{ content }}<h2>B</h2>", 1),
        ("<h1>A</h1><h2>B</h2>{{- content -}}", 2),
        ("{{ content }}", 0),
        ("<h1>A</h1>", None),
        ("{{ content }}<h1>A</h1>{{ content }}", None),
        ("<h1>A</h1>{{ content | upcase }}", None),
        ("{% if page.a %}{{ content }}{% endif %}", None),
        ("{% include head.html %}{{ content }}", 1),
    ],
)
def test_where_the_content_stands(text: str, before: int | None, tmp_path: Path) -> None:
    facts = _facts(tmp_path, "_layouts/x.html", text, {"_includes/head.html": "<h3>A</h3>"})
    assert facts.before_content == before


def test_headings_of_content(tmp_path: Path) -> None:
    text = "---\n---\n# A\n\n<h3>B</h3>\n\n`<h1>`\n\n{% if site.github.fork %}<h4>C</h4>{% endif %}\n\n<h5 hidden>D</h5> <h5 role=img>D</h5> <h5 aria-hidden=true>D</h5>\n\nE\n-\n"
    facts = _facts(tmp_path, "a.md", text)
    assert [(each.level, each.maybe) for each in facts.headings] == [
        (1, False),
        (3, False),
        (4, True),
        (2, False),
    ]
    assert facts.before_content is None
