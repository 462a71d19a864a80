"""Values of front matter: layouts, tags, dates' placeholders, what sibling pages say, addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from sitecheck.model.span import Span
from sitecheck.server.answers import Completion, CompletionKind
from sitecheck.server.asked import Asked
from sitecheck.server.complete.addresses import Candidate, offers, spelled
from sitecheck.server.complete.offers import begins, offer
from sitecheck.server.cursor import AddressAt
from sitecheck.server.words import config_values, placeholder_words
from sitecheck.server.yaml_cursor import ITEM, YamlAt
from sitecheck.server.yaml_text import FLAGS, written, yaml_text

_YES_OR_NO = frozenset(("published", "sitemap", "toc", "hidden", "comments", "render_with_liquid", "draft"))
_FEW = 40
"""A key with more values than so many is no choice between some."""
_PICTURES = ("image", "img", "thumb", "logo", "photo", "icon", "picture", "avatar", "cover", "src")

Value = tuple[str, CompletionKind, str]
"""What a value may be, its kind, a few words on it."""


def value_offers(asked: Asked, at: YamlAt) -> Iterator[Completion]:
    """What the value at the cursor may be."""
    span = Span(at.start, at.end)
    typed = asked.cursor.typed(at.start)
    path = ".".join(part for part in at.parents if part != ITEM)
    if typed.startswith("/") and path != "permalink":
        yield from _addresses(asked, path, span, typed)
        return
    for number, (value, kind, detail) in enumerate(_values(asked, path)):
        if value and begins(value, typed):
            yield offer(
                kind, span, written(value, quoted=at.quoted), label=value, detail=detail, sort=f"{number:05}"
            )
    if path == "permalink":
        yield from placeholders(asked, at)


def placeholders(asked: Asked, at: YamlAt) -> Iterator[Completion]:
    """The placeholders of an address after a colon."""
    text, offset = asked.cursor.text, asked.cursor.offset
    colon = text.rfind(":", at.start, offset)
    start = colon if colon >= 0 and text[colon + 1 : offset].replace("_", "a").isalnum() else offset
    if text[offset - 1 : offset] == ":" and offset > at.start:
        start = offset - 1
    end = offset
    while end < len(text) and end < offset + 30 and (text[end].isalpha() or text[end] == "_"):
        end += 1
    for number, (name, words) in enumerate(placeholder_words().items()):
        if begins(name, text[start:offset]):
            yield offer("value", Span(start, end), name, documentation=words, sort=f"9{number:03}")


def _addresses(asked: Asked, path: str, span: Span, typed: str) -> Iterator[Completion]:
    """Addresses without ``baseurl``: layouts add it."""
    picture = any(word in path.lower() for word in _PICTURES)
    base = asked.view.site.baseurl
    at = AddressAt("html", "src" if picture else "href", "", start=span.start, end=span.end)
    found = (Candidate(url, base + url, address) for url, address in spelled(asked) if begins(url, typed))
    yield from offers(asked, at, span, found)


def _values(asked: Asked, path: str) -> Iterable[Value]:
    special = _SPECIAL.get(path)
    if special is not None:
        return special(asked)
    if path in _YES_OR_NO:
        return ((each, "value", "") for each in FLAGS)
    return _of_siblings(asked, path)


def _layouts(asked: Asked) -> Iterator[Value]:
    use = asked.index.keys.get(asked.group, {}).get("layout")
    counts: Counter[str] = use.values if use is not None else Counter()
    layouts = asked.view.site.layouts
    for name in sorted({*layouts, *counts}, key=lambda name: (-counts[name], name)):
        yield name, "layout", layouts[name].path if name in layouts else ""
    yield "null", "value", "none but what defaults give"
    yield "none", "value", "none at all"


def _words_in_use(*keys: str) -> Callable[[Asked], Iterator[Value]]:
    def gather(asked: Asked) -> Iterator[Value]:
        counts = _counted(asked, keys)
        for name, count in counts.most_common():
            yield name, "value", f"{count} pages" if count > 1 else "1 page"

    return gather


def _counted(asked: Asked, keys: tuple[str, ...]) -> Counter[str]:
    name = ("words", *keys)
    kept = asked.index.kept.get(name)
    if kept is None:
        kept = Counter(
            yaml_text(each)
            for record in asked.view.site.documents()
            for key in keys[:1]
            for each in record.listed(key)[:100]
        )
        asked.index.kept[name] = kept
    return kept  # type: ignore[return-value]


def _authors(asked: Asked) -> Iterator[Value]:
    authors = asked.view.site.data.get("authors")
    if isinstance(authors, dict):
        for name, each in list(authors.items())[:2_000]:
            shown = each.get("name") if isinstance(each, dict) else None
            yield str(name), "value", str(shown or "site.data.authors")
    yield from _of_siblings(asked, "author")


def _permalinks(asked: Asked) -> Iterator[Value]:
    yield from ((each, "value", "a style") for each in config_values("permalink"))


def _of_siblings(asked: Asked, path: str) -> Iterator[Value]:
    """The values that pages of the same group have, where they are few."""
    groups = [asked.group, *(name for name in asked.index.keys if name != "layouts")]
    for group in dict.fromkeys(groups):
        use = asked.index.keys.get(group, {}).get(path)
        if use is None:
            continue
        some = [
            value for value, count in use.values.most_common(_FEW) if count > 1 or len(use.values) <= _FEW
        ]
        flags = set(use.values) <= set(FLAGS)
        yield from ((each, "value", "") for each in (FLAGS if flags else some))


_SPECIAL: dict[str, Callable[[Asked], Iterable[Value]]] = {
    "layout": _layouts,
    "tags": _words_in_use("tags"),
    "tag": _words_in_use("tags"),
    "categories": _words_in_use("categories"),
    "category": _words_in_use("categories"),
    "author": _authors,
    "authors": _authors,
    "permalink": _permalinks,
}
