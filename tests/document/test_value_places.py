"""Where a value is written that a template prints."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from tests.document.test_frames import write

from sitecheck.document.whole_site.value_places import ValuePlaces
from sitecheck.jekyll import load_site
from sitecheck.model.origin import Origin, key_name
from sitecheck.model.span import Place, Span
from sitecheck.text.source import Source

FILES = {
    "_config.yml": "title: Tides\nauthor: {name: Jo}\ndefaults:\n- scope: {path: ''}\n  values: {image: /a.png}\n"
    "- scope: {path: b}\n  values: {image: /b.png}\n- scope: {path: c}\n  values: {image: /a.png}\n",
    "_data/x.yml": "- {a: one}\n- {a: two}\n",
    "_data/t.csv": "k,v\n1,x y\n",
    "_data/t.tsv": "k\tv\n1\tz\n",
    "a.md": "---\ntitle: The Tides\nlist: [p, q]\ntitle: Again Tides\n---\nbody Tides\n",
}
FIRST, SECOND = str(key_name(0)), str(key_name(1))


@pytest.fixture
def places(tmp_path: Path) -> ValuePlaces:
    write(tmp_path, FILES)
    asked: set[str] = set()

    def read(path: str) -> Source:
        assert path not in asked, "each file is read once"
        asked.add(path)
        if path not in FILES:
            raise FileNotFoundError(path)
        return Source(path, FILES[path])

    return ValuePlaces(load_site(tmp_path), read)


@pytest.mark.parametrize(
    ("origin", "value", "place"),
    [
        # the text itself where it stands so, else all of the value
        (Origin("", ("title",)), "Tides", ("_config.yml", 7, 12)),
        (Origin("", ("title",)), "ide", ("_config.yml", 8, 11)),
        (Origin("", ("title",)), "other", ("_config.yml", 7, 12)),
        (Origin("", ("title",)), "", ("_config.yml", 7, 12)),
        (Origin("", ("author", "name")), "Jo", ("_config.yml", 28, 30)),
        (Origin("", ("none",)), "Tides", None),
        # of two keys the last counts; of two defaults the last that says so
        (Origin("a.md", ("title",)), "Tides", ("a.md", 47, 52)),
        (Origin("a.md", ("title",)), "The Tides", ("a.md", 41, 52)),
        (Origin("a.md", ("list", SECOND)), "q", ("a.md", 31, 32)),
        (Origin("a.md", ("image",)), "/a.png", ("_config.yml", 170, 176)),
        (Origin("a.md", ("image",)), "/b.png", ("_config.yml", 125, 131)),
        (Origin("a.md", ("image",)), "/c.png", None),
        (Origin("gone.md", ("image",)), "/b.png", ("_config.yml", 125, 131)),
        (Origin("gone.md", ("none",)), "x", None),
        (Origin("_data/x.yml", (SECOND, "a")), "two", ("_data/x.yml", 17, 20)),
        (Origin("_data/t.csv", (FIRST, "v")), "y", ("_data/t.csv", 8, 9)),
        (Origin("_data/t.tsv", (FIRST, "v")), "z", ("_data/t.tsv", 6, 7)),
        # what a tag gives stands at the tag
        (Origin("a.md", (), Span(60, 70)), "Tides", ("a.md", 62, 67)),
        (Origin("a.md", (), Span(0, 3)), "Tides", ("a.md", 0, 3)),
    ],
)
def test_where_a_value_is_written(
    origin: Origin, value: str, place: tuple[str, int, int] | None, places: ValuePlaces
) -> None:
    expected = Place(place[0], Span(*place[1:])) if place is not None else None
    assert places.place(origin, value) == expected
    assert places.place(origin, value) == expected


def test_whether_a_text_stands_at_a_place(places: ValuePlaces) -> None:
    assert places.stands(Place("a.md", Span(11, 14)), "The")
    assert not places.stands(Place("a.md", Span(11, 15)), "The")
    assert not places.stands(Place("gone.md", Span(0, 3)), "The")


def lines_to_place(tmp_path: Path, defaults: str, count: int) -> int:
    """How many lines run to look fifty times for a value that pages are given, among ``count`` defaults."""
    write(tmp_path, {"_config.yml": "defaults:\n" + defaults * count + "- values: {image: /a.png}\n"})
    places = ValuePlaces(load_site(tmp_path), lambda path: Source(path, "---\n---\n"))
    ran = 0

    def follow(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal ran
        ran += event == "line"
        return follow

    assert places.place(Origin("a.md", ("image",)), "/b.png") is None
    before = sys.gettrace()
    sys.settrace(follow)
    try:
        for _ in range(50):
            places.place(Origin("a.md", ("image",)), "/b.png")
    finally:
        sys.settrace(before)
    return ran


def test_looking_for_a_value_does_not_take_longer_for_other_keys(tmp_path: Path) -> None:
    """Ten thousand keys of the configuration were gone through for each page whose link one of them made."""
    few, many = (
        lines_to_place(tmp_path / str(count), "- values: {other: x}\n", count) for count in (10, 500)
    )
    assert few == many


def test_of_very_many_defaults_of_a_key_the_last_are_looked_at(tmp_path: Path) -> None:
    """The configuration has room for more, each of which may be that of a page."""
    text = "defaults:\n- values: {image: /a.png}\n" + "- values: {image: /b.png}\n" * 990
    write(tmp_path, {"_config.yml": text, "a.md": "---\n---\n"})
    places = ValuePlaces(load_site(tmp_path), lambda path: Source(path, "---\n---\n"))
    for image in ("/a.png", "/b.png"):
        place = places.place(Origin("a.md", ("image",)), image)
        assert place is not None
        assert text[slice(*place.span)] == image
    longer = text + "- values: {image: /b.png}\n" * 20
    write(tmp_path, {"_config.yml": longer})
    places = ValuePlaces(load_site(tmp_path), lambda path: Source(path, "---\n---\n"))
    assert places.place(Origin("a.md", ("image",)), "/a.png") is None
