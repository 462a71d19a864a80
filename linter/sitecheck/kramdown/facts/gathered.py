"""Gathers facts in the order of the converted HTML."""

from __future__ import annotations

from sitecheck.html import Comment, Raw, Tag
from sitecheck.kramdown.model import (
    Abbreviation,
    Code,
    Definition,
    Heading,
    IdOrigin,
    Markdown,
    MarkdownId,
    MarkdownLink,
    Math,
    Problem,
    Table,
    UndefinedReference,
)
from sitecheck.model.span import Span
from sitecheck.text.source_map import UNKNOWN


class Facts:
    """Lists of facts."""

    def __init__(self) -> None:
        self.headings: list[Heading] = []
        self.ids: list[MarkdownId] = []
        self.links: list[MarkdownLink] = []
        self.undefined: list[UndefinedReference] = []
        self.math: list[Math] = []
        self.tags: list[Tag] = []
        self.raws: list[Raw] = []
        self.comments: list[Comment] = []
        self.code: list[Code] = []
        self.tables: list[Table] = []
        self.problems: list[Problem] = []

    def id(self, value: str, origin: IdOrigin, span: Span, known: bool = True) -> None:
        """An id; blank ones are not rendered."""
        if value.strip():
            self.ids.append(MarkdownId(value, origin, span, known and UNKNOWN not in value))

    def tag(self, tag: Tag) -> None:
        """A tag of raw HTML with the ids and links it makes."""
        self.tags.append(tag)
        if tag.kind == "end":
            return
        named = tag.get("id")
        if named is not None:
            self.id(named.value, "html", Span(named.value_start, named.value_end))
        if tag.name in ("a", "map"):
            name = tag.get("name")
            if name is not None and (named is None or name.value != named.value):
                self.id(name.value, "html", Span(name.value_start, name.value_end))
        wanted = {"a": "href", "img": "src"}.get(tag.name)
        target = None if wanted is None else tag.get(wanted)
        if target is not None:
            alt, title = tag.get("alt"), tag.get("title")
            self.links.append(
                MarkdownLink(
                    href=target.value,
                    kind="html",
                    element=tag.name,
                    span=Span(tag.start, tag.end),
                    href_span=Span(target.value_start, target.value_end),
                    text="" if alt is None else alt.value,
                    title=None if title is None else title.value,
                )
            )

    def result(
        self, definitions: list[Definition], abbreviations: list[Abbreviation], toc: Span | None
    ) -> Markdown:
        """The finished record."""
        return Markdown(
            headings=tuple(self.headings),
            ids=tuple(self.ids),
            links=tuple(self.links),
            undefined=tuple(self.undefined),
            definitions=tuple(definitions),
            math=tuple(self.math),
            tags=tuple(self.tags),
            raws=tuple(self.raws),
            comments=tuple(self.comments),
            code=tuple(self.code),
            tables=tuple(self.tables),
            abbreviations=tuple(abbreviations),
            problems=tuple(sorted(self.problems, key=lambda problem: problem.span)),
            toc=toc,
        )
