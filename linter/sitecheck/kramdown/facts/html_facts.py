"""Facts of HTML that is passed on as it is written, and what attribute lists add to its tags."""

from __future__ import annotations

from collections.abc import Mapping

from sitecheck import html
from sitecheck.html import Attr, Comment, Raw, Tag
from sitecheck.kramdown.attributes import Value
from sitecheck.kramdown.facts.gathered import Facts
from sitecheck.kramdown.source import Source
from sitecheck.kramdown.tags import rendered


def gather_html(facts: Facts, source: Source, start: int, end: int) -> tuple[html.Text, ...]:
    """Gathers the facts of HTML in ``source``; its texts."""
    found = html.read(source.text, start, end)
    for tag in found.tags:
        facts.tag(_moved(tag, source))
    for raw in found.raws:
        facts.raws.append(Raw(raw.element, *source.span(raw.start, raw.end)))
    for comment in found.comments:
        facts.comments.append(Comment(comment.text, *source.span(comment.start, comment.end)))
    return found.texts


def _moved(tag: Tag, source: Source) -> Tag:
    start, end = source.span(tag.start, tag.end)
    attrs = tuple(_moved_attribute(attr, source) for attr in tag.attrs)
    return tag._replace(attrs=attrs, start=start, end=end)


def _moved_attribute(attr: Attr, source: Source) -> Attr:
    start, end = source.span(attr.start, attr.end)
    value_start, value_end = source.span(attr.value_start, attr.value_end)
    return attr._replace(start=start, end=end, value_start=value_start, value_end=value_end)


def with_attributes(tag: Tag, listed: Mapping[str, Value]) -> Tag:
    """A tag with the attributes that a list adds to it."""
    if not listed:
        return tag
    attrs = {attr.name: attr for attr in tag.attrs}
    for name, value in listed.items():
        before = attrs.get(name)
        text = rendered(value.text)
        if name == "class" and before is not None:
            text = f"{before.value} {text}"
        attrs[name] = Attr(
            name=name,
            value=text,
            start=value.start,
            end=value.end,
            value_start=value.start,
            value_end=value.end,
        )
    return tag._replace(attrs=tuple(attrs.values()))
