from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import pytest

from sitecheck.engine.analyze import FileReport
from sitecheck.engine.cache.codec import Plain, decode, encode, from_row, to_row
from sitecheck.model.facts import Id, Key, Link, PageFacts, Read
from sitecheck.model.finding import Finding, Related, Severity
from sitecheck.model.fix import Edit, Fix, Safety
from sitecheck.model.span import Place, Span
from sitecheck.model.unknown import ReasonKind, because

PLACE = Place("a/b.md", Span(3, 9))
FACTS = PageFacts(
    "a/b.md",
    "post",
    links=(
        Link("/x/", "a", "href", PLACE, PLACE, "x", via=(PLACE,)),
        Link(None, "img", "src", PLACE, PLACE, reasons=because(ReasonKind.PLUGIN_TAG, "seo", "b.md")),
    ),
    open_ids=(*because(ReasonKind.TIME), *because(ReasonKind.THEME_INCLUDE, "é.html")),
    ids=(Id("top", PLACE, "heading", maybe=True),),
    keys=(Key("title", Span(1, 2), Span(3, 4)),),
)
FINDING = Finding(
    "broken-link",
    Severity.ERROR,
    "message",
    PLACE,
    related=(Related(PLACE, "here"),),
    fix=Fix("mend", (Edit(Span(1, 2), "é"),), Safety.UNSAFE),
)


REPORT = FileReport(FACTS, (Read("include", "nav.html", "1f"),), (FINDING,))


@pytest.mark.parametrize("value", [FACTS, FINDING, REPORT])
def test_a_record_survives_json(value: PageFacts | Finding | FileReport) -> None:
    back = decode(type(value), json.loads(json.dumps(encode(value))))
    assert back == value
    assert repr(back) == repr(value)  # equal tuples of other types would compare equal


@pytest.mark.parametrize("broken", [None, 1, "x", [], {}, [1], [[]], ["a"] * 8, [None] * 8])
def test_anything_else_is_refused(broken: object) -> None:
    with pytest.raises(ValueError):
        decode(Finding, broken)


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_value_of_the_wrong_type_deep_inside_is_refused(at: int) -> None:
    raw = encode(FINDING)
    raw[3][at] = "3" if at else 3
    with pytest.raises(ValueError):
        decode(Finding, raw)


def test_what_is_plain_is_written_as_it_is() -> None:
    rows = [["a", 1, None], ["b", [2]]]
    assert encode([Plain(rows), ("c",)]) == [rows, ["c"]]
    assert encode(Plain(rows)) is rows


def test_a_list_is_taken_for_a_list_alone() -> None:
    class Holder(NamedTuple):
        values: list[str]

    assert decode(Holder, [["a"]]) == Holder(["a"])
    for other in ("a", {"a": 1}, None):
        with pytest.raises(ValueError):
            decode(Holder, [other])


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Place, None),
        (Place, ["a.md"]),
        (Edit, [[1, 2]]),
        (Edit, [[1, "2"], "x"]),
        (Link, {"a": 1}),
        (PageFacts, []),
        (PageFacts, ["a.md", "no kind of file"]),
        (Key, ["title", [1, 2], 3]),
        (tuple[str, str], "ab"),
        (tuple[str, ...], "ab"),
        (tuple[str, ...], {"a": 1}),
    ],
)
def test_what_has_another_shape_is_refused(kind: type, value: object) -> None:
    with pytest.raises(ValueError, match=r"not a|is no|to unpack"):
        decode(kind, value)


class _Each(NamedTuple):
    """A field of each kind that records have."""

    word: str
    one_of: Literal["a", "b"]
    severity: Severity
    safety: Safety | None
    place: Place | None
    row: tuple[Span, ...]
    pair: tuple[int, str]
    table: Mapping[str, int]
    rows: list[Any]
    is_so: bool


GOOD = ["w", "a", int(Severity.ERROR), None, ["a.md", 1, 2], [[1, 2]], [1, "x"], {"k": 1}, [[]], True]
ODD: tuple[object, ...] = (None, 0, 1.5, "zz", True, [], [1], ["x", 1, "2"], [[1]], {}, {"a": []})


@pytest.mark.parametrize("at", range(len(GOOD)), ids=_Each._fields)
def test_whatever_stands_in_the_place_of_a_field_it_is_of_its_kind_or_refused(at: int) -> None:
    assert encode(decode(_Each, GOOD)) == GOOD
    taken = []
    for odd in ODD:
        try:
            decode(_Each, [*GOOD[:at], odd, *GOOD[at + 1 :]])
        except ValueError:
            continue
        taken.append(odd)
    assert taken == [
        ["zz"], [], [0, True], [None, 0, True], [None], [[]], [], [{}, {"a": []}],
        [[], [1], ["x", 1, "2"], [[1]]], [True],
    ][at]  # fmt: skip


@pytest.mark.parametrize("text", ["é\0\x1f\n", "\\ud800", "\\\\ud800\\", "\U0001f600", "\u2028"])
def test_a_row_gives_what_it_was_made_of(text: str) -> None:
    assert from_row(to_row({text: [text, 1]})) == {text: [text, 1]}


@pytest.mark.parametrize(
    "row",
    [
        *(
            b'["a", {"x": "\\ud800"}]',
            b'["\\\\\\uDC00"]',
            b'{"\\udfff": 1}',
            to_row("\ud800"),
            to_row(["\udcff"]),
        ),
        *(b'["', b"\xff", '["é"]'.encode("utf-16"), b"[" * 100_000),
    ],
)
def test_a_row_that_nobody_can_have_written_is_refused(row: bytes) -> None:
    with pytest.raises(ValueError):
        from_row(row)
