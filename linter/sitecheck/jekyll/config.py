"""``_config.yml`` with Jekyll's defaults, and what is wrong in it.

Source: ``Jekyll::Configuration`` (4.3.4). GitHub Pages mode follows pages-gem 232, whose forced values and
always-on plugins are in ``data/github_pages.json``.
"""

from __future__ import annotations

import errno
import json
import posixpath
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from importlib import import_module, resources
from pathlib import Path
from typing import Any, NamedTuple

from sitecheck.files import leads_out, read_file
from sitecheck.jekyll.dates import LOCAL_UTC, UTC, site_zone
from sitecheck.jekyll.url import style_template
from sitecheck.model.span import Span
from sitecheck.text.source import Source, TextProblem, decode
from sitecheck.text.yaml_tree import Entry, YamlProblem, load_yaml

DEFAULTS: Mapping[str, Any] = {
    "source": ".",
    "destination": "_site",
    "collections_dir": "",
    "cache_dir": ".jekyll-cache",
    "plugins_dir": "_plugins",
    "layouts_dir": "_layouts",
    "data_dir": "_data",
    "includes_dir": "_includes",
    "collections": {},
    "safe": False,
    "include": [".htaccess"],
    "exclude": [],
    "keep_files": [".git", ".svn"],
    "encoding": "utf-8",
    "markdown_ext": "markdown,mkdown,mkdn,mkd,md",
    "strict_front_matter": False,
    "show_drafts": None,
    "limit_posts": 0,
    "future": False,
    "unpublished": False,
    "whitelist": [],
    "plugins": [],
    "markdown": "kramdown",
    "highlighter": "rouge",
    "lsi": False,
    "excerpt_separator": "\n\n",
    "incremental": False,
    "detach": False,
    "port": "4000",
    "host": "127.0.0.1",
    "baseurl": None,
    "show_dir_listing": False,
    "permalink": "date",
    "paginate_path": "/page:num",
    "timezone": None,
    "quiet": False,
    "verbose": False,
    "defaults": [],
    "liquid": {"error_mode": "warn", "strict_filters": False, "strict_variables": False},
    "kramdown": {
        "auto_ids": True,
        "toc_levels": [1, 2, 3, 4, 5, 6],
        "entity_output": "as_char",
        "smart_quotes": "lsquo,rsquo,ldquo,rdquo",
        "input": "GFM",
        "hard_wrap": False,
        "guess_lang": True,
        "footnote_nr": 1,
        "show_warnings": False,
    },
}

DEFAULT_EXCLUDES = (
    ".sass-cache", ".jekyll-cache", "gemfiles", "Gemfile", "Gemfile.lock", "node_modules",
    "vendor/bundle/", "vendor/cache/", "vendor/gems/", "vendor/ruby/",
)  # fmt: skip

_KINDS: Mapping[str, tuple[type | tuple[type, ...], str, str]] = {
    "include": (list, "a list", "write each entry on its own line after a hyphen"),
    "exclude": (list, "a list", "write each entry on its own line after a hyphen"),
    "plugins": (list, "a list", "write each plugin on its own line after a hyphen"),
    "keep_files": (list, "a list", "write each entry on its own line after a hyphen"),
    "defaults": (list, "a list", "begin each set with a hyphen: - scope: … values: …"),
    "collections": ((dict, list), "a mapping or a list", "write the name of each collection as a key"),
    "permalink": (str, "text", "use a style such as pretty, or a template in quotes"),
    "markdown_ext": (str, "text", 'write the extensions with commas: "md,markdown"'),
    "baseurl": (str, "text", 'write the path in quotes, for example "/project"'),
    "url": (str, "text", 'write the address in quotes, for example "https://example.org"'),
    "limit_posts": (int, "a number", "write a whole number, 0 for no limit"),
    "source": (str, "text", ""),
    "destination": (str, "text", ""),
    "collections_dir": (str, "text", ""),
    "layouts_dir": (str, "text", ""),
    "includes_dir": (str, "text", ""),
    "data_dir": (str, "text", ""),
    "kramdown": (dict, "a mapping", ""),
    "liquid": (dict, "a mapping", ""),
    "sass": (dict, "a mapping", ""),
}


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """What Jekyll would get on its command line or from its surroundings.

    ``config`` names configuration files relative to the site (several are merged in order); empty means
    the usual one. ``time`` is the moment of the build, now by default. ``github_pages`` judges the site as
    GitHub Pages builds it (from a branch, without a workflow). ``known`` names the files that count (paths
    from the site), ``None`` for all.
    """

    config: tuple[str, ...] = ()
    drafts: bool = False
    future: bool | None = None
    unpublished: bool | None = None
    limit_posts: int | None = None
    baseurl: str | None = None
    environment: str = "development"
    time: datetime | None = None
    github_pages: bool = False
    known: frozenset[str] | None = None


class ConfigProblem(NamedTuple):
    """What is wrong in a configuration file. ``kind`` is a YAML problem's, or ``invalid-value``,
    ``unreadable``, ``not-a-mapping``, ``unknown-timezone``, ``no-toml``."""

    path: str
    kind: str
    span: Span
    message: str
    hint: str = ""
    related: Span | None = None


class ConfigFile(NamedTuple):
    """One configuration file, as written."""

    path: str
    text: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Config:
    """The merged configuration. ``values`` holds every key of Jekyll's defaults."""

    values: dict[str, Any]
    files: tuple[ConfigFile, ...] = ()
    problems: tuple[ConfigProblem, ...] = ()
    zone: tzinfo = LOCAL_UTC
    time: datetime = field(default_factory=lambda: datetime.now(UTC))
    github_pages: bool = False
    environment: str = "development"

    def __getitem__(self, key: str) -> Any:
        return self.values.get(key)

    @property
    def baseurl(self) -> str:
        """The base path: empty, or with a slash before and none after."""
        value = str(self.values.get("baseurl") or "").rstrip("/")
        return value if not value or value.startswith("/") else "/" + value

    def folder(self, key: str) -> str:
        """The folder that a setting such as ``layouts_dir`` names, relative to the source; "" for the source.

        ``Jekyll.sanitized_path`` expands it below the source: ``./_lay``, ``/_lay`` and ``../_lay`` are one.
        """
        return _below_source(str(self.values.get(key) or ""))

    @property
    def plugin_folders(self) -> tuple[str, ...]:
        """The folders of the site's own Ruby (``PluginManager#plugins_path``, which takes a list)."""
        named = self.values["plugins_dir"]
        return tuple(_below_source(str(each)) for each in (named if isinstance(named, list) else [named]))

    @property
    def destination(self) -> str | None:
        """The folder that Jekyll writes to, relative to the source; ``None`` for one outside of it."""
        path = posixpath.normpath(str(self.values["destination"]))
        return None if path.startswith(("/", "..")) or path == "." else path

    @property
    def markdown_ext(self) -> frozenset[str]:
        """The extensions of Markdown files, lower-case, with their period."""
        return frozenset("." + ext.strip().lower() for ext in str(self.values["markdown_ext"]).split(","))

    @property
    def plugins(self) -> frozenset[str]:
        """The plugins that run."""
        names = frozenset(str(name) for name in self.values["plugins"])
        if not self.values.get("safe"):
            return names
        return names & frozenset(str(name) for name in self.values["whitelist"])

    @property
    def collections(self) -> dict[str, dict[str, Any]]:
        """The collections by name, the posts first, with the posts' permalink filled in."""
        found: dict[str, dict[str, Any]] = self.values["collections"]
        return found

    @property
    def permalink_style(self) -> str:
        """The site's permalink style or template."""
        return str(self.values["permalink"])

    def entry(self, *path: Any) -> tuple[str, Entry] | None:
        """The file and entry that set a key; the last file that does wins, as in Jekyll."""
        for file in reversed(self.files):
            for entry in reversed(file.entries):
                if entry.path == path:
                    return file.path, entry
        return None


def load_config(root: Path, options: SiteOptions | None = None) -> Config:
    """Read and merge the configuration of the site at ``root``. Never raises for what is in the files."""
    options = options or SiteOptions()
    names = options.config or _default_names(root)
    values: dict[str, Any] = json.loads(json.dumps(DEFAULTS))
    files: list[ConfigFile] = []
    problems: list[ConfigProblem] = []
    given: set[str] = set()
    for name in names:
        file, data, found = _read(root, name)
        problems.extend(found)
        if file is not None:
            files.append(file)
            problems.extend(_check(file, data))
            given.update(map(str, data))
            deep_merge_into(values, {str(key): value for key, value in data.items()})
    _mend(values)
    _apply_options(values, options, given)
    zone = site_zone(values["timezone"])
    if zone is None:
        problems.extend(_bad_zone(files, values["timezone"]))
    _complete(values)
    zone = zone or LOCAL_UTC
    time = (options.time or datetime.now(UTC)).astimezone(zone)
    return Config(
        values=values,
        files=tuple(files),
        problems=tuple(problems),
        zone=zone,
        time=time,
        github_pages=options.github_pages,
        environment=options.environment,
    )


def _default_names(root: Path) -> tuple[str, ...]:
    for name in ("_config.yml", "_config.yaml", "_config.toml"):
        if (root / name).exists():
            return (name,)
    return ()


def _read(root: Path, name: str) -> tuple[ConfigFile | None, dict[Any, Any], list[ConfigProblem]]:
    path = Path(name).as_posix()
    nowhere = Span(0, 0)
    try:
        if leads_out(root / name, root):
            raise OSError(errno.ELOOP, "a symbolic link that leads out of the site; not followed")
        source = decode(path, read_file(root / name))
    except OSError as error:
        reason = error.strerror or str(error)
        return None, {}, [ConfigProblem(path, "unreadable", nowhere, f"cannot be read: {reason}")]
    if isinstance(source, TextProblem):
        return None, {}, [ConfigProblem(path, source.kind, nowhere, source.message)]
    if path.endswith(".toml"):
        return _read_toml(source)
    document = load_yaml(source.text)
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
        return file, {}, [ConfigProblem(source.path, "no-toml", Span(0, 0), message)]
    try:
        return file, tomllib.loads(source.text), []
    except tomllib.TOMLDecodeError as error:
        return file, {}, [ConfigProblem(source.path, "syntax", Span(0, len(source.text)), str(error))]


def _from_yaml(path: str, problem: YamlProblem) -> ConfigProblem:
    return ConfigProblem(
        path=path,
        kind=problem.kind,
        span=problem.span,
        message=problem.message,
        hint=problem.hint,
        related=problem.related,
    )


def _check(file: ConfigFile, data: dict[Any, Any]) -> Iterable[ConfigProblem]:
    for key, (kind, name, hint) in _KINDS.items():
        value = data.get(key)
        wrong = value is not None and not isinstance(value, kind)
        if key in ("include", "exclude", "plugins") and key in data and value is None:
            wrong = True
        if key == "limit_posts" and isinstance(value, int) and value < 0:
            wrong, name = True, "0 or more"
        if wrong:
            span = next((entry.value for entry in file.entries if entry.path == (key,)), Span(0, 0))
            yield ConfigProblem(
                path=file.path, kind="invalid-value", span=span, message=f"{key} must be {name}", hint=hint
            )


def _bad_zone(files: list[ConfigFile], name: object) -> Iterable[ConfigProblem]:
    for file in files:
        for entry in file.entries:
            if entry.path == ("timezone",):
                message = f"{name} is no time zone; Jekyll uses UTC instead"
                hint = "use a name such as Europe/Rome"
                yield ConfigProblem(
                    path=file.path, kind="unknown-timezone", span=entry.value, message=message, hint=hint
                )


def _mend(values: dict[str, Any]) -> None:
    """Put the default where a value is of no use, so that everything after can rely on the types."""
    for key, (kind, _, _) in _KINDS.items():
        value = values.get(key)
        if key in DEFAULTS and not isinstance(value, kind) and not (value is None and DEFAULTS[key] is None):
            values[key] = json.loads(json.dumps(DEFAULTS[key]))
        elif key not in DEFAULTS and not isinstance(value, kind):
            values.pop(key, None)
    if values["limit_posts"] < 0:
        values["limit_posts"] = 0


def _apply_options(values: dict[str, Any], options: SiteOptions, given: Set[str]) -> None:
    """What does not come from the site's files; ``given`` are the keys that do."""
    if options.github_pages:
        _apply_github_pages(values, given)
    else:
        values["exclude"] = [*map(str, values["exclude"]), *DEFAULT_EXCLUDES]
    if options.drafts:
        values["show_drafts"] = True
    for name in ("future", "unpublished", "limit_posts", "baseurl"):
        given = getattr(options, name)
        if given is not None:
            values[name] = given


def _apply_github_pages(values: dict[str, Any], given: Set[str]) -> None:
    facts = json.loads(resources.files(__package__).joinpath("data/github_pages.json").read_text("utf-8"))
    values.update(facts["forced"])
    values.update({key: value for key, value in facts["defaults"].items() if key not in given})
    values["whitelist"] = facts["always"] + facts["allowed"]
    values["plugins"] = list(dict.fromkeys([*map(str, values["plugins"]), *facts["always"]]))


def _complete(values: dict[str, Any]) -> None:
    """``add_default_collections``, and lists as lists of texts."""
    named = values["collections"]
    if isinstance(named, list):
        named = {str(name): {} for name in named if isinstance(name, str)}
    collections = {"posts": {}, **{str(label): meta for label, meta in named.items()}}
    cleaned = {label: dict(meta) if isinstance(meta, dict) else {} for label, meta in collections.items()}
    cleaned["posts"]["output"] = True
    if not cleaned["posts"].get("permalink"):
        cleaned["posts"]["permalink"] = style_template(str(values["permalink"]))
    values["collections"] = cleaned
    values["exclude"] = list(dict.fromkeys(map(str, values["exclude"])))
    values["include"] = [str(entry) for entry in values["include"]]
    values["collections_dir"] = values["collections_dir"].strip("/")


def _below_source(path: str) -> str:
    return posixpath.normpath("/" + path).lstrip("/")


def deep_merge_into(target: dict[Any, Any], other: Mapping[Any, Any]) -> None:
    """``Utils.deep_merge_hashes!``: mappings merge, a null changes nothing that is there already."""
    for key, value in other.items():
        old = target.get(key)
        if key in target and value is None:
            continue
        if isinstance(old, dict) and isinstance(value, dict):
            merged = dict(old)
            deep_merge_into(merged, value)
            target[key] = merged
        else:
            target[key] = value


def deep_merge(base: Mapping[Any, Any], other: Mapping[Any, Any]) -> dict[Any, Any]:
    """``Utils.deep_merge_hashes``."""
    merged = dict(base)
    deep_merge_into(merged, other)
    return merged
