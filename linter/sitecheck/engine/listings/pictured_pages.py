"""What a picture says of single pages: their heads, anchors and formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.document import Document, HeadRow, PageAt, SiteFacts, SiteReader
from sitecheck.document.formulas.math import Judged
from sitecheck.engine.listings.listing import Places, math_pages
from sitecheck.engine.listings.preview import preview_of
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.facts import Id, PageFacts
from sitecheck.model.picture import Heading, HeadLine, Line, Made, PicturedFormula, PicturedPage, Preview
from sitecheck.model.unknown import words
from sitecheck.output.safe import clip

MOST_FORMULAS = 10_000
_MOST_OF_A_PAGE = 200
_MOST_HEAD_LINES = 40
_MOST_PARTS = 6
_LONGEST = 300
_ATX = lazy_pattern(r"(#{1,6})[ \t]*(.*)", re.DOTALL)
_LINE_END = lazy_pattern(r"\r?\n|\r")
_BLANKS = " \t"
_ENGINE = lazy_pattern("katex|mathjax", re.IGNORECASE)
"""What a page says that shows formulas though nothing around it does."""
_UNDERLINE = lazy_pattern(r"=+|-+")


class PageReader:
    """Adds to pages what their sources say."""

    def __init__(self, facts: SiteFacts, reader: SiteReader) -> None:
        self._facts = facts
        self._places = Places(reader)
        self._rows = {row.url: row for row in facts.heads}
        config, site = facts.site.config.values, facts.site
        self._base = clip(f"{config.get('url') or ''}{site.baseurl}", _LONGEST)
        self.more_formulas = 0
        """How many formulas are not shown."""
        self._formulas = self._read_formulas(reader)

    def layouts(self, page: PageAt) -> tuple[str, ...]:
        """The layouts around a page, the innermost first."""
        row, frame = self._rows.get(page.url), self._facts.frames.get(page)
        if row is not None and row.layouts:
            return row.layouts
        return frame.layouts if frame is not None else ()

    def completed(self, page: PicturedPage, url: str, facts: PageFacts | None) -> PicturedPage:
        """``page``, whose whole address is ``url``, with its head, anchors and formulas."""
        row = self._rows.get(url)
        if row is not None:
            page = page._replace(
                preview=_clipped(preview_of(row, self._places, f"{self._base}{row.url}")),
                head=tuple(_head_lines(row)),
                head_gap=clip(words(row.head.reasons), _LONGEST),
            )
        if facts is not None:
            page = page._replace(
                outline=tuple(self._heading(each) for each in facts.ids[:_MOST_OF_A_PAGE]),
                outline_gap=clip(words(facts.open_ids), _LONGEST),
                formulas=self._formulas.get(page.path, ()),
            )
        return page

    def _heading(self, anchor: Id) -> Heading:
        written = self._facts.written(anchor.place)[:_LONGEST] if anchor.origin == "heading" else ""
        level, text = heading_words(written)
        return Heading(level, clip(anchor.id, _LONGEST), text)

    def _read_formulas(self, reader: SiteReader) -> dict[str, tuple[PicturedFormula, ...]]:
        found: dict[str, tuple[PicturedFormula, ...]] = {}
        left = MOST_FORMULAS
        named = reader.names_math_engine or bool(reader.math_settings.engine)
        for document in math_pages(reader, lambda source: named or bool(_ENGINE.search(source.text))):
            if left <= 0:
                break
            judged = document.math.judged if document.math.may_have_engine else ()
            shown = judged[: min(left, _MOST_OF_A_PAGE)]
            found[document.path] = tuple(self._formula(document, each) for each in shown)
            self.more_formulas += len(judged) - len(shown)
            left -= len(shown)
        return found

    def _formula(self, document: Document, judged: Judged) -> PicturedFormula:
        formula, errors = judged
        line = self._places.point(formula.place).line
        return PicturedFormula(
            tex=clip(formula.tex, _LONGEST),
            place=f"{formula.place.path}:{line}",
            engine=document.math.engine_of(formula) or "",
            known=formula.known,
            errors=tuple(clip(error.message, _LONGEST) for error in errors[:3]),
        )


def heading_words(written: str) -> tuple[int, str]:
    """The level and the text of a heading as it is written in Markdown; (0, "") for anything else."""
    first, second, *_ = [*_LINE_END.split(written.lstrip(), maxsplit=2), ""]
    if atx := _ATX.fullmatch(first):
        return len(atx[1]), _without_attributes(atx[2]).rstrip("#").rstrip(_BLANKS)
    underline = second.strip(_BLANKS)
    if _UNDERLINE.fullmatch(underline):
        return (1 if underline[0] == "=" else 2), _without_attributes(first).strip()
    return 0, ""


def _without_attributes(line: str) -> str:
    """A line without the attribute list at its end: it may hold further opening braces."""
    line = line.rstrip(_BLANKS)
    if line.endswith("}"):
        start = line.find("{", line.rfind("}", 0, -1) + 1)
        line = line[:start] if start >= 0 else line
    return line.rstrip(_BLANKS)


def _head_lines(row: HeadRow) -> Iterator[HeadLine]:
    for key, field in sorted(row.head.fields.items())[:_MOST_HEAD_LINES]:
        if field.state != "absent":
            text = words(field.reasons) if field.state == "unknown" else field.value
            yield HeadLine(clip(key, _LONGEST), field.state, clip(text, _LONGEST))


def _clipped(preview: Preview) -> Preview:
    """A preview whose texts are no longer than anybody reads."""
    return preview._replace(
        result=tuple(map(_clipped_line, preview.result)),
        card=tuple(map(_clipped_line, preview.card)),
        notes=tuple(clip(note, _LONGEST) for note in preview.notes),
    )


def _clipped_line(line: Line) -> Line:
    return line._replace(
        text=clip(line.text, _LONGEST),
        missing=clip(line.missing, _LONGEST),
        parts=tuple(
            Made(clip(part.text, _LONGEST), part.place, clip(part.key, _LONGEST))
            for part in line.parts[:_MOST_PARTS]
        ),
    )
