"""What the variable ``layout`` holds in layouts around others."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document.layouts import layout_data
from sitecheck.document.reader import SiteReader, told_of
from sitecheck.jekyll import load_site
from sitecheck.jekyll.templates.drops import LayersDrop
from sitecheck.liquid import Unknown
from sitecheck.model.facts import Read
from sitecheck.model.origin import Origin
from sitecheck.testing import write_site

FILES = {
    "_config.yml": "",
    "_layouts/inner.html": "---\nlayout: outer\na: inner\nb:\nm: {x: 1, z: 1}\n---\n{{ content }}",
    "_layouts/outer.html": "---\na: outer\nb: outer\nc: {x: 1}\nm: {x: 2, y: 2}\n---\n{{ content }}",
    "p.md": "---\nlayout: inner\n---\n",
}


@pytest.mark.parametrize(
    ("key", "value", "place"),
    [("a", "inner", "inner"), ("b", "outer", "outer"), ("c", {"x": 1}, "outer"), ("d", None, "")],
)
def test_the_innermost_that_says_something_counts(
    key: str, value: object, place: str, tmp_path: Path
) -> None:
    reader = SiteReader(load_site(write_site(tmp_path, FILES)))
    (page,) = reader.site.pages
    found = layout_data(page, "_layouts/outer.html", reader)
    assert isinstance(found, LayersDrop)
    assert found.liquid_get(key) == value
    expected = Origin(f"_layouts/{place}.html", (key,)) if place else None
    assert reader.payload.origins.origin(found, key) == expected
    merged = found.liquid_get("m")
    assert isinstance(merged, LayersDrop), "Jekyll merges mappings"
    assert [merged.liquid_get(each) for each in "xyz"] == [1, 2, 1]
    assert reader.payload.origins.origin(merged, "y") == Origin("_layouts/outer.html", ("m", "y"))
    assert layout_data(page, "_layouts/inner.html", reader) is None
    assert layout_data(page, "_layouts/other.html", reader) is None


def test_what_counts_whatever_is_made_of_what_was_read() -> None:
    """Days, what is shown, and which files were looked at: what they hold may make no difference."""
    kinds = ("file", "include", "day", "shown", "record", "link", "data", "layout", "site")
    told = told_of([*(Read(kind, f"a {kind}", "state") for kind in kinds), Read("beneath", "b")])
    assert told == {
        *(Read("beneath", f"a {kind}") for kind in ("file", "include")),
        *(Read(kind, f"a {kind}", "state") for kind in ("day", "shown")),
        Read("beneath", "b"),
    }


def test_a_layout_has_a_text_for_its_name(tmp_path: Path) -> None:
    reader = SiteReader(load_site(write_site(tmp_path, FILES)))
    found = reader.layout("inner")
    assert found is not None
    assert found.path == "_layouts/inner.html"
    assert [reader.layout(name) for name in ("gone", None, 5, ["inner"], {"inner": 1})] == [None] * 5


def test_of_very_many_layers_it_is_not_known(tmp_path: Path) -> None:
    files = {f"_layouts/l{n}.html": f"---\nlayout: l{n + 1}\n---\n{{{{ content }}}}" for n in range(60)}
    site = write_site(tmp_path, {"_config.yml": "", **files, "p.md": "---\nlayout: l0\n---\n"})
    reader = SiteReader(load_site(site))
    (page,) = reader.site.pages
    assert isinstance(layout_data(page, "_layouts/l49.html", reader), LayersDrop)
    assert isinstance(layout_data(page, "_layouts/l50.html", reader), Unknown)
