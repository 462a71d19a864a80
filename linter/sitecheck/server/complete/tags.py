"""Names of tags after ``{%``: Liquid's, Jekyll's, those of plugins, and what closes the blocks around."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitecheck.jekyll.plugins.plugin_table import plugins_by_tag
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid import KNOWN_TAGS
from sitecheck.model.span import Span
from sitecheck.server.answers import Completion
from sitecheck.server.asked import Asked
from sitecheck.server.complete.offers import begins, offer
from sitecheck.server.cursor import REACH
from sitecheck.server.words import tag_words

_TAG = lazy_pattern(r"\{%-?\s{0,20}(\w+)")
_NAME_END = lazy_pattern(r"\w{0,100}")
_BLOCKS = frozenset(
    ("if", "unless", "case", "for", "tablerow", "capture", "comment", "ifchanged", "highlight", "raw")
)
_PARTS = {
    "if": ("else", "elsif"),
    "unless": ("else", "elsif"),
    "case": ("when", "else"),
    "for": ("else", "break", "continue"),
}


def complete_tag(asked: Asked) -> Iterable[Completion] | None:
    """The tags that a name may become; ``None`` behind the name."""
    liquid = asked.cursor.liquid
    if liquid is None or not liquid.is_tag or liquid.name:
        return None
    start = liquid.name_span.start
    end = _NAME_END.match(asked.cursor.text, asked.cursor.offset)
    span = Span(start, end.end() if end is not None else asked.cursor.offset)
    return _offers(asked, liquid.start, span, asked.cursor.typed(start))


def complete_end(asked: Asked) -> Iterable[Completion] | None:
    """The end of the raw text or comment in which the cursor stands; nothing else is read there."""
    liquid, name = asked.cursor.liquid, f"end{asked.cursor.hidden}"
    if liquid is None or not liquid.is_tag or liquid.name or not begins(name, typed_name(asked)):
        return None
    end = _NAME_END.match(asked.cursor.text, asked.cursor.offset)
    span = Span(liquid.name_span.start, end.end() if end is not None else asked.cursor.offset)
    return (offer("tag", span, name, detail=f"closes {asked.cursor.hidden}"),)


def typed_name(asked: Asked) -> str:
    """What is written of the name of the tag at the cursor."""
    liquid = asked.cursor.liquid
    return asked.cursor.typed(liquid.name_span.start) if liquid is not None else ""


def _offers(asked: Asked, tag_start: int, span: Span, typed: str) -> Iterator[Completion]:
    open_ = open_blocks(asked.cursor.text, tag_start, max(asked.cursor.body, tag_start - REACH))
    names: dict[str, str] = {}
    if open_:
        names[f"end{open_[-1]}"] = f"closes {open_[-1]}"
        names.update((part, f"part of {open_[-1]}") for part in _PARTS.get(open_[-1], ()))
    names.update((f"end{name}", f"closes {name}") for name in reversed(open_))
    own, plugins = asked.view.site.own_ruby.tags, plugins_by_tag()
    for name in sorted(KNOWN_TAGS):
        names.setdefault(name, "Jekyll" if name in _OF_JEKYLL else "Liquid")
    for name in sorted(asked.view.site.liquid_names.tags):
        names.setdefault(name, "the site's own" if name in own else plugins.get(name, "plugin"))
    for name in sorted(used_tags(asked) - names.keys() - _BLOCKS):
        names.setdefault(name, "used on this site")
    for number, (name, detail) in enumerate(names.items()):
        if begins(name, typed):
            words = tag_words().get(name, "")
            yield offer("tag", span, name, detail=detail, documentation=words, sort=f"{number:04}")


_OF_JEKYLL = frozenset(("highlight", "include", "include_relative", "link", "post_url"))


def open_blocks(text: str, offset: int, begin: int) -> list[str]:
    """The blocks that are open at ``offset``, from the outside in; of those that nobody knows the ones whose
    end stands somewhere."""
    found: list[str] = []
    for match in _TAG.finditer(text, begin, offset):
        name = match[1]
        if name in _BLOCKS:
            found.append(name)
        elif name.startswith("end") and name[3:] in found:
            while found.pop() != name[3:]:
                pass
    return found


def used_tags(asked: Asked) -> frozenset[str]:
    """Tags that templates and a sample of pages use: a plugin that nobody knows may bring them."""
    kept = asked.index.kept.get(("tags",))
    if kept is None:
        kept = asked.index.kept[("tags",)] = frozenset(_used(asked))
    return kept  # type: ignore[return-value]


def _used(asked: Asked) -> Iterator[str]:
    if not asked.view.site.liquid_names.reasons:
        return
    ends: set[str] = set()
    for text in asked.index.sample:
        for match in _TAG.finditer(text[:100_000]):
            ends.add(match[1])
    yield from (name for name in ends if name.isidentifier())
