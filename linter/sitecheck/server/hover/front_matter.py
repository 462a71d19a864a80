"""What a key of front matter means, who reads it, and what its value leads to; keys of data files, too."""

from __future__ import annotations

from collections.abc import Iterator

from sitecheck.model.span import Span
from sitecheck.model.unknown import words as in_words
from sitecheck.server import harmless
from sitecheck.server.asked import Asked
from sitecheck.server.composed import composed_field
from sitecheck.server.hover.links import target_lines
from sitecheck.server.hover.pages import published
from sitecheck.server.hover.told import Told, told
from sitecheck.server.words import front_matter_words, placeholder_words
from sitecheck.server.yaml_cursor import ITEM, YamlAt, yaml_at

_OF_ADDRESS = frozenset(("permalink", "published", "date", "slug", "category", "categories", "redirect_from"))
_COMPOSED = frozenset(("title", "description"))
_FILES = 5


def tell_front_matter(asked: Asked) -> Told | None:
    """The key at the cursor, or the key of the value there; ``None`` in the body and in other files."""
    at = asked.cursor.yaml
    if at is None or asked.kind == "config":
        return None
    name = asked.cursor.text[at.start : at.end].strip(" :") if at.role == "key" else ""
    path = [part for part in (*at.parents, *([name] if name else [])) if part != ITEM]
    if not path:
        return None
    if asked.kind == "data":
        return told(Span(at.start, at.end), _value_lines(asked, _value(asked, at)))
    return told(Span(at.start, at.end), _lines(asked, ".".join(path), _value(asked, at)))


def _value(asked: Asked, at: YamlAt) -> str:
    """The value that is written for the key at the cursor, as far as it is one line."""
    text, start, end = asked.cursor.text, at.start, at.end
    if at.role == "key":
        line = text.find("\n", end, end + 2_000)
        colon = text.find(":", end, end + 5)
        if colon < 0:
            return ""
        value = yaml_at(text, line if line >= 0 else len(text), at.start)
        start, end = (value.start, value.end) if value and value.role == "value" else (end, end)
    return text[start:end].strip().strip("\"'")


def _lines(asked: Asked, key: str, value: str) -> Iterator[str]:
    by, meaning = front_matter_words().get(key, ("", ""))
    if meaning:
        yield f"{harmless.code(key)}: {meaning} *{by}*"
    if key == "layout":
        yield from _layout(asked, value)
    elif key in _OF_ADDRESS:
        yield published(asked)
        yield from _placeholders(value)
    elif key in _COMPOSED:
        yield _composed(asked, key, value)
    elif key in ("author", "authors"):
        yield _author(asked, value)
    elif key in ("tags", "categories"):
        yield _usage(asked, key, value)
    yield from _value_lines(asked, value)
    yield _readers(asked, key)


def _layout(asked: Asked, value: str) -> Iterator[str]:
    layout = asked.view.site.layouts.get(value)
    if layout is not None:
        outer = layout.data.get("layout")
        around = f", inside of {harmless.code(outer)}" if isinstance(outer, str) and outer else ""
        yield f"The layout {harmless.code(layout.path)}{around}."
    elif value in ("null", "none", "", "nil", "false"):
        yield "No layout." if value else ""
    elif asked.view.reader.has_theme:
        yield f"No file here is the layout {harmless.code(value)}; the theme may bring it."
    else:
        yield f"**There is no layout** {harmless.code(value)}."


def _placeholders(value: str) -> Iterator[str]:
    used = [f"{harmless.code(name)}: {about}" for name, about in placeholder_words().items() if name in value]
    yield "  \n".join(used[:10])


def _composed(asked: Asked, key: str, value: str) -> str:
    field = composed_field(asked, key, value if value and value[0] not in "|>&*" else None)
    if field is None:
        return ""
    name = "The page's title" if key == "title" else "The description in the head"
    if field.state in ("known", "varies"):
        shown = harmless.code(field.value)
        length = f" ({len(field.value)} characters)" if key == "description" else ""
        unsure = ", depending on the build" if field.state == "varies" else ""
        return f"{name} is {shown}{length}{unsure}."
    if field.state == "absent":
        return f"{name} is missing: the layouts write none."
    return f"{name} is not known: {harmless.words(in_words(field.reasons))}." if field.reasons else ""


def _author(asked: Asked, value: str) -> str:
    authors = asked.view.site.data.get("authors")
    found = authors.get(value) if isinstance(authors, dict) else None
    name = found.get("name") if isinstance(found, dict) else None
    return f"{harmless.words(str(name))} of {harmless.code('site.data.authors')}." if name else ""


def _usage(asked: Asked, key: str, value: str) -> str:
    count = sum(1 for record in asked.view.site.documents() if value and value in record.listed(key))
    return f"{harmless.code(value)} is on {count} page{'' if count == 1 else 's'}." if count else ""


def _value_lines(asked: Asked, value: str) -> Iterator[str]:
    """Where a value leads that is an address of the site."""
    if not value.startswith("/") or value.startswith("//"):
        return
    base = asked.view.site.baseurl
    verdict = asked.index.resolver.resolve(asked.url, value if value.startswith(f"{base}/") else base + value)
    if verdict.status == "ok" and verdict.route is not None and verdict.route.source != asked.path:
        yield from target_lines(asked, verdict.route, value.partition("#")[2])


def _readers(asked: Asked, key: str) -> str:
    root = "layout" if asked.kind == "layout" else "page"
    files = asked.index.reads.get((root, key), ())
    shown = ", ".join(harmless.code(path) for path in files[:_FILES])
    return f"Read by {shown}{' and others' if len(files) > _FILES else ''}." if shown else ""
