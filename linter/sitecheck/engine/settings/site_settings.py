"""``.sitecheck.yml``: reading, checking, and which rules are on for which file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from sitecheck.contract import Contract
from sitecheck.engine.folders.find_site import CONFIG_NAMES
from sitecheck.engine.settings.contract_settings import read_contracts
from sitecheck.engine.settings.external_settings import read_external
from sitecheck.engine.settings.jekyll_settings import JekyllSettings, read_jekyll
from sitecheck.engine.settings.math_settings import read_math
from sitecheck.engine.settings.settings_lines import located, no_yaml
from sitecheck.engine.settings.settings_yaml import read_yaml
from sitecheck.engine.settings.site_patterns import check_count, check_length, from_site
from sitecheck.errors import ConfigError
from sitecheck.files import lies_in, read_limited
from sitecheck.math.settings import MathSettings
from sitecheck.model.finding import Severity
from sitecheck.named_tuple import NamedTuple
from sitecheck.net.settings import NetSettings
from sitecheck.rule.base import RuleType
from sitecheck.rule.options import check_keys, did_you_mean, read_options
from sitecheck.rule.registry import expand, installed_packs, is_built_in, load_rules, select
from sitecheck.text.globs import PatternLists

KEYS = (
    "select",
    "ignore",
    "fail-on",
    "exclude",
    "baseline",
    "plugins",
    "rules",
    "overrides",
    "front-matter",
    "jekyll",
    "math",
    "external",
)
_OVERRIDE_KEYS = ("files", "select", "ignore", "rules")
_MAX_SIZE = 1_000_000
_OFF = ("off", False)
"""YAML reads ``off`` as false, unless it is quoted."""
_SEVERITIES = {"error": Severity.ERROR, "warning": Severity.WARNING, "info": Severity.INFO}


class Override(NamedTuple):
    """Other choices for the files that match ``files``."""

    files: tuple[str, ...]
    on: frozenset[str] = frozenset()
    off: frozenset[str] = frozenset()
    severities: Mapping[str, Severity] = {}


@dataclass(frozen=True)
class Settings:
    """What the user chose; built by :func:`read_settings`."""

    rules: Mapping[str, RuleType]
    on: frozenset[str]
    severities: Mapping[str, Severity] = field(default_factory=dict)
    options: Mapping[str, object] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: Severity | None = Severity.ERROR
    baseline: str = ""
    """The file of accepted findings, empty for the usual one."""
    packs: tuple[str, ...] = ()
    """The modules that further rules were loaded from."""
    unasked: frozenset[str] = frozenset()
    """Rules of which `check` leaves informations out: recommended ones that nothing here speaks of."""
    front_matter: tuple[Contract, ...] = ()
    """What the front matter of files must hold."""
    jekyll: JekyllSettings = field(default_factory=JekyllSettings)
    math: MathSettings = field(default_factory=MathSettings)
    external: NetSettings = field(default_factory=NetSettings)
    path: str = ""
    """The file the settings were read from, empty for none."""
    digest_source: str = ""
    """All that influences findings, as text, for the cache's key."""
    _known: dict[str, tuple[Override, ...]] = field(default_factory=dict, compare=False, repr=False)
    """The overrides of files that were asked for."""

    def severity(self, rule: str, path: str, given: Severity) -> Severity | None:
        """The severity of a finding of ``rule`` in ``path``; ``None`` when the rule is off there."""
        on, chosen = rule in self.on, self.severities.get(rule, given)
        for override in self._overrides_of(path):
            on = (on or rule in override.on) and rule not in override.off
            chosen = override.severities.get(rule, chosen)
        return chosen if on else None

    def _overrides_of(self, path: str) -> tuple[Override, ...]:
        if not self.overrides:
            return ()
        if path not in self._known:  # many findings are in one file
            self._known[path] = tuple(self.overrides[at] for at in self._overridden.matching(path))
        return self._known[path]

    @cached_property
    def _overridden(self) -> PatternLists:
        return PatternLists(override.files for override in self.overrides)

    def may_be_on(self) -> frozenset[str]:
        """Every rule that is on for at least one file."""
        return self.on.union(*(override.on for override in self.overrides))


_Choices = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""What the command line selects, adds and ignores."""


def read_settings(
    path: str | None,
    *,
    site: str = ".",
    extra_select: Iterable[str] = (),
    extra_ignore: Iterable[str] = (),
    only: Iterable[str] = (),
    rule_packs: Iterable[str] = (),
) -> Settings:
    """The settings of the file ``path`` (``None``: all defaults) with the command line's choices on top.

    Patterns of files count from ``site``. ``only`` replaces the file's ``select``; ``rule_packs`` are modules
    with further rules. Raises :class:`ConfigError` for anything that is not understood,
    :class:`RuleLoadError` for a pack that fails.
    """
    raw = _load(path) if path else {}
    try:
        return _settings(raw, path, site, (tuple(only), tuple(extra_select), tuple(extra_ignore)), rule_packs)
    except ConfigError as error:
        raise located(error, path) from error


def _settings(
    raw: dict[str, Any], path: str | None, site: str, choices: _Choices, rule_packs: Iterable[str]
) -> Settings:
    only, extra_select, extra_ignore = choices
    where = os.path.basename(path) if path else CONFIG_NAMES[0]
    check_keys(raw, KEYS, where, _below_rules)
    packs = (*_installed(_strings(raw, "plugins", where), f"{where}: plugins"), *rule_packs)
    rules = load_rules(packs)
    for option, words in (("--select", only), ("--extend-select", extra_select), ("--ignore", extra_ignore)):
        expand(words, rules, option)
    wanted = (*(only or _strings(raw, "select", where) or ("recommended",)), *extra_select)
    ignored = (*_strings(raw, "ignore", where), *extra_ignore)
    chosen = _rule_settings(raw.get("rules"), rules, f"{where}: rules")
    on = select(rules, wanted, ignored, where) - chosen.off
    contracts = read_contracts(raw.get("front-matter"), path, f"{where}: front-matter", site)
    overrides = _overrides(raw.get("overrides"), rules, f"{where}: overrides", site)
    if not on.union(*(override.on for override in overrides)):
        raise ConfigError(where, "no rule is on: what is selected is ignored, too")
    return Settings(
        rules=rules,
        on=on,
        severities=chosen.severities,
        options=chosen.options,
        overrides=overrides,
        exclude=_patterns(raw, "exclude", where, site),
        fail_on=parse_fail_on(raw["fail-on"], f"{where}: fail-on") if "fail-on" in raw else Severity.ERROR,
        baseline=_file(raw, "baseline", path, where),
        packs=packs,
        unasked=_unasked(rules, wanted, chosen, overrides),
        front_matter=contracts,
        jekyll=read_jekyll(_mapping(raw, "jekyll", where), f"{where}: jekyll"),
        math=read_math(_mapping(raw, "math", where), f"{where}: math"),
        external=read_external(_mapping(raw, "external", where), f"{where}: external"),
        path=path or "",
        digest_source=repr((sorted(raw.items(), key=repr), sorted(wanted), sorted(ignored), contracts)),
    )


def _unasked(
    rules: Mapping[str, RuleType],
    wanted: tuple[str, ...],
    chosen: _RuleSettings,
    overrides: tuple[Override, ...],
) -> frozenset[str]:
    """Rules whose informations are advice that nobody has asked for. What needs the network was asked for on
    the command line, and a pack's rules by naming the pack."""
    if not {"strict", "all"}.isdisjoint(wanted):
        return frozenset()
    usual = {id_ for id_, exact in expand(wanted, rules, "select").items() if exact == 1}
    spoken = {*chosen.severities, *chosen.options, *(id_ for each in overrides for id_ in each.severities)}
    return frozenset(id_ for id_ in usual - spoken if is_built_in(rules[id_]) and not rules[id_].network)


def _installed(names: tuple[str, ...], where: str) -> Iterator[str]:
    """The modules of the installed packs that a settings file names; it may load no others."""
    packs = installed_packs() if names else {}
    for name in names:
        if name not in packs:
            there = f"installed are {', '.join(sorted(packs))}" if packs else "none is installed"
            raise ConfigError(
                where,
                f"there is no rule pack {name!r} ({there}){did_you_mean(name, packs)}; "
                "a module of your own is named on the command line: --rule-pack MODULE",
            )
        yield packs[name]


def parse_fail_on(value: object, where: str) -> Severity | None:
    """The severity called ``value``, ``None`` for "never"; raises :class:`ConfigError` for other words."""
    if value == "never":
        return None
    if isinstance(value, str) and value in _SEVERITIES:
        return _SEVERITIES[value]
    raise ConfigError(where, f"must be error, warning, info or never, not {value!r}")


def _load(path: str) -> dict[str, Any]:
    try:
        text = read_limited(path, _MAX_SIZE).decode("utf-8-sig")
        raw = read_yaml(text)
    except OSError as error:
        raise ConfigError(path, f"cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise no_yaml(path, error) from error
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        raise ConfigError(path, "must hold keys and values, such as 'ignore: [image-alt]'")
    return raw


def _strings(raw: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = raw.get(key)
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        check_count(value, f"{where}: {key}")
        return tuple(value)
    raise ConfigError(f"{where}: {key}", f"must be a list of words, not {value!r}")


def _patterns(raw: Mapping[str, Any], key: str, where: str, site: str) -> tuple[str, ...]:
    patterns = _strings(raw, key, where)
    check_length(patterns, f"{where}: {key}")
    return tuple(from_site(pattern, site) for pattern in patterns)


def _file(raw: Mapping[str, Any], key: str, path: str | None, where: str) -> str:
    """A file that the settings name, which lies beside them or below; "" for none."""
    value = raw.get(key, "")
    if not isinstance(value, str):
        raise ConfigError(f"{where}: {key}", f"must be a path, not {value!r}")
    folder = os.path.dirname(path or "") or "."
    file = os.path.join(folder, value) if value else ""
    if file and not lies_in(file, folder):
        raise ConfigError(f"{where}: {key}", f"{value} does not lie beside the settings or below them")
    return file


def _mapping(raw: Mapping[str, Any], key: str, where: str) -> dict[str, Any]:
    value = raw.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(k, str) for k in value):
        raise ConfigError(f"{where}: {key}", f"must hold keys and values, not {value!r}")
    return value


class _RuleSettings(NamedTuple):
    """What is said under ``rules``."""

    severities: dict[str, Severity]
    options: dict[str, object]
    off: frozenset[str]


def _rule_settings(raw: object, rules: Mapping[str, RuleType], where: str) -> _RuleSettings:
    if raw is None:
        return _RuleSettings({}, {}, frozenset())
    if not isinstance(raw, dict):
        raise ConfigError(where, f"must hold rule ids and their settings, not {raw!r}")
    severities: dict[str, Severity] = {}
    options: dict[str, object] = {}
    off: set[str] = set()
    for rule_id, value in raw.items():
        if rule_id not in rules:
            raise ConfigError(where, f"there is no rule {rule_id!r}{did_you_mean(str(rule_id), rules)}")
        here = f"{where}.{rule_id}"
        if isinstance(value, str) or value is False:
            value = {"severity": value}
        if not isinstance(value, dict):
            raise ConfigError(here, f"must be a severity or options, not {value!r}")
        rest = {str(key): item for key, item in value.items() if key != "severity"}
        if value.get("severity") in _OFF:
            off.add(rule_id)
        elif "severity" in value:
            severities[rule_id] = _severity(value["severity"], f"{here}.severity")
        options[rule_id] = read_options(rules[rule_id].Options, rest, here)
    return _RuleSettings(severities, options, frozenset(off))


def _below_rules(key: str) -> str:
    """Where to write what is said of one rule, for who wrote it beside ``rules``; "" for any other key."""
    if key == "severity":
        return "; each rule has its own: write rules: {RULE: warning} or rules: {RULE: {severity: warning}}"
    return f"; it is a rule: write rules: {{{key}: ...}}" if key in load_rules() else ""


def _severity(value: object, where: str) -> Severity:
    if isinstance(value, str) and value in _SEVERITIES:
        return _SEVERITIES[value]
    raise ConfigError(where, f"must be error, warning, info or off, not {value!r}")


def _overrides(raw: object, rules: Mapping[str, RuleType], where: str, site: str) -> tuple[Override, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list):
        raise ConfigError(where, "must be a list of entries with 'files'")
    check_count(raw, where)
    return tuple(_override(entry, rules, f"{where}[{number}]", site) for number, entry in enumerate(raw))


def _override(raw: object, rules: Mapping[str, RuleType], where: str, site: str) -> Override:
    if not isinstance(raw, dict):
        raise ConfigError(where, f"must hold 'files' and what to change there, not {raw!r}")
    check_keys(raw, _OVERRIDE_KEYS, where, _below_rules)
    files = _patterns(raw, "files", where, site)
    if not files:
        raise ConfigError(where, "needs 'files', a list of patterns")
    wanted, ignored = _strings(raw, "select", where), _strings(raw, "ignore", where)
    on, off = select(rules, wanted, (), f"{where}.select"), select(rules, ignored, (), f"{where}.ignore")
    chosen = _rule_settings(raw.get("rules"), rules, f"{where}.rules")
    changed = [rule for rule, value in chosen.options.items() if value != rules[rule].Options()]
    if changed:
        raise ConfigError(
            f"{where}.rules.{changed[0]}", "options are for the whole site; here only severities"
        )
    return Override(files, on, off | chosen.off, chosen.severities)
