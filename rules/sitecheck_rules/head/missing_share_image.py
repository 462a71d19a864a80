from __future__ import annotations

from collections.abc import Iterator, Mapping

from sitecheck.api import Finding, Invalid, PageFacts, Place, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.links._chosen import certain_links, gathered
from sitecheck_rules.links._told import advice, told

_PLUGIN = {"_config.yml": "plugins: [jekyll-seo-tag]\n"}


class MissingShareImage(SiteRule):
    """The picture of a share card is not among the files of the site.

    ## What it does

    Resolves `og:image` and `twitter:image` as the layouts compose them, and, where jekyll-seo-tag runs, the
    `image:` of the front matter, against the files that Jekyll would publish.

    ## Why is this bad?

    Who shares the page shows an empty frame, or none.

    ## References

    - <https://ogp.me/#metadata> (`og:image`)
    - <https://github.com/jekyll/jekyll-seo-tag/blob/master/docs/advanced-usage.md> (setting an image)
    """

    severity = Severity.ERROR
    valid = (
        Valid("---\nimage: /a.png\n---\n", why="no plugin reads it"),
        Valid("---\nimage: /a.png\n---\n{% seo %}\n", files={**_PLUGIN, "a.png": ""}),
        Valid(
            "---\nimage: /a.png\nlayout: x\n---\n",
            files={**_PLUGIN, "_layouts/x.html": "<head><title>A</title></head>{{ content }}\n"},
            why="no tag of the plugin is on the page",
        ),
        Valid(
            '<head><meta property="og:image" content="https://example.org/a.png"></head>\n',
            path="_layouts/default.html",
        ),
    )
    invalid = (
        Invalid('<meta property="og:image" content="/a.png">\n', path="_layouts/default.html", at="/a.png"),
        Invalid(
            "---\nimage: { path: /a.png }\nlayout: x\n---\n",
            at="/a.png",
            severity=Severity.WARNING,
            files={**_PLUGIN, "_layouts/x.html": "<head>{% seo %}</head>{{ content }}\n"},
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        cards: dict[str | None, list[Finding]] = {}
        if "jekyll-seo-tag" in site.plugins:
            for facts in site.pages():
                for target, finding in self._card(site, facts):
                    cards.setdefault(target, []).append(finding)
        for resolved in gathered(site, certain_links(site, "broken-page")):
            link = resolved.link
            if (
                link.element == "meta"
                and link.attribute == "content"
                and resolved.verdict.target not in cards
            ):
                yield told(
                    self,
                    resolved,
                    f"there is no image at {link.href}",
                    help=advice(resolved),
                    severity=Severity.WARNING if resolved.by_host else None,
                )
        for findings in cards.values():
            yield from findings

    def _card(self, site: SiteFacts, facts: PageFacts) -> Iterator[tuple[str | None, Finding]]:
        """The picture that jekyll-seo-tag shows where the page is shared, as a target on the site."""
        name, image = _picture(site, facts)
        key, url = facts.key(name), site.url(facts.path)
        if key is None or url is None or not image or image.startswith("//"):
            return
        if not site.may_have(facts, "meta", "content"):  # as the plugin's tag writes it
            return
        # jekyll-seo-tag 2.8 puts baseurl before it, from the folder of the page; 2.6 from the root; a
        # layout of the site may read it as it is
        base = site.site.baseurl
        rooted = site.leads("/", f"{base}/{image.lstrip('/')}")
        verdicts = (rooted, site.leads(url, image), site.leads("/", image))
        if all(verdict.status == "broken-page" for verdict in verdicts):
            finding = self.finding(
                f"there is no image at {image}",
                Place(facts.path, key.value),
                help=f"{rooted.reason}; jekyll-seo-tag names it where the page is shared",
                severity=Severity.WARNING,
            )
            yield rooted.target, finding


def _picture(site: SiteFacts, facts: PageFacts) -> tuple[str, str]:
    """The key that names the page's picture, and its value; two empty texts when there is none."""
    record = site.records.get(facts.path)
    image = record.data.get("image") if record is not None else None
    if isinstance(image, Mapping):
        name = next((name for name in ("path", "facebook", "twitter") if image.get(name)), "")
        key, image = f"image.{name}", image.get(name)
    else:
        key = "image"
    return key, image.strip() if isinstance(image, str) else ""
