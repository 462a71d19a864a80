"""What is kept of a head says of every stretch in it what the whole text says."""

from __future__ import annotations

from random import Random

import pytest

from sitecheck.document.heads.head import HeadField, excerpted, head_of, html_head, whole_head
from sitecheck.document.heads.head_excerpt import Excerpt
from sitecheck.text.source_map import MappedText, Piece

HEAD = (
    "<!doctype html>\n<html lang='en'><head>\n<title>T &amp; t</title>\n<meta name=description content=\"a b\">\n"
    '<link rel="alternate" hreflang="de" href="/de/"><meta charset=utf-8>\n'
    '<link rel=canonical href="https://example.org/a/">\n</head><body>text</body></html>\n'
)


def mapped(text: str, random: Random) -> MappedText:
    """A text of pieces of all kinds."""
    pieces: list[Piece] = []
    at = 0
    while at < len(text):
        end = min(len(text), at + random.randrange(1, 9))
        start = random.randrange(1000)
        copied = random.random() < 0.6
        pieces.append(
            Piece(
                out=at,
                path=random.choice("ab"),
                start=start,
                end=start + (end - at if copied else 5),
                kind="copied" if copied else "produced",
            )
        )
        at = end
    return MappedText(text, tuple(pieces))


@pytest.mark.parametrize("number", range(50))
def test_a_stretch_has_the_places_that_it_had(number: int) -> None:
    random = Random(number)
    whole = mapped("".join(random.choices("abcdef", k=80)), random)
    stretches = [tuple(sorted(random.sample(range(80), 2))) for _ in range(random.randrange(1, 5))]
    excerpt = Excerpt(whole, [(start, end) for start, end in stretches])
    for start, end in stretches:
        new = excerpt.at(start), excerpt.at(end)
        assert excerpt.mapped.text[slice(*new)] == whole.text[start:end]
        assert excerpt.mapped.place(*new) == whole.place(start, end)
        for at in range(start, end):
            piece, old = excerpt.mapped.piece_at(excerpt.at(at)), whole.piece_at(at)
            assert (piece.path, piece.end, piece.kind) == (old.path, old.end, old.kind)


def test_the_mark_on_either_side_of_a_stretch_is_kept() -> None:
    whole = MappedText.identity("a.html", '<a b="cd">')
    assert Excerpt(whole, [(6, 8)]).mapped.text == '"cd"'
    assert Excerpt(whole, [(6, 8), (3, 4)]).mapped.text == ' b="cd"'


def test_a_field_is_told_from_what_is_kept() -> None:
    whole = MappedText.identity("l.html", HEAD)
    head = head_of(whole)
    fields = {**head.fields, **dict(head.alternates)}
    assert fields["title"].written == "T &amp; t"
    for field in fields.values():
        assert field.place is not None
        assert field.mapped is not None
        assert field.source is not None
        shown = field.mapped.text[slice(field.source.tag.start, field.source.tag.end)]
        assert HEAD[slice(*field.place.span)] == shown
    assert "text</body>" not in (fields["title"].mapped or whole).text


def test_the_languages_of_a_page_are_told_to_who_asks() -> None:
    whole = MappedText.identity("l.html", HEAD)
    bare, full = head_of(whole, alternates=False), head_of(whole)
    assert bare.alternates == ()
    assert {key: field.place for key, field in bare.fields.items()} == {
        key: field.place for key, field in full.fields.items()
    }
    ((language, field),) = full.alternates
    assert (language, field.value, field.place is not None) == ("de", "/de/", True)


def test_a_field_by_itself_keeps_its_own_tag_and_nothing_else() -> None:
    whole = MappedText.identity("l.html", HEAD)
    head = whole_head(whole, html_head(whole))
    title = head.field("title")
    own = excerpted(title)
    assert own.mapped is not None
    assert own.mapped.text.strip("\n<") == "title>T &amp; t"
    assert (own.value, own.written, own.place) == (title.value, title.written, title.place)
    absent = HeadField("absent")
    assert excerpted(absent) == absent
