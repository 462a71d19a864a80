from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, Invalid, Place, SiteFacts, SiteRule, Valid

_DEFAULTS = ("node_modules", "vendor/bundle", "vendor/cache", "vendor/gems", "vendor/ruby")
"""What ``DEFAULT_EXCLUDES`` of Jekyll 3.9 and 4.3 has in common, of folders."""
_LOCK = "GEM\n  remote: https://rubygems.org/\n  specs:\n    jekyll (3.9.5)\n"


class ReplacedExclude(SiteRule):
    """The site's `exclude` replaces Jekyll 3's own, and other people's packages are published.

    ## What it does

    Where `Gemfile.lock` names Jekyll 3, reports an `exclude` without `node_modules` or `vendor` when the site
    has such a folder.

    ## Why is this bad?

    Up to Jekyll 3 an `exclude` takes the place of the list that leaves these folders out; since Jekyll 4 it
    adds to it. Their pages and scripts are published, and a template of Jekyll's own below `vendor` stops the
    build: "0000-00-00-welcome-to-jekyll.markdown.erb does not have a valid date".

    ## References

    - <https://jekyllrb.com/docs/upgrading/3-to-4/#exclusion-changes>
    - <https://github.com/jekyll/jekyll/issues/5267>, <https://github.com/jekyll/jekyll/issues/7537>
    """

    valid = (
        Valid(
            files={
                "_config.yml": "exclude: [drafts]\n",
                "Gemfile.lock": _LOCK.replace("3.9.5", "4.3.4"),
                "node_modules/a/README.md": "---\n---\n",
            }
        ),
        Valid(
            files={
                "_config.yml": "exclude: [drafts, node_modules/]\n",
                "Gemfile.lock": _LOCK,
                "node_modules/a/README.md": "---\n---\n",
            }
        ),
        Valid(files={"_config.yml": "exclude: [drafts]\n", "Gemfile.lock": _LOCK}),
    )
    invalid = (
        Invalid(
            "exclude: [drafts]\n",
            path="_config.yml",
            files={"Gemfile.lock": _LOCK, "node_modules/a/README.md": "---\n---\n"},
            at="exclude",
            message="this exclude publishes node_modules",
            help="add node_modules",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        if not site.site.gems.get("jekyll", "").startswith("3."):
            return
        given = site.site.config.entry("exclude")
        if given is None or given[1].key is None or not isinstance(given[1].data, list):
            return
        file, entry = given
        covered = {str(each).strip("/").partition("/")[0] for each in entry.data}
        for folder in _DEFAULTS:
            first = folder.partition("/")[0]
            is_there = site.site.placed(folder) in site.site.unpublished
            if is_there and not covered & {first, "**", f"{first}*"}:
                assert entry.key is not None  # noqa: S101 - asked above
                yield self.finding(
                    f"with Jekyll 3 this exclude publishes {folder}",
                    Place(file, entry.key),
                    help=f"add {folder}: the list replaces the one that Jekyll has of its own",
                )
