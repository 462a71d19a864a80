from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sitecheck.api import Finding, Invalid, Place, SiteFacts, SiteRule, Valid, slip_of

_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "baseurl": str,
    "collections": (dict, list),
    "collections_dir": str,
    "data_dir": str,
    "defaults": list,
    "destination": str,
    "exclude": list,
    "excerpt_separator": str,
    "highlighter": str,
    "include": list,
    "includes_dir": str,
    "keep_files": list,
    "kramdown": dict,
    "layouts_dir": str,
    "liquid": dict,
    "markdown": str,
    "markdown_ext": str,
    "paginate": int,
    "paginate_path": str,
    "permalink": str,
    "plugins": list,
    "plugins_dir": (str, list),
    "remote_theme": str,
    "strict_front_matter": bool,
    "timezone": str,
    "unpublished": bool,
    "whitelist": list,
}
"""Settings of Jekyll and its own plugins, and what their values are."""
_OLD: Mapping[str, str] = {
    "gems": "plugins",
    "layouts": "layouts_dir",
    "data_source": "data_dir",
    "pygments": "highlighter",
}
"""Names that Jekyll 2 or 3 knew (upgrading guides), and today's."""
_OLD_KINDS: Mapping[str, type] = {"gems": list, "layouts": str, "data_source": str, "pygments": bool}


class IgnoredConfigKey(SiteRule):
    """A key of `_config.yml` is misspelt, or Jekyll no longer knows it.

    ## What it does

    Reports a key that is one slip away from a setting of Jekyll (`kramdwon:`, `plugin:`), when its value is
    of the setting's kind, the setting itself is not there, and no Liquid asks the site for such a key.
    Reports old names as well: `gems:` is called `plugins:` since Jekyll 4.

    ## Why is this bad?

    Jekyll takes any key for one of the author's own, without a word: the setting has no effect.

    ## References

    - <https://jekyllrb.com/docs/configuration/options/>
    - <https://jekyllrb.com/docs/upgrading/3-to-4/>
    """

    valid = (
        Valid(files={"_config.yml": "kramdown: {input: GFM}\nauthor: Ann\nsection: [a]\n"}),
        Valid(files={"_config.yml": "plugin: a\n"}, why="the value is not of the setting's kind"),
        Valid(files={"_config.yml": "exclude: [a]\nexcludes: [b]\n"}, why="the setting itself is there"),
        Valid(
            "---\n---\n{% for each in site.includes %}{{ each }}{% endfor %}\n",
            files={"_config.yml": "includes: [a, b]\n"},
            why="the page reads it",
        ),
    )
    invalid = (
        Invalid("kramdwon: {input: GFM}\n", path="_config.yml", at="kramdwon", help="kramdown"),
        Invalid("plugin:\n  - jekyll-feed\n", path="_config.yml", at="plugin", help="plugins"),
        Invalid("gems: [jekyll-feed]\n", path="_config.yml", at="gems", help="plugins"),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        asked = {name for facts in site.files.values() for name in facts.names}
        for file in site.site.config.files:
            keys = {entry.path[0] for entry in file.entries if len(entry.path) == 1}
            for entry in file.entries:
                name = entry.path[0]
                if len(entry.path) != 1 or entry.key is None or not isinstance(name, str) or name in asked:
                    continue
                meant = _meant(name, site.site.config[name])
                if meant and meant not in keys:
                    yield self.finding(
                        f"{name} is no setting of Jekyll",
                        Place(file.path, entry.key),
                        help=f"write {meant}; as it is, it has no effect",
                    )


def _meant(name: str, value: Any) -> str:
    """The setting that a key was meant to be; "" for a key of the author's own."""
    if name in _OLD:
        return _OLD[name] if isinstance(value, _OLD_KINDS[name]) else ""
    slip = slip_of(name, _KINDS) if name not in _KINDS else ""
    return slip if slip and isinstance(value, _KINDS[slip]) else ""
