"""The block of JSON that scripts draw pages and links from: lists of numbers, each text once.

What stands where is read again by ``assets/site.js``. Large sites have thousands of pages that say much the
same, so a head is a shape that many share and the values that are its own, and a text that begins another one
is told by its length.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sitecheck.model.picture import ExternalAddress, HeadLine, Line, PicturedPage, SitePicture
from sitecheck.output.json_text import dumps
from sitecheck.report.html.tables import ANSWERS
from sitecheck.report.html.templating import markup
from sitecheck.report.html.text_table import TextTable

if TYPE_CHECKING:
    from markupsafe import Markup

MOST_TEXT = 5_000_000
"""Characters: what goes beyond is left out of pages, and told on them."""
_COMMON = 8
"""What one of so many pages says is a part of a shape of heads."""
_MARKUP = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}
"""What could end the block, or begin a comment in it."""


def site_json(picture: SitePicture | None, cards: Mapping[str, Sequence[int]]) -> Markup:
    """The JSON of a picture, as it may stand in a script element; ``cards`` are those with a place in a
    file."""
    value = _Writer(picture, cards).value() if picture is not None else None
    return markup(dumps(value, indent=None, compact=True).strip().translate(_MARKUP))


class _Writer:
    def __init__(self, picture: SitePicture, cards: Mapping[str, Sequence[int]]) -> None:
        self._picture = picture
        self._cards = cards
        self._texts = TextTable()
        self._shapes: dict[tuple[tuple[str, str, str], ...], int] = {}
        """What heads share: keys, states, and the texts that many have."""
        lines = Counter(line for page in picture.pages for line in page.head)
        most = len(picture.pages) / _COMMON
        self._common = {line for line, times in lines.items() if line.text and times > most}
        self._detailed = self._read()

    def value(self) -> dict[str, Any]:
        """All of it, as JSON has it."""
        pages = [self._page(page, number) for number, page in enumerate(self._picture.pages)]
        links = self._picture.layout_links
        return {
            "pages": pages,
            "layoutLinks": [[self._texts.number(each.path), each.to, each.pages] for each in links],
            "addresses": [self._address(each) for each in self._picture.addresses],
            "shapes": [[self._texts.numbers(line) for line in shape] for shape in self._shapes],
            "texts": self._texts.written(),
        }

    def _read(self) -> int:
        """Take in all texts; returns of how many pages there is room for what they say of themselves."""
        picture, texts = self._picture, self._texts
        for page in picture.pages:
            texts.add((page.path, page.url, page.kind))
        texts.add(link.path for link in picture.layout_links)
        for address in picture.addresses:
            texts.add(_address_texts(address))
        for number, page in enumerate(picture.pages):
            if texts.size > MOST_TEXT:
                return number
            texts.add(_page_texts(page))
        return len(picture.pages)

    def _address(self, address: ExternalAddress) -> list[int]:
        url, *rest = self._texts.numbers(_address_texts(address))
        return _short([url, address.places, *rest])

    def _page(self, page: PicturedPage, number: int) -> list[Any]:
        """A page: what the map and the lists need, and what it says of itself where there is room."""
        row: list[Any] = [
            *self._texts.numbers((page.path, page.url, page.kind)),
            page.links,
            page.to,
            self._cards.get(page.path, ()),
        ]
        return [*row, self._details(page)] if number < self._detailed else row

    def _details(self, page: PicturedPage) -> list[Any]:
        number, numbers = self._texts.number, self._texts.numbers
        preview = page.preview
        lines = (*preview.result, *preview.card) if preview is not None else ()
        return [
            numbers(page.layouts),
            numbers(page.includes),
            page.external,
            [numbers(each) for each in page.doubtful],
            [self._line(line, page.head) for line in lines],
            int(preview is not None and preview.is_large),
            numbers(preview.notes if preview is not None else ()),
            self._head(page),
            number(page.head_gap),
            [[each.level, *numbers((each.id, each.text))] for each in page.outline],
            number(page.outline_gap),
            [
                [*numbers((each.tex, each.place, each.engine)), int(each.known), numbers(each.errors)]
                for each in page.formulas
            ],
        ]

    def _line(self, line: Line, head: Sequence[HeadLine]) -> list[Any]:
        whole = _whole(line, head)
        length = len(line.text.encode("utf-16-le")) // 2 if whole is not line.text else 0
        made = self._texts.numbers(_made(line))
        return _short(
            [self._texts.number(whole), made, int(line.is_cut), length, self._texts.number(line.missing)]
        )

    def _head(self, page: PicturedPage) -> list[int]:
        """The number of its shape, and the texts that are its own."""
        shape = tuple((each.key, each.state, each.text if each in self._common else "") for each in page.head)
        own = [each.text for each in page.head if each not in self._common]
        return [self._shapes.setdefault(shape, len(self._shapes)), *self._texts.numbers(own)]


def _short(row: list[Any]) -> list[Any]:
    """A row without the zeros and empty lists at its end."""
    while row and not row[-1]:
        row.pop()
    return row


def _address_texts(address: ExternalAddress) -> tuple[str, ...]:
    return (address.url, ANSWERS.get(address.answer, ""), address.told, address.asked)


def _page_texts(page: PicturedPage) -> Iterator[str]:
    """The texts that a page says of itself."""
    yield from (*page.layouts, *page.includes, page.head_gap, page.outline_gap)
    for line in (*page.doubtful, *page.head):
        yield from line
    for heading in page.outline:
        yield from (heading.id, heading.text)
    for formula in page.formulas:
        yield from (formula.tex, formula.place, formula.engine, *formula.errors)
    if page.preview is not None:
        yield from page.preview.notes
        for shown in (*page.preview.result, *page.preview.card):
            yield from (_whole(shown, page.head), shown.missing, *_made(shown))


def _whole(line: Line, head: Sequence[HeadLine]) -> str:
    """The text of which a line of a preview is the beginning, if the head has it; else its own."""
    if not line.is_cut or not line.text.isprintable():
        return line.text
    return next((each.text for each in head if each.text.startswith(line.text)), line.text)


def _made(line: Line) -> dict[str, None]:
    """What a line is made of: places and keys."""
    return dict.fromkeys(f"{part.place} {part.key}".strip() for part in line.parts)
