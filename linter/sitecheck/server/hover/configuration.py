"""What a key of ``_config.yml`` means."""

from __future__ import annotations

from collections.abc import Iterator

from sitecheck.jekyll.configuration.config import DEFAULTS
from sitecheck.model.span import Span
from sitecheck.server import harmless
from sitecheck.server.asked import Asked
from sitecheck.server.hover.told import Told, told
from sitecheck.server.words import config_words
from sitecheck.server.yaml_cursor import ITEM

_FILES = 5


def tell_config(asked: Asked) -> Told | None:
    """The key at the cursor, or the key of the value there; ``None`` in other files."""
    at = asked.cursor.yaml
    if asked.kind != "config" or at is None:
        return None
    name = asked.cursor.text[at.start : at.end].strip(" :") if at.role == "key" else ""
    path = [part for part in (*at.parents, *([name] if name else [])) if part != ITEM]
    return told(Span(at.start, at.end), _lines(asked, path))


def _lines(asked: Asked, path: list[str]) -> Iterator[str]:
    key = ".".join(path)
    words = config_words()
    in_table = ".".join([*path[:1], ITEM, *path[2:]]) if path[:1] == ["collections"] and path[1:] else key
    by, meaning = words.get(in_table) or ("", "")
    if meaning:
        yield f"{harmless.code(key)}: {meaning} *{by}*"
    default = DEFAULTS.get(path[0]) if len(path) == 1 else None
    if isinstance(default, (str, bool, int)):
        shown = str(default).lower() if isinstance(default, bool) else str(default)
        yield f"By default {harmless.code(shown)}." if shown.strip() else ""
    if len(path) == 2 and path[0] == "collections":
        count = len(asked.view.site.collections.get(path[1], ()))
        yield f"A collection of {count} document{'' if count == 1 else 's'}."
    files = asked.index.reads.get(("site", key), ())
    if files:
        shown = ", ".join(harmless.code(each) for each in files[:_FILES])
        yield f"Read by {shown}{' and others' if len(files) > _FILES else ''}."
