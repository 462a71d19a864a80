from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

from sitecheck.api import (
    Finding,
    Invalid,
    Place,
    Related,
    Severity,
    SiteFacts,
    SiteRule,
    Valid,
    lazy_pattern,
    slip_of,
)
from sitecheck_rules.config._settings import DeadSetting, dead_setting, inner_keys, is_of_kind, settings_of


class IgnoredConfigKey(SiteRule):
    """A key of `_config.yml` is misspelt, or Jekyll no longer knows it.

    ## What it does

    Reports a key that is one slip away from a setting of Jekyll or of a plugin that runs (`kramdwon:`,
    `plugin:`), when its value is of the setting's kind, the setting itself is not there, and no Liquid asks
    the site for such a key; also below `kramdown`, `liquid`, `sass`, `collections`, `defaults` and below the
    settings of plugins. Reports what Jekyll once knew: `gems:` is called `plugins:` since Jekyll 4,
    `highlighter: pygments` is Rouge. What nobody misses, such as `redcarpet:`
    and `auto:`, is an information, and told once for all such settings of a file.

    ## Why is this bad?

    Jekyll takes any key for one of the author's own, without a word: the setting has no effect.

    ## References

    - <https://jekyllrb.com/docs/configuration/options/>
    - <https://jekyllrb.com/docs/upgrading/3-to-4/>
    - the settings, and what is gone since when: `data/settings.json` beside the rule
    """

    valid = (
        Valid(
            "gems: [jekyll-feed]\n",
            path="_config.yml",
            files={"Gemfile.lock": "GEM\n  specs:\n    jekyll (3.9.5)\n"},
            why="Jekyll 3 heeds it",
        ),
        Valid(files={"_config.yml": "kramdown: {input: GFM}\nauthor: Ann\nsection: [a]\n"}),
        Valid(files={"_config.yml": "plugin: a\n"}, why="the value is not of the setting's kind"),
        Valid(files={"_config.yml": "ulr: example\nuri: https://example.org\n"}, why="neither is a slip"),
        Valid(files={"_config.yml": "purl: https://purl.org/\nurl2: https://b.example\n"}, why="other words"),
        Valid(files={"_config.yml": "exclude: [a]\nexcludes: [b]\n"}, why="the setting itself is there"),
        Valid(files={"_config.yml": "feed: {posts_limits: 5}\n"}, why="no plugin reads it"),
        Valid(files={"_config.yml": "collections: {docs: {colour: red}}\nauto: fast\n"}),
        Valid(
            "---\n---\n{% for each in site.includes %}{{ each }}{% endfor %}\n",
            files={"_config.yml": "includes: [a, b]\n"},
            why="the page reads it",
        ),
        Valid(
            "collections:\n  pages: {output: true, _icon: web}\n",
            path="_config.yml",
            why="an editor for sites reads what begins with an underscore",
        ),
    )
    invalid = (
        Invalid("kramdwon: {input: GFM}\n", path="_config.yml", at="kramdwon", help="kramdown"),
        Invalid(
            "gems: [jekyll-feed]\n",
            path="_config.yml",
            at="gems",
            files={"Gemfile.lock": "GEM\n  specs:\n    jekyll (4.3.4)\n"},
        ),
        Invalid("plugin:\n  - jekyll-feed\n", path="_config.yml", at="plugin", help="plugins"),
        Invalid(
            "gems: [jekyll-feed]\n",
            path="_config.yml",
            at="gems",
            help="plugins",
            files={"Gemfile": 'gem "jekyll"\n'},
        ),
        Invalid(
            "highlighter: pygments\n",
            path="_config.yml",
            at="highlighter",
            help="rouge",
            severity=Severity.INFO,
        ),
        Invalid("redcarpet:\n  extensions: []\n", path="_config.yml", at="redcarpet", severity=Severity.INFO),
        Invalid(
            "auto: true\nserver: true\nmaruku: {}\n",
            path="_config.yml",
            at="auto",
            severity=Severity.INFO,
            message="auto has no effect since Jekyll 1.0, nor have 2 more settings",
            related=("server", "maruku"),
        ),
        Invalid(
            "kramdown:\n  auto_id: false\n",
            path="_config.yml",
            at="auto_id",
            message="kramdown has no auto_id",
            help="auto_ids",
        ),
        Invalid(
            "defaults:\n  - scope: {pathh: a}\n    values: {}\n", path="_config.yml", at="pathh", help="path"
        ),
        Invalid("collections:\n  docs: {ouput: true}\n", path="_config.yml", at="ouput", help="output"),
        Invalid("ulr: https://example.org\n", path="_config.yml", at="ulr", help="write url"),
        Invalid("plugins: [jekyll-feed]\nfeed: {posts_limits: 5}\n", path="_config.yml", at="posts_limits"),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        asked = {name for facts in site.files.values() for name in facts.names}
        known = settings_of(site.plugins)
        for file in site.site.config.files:
            beside: dict[tuple[Hashable, ...], set[str]] = {}
            idle: list[tuple[DeadSetting, Place]] = []
            for entry in file.entries:
                if entry.key is not None:
                    beside.setdefault(entry.path[:-1], set()).add(str(entry.path[-1]))
            for entry in file.entries:
                *above, name = entry.path
                if entry.key is None or not isinstance(name, str) or len(above) > _DEEPEST:
                    continue
                at = Place(file.path, entry.key)
                if gone := dead_setting(entry.path, entry.data):
                    if (name not in asked or above) and not _is_alive(site, gone):
                        idle.append((gone, at))
                    continue
                meant = (
                    _meant(name, entry.data, known) if not above else _meant_below(above, name, site.plugins)
                )
                if meant and meant not in beside[entry.path[:-1]] and name not in asked:
                    what = f"{name} is no setting of Jekyll" if not above else f"{above[0]} has no {name}"
                    yield self.finding(what, at, help=f"write {meant}; as it is, it has no effect")

            yield from self._gone(idle)

    def _gone(self, settings: list[tuple[DeadSetting, Place]]) -> Iterator[Finding]:
        """What Jekyll no longer knows: one finding for all that nobody misses."""
        harmless = [(gone, at) for gone, at in settings if gone.harmless]
        for gone, at in [*(each for each in settings if not each[0].harmless), *harmless[:1]]:
            others = harmless[1:] if gone.harmless else []
            more = f", nor have {len(others)} more settings" if others else ""
            more = f", nor has {others[0][0].what}" if len(others) == 1 else more
            yield self.finding(
                f"{gone.what} has no effect since {gone.since}{more}",
                at,
                help=gone.advice,
                related=[Related(place, each.advice) for each, place in others],
                severity=Severity.INFO if gone.harmless else None,
            )


def _is_alive(site: SiteFacts, gone: DeadSetting) -> bool:
    """Whether the release of Jekyll that ``Gemfile.lock`` names still heeds the setting, or that of GitHub
    Pages, which may build the site."""
    gems = site.site.config["gems"]
    if gone.what == "gems" and isinstance(gems, list):
        config = site.site.config
        return not config.gems_are_likely and config.plugins.issuperset(map(str, gems))
    locked = _RELEASE.search(site.site.gems.get("jekyll", ""))
    since = _RELEASE.search(gone.since)
    if locked is None or since is None:
        return False
    return (int(locked[1]), int(locked[2])) < (int(since[1]), int(since[2]))


_DEEPEST = 3
_SHORTEST = 4
_RELEASE = lazy_pattern(r"(\d{1,4})\.(\d{1,4})")


def _meant(name: str, value: Any, known: frozenset[str]) -> str:
    """The setting that a key was meant to be; "" for a key of the author's own."""
    slip = slip_of(name[:100], known) if name not in known else ""
    # from a short word many others are a letter away: curl, purl, url2
    is_near = len(slip) >= _SHORTEST or sorted(name.lower()) == sorted(slip)
    return slip if slip and is_near and is_of_kind(slip, value) else ""


def _meant_below(above: list[Hashable], name: str, plugins: frozenset[str]) -> str:
    if name.startswith("_"):  # what an editor for sites reads beside Jekyll's own (CloudCannon's _icon)
        return ""
    keys = inner_keys(above, plugins)
    return slip_of(name[:100], keys) if name not in keys else ""
