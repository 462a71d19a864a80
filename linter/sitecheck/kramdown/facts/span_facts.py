"""Turns the tokens of leaves into facts."""

from __future__ import annotations

from typing import Any

from markdown_it.token import Token

from sitecheck.html import RAW_ELEMENTS, Comment, Raw
from sitecheck.kramdown import attributes
from sitecheck.kramdown.attributes import Value
from sitecheck.kramdown.block_tree import LinkTarget, Page
from sitecheck.kramdown.facts.gathered import Facts
from sitecheck.kramdown.facts.html_facts import gather_html, with_attributes
from sitecheck.kramdown.model import Code, MarkdownLink, Math, UndefinedReference
from sitecheck.kramdown.span.leaf import Leaf
from sitecheck.kramdown.structure import Reference
from sitecheck.kramdown.tags import placed, placed_end, rendered
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import Span

_LINES = lazy_pattern(r"\n+")


class SpanFacts:
    """Gathers the facts of leaves."""

    def __init__(self, page: Page, facts: Facts) -> None:
        self.page = page
        self.facts = facts

    def gather(self, leaf: Leaf) -> None:
        """Gathers the facts of a leaf."""
        hidden = ""
        for token in leaf.tokens:
            if hidden:  # a browser reads no tags within a script
                if token.type != "html_end" or token.tag != hidden:
                    continue
                self._raw(token, leaf)
                hidden = ""
            handler = _HANDLERS.get(token.type)
            if handler is not None:
                handler(self, token, leaf)
                if token.type == "html_inline" and token.tag in RAW_ELEMENTS and not token.meta["tag"].void:
                    hidden = token.tag

    def _raw(self, end: Token, leaf: Leaf) -> None:
        """The content of the script that began last, up to its end tag."""
        start = self.facts.tags[-1]
        self.facts.raws.append(Raw(start.name, start.end, leaf.span(*end.meta["span"]).start))

    def _listed(self, leaf: Leaf, places: list[tuple[int, int]] | None) -> dict[str, Value]:
        attrs: dict[str, Value] = {}
        attributes.apply(attrs, leaf.listed(places), self.page.attribute_lists)
        return attrs

    def _attributes(self, token: Token, leaf: Leaf) -> None:
        self._id(self._listed(leaf, token.meta["ial"]))

    def _id(self, attrs: dict[str, Value], name: str = "id") -> None:
        named = attrs.get(name)
        if named is not None:
            self.facts.id(named.text, "attribute-list", Span(named.start, named.end))

    def _link(self, token: Token, leaf: Leaf) -> None:
        meta = token.meta
        attrs = self._link_attributes(token, leaf)
        self._id(attrs)
        if token.tag == "a":
            self._id(attrs, "name")
        href, place = meta["href"], _href_span(meta, leaf)
        changed = attrs.get("href" if token.tag == "a" else "src")
        if changed is not None:
            href, place = changed.text, Span(changed.start, changed.end)
        title = meta.get("title")
        alt = attrs.get("alt") if token.tag == "img" else None
        self.facts.links.append(
            MarkdownLink(
                href=rendered(href),
                kind=meta["kind"],
                element=token.tag,
                span=leaf.span(*meta["span"]),
                href_span=place,
                text=meta["text"] if alt is None else alt.text,
                title=None if title is None else rendered(title),
                label=meta.get("label"),
            )
        )

    def _link_attributes(self, token: Token, leaf: Leaf) -> dict[str, Value]:
        """What attribute lists say of a link; the one after its definition cannot change its address."""
        target: LinkTarget | None = token.meta.get("target")
        attrs: dict[str, Value] = {}
        if target is not None and target.mark is not None and target.mark.ial is not None:
            attributes.apply(attrs, target.mark.ial, self.page.attribute_lists)
        attrs.pop("href" if token.tag == "a" else "src", None)
        attributes.apply(attrs, leaf.listed(token.meta.get("ial")), self.page.attribute_lists)
        return attrs

    def _undefined(self, token: Token, leaf: Leaf) -> None:
        span = leaf.span(*token.meta["span"])
        self.facts.undefined.append(UndefinedReference(token.meta["label"], span))

    def _code(self, token: Token, leaf: Leaf) -> None:
        self.facts.code.append(Code("span", leaf.span(*token.meta["span"])))

    def _math(self, token: Token, leaf: Leaf) -> None:
        first, last = token.meta["tex"]
        start, end = leaf.start + first, leaf.start + last
        self.facts.math.append(
            Math(
                tex=leaf.source.text[start:end],
                kind="inline",
                span=leaf.span(*token.meta["span"]),
                offsets=leaf.source.offsets(start, end),
            )
        )

    def _html(self, token: Token, leaf: Leaf) -> None:
        tag = placed(token.meta["tag"], leaf.source, leaf.start + token.meta["base"])
        if any("\n" in attr.value for attr in tag.attrs):
            # kramdown puts the attributes of an element within a text on one line.
            attrs = tuple(attr._replace(value=_LINES.sub(" ", attr.value)) for attr in tag.attrs)
            tag = tag._replace(attrs=attrs)
        self.facts.tag(with_attributes(tag, self._listed(leaf, token.meta.get("ial"))))

    def _html_end(self, token: Token, leaf: Leaf) -> None:
        self.facts.tag(placed_end(token.tag, leaf.span(*token.meta["span"])))

    def _verbatim(self, token: Token, leaf: Leaf) -> None:
        first, last = token.meta["span"]
        gather_html(self.facts, leaf.source, leaf.start + first, leaf.start + last)

    def _comment(self, token: Token, leaf: Leaf) -> None:
        first, last = token.meta["span"]
        text = leaf.source.text[leaf.start + first + 4 : leaf.start + last - 3]
        self.facts.comments.append(Comment(text, *leaf.span(first, last)))

    def _footnote(self, token: Token, leaf: Leaf) -> None:
        reference: Reference = token.meta["reference"]
        span = leaf.span(*token.meta["span"])
        self.facts.id(reference.id, "footnote", span)
        target = f"#{reference.note.id}"
        self.facts.links.append(
            MarkdownLink(href=target, kind="footnote", element="a", span=span, href_span=span)
        )


def _href_span(meta: dict[str, Any], leaf: Leaf) -> Span | None:
    target: LinkTarget | None = meta.get("target")
    if target is not None:
        return Span(*target.href_span) if target.span is not None else None
    return leaf.span(*meta["href_span"])


_HANDLERS = {
    "attributes": SpanFacts._attributes,
    "link_open": SpanFacts._link,
    "image": SpanFacts._link,
    "undefined": SpanFacts._undefined,
    "code_inline": SpanFacts._code,
    "math_inline": SpanFacts._math,
    "html_inline": SpanFacts._html,
    "html_end": SpanFacts._html_end,
    "html_verbatim": SpanFacts._verbatim,
    "comment": SpanFacts._comment,
    "footnote_ref": SpanFacts._footnote,
}
