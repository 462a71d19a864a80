from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from sitecheck.api import (
    LAYOUTS_OF_PLUGINS,
    WHOLE_FILE,
    Finding,
    Invalid,
    Place,
    Severity,
    SiteFacts,
    SiteRule,
    Valid,
    is_theme,
    layouts_reached,
    lazy_pattern,
)

_WORD = lazy_pattern(r"[\w./-]+")


class UnusedLayout(SiteRule):
    """No page uses a layout.

    ## What it does

    Reports layouts that no page, post, document or draft names, nor a default of the configuration, nor a
    layout that is used. A page that names none may have `page`, `post`, `home` or `default` on GitHub Pages,
    by jekyll-default-layout. What else is wrong in a layout that no page uses is not reported. With a theme,
    Ruby of the site's own, or plugins that make pages, any may be meant.

    ## Why is this bad?

    It is in the way of whoever looks for what a page is made of, and is kept up to date for nobody.

    ## References

    - <https://jekyllrb.com/docs/layouts/>
    """

    severity = Severity.INFO
    preset = "strict"
    valid = (
        Valid("{{ content }}\n", path="_layouts/a.html", files={"b.md": "---\nlayout: a\n---\n"}),
        Valid(
            "{{ content }}\n",
            path="_layouts/a.html",
            files={"_layouts/b.html": "---\nlayout: a\n---\n", "c.md": "---\nlayout: b\n---\n"},
        ),
        Valid(
            "{{ content }}\n",
            path="_layouts/a.html",
            files={"b.md": "---\n---\n", "_config.yml": "some_plugin:\n  layout: a\n"},
        ),
        Valid(
            "{{ content }}\n",
            path="_layouts/a.html",
            files={"_drafts/b.md": "---\nlayout: a\n---\n", "c.md": "---\n---\n"},
            why="a draft will need it",
        ),
        Valid(
            "{{ content }}\n",
            path="_layouts/a.html",
            files={"my-theme.gemspec": "", "c.md": "---\n---\n"},
            why="a theme has layouts for others",
        ),
        Valid("{{ content }}\n", path="_layouts/redirect.html", files={"c.md": "---\n---\n"}),
        Valid(
            "{{ content }}\n",
            path="_layouts/post.html",
            files={"_posts/2024-01-31-c.md": "---\ntitle: C\n---\n"},
            why="GitHub Pages gives it to posts that name none",
        ),
    )
    invalid = (
        Invalid(
            "{{ content }}\n",
            path="_layouts/a.html",
            message="no page uses this layout",
            files={"b.md": "---\n---\n", "_layouts/c.html": "---\nlayout: a\n---\n"},
            findings=2,
            why="the one that uses it is unused, too",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        if not site.site.routes or _may_serve_others(site):
            return
        used = _used(site)
        for name, layout in site.site.layouts.items():
            if layout.path not in used and not name.startswith(LAYOUTS_OF_PLUGINS):
                yield self.finding(
                    "no page uses this layout",
                    Place(layout.path, WHOLE_FILE),
                    help="remove it",
                )


def _may_serve_others(site: SiteFacts) -> bool:
    """Whether pages may use layouts that are not among those of this site as it is known."""
    if site.theme or site.has_own_plugins or site.site.own_ruby.makes or is_theme(site.site):
        return True
    return any(not each.assets_only and not each.beside_jekyll for each in site.site.unsure)


def _used(site: SiteFacts) -> frozenset[str]:
    """The paths of the layouts that something needs."""
    settings = {word for file in site.site.config.files for word in _WORD.findall(file.text)}
    waiting = [str(record.data.get("layout")) for record in site.site.documents()]
    waiting += [name for name in site.site.layouts if name in settings]
    waiting += chain.from_iterable(map(site.site.unasked_layouts, site.site.documents()))
    waiting += [name for path in site.site.unpublished for name in _asked_by_hidden(site, path)]
    return layouts_reached(waiting, site.site.layouts)


def _asked_by_hidden(site: SiteFacts, path: str) -> Iterator[str]:
    """The layout that a file names which is not published now: a draft, say."""
    if path.endswith((".md", ".markdown", ".html", ".htm", ".textile", ".adoc")):
        place = site.value_place(path, ("layout",), "")
        yield site.written(place).strip("\"' ")
