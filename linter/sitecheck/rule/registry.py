"""Finds rules by walking packages, and chooses among them."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import ModuleType

from sitecheck.errors import ConfigError, RuleLoadError
from sitecheck.model.finding import Severity
from sitecheck.rule.base import EngineRule, FileRule, Rule, RuleType, SiteRule
from sitecheck.rule.options import did_you_mean

BUILT_IN = "sitecheck_rules"
"""The package of the built-in rules; packs of further rules are walked the same way."""

PACKS_GROUP = "sitecheck.rules"
"""The group of entry points by which an installed distribution offers a pack: a name and a package."""

RETIRED: Mapping[str, str] = {}
"""Ids that were rules once and what to use now; they are never given to another rule."""

PRESETS = ("recommended", "strict", "all")


def load_rules(packs: Iterable[str] = ()) -> dict[str, RuleType]:
    """Every rule of the built-in package and of ``packs``: id → class, ordered by id.

    Importing a module runs it: ``packs`` come from the command line or from :func:`installed_packs`.
    Raises :class:`RuleLoadError` when a pack cannot be imported, has no rule or breaks the contract.
    """
    rules = dict(_built_in())
    for pack in dict.fromkeys(packs):
        if pack != BUILT_IN:
            rules = _with_pack(rules, pack)
    return rules


@cache
def _built_in() -> Mapping[str, RuleType]:
    """The rules of the program itself, which stay as they are while it runs."""
    return _with_pack({}, BUILT_IN)


def _with_pack(known: Mapping[str, RuleType], pack: str) -> dict[str, RuleType]:
    """The rules that are ``known`` and those of one more pack, ordered by id."""
    rules = dict(known)
    found = _rules_in(pack)
    if not found:
        raise RuleLoadError(f"{pack!r} is no rule pack: none of its modules holds a rule")
    for rule in found:
        if rule.id in rules:
            other = rules[rule.id].__module__
            raise RuleLoadError(f"{rule.__module__}: the rule id {rule.id!r} is taken by {other}")
        if rule.id in RETIRED:
            raise RuleLoadError(f"{rule.__module__}: the rule id {rule.id!r} is retired")
        rules[rule.id] = rule
    return dict(sorted(rules.items()))


def is_built_in(rule: RuleType) -> bool:
    """Whether a rule is the program's own, not that of a pack."""
    return rule.__module__.startswith(f"{BUILT_IN}.")


def _rules_in(pack: str) -> tuple[RuleType, ...]:
    return tuple(rule for module in _modules(pack) for rule in _rules_of(module))


def installed_packs() -> dict[str, str]:
    """The packs that installed distributions offer: name → package, which is not imported.

    The working directory is no place of installed things, although ``python -m`` puts it on the path: it may
    be the site's. Raises :class:`RuleLoadError` when an installation cannot be read.
    """
    from importlib.metadata import distributions

    here = os.path.realpath(os.curdir)
    places = [place for place in sys.path if os.path.realpath(place or os.curdir) != here]
    try:
        points = [point for each in distributions(path=places) for point in each.entry_points]
        return {point.name: point.module for point in reversed(points) if point.group == PACKS_GROUP}
    except Exception as error:  # what is installed is somebody else's, and may be damaged in any way
        raise RuleLoadError(f"the installed rule packs cannot be listed: {_told(error)}") from error


def _modules(name: str) -> Iterator[ModuleType]:
    """A module and all below it but those whose names begin with an underscore."""
    module = _import(name)
    yield module
    for info in pkgutil.iter_modules(getattr(module, "__path__", ()), f"{name}."):
        if not info.name.rpartition(".")[2].startswith("_"):
            yield from _modules(info.name)


def _import(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a pack is somebody else's code: it may raise anything, and may exit
        raise RuleLoadError(f"cannot load rules from {name!r}: {_told(error)}") from error


def _told(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())


def _undocumented(module: ModuleType) -> str:
    if sys.flags.optimize > 1:
        return "python -OO (PYTHONOPTIMIZE=2) leaves out the docstrings that rules need: run it without"
    return f"{module.__name__}: the rule has no docstring"


def _rules_of(module: ModuleType) -> list[RuleType]:
    found = [
        thing
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, Rule) and thing.__module__ == module.__name__
    ]
    if len(found) > 1:
        raise RuleLoadError(f"{module.__name__}: one module holds one rule, this one has {len(found)}")
    for rule in found:
        if not issubclass(rule, (FileRule, SiteRule, EngineRule)):
            raise RuleLoadError(f"{module.__name__}: a rule derives from FileRule or SiteRule")
        if not rule.__doc__:
            raise RuleLoadError(_undocumented(module))
        if rule.preset not in PRESETS[:2]:
            raise RuleLoadError(f"{module.__name__}: the preset is {' or '.join(PRESETS[:2])}")
        if not isinstance(rule.severity, Severity):
            raise RuleLoadError(f"{module.__name__}: the severity is a Severity")
    return found


def expand(selectors: Iterable[str], rules: Mapping[str, RuleType], where: str) -> dict[str, int]:
    """The rules that ``selectors`` (ids, groups, presets) name: id → how exact the selector was (3, 2, 1).

    Raises :class:`ConfigError` naming ``where`` for a selector that means nothing.
    """
    groups = {rule.group for rule in rules.values()}
    chosen: dict[str, int] = {}
    for selector in selectors:
        if selector in rules:
            names, exact = [selector], 3
        elif selector in groups:
            names, exact = [id_ for id_, rule in rules.items() if rule.group == selector], 2
        elif selector in PRESETS:
            names, exact = [id_ for id_, rule in rules.items() if _in_preset(rule, selector)], 1
        elif selector in RETIRED:
            raise ConfigError(where, f"the rule {selector!r} is retired: {RETIRED[selector]}")
        else:
            hint = did_you_mean(selector, [*rules, *groups, *PRESETS])
            raise ConfigError(where, f"there is no rule, group or preset {selector!r}{hint}")
        for name in names:
            chosen[name] = max(exact, chosen.get(name, 0))
    return chosen


def _in_preset(rule: RuleType, preset: str) -> bool:
    return preset in ("all", "strict") or rule.preset == preset


def select(
    rules: Mapping[str, RuleType], wanted: Iterable[str], ignored: Iterable[str], where: str
) -> frozenset[str]:
    """The ids that are on: named by ``wanted`` and not named as exactly by ``ignored``."""
    on, off = expand(wanted, rules, where), expand(ignored, rules, where)
    return frozenset(id_ for id_, exact in on.items() if exact > off.get(id_, 0))
