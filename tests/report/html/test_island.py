"""The block of JSON from which scripts draw the pages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitecheck.model.picture import (
    ExternalAddress,
    HeadLine,
    LayoutLink,
    Line,
    Made,
    PicturedPage,
    Preview,
    SitePicture,
)
from sitecheck.output.safe import one_line
from sitecheck.report.html import island as module
from sitecheck.report.html.island import site_json
from sitecheck.report.html.text_table import TextTable


def utf16(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def read_texts(written: Any) -> list[str]:
    """As the script reads them, whose characters are units of UTF-16."""
    before = b""
    found = []
    for shared, rest in zip(*written, strict=True):
        before = before[: 2 * shared] + utf16(rest)
        found.append(before.decode("utf-16-le"))
    return found


@given(st.lists(st.text(max_size=8) | st.text("ab\U0001f600\U0001f601", max_size=8)))
def test_texts_are_told_once_each(texts: list[str]) -> None:
    table = TextTable()
    table.add(texts)
    read = read_texts(table.written())
    assert [read[table.number(text)] for text in texts] == [one_line(text) for text in texts]
    assert read[0] == ""


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("a" * 999, "a" * 999 + "b", 999),
        ("a" * 1_000, "a" * 1_000 + "b", 999),
        ("\ufffda", "\ufffdb", 1),
        ("\U00010000a", "\U00010000b", 0),
    ],
)
def test_what_texts_begin_with_is_told_once(one: str, other: str, shared: int) -> None:
    table = TextTable()
    table.add((one, other))
    assert table.written() == ([0, 0, shared], ["", one, other[shared:]])


def page(number: int, **changes: Any) -> PicturedPage:
    title = f"Page {number}"
    about = f"\U0001f600 What stands on page {number} and on no other one of them"
    lines = (
        Line("address", f"h.example › {number}"),
        Line("title", title, parts=(Made(title, f"p{number}.md:2", "title"),)),
        Line("description", about[:14], is_cut=True),
    )
    card = (Line("image", "", missing="none"), Line("host", "h.example"), Line("title", title), lines[2])
    values: dict[str, Any] = {
        "path": f"p{number}.md",
        "url": f"/p{number}/",
        "kind": "page",
        "preview": Preview("", lines, card, is_large=True, notes=()),
        "head": (
            HeadLine("charset", "known", "utf-8"),
            HeadLine("description", "known", about),
            HeadLine("title", "known", title),
            HeadLine("robots", "unknown", ""),
        ),
    }
    return PicturedPage(**values | changes)


def test_what_pages_say() -> None:
    picture = SitePicture(
        pages=(page(0, to=(1,)), page(1), page(2)),
        layout_links=(LayoutLink("_layouts/a.html", 2, 3),),
        addresses=(ExternalAddress("https://a.example/</script>", 1, "tls", "no", "2026-01-02"),),
    )
    text = str(site_json(picture, {"p1.md": [7]}))
    assert not set("<>&") & set(text)
    value = json.loads(text)
    known = read_texts(value["texts"])
    rows = value["pages"]
    assert [[known[number] for number in row[:3]] for row in rows] == [
        [f"p{n}.md", f"/p{n}/", "page"] for n in range(3)
    ]
    assert [row[4:6] for row in rows] == [[[1], []], [[], [7]], [[], []]]
    assert value["layoutLinks"] == [[known.index("_layouts/a.html"), 2, 3]]
    url, places, *rest = value["addresses"][0]
    assert (known[url], places, [known[each] for each in rest]) == (
        "https://a.example/</script>",
        1,
        ["dead", "no", "2026-01-02"],
    )
    for number, row in enumerate(rows):
        shape, *own = row[6][7]
        shared = [[known[each] for each in line] for line in value["shapes"][shape]]
        values = [text or known[own.pop(0)] for _, _, text in shared]
        about = f"\U0001f600 What stands on page {number} and on no other one of them"
        assert [line[0] for line in shared] == ["charset", "description", "title", "robots"]
        assert values == ["utf-8", about, f"Page {number}", ""]
        whole, made, cut, length = row[6][4][2]
        shown = utf16(known[whole])[: 2 * length].decode("utf-16-le")
        assert (known[whole], made, cut, shown) == (about, [], 1, about[:14])


def test_what_there_is_no_room_for_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = tuple(page(number) for number in range(100))
    monkeypatch.setattr(module, "MOST_TEXT", 4_000)
    rows = json.loads(str(site_json(SitePicture(pages=pages), {})))["pages"]
    assert [len(row) for row in rows] == sorted((len(row) for row in rows), reverse=True)
    assert {len(row) for row in rows} == {6, 7}


def test_a_run_without_a_picture() -> None:
    assert str(site_json(None, {})) == "null"


@pytest.mark.parametrize(("number", "shapes"), [(15, 1), (16, 0)])
def test_what_more_than_one_of_eight_pages_says_is_a_part_of_their_shape(number: int, shapes: int) -> None:
    """Two of the pages say the same word, the others words of their own."""
    heads = [(HeadLine("word", "known", f"w{max(at, 1)}"),) for at in range(number)]
    pages = tuple(page(number, head=head) for number, head in enumerate(heads))
    value = json.loads(str(site_json(SitePicture(pages=pages), {})))
    known = read_texts(value["texts"])
    told = [[known[each] for each in line] for shape in value["shapes"] for line in shape]
    assert told == [["word", "known", "w1"]] * shapes + [["word", "known", ""]]
    assert len({row[6][7][0] for row in value["pages"]}) == len(value["shapes"])
