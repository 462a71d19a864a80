"""Reads and merges ``_config.yml`` as ``Jekyll::Configuration`` (4.3.4) does; says what is wrong in it."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterable, Iterator, Set
from datetime import datetime, tzinfo
from importlib import import_module
from pathlib import Path
from typing import Any

from sitecheck.files import leads_out, read_file, said_by
from sitecheck.jekyll.addresses.url import style_template
from sitecheck.jekyll.configuration.config import DEFAULTS, Config, ConfigFile, ConfigProblem, SiteOptions
from sitecheck.jekyll.configuration.config_values import (
    LONGEST_LIST,
    SETTINGS,
    SPLIT_BY_JEKYLL_3,
    cut_lists,
    value_problems,
)
from sitecheck.jekyll.configuration.named_configs import (
    named_configs,
    other_config,
    with_further_configs,
)
from sitecheck.jekyll.configuration.pages_gem import apply_github_pages
from sitecheck.jekyll.dates import LOCAL_UTC, UTC, is_turned_round, parse_date, site_zone
from sitecheck.jekyll.deep_merge import deep_merge_into
from sitecheck.jekyll.ruby import falsy
from sitecheck.liquid.values import scalar_text
from sitecheck.model.finding import WHOLE_FILE
from sitecheck.model.span import Span
from sitecheck.text.source import Source, TextProblem, decode
from sitecheck.text.yaml_tree import MAX_DEPTH, NOT_HERE, YamlProblem, load_yaml

_MEAN_UTC = ("UTC", "GMT")
"""No time zones in small letters, as systems have them; what Jekyll uses instead is what is meant."""
_UNREAD = ("unreadable", "not-a-mapping", "too-deep", "too-large", "recursive-alias")
"""Faults of a file for which Jekyll uses its defaults, though nobody meant these; or for which only we do."""
_LONGEST_TOML = 500_000
_MOST_DOTS = 100
"""In a line of TOML. Python takes the square of a key's parts in memory, until the next table: of a key of
100 kB, ten gigabytes."""
EXCLUDES_OF_JEKYLL_3 = (
    "Gemfile", "Gemfile.lock", "node_modules",
    "vendor/bundle/", "vendor/cache/", "vendor/gems/", "vendor/ruby/",
)  # fmt: skip
"""What is excluded where the site excludes nothing (``Configuration::DEFAULTS`` of 3.10)."""
_EXCLUDES = (".sass-cache", ".jekyll-cache", "gemfiles", *EXCLUDES_OF_JEKYLL_3)


def load_config(root: Path, options: SiteOptions | None = None) -> Config:
    """Read and merge the configuration of the site at ``root``. Never raises for what is in the files."""
    options = options or SiteOptions()
    names = options.config or _default_names(root)
    values: dict[str, Any] = json.loads(json.dumps(DEFAULTS))
    files: list[ConfigFile] = []
    problems: list[ConfigProblem] = []
    given: set[str] = set()
    unread = "" if names else other_config(root)
    for name in names:
        file, data, found = _read(root, name)
        problems.extend(found)
        if not unread and any(problem.stops or problem.kind in _UNREAD for problem in found):
            unread = name
        if file is not None:
            files.append(file)
            problems.extend(value_problems(file, data))
            problems.extend(cut_lists(file, data))
            given.update(map(str, data))
            deep_merge_into(values, {str(key): value for key, value in data.items()})
    _mend(values)
    _apply_options(values, options, given)
    zone = site_zone(values["timezone"])
    if zone is None and str(values["timezone"]).upper() not in _MEAN_UTC:
        problems.extend(_bad_zone(files, f"{values['timezone']} is no time zone; Jekyll uses UTC instead"))
    elif is_turned_round(values["timezone"]):
        side = "ahead of UTC, not behind it" if "-" in values["timezone"] else "behind UTC, not ahead of it"
        problems.extend(_bad_zone(files, f"{values['timezone']} is {side}, by the rules of POSIX"))
    _complete(values)
    zone = zone or LOCAL_UTC
    time = options.time or _own_time(values.get("time"), zone) or datetime.now(UTC)
    return Config(
        values=values,
        files=tuple(files),
        problems=tuple(problems),
        zone=zone,
        time=time.astimezone(zone),
        github_pages=options.github_pages,
        environment=options.environment,
        unread=unread,
    )


def _own_time(value: Any, zone: tzinfo) -> datetime | None:
    """The moment that ``time:`` sets for every build (``Site#reset``), if it sets one that is known."""
    try:
        return None if falsy(value) else parse_date(value, zone)
    except (ValueError, OverflowError):
        return None


def _default_names(root: Path) -> tuple[str, ...]:
    for name in ("_config.yml", "_config.yaml", "_config.toml"):
        if (root / name).exists():
            return with_further_configs(root, name)
    return named_configs(root)


def _read(root: Path, name: str) -> tuple[ConfigFile | None, dict[Any, Any], list[ConfigProblem]]:
    path = Path(name).as_posix()
    try:
        if leads_out(root / name, root):
            raise OSError(errno.ELOOP, "a symbolic link that leads out of the site; not followed")
        source = decode(path, read_file(root / name))
    except OSError as error:
        reason = said_by(error)
        return None, {}, [ConfigProblem(path, "unreadable", WHOLE_FILE, f"cannot be read: {reason}")]
    if isinstance(source, TextProblem):
        return None, {}, [ConfigProblem(path, source.kind, WHOLE_FILE, source.message, stops=True)]
    if path.endswith(".toml"):
        return _read_toml(source)
    document = load_yaml(source.text, zone=LOCAL_UTC)
    problems = [_from_yaml(path, problem) for problem in document.problems]
    data = document.value
    if data is not None and not isinstance(data, dict):
        message = "the configuration is not a list of keys and values"
        problems.append(ConfigProblem(path, "not-a-mapping", Span(0, len(source.text)), message))
        data = None
    return ConfigFile(path, source.text, document.entries), data or {}, problems


def _read_toml(source: Source) -> tuple[ConfigFile | None, dict[Any, Any], list[ConfigProblem]]:
    file = ConfigFile(source.path, source.text, ())
    try:
        tomllib = import_module("tomllib")  # Python 3.11; Jekyll itself needs a gem for it
    except ImportError:
        message = "TOML configuration needs Python 3.11 or later; the defaults are used"
        return file, {}, [ConfigProblem(source.path, "no-toml", WHOLE_FILE, message)]
    whole = Span(0, len(source.text))
    too_deep = ConfigProblem(source.path, "too-deep", whole, "too long or nested too deeply", hint=NOT_HERE)
    lines = source.text.split("\n")
    if len(source.text) > _LONGEST_TOML or any(line.count(".") > _MOST_DOTS for line in lines):
        return file, {}, [too_deep]
    try:
        values = tomllib.loads(source.text)
    except RecursionError:
        return file, {}, [too_deep]
    except ValueError as error:  # Jekyll warns of it and goes on; Python refuses long numbers, too
        return file, {}, [ConfigProblem(source.path, "syntax", whole, str(error))]
    return (file, {}, [too_deep]) if _is_deeper(values, MAX_DEPTH) else (file, values, [])


def _is_deeper(value: object, levels: int) -> bool:
    """Whether more than so many collections stand in each other; TOML has no value that stands in itself."""
    level = [value]
    for _ in range(levels):
        level = [below for each in level for below in _collections_in(each)]
    return bool(level)


def _collections_in(value: object) -> Iterator[object]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return (each for each in inner if isinstance(each, (dict, list)))


def _from_yaml(path: str, problem: YamlProblem) -> ConfigProblem:
    return ConfigProblem(
        path=path,
        kind=problem.kind,
        span=problem.span,
        message=problem.message,
        hint=problem.hint,
        related=problem.related,
        stops=problem.stops_jekyll,
    )


def _bad_zone(files: list[ConfigFile], message: str) -> Iterable[ConfigProblem]:
    for file in files:
        for entry in file.entries:
            if entry.path == ("timezone",):
                hint = "use a name such as Europe/Rome"
                yield ConfigProblem(
                    path=file.path, kind="unknown-timezone", span=entry.value, message=message, hint=hint
                )


_LONGEST_FOLDER = 255
"""Longer than a name of which there can be a file."""


def _mend(values: dict[str, Any]) -> None:
    """Put the default where a value is of no use, so that everything after can rely on the types.

    Text in place of the list of ``plugins`` is what ``plugins_dir`` was called before Jekyll 3 (2.5.3,
    ``Jekyll::Configuration::DEFAULTS``): later ones refuse it, and what is in that folder is still meant. So
    is text for other lists that Jekyll 4 refuses.
    """
    if isinstance(values["plugins"], str) and values["plugins_dir"] == DEFAULTS["plugins_dir"]:
        values["plugins_dir"] = values["plugins"]
    for key in SPLIT_BY_JEKYLL_3:
        if isinstance(values[key], str):
            values[key] = [part.strip() for part in values[key].split(",")][:LONGEST_LIST]
    folder = values["includes_dir"]
    if folder is not None and not isinstance(folder, str):  # ``to_s`` of ``Site#includes_load_paths``
        values["includes_dir"] = scalar_text(folder)[:_LONGEST_FOLDER]
    for key, setting in SETTINGS.items():
        kind, value = setting.kind, values.get(key)
        if key in DEFAULTS and not isinstance(value, kind) and not (value is None and DEFAULTS[key] is None):
            values[key] = json.loads(json.dumps(DEFAULTS[key]))
        elif key not in DEFAULTS and not isinstance(value, kind):
            values.pop(key, None)
    if values["limit_posts"] < 0:
        values["limit_posts"] = 0


def _apply_options(values: dict[str, Any], options: SiteOptions, given: Set[str]) -> None:
    """What does not come from the site's files; ``given`` are the keys that do."""
    if options.github_pages:
        apply_github_pages(values, given)
    else:
        values["exclude"] = [*map(str, values["exclude"]), *_EXCLUDES]
    if options.drafts:
        values["show_drafts"] = True
    for name in ("future", "unpublished", "baseurl"):
        chosen = getattr(options, name)
        if chosen is not None:
            values[name] = chosen


def _complete(values: dict[str, Any]) -> None:
    """``add_default_collections``, and lists as lists of texts."""
    named = values["collections"]
    if isinstance(named, list):
        named = {name: {} for name in named if isinstance(name, str)}
    collections = {"posts": {}, **{str(label): meta for label, meta in named.items()}}
    cleaned = {label: dict(meta) if isinstance(meta, dict) else {} for label, meta in collections.items()}
    cleaned["posts"]["output"] = True
    if falsy(cleaned["posts"].get("permalink")):
        cleaned["posts"]["permalink"] = style_template(str(values["permalink"]))
    values["collections"] = cleaned
    values["exclude"] = list(dict.fromkeys(map(str, values["exclude"])))
    values["include"] = [str(entry) for entry in values["include"]]
    values["collections_dir"] = values["collections_dir"].strip("/")
