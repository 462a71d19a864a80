"""Front matter values that YAML or Jekyll reads in another way than people do.

What each is read as was measured with Jekyll 4.3.4 (Psych 5): ``tests/reference/jekyll/unit_inputs.json`` has
the scalars, ``tests/reference/jekyll/test_misread_values.py`` the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from sitecheck.api import Document, Entry, NamedTuple, Span, lazy_pattern

_SLIPS: Mapping[str, str] = {
    **dict.fromkeys(("flase", "fasle", "fales", "falsee", "fals", "flse", "falsse", "fallse"), "false"),
    **dict.fromkeys(("ture", "treu", "tru", "truee", "rtue", "trrue", "ttrue"), "true"),
}
_WORDS = frozenset({"yes", "no", "on", "off"})
"""What YAML 1.1 reads as true or false, beside these two words themselves."""
_TEXTS = frozenset({"title", "subtitle", "description", "summary", "headline", "caption", "name", "author"})
"""Keys whose value is always a text."""
_LANGUAGES = frozenset(
    {
        *("lang", "language", "locale", "hreflang", "lang_code", "language_code", "country", "country_code"),
        *("languages", "langs", "locales", "countries"),
    }
)
_LABELS = frozenset({"tags", "categories", "tag", "category", "keywords"})
_WATCHED = _TEXTS | _LABELS
"""Keys whose texts are looked at."""
_VERSION = lazy_pattern(r"(?:\A|[_-])(?:version|release)\Z", re.IGNORECASE)
_OCTAL = lazy_pattern(r"[-+]?0[0-7_]+")
_SIXTY = lazy_pattern(r"\d+(?::[0-5]?\d){1,2}")
_MOMENT = lazy_pattern(r"(\d{4})-(\d{1,2})-(\d{1,2})[ \tTt]+\d{1,2}:\d\d:\d\d(?:\.\d*)?")
_SWALLOWED = lazy_pattern(r"[ \t]+(#[^\s#!][^\n]*)")
_LIQUID = lazy_pattern(r"\{\{-?[ \t]*\w[\w-]*(?:\.[\w-]+|\[[^\]{}\n]*\])*[ \t]*(?:-?|\|[^{}\n]*)\}\}")
"""A name, perhaps with filters: what begins otherwise (``{{ template "a" . }}``) another program fills in."""
_NO_LIQUID = "Liquid does not run in front matter, where braces write mappings"
_HASHED = lazy_pattern(r"[ \t]*(#[^\s#,\"\\]+(?:[ \t,]+#[^\s#,\"\\]+)+)[ \t]*(?=\r?\n)")
_QUOTES = ("'", '"')
_LABEL = lazy_pattern(r"\w[\w .+/&-]*")
_TEXT = lazy_pattern(r"[^\W\d_]")
_NO_TEXTS = _WORDS | {"true", "false", "null", "y", "n"}
_CODE = lazy_pattern(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})?")
_LONGEST = 200


class Misread(NamedTuple):
    """A value, what it is read as, and what to write."""

    span: Span
    message: str
    help: str
    written: str = ""
    """What to put in its place; "" for no fix."""
    is_of_labels: bool = False
    """Whether it matters to who lists the labels alone."""


def misread_values(doc: Document) -> Iterator[Misread]:
    """The values of a file's front matter that are read as something else than they look."""
    entries = doc.front_matter.entries
    lists = {entry.path[:-1] for entry in entries if entry.key is None and isinstance(entry.data, str)}
    of_collection = doc.kind in ("post", "document")
    for entry in entries:
        data = entry.data
        if entry.value.end - entry.value.start > _LONGEST:
            continue
        if isinstance(data, dict) and len(entry.path) == 1 and _LIQUID.fullmatch(doc.text, *entry.value):
            yield Misread(
                entry.value, f"{entry.path[0]} is a mapping: {_NO_LIQUID}", "write the value itself"
            )
            continue
        if (
            data is None
            and len(entry.path) == 1
            and entry.path[0] in _LABELS
            and (found := _hashed(doc, entry))
        ):
            yield found
            continue
        if isinstance(data, str) and entry.path[0] not in _WATCHED and data.lower() not in _SLIPS:
            continue  # most values are such texts
        written = doc.text[entry.value.start : entry.value.end]
        found = _boolean(entry, written, entry.key is None and entry.path[:-1] in lists)
        found = found or _number(entry, written) or _text(doc, entry, written)
        if found is None and of_collection:
            found = _labels(doc, entry, written)
        if found is not None:
            yield found
    yield from _moments(doc)


def _hashed(doc: Document, entry: Entry) -> Misread | None:
    """Labels that each begin with a number sign, which makes a comment of all of them."""
    match = _HASHED.match(doc.text, entry.value.end)
    if match is None:
        return None
    name, span = entry.path[0], Span(*match.span(1))
    labels = ", ".join(map(_quoted, re.split(r"[\s,]*#", match[1])[1:]))
    return Misread(
        span, f"{name} is empty: what begins with # is a comment", f"write [{labels}]", f"[{labels}]"
    )


def _quoted(label: str) -> str:
    return label if label.isalpha() and label.lower() not in _NO_TEXTS else f'"{label}"'


def _name(entry: Entry) -> str:
    """The key that a value belongs to, whether it is its value or an item of its list."""
    return next((part for part in reversed(entry.path) if isinstance(part, str)), "")


def _boolean(entry: Entry, written: str, beside_texts: bool) -> Misread | None:
    name, word = _name(entry), written.lower()
    meant = _SLIPS.get(entry.data.lower()) if isinstance(entry.data, str) else None
    if meant and entry.key is not None and name not in (*_TEXTS, *_LABELS, "published", "layout"):
        message = f"{name} is the text {entry.data}, which counts as true"
        return Misread(entry.value, message, f"write {meant}", meant)
    if not isinstance(entry.data, bool) or word not in _WORDS:
        return None
    expects_text = beside_texts or name in _TEXTS | _LANGUAGES | _LABELS
    if not expects_text:
        return None
    read, quoted = str(entry.data).lower(), f'"{written}"'
    return Misread(entry.value, f"{written} is {read} here, no text", f"write {quoted}", quoted)


def _number(entry: Entry, written: str) -> Misread | None:
    name, data, quoted = _name(entry), entry.data, f'"{written}"'
    if isinstance(data, (bool, str)) or not isinstance(data, (int, float)):
        return None
    if _OCTAL.fullmatch(written) and data != int(written.replace("_", "")):
        message = f"{name} is read as octal, because of the zero at its beginning"
        advice = f"{written} is the number {data} so; write {quoted}, or leave the zero out"
        return Misread(entry.value, message, advice, quoted)
    if _SIXTY.fullmatch(written):
        message = f"{name} is read as a number in base 60, because of the colon"
        return Misread(entry.value, message, f"{written} is the number {data} so; write {quoted}", quoted)
    if _VERSION.search(name) and isinstance(data, float) and written != repr(data) and written.endswith("0"):
        return Misread(entry.value, f"{written} is the number {data}", f"write {quoted}", quoted)
    return None


def _text(doc: Document, entry: Entry, written: str) -> Misread | None:
    if len(entry.path) != 1 or entry.key is None or entry.path[0] not in _TEXTS:
        return None
    name, end = entry.path[0], entry.value.end
    if isinstance(entry.data, dict) and name != "author":
        keys = list(map(str, entry.data))
        if len(keys) == 1 and " " in keys[0] and not written.startswith("{") and not _CODE.fullmatch(keys[0]):
            help_ = "put the text in quotes"
            return Misread(entry.value, f"{name} is a mapping, because of the colon in it", help_)
        return None
    swallowed = _SWALLOWED.match(doc.text, end) if written[:1] not in _QUOTES else None
    if swallowed is None or not isinstance(entry.data, (str, int)):
        return None
    comment = swallowed[1].rstrip()
    if comment[1].isalpha() and _has_such_comments(doc):
        return None
    whole = doc.text[entry.value.start : end + len(swallowed[0].rstrip())]
    message = f"the {name} ends before {comment[:40]}, which YAML takes for a comment"
    plain = '"' not in whole and "\\" not in whole and "\n" not in whole and len(whole) <= _LONGEST
    quoted = f'"{whole}"' if plain else ""
    return Misread(
        Span(entry.value.start, entry.value.start + len(whole)),
        message,
        "put the whole text in quotes",
        quoted,
    )


def _has_such_comments(doc: Document) -> bool:
    """Whether this front matter has comments without a blank where they are comments beyond doubt: words
    behind the value of a key that is no text for readers, or behind quotes."""
    for entry in doc.front_matter.entries:
        is_sure = entry.path[0] not in _WATCHED or doc.text.startswith(_QUOTES, entry.value.start)
        found = _SWALLOWED.match(doc.text, entry.value.end) if is_sure else None
        if found is not None and found[1][1].isalpha():
            return True
    return False


def _labels(doc: Document, entry: Entry, written: str) -> Misread | None:
    """Tags and categories of posts and documents (``Utils.pluralized_array_from_hash``)."""
    name = entry.path[0]
    if name not in ("tags", "categories"):
        return None
    if len(entry.path) == 2 and entry.key is None and isinstance(entry.data, dict) and written[:1] != "{":
        return Misread(
            entry.value, f"this entry of {name} is a mapping, because of its colon", "put it in quotes"
        )
    if len(entry.path) != 1 or entry.data is None:
        return None
    if name == "tags" and (doc.front_matter.data or {}).get("tag") is not None:
        message = "tags is dropped, because there is tag, too"
        return Misread(entry.value, message, "write all in tags")
    if name == "tags" and isinstance(entry.data, (bool, int, float)):
        message = "tags is no text and no list here, so the post has no tag"
        return Misread(entry.value, message, f'write ["{written}"]', f'["{written}"]')
    if not isinstance(entry.data, str) or "," not in entry.data:
        return None
    labels = entry.data.split()
    parts = [part.strip() for part in entry.data.split(",") if part.strip()]
    plain = "\n" not in written and all(_LABEL.fullmatch(part) for part in parts)
    listed = f"[{', '.join(map(_as_text, parts))}]" if plain else ""
    odd = next(label for label in labels if "," in label)
    message = f"Jekyll splits these {name} at blanks, not at commas"
    advice = f"one of them is '{odd}' so; write {listed or 'a list'}"
    return Misread(entry.value, message, advice, listed, is_of_labels=True)


def _as_text(label: str) -> str:
    """A label as YAML reads it for a text: in quotes where it may be a number, a date, true or null."""
    return label if _TEXT.match(label) and label.lower() not in _NO_TEXTS else f'"{label}"'


def _moments(doc: Document) -> Iterator[Misread]:
    entry, record = doc.entry("date"), doc.record
    if entry is None or record is None or not record.collection or not doc.config["timezone"]:
        return
    match = _MOMENT.fullmatch(doc.text, entry.value.start, entry.value.end)
    if match is None or not isinstance(record.date, datetime) or not isinstance(entry.data, datetime):
        return
    day = record.date.date()
    if (day.year, day.month, day.day) == tuple(int(part) for part in match.groups()):
        return
    meant = f"{match[0]} {record.date.strftime('%z')}"
    # the same words of all of them, which a report tells once
    message = f"a time without a zone is UTC, and this is another day in {doc.config['timezone']}"
    help_ = f"add the zone: {meant}; as it is, the date is {day.isoformat()}"
    yield Misread(entry.value, message, help_, meant)
