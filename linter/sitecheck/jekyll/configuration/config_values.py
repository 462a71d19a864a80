"""What is wrong with the values of a configuration: their types, and what stops the build.

Read from ``Jekyll::Configuration#validate``, ``Site`` and ``Kramdown::Options`` (4.3.4, 2.5.1), measured with
``tests/reference/jekyll/outcome_sites.py``.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from sitecheck.jekyll.configuration.config import ConfigFile, ConfigProblem
from sitecheck.jekyll.dates import UnknownDate, parse_date
from sitecheck.jekyll.ruby import falsy
from sitecheck.kramdown.options import refusal
from sitecheck.model.finding import WHOLE_FILE
from sitecheck.named_tuple import NamedTuple


class Setting(NamedTuple):
    """A setting whose type matters. ``stops`` says that the build stops at another one."""

    kind: type | tuple[type, ...]
    words: str
    hint: str = ""
    stops: bool = False


_LIST_HINT = "write each entry on its own line after a hyphen"
SETTINGS: Mapping[str, Setting] = {
    "include": Setting(list, "a list", _LIST_HINT, stops=True),
    "exclude": Setting(list, "a list", _LIST_HINT, stops=True),
    "plugins": Setting(list, "a list", "write each plugin on its own line after a hyphen", stops=True),
    "keep_files": Setting(list, "a list", _LIST_HINT, stops=True),
    "defaults": Setting(list, "a list", "begin each set with a hyphen: - scope: … values: …"),
    "collections": Setting(
        (dict, list), "a mapping or a list", "write the name of each collection as a key", stops=True
    ),
    "permalink": Setting(str, "text", "use a style such as pretty, or a template in quotes", stops=True),
    "markdown_ext": Setting(str, "text", 'write the extensions with commas: "md,markdown"', stops=True),
    "markdown": Setting(str, "text", "", stops=True),
    "baseurl": Setting(str, "text", 'write the path in quotes, for example "/project"'),
    "url": Setting(str, "text", 'write the address in quotes, for example "https://example.org"'),
    "limit_posts": Setting(int, "a number", "write a whole number, 0 for no limit", stops=True),
    "source": Setting(str, "text", stops=True),
    "destination": Setting(str, "text", stops=True),
    "collections_dir": Setting(str, "text", stops=True),
    "layouts_dir": Setting(str, "text", stops=True),
    "includes_dir": Setting(str, "text", "put the name of the folder in quotes"),
    "data_dir": Setting(str, "text", stops=True),
    "cache_dir": Setting(str, "text", stops=True),
    "plugins_dir": Setting((str, list), "text or a list", stops=True),
    "encoding": Setting(str, "text", "write utf-8", stops=True),
    "timezone": Setting(str, "text", "use a name such as Europe/Rome", stops=True),
    "kramdown": Setting(dict, "a mapping", stops=True),
    "liquid": Setting(dict, "a mapping", stops=True),
    "sass": Setting(dict, "a mapping", stops=True),
}
SWITCHES = ("safe", "future", "unpublished", "show_drafts", "lsi", "incremental", "strict_front_matter")
"""Settings of which Ruby asks no more than whether they are true."""
_MEANT_OFF = ("", "false", "no", "off", "n", "0")
PLUGINS_FOLDER = "plugins-folder"
"""The kind of problem that is none before Jekyll 3, where ``plugins`` named a folder."""
RELATIVE_PERMALINKS = "relative-permalinks"
"""The kind of problem of which Jekyll 2 warns (``Site#relative_permalinks_deprecation_method`` of 2.5.3)."""
THEME = "theme"
"""The kind of problem that is none before Jekyll 3.2, which had no themes."""
OF_JEKYLL_4 = "of-jekyll-4"
"""The kind of problem that is none before Jekyll 4: text in place of a list was split at its commas, and the
default taken where there was nothing (``Configuration#check_include_exclude`` of 3.10)."""
SPLIT_BY_JEKYLL_3 = ("include", "exclude")
_NOT_NULL = ("include", "exclude", "plugins")
"""``Configuration#validate`` refuses these without a value; others take their default then."""


def value_problems(file: ConfigFile, data: Mapping[Any, Any]) -> Iterator[ConfigProblem]:
    """What is wrong with the values of one configuration file."""
    problems = _value_problems(file, data)
    found = list(islice(problems, _MOST))
    yield from found
    if next(problems, None) is not None:
        yield found[-1]._replace(message=f"there are more than {_MOST} problems; the others are not told")


LONGEST_LIST = 1000


def cut_lists(file: ConfigFile, data: dict[Any, Any]) -> Iterator[ConfigProblem]:
    """Cut the lists that every file of the site is compared with, and tell it."""
    for key in ("include", "exclude", "keep_files", "defaults", "plugins"):
        value = data.get(key)
        if isinstance(value, list) and len(value) > LONGEST_LIST:
            message = f"{key} has {len(value):,} entries, of which the first {LONGEST_LIST:,} are read"
            yield _problem(file, (key,), message, "use patterns, or folders", stops=False)
            data[key] = value[:LONGEST_LIST]
    sets = data.get("defaults")
    for number, each in enumerate(sets if isinstance(sets, list) else ()):
        values = each.get("values") if isinstance(each, dict) else None
        if isinstance(values, dict) and len(values) > LONGEST_LIST:
            message = (
                f"these defaults are {len(values):,} values, of which the first {LONGEST_LIST:,} are read"
            )
            yield _problem(file, ("defaults", number, "values"), message, "use a data file", stops=False)
            each["values"] = dict(islice(values.items(), LONGEST_LIST))
    yield from _cut_defaults(file, sets if isinstance(sets, list) else [])


def _cut_defaults(file: ConfigFile, sets: list[Any]) -> Iterator[ConfigProblem]:
    """Of what stands within values, such as tags, each file of the site gets a copy of its own."""
    left, is_told = LONGEST_LIST, False
    for number, each in enumerate(sets):
        given = each.get("values") if isinstance(each, dict) else None
        values: dict[Any, Any] = given if isinstance(given, dict) else {}
        for key, value in values.items():
            left -= _size(value, left)
            if left >= 0 or not isinstance(value, (dict, list)):
                continue
            values[key] = {} if isinstance(value, dict) else []
            if not is_told:
                is_told, path = True, ("defaults", number, "values", key)
                message = (
                    f"within defaults stand more than {LONGEST_LIST:,} values; from here on none is read"
                )
                yield _problem(file, path, message, "use a data file", stops=False)


def _size(value: object, most: int) -> int:
    """How many entries are in lists and mappings, within one another; of many more than ``most``, some."""
    size, inner = 0, [value]
    while inner and size <= most:
        each = inner.pop()
        if isinstance(each, (dict, list)):
            size += len(each)
            inner.extend(each.values() if isinstance(each, dict) else each)
    return size


_MOST = 100
"""Each problem is looked for among all that the file has written: so many are told."""


def _value_problems(file: ConfigFile, data: Mapping[Any, Any]) -> Iterator[ConfigProblem]:
    for key, setting in SETTINGS.items():
        value = data.get(key)
        wrong = (
            value is not None and not isinstance(value, setting.kind) and not _is_for_templates(key, value)
        )
        if wrong or (key in _NOT_NULL and key in data and value is None):
            problem = _problem(file, (key,), f"{key} must be {setting.words}", setting.hint, setting.stops)
            yield problem._replace(kind=_old_kind(key, value) or problem.kind)
    for check in (_numbers, _switches, _lists, _collections, _defaults, _times, _folders, _theme, _kramdown):
        yield from check(file, data)


def _old_kind(key: str, value: object) -> str:
    """The kind of a problem that an older Jekyll has none with; "" for others."""
    if key == "plugins" and isinstance(value, str):
        return PLUGINS_FOLDER
    was_taken = value is None or (isinstance(value, str) and key in SPLIT_BY_JEKYLL_3)
    return OF_JEKYLL_4 if was_taken else ""


def _is_for_templates(key: str, value: object) -> bool:
    """Whether a setting is none of Jekyll's, but values that templates print (``site.defaults.a.title``): of
    ``defaults`` Jekyll heeds a list alone, and this holds nothing of a set that lost its hyphen."""
    if key != "defaults" or not isinstance(value, dict):
        return False
    mappings = (each for each in (value, *value.values()) if isinstance(each, dict))
    return all(each.keys().isdisjoint(("scope", "values")) for each in mappings)


def _problem(
    file: ConfigFile, path: tuple[Any, ...], message: str, hint: str = "", stops: bool = True
) -> ConfigProblem:
    """A problem of the value at ``path``, or of the nearest value above it that is written."""
    spans = {entry.path: entry.value for entry in file.entries}
    while path not in spans and path:
        path = path[:-1]
    return ConfigProblem(
        path=file.path,
        kind="invalid-value",
        span=spans.get(path, WHOLE_FILE),
        message=message,
        hint=hint,
        stops=stops,
    )


def _numbers(file: ConfigFile, data: Mapping[Any, Any]) -> Iterator[ConfigProblem]:
    limit = data.get("limit_posts")
    if isinstance(limit, int) and (limit < 0 or isinstance(limit, bool)):
        yield _problem(file, ("limit_posts",), "limit_posts must be 0 or more", SETTINGS["limit_posts"].hint)


def _switches(file: ConfigFile, data: Mapping[Any, Any]) -> Iterator[ConfigProblem]:
    """Switches that are meant to be off and are on, as every text and every number counts as true."""
    collections = data.get("collections")
    paths: list[tuple[Any, ...]] = [(key,) for key in SWITCHES]
    paths += [("liquid", "strict_filters"), ("liquid", "strict_variables")]
    paths += (
        [("collections", label, "output") for label in collections] if isinstance(collections, dict) else []
    )
    for path in paths:
        value: Any = data
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if value is None or isinstance(value, bool) or str(value).strip().lower() not in _MEANT_OFF:
            continue
        told = repr(value) if isinstance(value, str) else value
        message = f"{'.'.join(map(str, path))} is on: {told} counts as true"
        yield _problem(file, path, message, "write false, without quotes", stops=False)


def _lists(file: ConfigFile, data: Mapping[Any, Any]) -> Iterator[ConfigProblem]:
    """``EntryFilter`` asks each entry of ``include`` how it begins; those of ``exclude`` it takes as text.
    ``keep_files`` and ``plugins_dir`` become paths, which nothing but text can be."""
    entries = data.get("include")
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        if entry is not None and not isinstance(entry, str):
            yield _problem(file, ("include", number), "an entry of include must be text", "put it in quotes")
    for key in ("keep_files", "plugins_dir"):
        entries = data.get(key)
        for number, entry in enumerate(entries if isinstance(entries, list) else []):
            if not isinstance(entry, str):
                yield _problem(file, (key, number), f"an entry of {key} must be text", "put it in quotes")


def _collections(file: ConfigFile, data: Mapping[Any, Any]) -> Iterator[ConfigProblem]:
    named = data.get("collections")
    if isinstance(named, list):
        for number, label in enumerate(named):
            if not isinstance(label, str):
                yield _problem(file, ("collections", number), "the name of a collection must be text")
    has_style = not falsy(data.get("permalink", "date"))
    for label, meta in named.items() if isinstance(named, dict) else ():
        if not isinstance(label, str):  # ``Collection#sanitize_label``
            yield _problem(
                file, ("collections", label), "the name of a collection must be text", "put it in quotes"
            )
        if isinstance(meta, dict) and _is_no_address(meta, is_of_posts=label == "posts" and has_style):
            path = ("collections", label, "permalink")
            problem = _problem(file, path, f"the permalink of {label} must be text", "put it in quotes")
            is_written = label == "posts" or not falsy(meta.get("output"))
            yield problem if is_written else _where_asked(problem)


def _where_asked(problem: ConfigProblem) -> ConfigProblem:
    """Of a collection that is not written: its documents have an address where a page asks for it."""
    hint = f"{problem.hint}; a page that asks for the address of a document stops the build"
    return problem._replace(kind="unasked-value", hint=hint, stops=False)


def _is_no_address(meta: Mapping[Any, Any], *, is_of_posts: bool) -> bool:
    """Whether the permalink of a collection is none. Null and false give posts that of the site
    (``Configuration#add_default_collections``), and nobody asks a collection for it that is not written."""
    permalink = meta.get("permalink", "")
    is_unused = falsy(permalink) and (is_of_posts or falsy(meta.get("output")))
    return not isinstance(permalink, str) and not is_unused


def _theme(file: ConfigFile, data: Mapping[Any, Any]) -> Iterator[ConfigProblem]:
    """``Theme#gemspec`` finds no gem whose name has a slash, and none without a name."""
    theme = data.get("theme")
    if not isinstance(theme, str):
        return
    if not theme.strip():
        yield _problem(file, ("theme",), "theme is empty", "remove it for none")._replace(kind=THEME)
    if "/" in theme:
        hint = "write remote_theme, with the plugin jekyll-remote-theme, for a theme of a repository"
        yield _problem(file, ("theme",), f"no gem is called {theme}", hint)._replace(kind=THEME)


def _defaults(file: ConfigFile, data: Mapping[Any, Any]) -> Iterator[ConfigProblem]:
    """What ``FrontmatterDefaults`` asks of each set that has values."""
    sets = data.get("defaults")
    for number, each in enumerate(sets if isinstance(sets, list) else []):
        if not isinstance(each, dict) or not isinstance(each.get("values"), dict):
            continue
        at, scope = ("defaults", number), each.get("scope", {})
        yield from _date_of_set(file, at, each["values"])
        if not isinstance(scope, dict):
            hint = "write scope: {path: …}"
            yield _problem(file, (*at, "scope"), "the scope must be a mapping", hint)
        elif "type" in scope and not isinstance(scope["type"], str):
            hint = "write a set for each type, or none for all files"
            yield _problem(file, (*at, "scope", "type"), "the type of a scope must be text", hint)


def _date_of_set(file: ConfigFile, at: tuple[Any, ...], values: Mapping[Any, Any]) -> Iterator[ConfigProblem]:
    """``FrontmatterDefaults#ensure_time!``: a day without an hour is no ``Time``, and no text to read."""
    day = values.get("date")
    if "date" not in values or isinstance(day, datetime) or (isinstance(day, str) and _is_time(day)):
        return
    hint = 'write it in quotes, as "2024-01-31"'
    message = "the date of defaults must be text" if not isinstance(day, str) else f"{day!r} is no date"
    yield _problem(file, (*at, "values", "date"), message, hint)


def _times(file: ConfigFile, data: Mapping[Any, Any]) -> Iterator[ConfigProblem]:
    time = data.get("time")
    if time is not None and not isinstance(time, date) and not _is_time(str(time)):
        yield _problem(file, ("time",), f"time: {time} is no date", "write it as 2024-01-31 12:00:00 +0000")
    if data.get("relative_permalinks"):
        hint = "remove it: permalinks are relative to the site"
        problem = _problem(file, ("relative_permalinks",), "relative_permalinks is refused", hint)
        yield problem._replace(kind=RELATIVE_PERMALINKS)


def _is_time(text: str) -> bool:
    """Whether Ruby reads the text as a time; true for forms that are not known here."""
    try:
        parse_date(text, ZoneInfo("UTC"))
    except UnknownDate:
        return True
    except ValueError:
        return False
    return True


def _folders(file: ConfigFile, data: Mapping[Any, Any]) -> Iterator[ConfigProblem]:
    """``Site#ensure_not_in_dest``; an absolute path may lead anywhere."""
    source, target = (
        posixpath.normpath(each) if isinstance(each := data.get(key, default), str) else "/"
        for key, default in (("source", "."), ("destination", "_site"))
    )
    if target.startswith("/") or source.startswith(("/", "..")):
        return
    if target == "." or set(target.split("/")) == {".."} or f"{source}/".startswith(f"{target}/"):
        message = "the destination is or contains the source folder"
        yield _problem(file, ("destination",), message, "name a folder of its own, such as _site")


def _kramdown(file: ConfigFile, data: Mapping[Any, Any]) -> Iterator[ConfigProblem]:
    """Values that kramdown refuses as soon as it converts a page."""
    options = data.get("kramdown")
    for key, value in options.items() if isinstance(options, dict) else ():
        reason = refusal(key, value)
        if reason:
            yield _problem(file, ("kramdown", key), f"kramdown refuses {key}: {reason}")
