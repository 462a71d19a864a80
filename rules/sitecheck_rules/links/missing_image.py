from __future__ import annotations

from collections.abc import Iterator, Mapping

from sitecheck.api import Finding, Invalid, PageFacts, Place, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.links._links import advice, certain_links, gathered, is_image, told


class MissingImage(SiteRule):
    """A page shows an image that the site does not have.

    ## What it does

    Resolves the addresses of images (`![…](…)`, `<img src>`, `srcset`, a video's `poster`, `url(…)` in
    styles, `og:image`) against the files that Jekyll would publish. Where jekyll-seo-tag runs, the `image:`
    of the front matter is looked up, too.

    ## Why is this bad?

    The reader sees a broken picture. A common cause is upper and lower case: macOS and Windows find
    `Photo.JPG` as `photo.jpg`, the web server does not.

    ## References

    - <https://jekyllrb.com/docs/static-files/>
    """

    severity = Severity.ERROR
    valid = (
        Valid("---\nimage: /a.png\n---\n", why="no plugin reads it"),
        Valid("<style>\n@font-face { src: url(data:font/woff2;base64,d09G) }\n</style>\n"),
        Valid("---\n---\n![A ship](/a.png)\n", files={"a.png": ""}),
        Valid("---\n---\n![A ship](https://example.org/a.png)\n"),
    )
    invalid = (
        Invalid("---\n---\n![A ship](/a.png)\n", at="/a.png", message="/a.png"),
        Invalid("---\n---\n<div style=\"background: url('/a.png')\"></div>\n", at="/a.png"),
        Invalid(
            "<style>\n/* url(/old.png) */\nbody { background: url(/a.png) }\n</style>\n",
            path="_layouts/default.html",
            at="/a.png",
        ),
        Invalid('<meta property="og:image" content="/a.png">\n', path="_layouts/default.html", at="/a.png"),
        Invalid(
            "---\nimage: /a.png\n---\n",
            at="/a.png",
            severity=Severity.WARNING,
            files={"_config.yml": "plugins: [jekyll-seo-tag]\n"},
        ),
        Invalid(
            "---\n---\n![A ship](/Ship.png)\n", at="/Ship.png", files={"ship.png": ""}, message="/Ship.png"
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        cards: dict[str | None, list[Finding]] = {}
        if "jekyll-seo-tag" in site.plugins:
            for facts in site.pages():
                for target, finding in self._card(site, facts):
                    cards.setdefault(target, []).append(finding)
        for resolved in gathered(certain_links(site, "broken-page")):
            is_card = resolved.of_layout and resolved.link.element == "meta"
            if is_image(resolved.link) and not (is_card and resolved.verdict.target in cards):
                yield told(
                    self,
                    resolved,
                    f"there is no image at {resolved.link.href}",
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
        return f"image.{name}", str(image.get(name) or "").strip()
    return "image", image.strip() if isinstance(image, str) else ""
