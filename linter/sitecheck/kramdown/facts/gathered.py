"""Gathers facts in the order of the converted HTML."""

from __future__ import annotations

from typing import Any

from sitecheck.html import Comment, Raw, Tag
from sitecheck.kramdown.model import (
    Abbreviation,
    Code,
    Definition,
    Heading,
    Id,
    IdOrigin,
    Link,
    Markdown,
    Math,
    Problem,
    Table,
    UndefinedReference,
)
from sitecheck.model.span import Span
from sitecheck.text.source_map import UNKNOWN


class Facts:
    """Lists of facts; what is converted later but stands earlier can be put in at a mark."""

    def __init__(self) -> None:
        self.headings: list[Heading] = []
        self.ids: list[Id] = []
        self.links: list[Link] = []
        self.undefined: list[UndefinedReference] = []
        self.math: list[Math] = []
        self.tags: list[Tag] = []
        self.raws: list[Raw] = []
        self.comments: list[Comment] = []
        self.code: list[Code] = []
        self.tables: list[Table] = []
        self.problems: list[Problem] = []

    def lists(self) -> tuple[list[Any], ...]:
        """All lists, in one order."""
        return (
            self.headings, self.ids, self.links, self.undefined, self.math, self.tags, self.raws,
            self.comments, self.code, self.tables, self.problems,
        )  # fmt: skip

    def mark(self) -> tuple[int, ...]:
        """The place that is reached now."""
        return tuple(len(facts) for facts in self.lists())

    def insert(self, mark: tuple[int, ...], other: Facts) -> None:
        """Puts in what another gathered, at a mark."""
        for facts, at, added in zip(self.lists(), mark, other.lists(), strict=True):
            facts[at:at] = added

    def id(self, value: str, origin: IdOrigin, span: Span, known: bool = True) -> None:
        """An id; blank ones are not rendered."""
        if value.strip():
            self.ids.append(Id(value, origin, span, known and UNKNOWN not in value))

    def tag(self, tag: Tag) -> None:
        """A tag of raw HTML with the ids and links it makes."""
        self.tags.append(tag)
        if tag.kind == "end":
            return
        named = tag.get("id")
        if named is not None:
            self.id(named.value, "html", Span(named.value_start, named.value_end))
        if tag.name == "a":
            name = tag.get("name")
            if name is not None and (named is None or name.value != named.value):
                self.id(name.value, "html", Span(name.value_start, name.value_end))
        wanted = {"a": "href", "img": "src"}.get(tag.name)
        target = None if wanted is None else tag.get(wanted)
        if target is not None:
            alt, title = tag.get("alt"), tag.get("title")
            self.links.append(
                Link(
                    target.value,
                    "html",
                    tag.name,
                    Span(tag.start, tag.end),
                    Span(target.value_start, target.value_end),
                    "" if alt is None else alt.value,
                    None if title is None else title.value,
                )
            )

    def result(
        self, definitions: list[Definition], abbreviations: list[Abbreviation], toc: Span | None
    ) -> Markdown:
        """The finished record."""
        return Markdown(
            tuple(self.headings),
            tuple(self.ids),
            tuple(self.links),
            tuple(self.undefined),
            tuple(definitions),
            tuple(self.math),
            tuple(self.tags),
            tuple(self.raws),
            tuple(self.comments),
            tuple(self.code),
            tuple(self.tables),
            tuple(abbreviations),
            tuple(sorted(self.problems, key=lambda problem: problem.span)),
            toc,
        )
