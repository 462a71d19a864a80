from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sitecheck.api import (
    Finding,
    HeadRow,
    Invalid,
    NamedTuple,
    Place,
    SiteFacts,
    SiteRule,
    Valid,
    lazy_pattern,
)
from sitecheck_rules.head._heads import causes, shown

_LAYOUT = {"_layouts/x.html": "<head><title>{{ page.title }}</title></head>{{ content }}\n"}
_TEXTS = (
    *("title", "description", "og:title", "og:description", "twitter:title", "twitter:description"),
    *("og:site_name", "author", "keywords"),
)
_LIQUID = lazy_pattern(r"(?<![`'\"“‘«])(?:\{\{[^{}]+\}\}|\{%[^{}]+%\})")
"""But for what is quoted, and meant to be seen."""
_MARKDOWN = lazy_pattern(r"\]\((?:https?:|/)(?:(?!\]\()[^)\s])*\)")
_TAG = lazy_pattern(r"</?(?:a|b|br|code|del|em|i|img|p|s|small|span|strike|strong|sub|sup|u)(?:\s[^<>]*)?/?>")


class _Raw(NamedTuple):
    key: str
    what: str
    text: str
    place: Place


class RawSourceInHead(SiteRule):
    """A title or description shows source code: Liquid, Markdown or tags.

    ## What it does

    Looks for `{{ … }}`, `{% … %}` and links of Markdown in the front matter, in `_config.yml` and in what a
    layout takes from `page.content` of a page, and for HTML tags in titles, where they are printed as they
    stand.

    ## Why is this bad?

    Search results and share cards show it letter by letter. Liquid is not run in front matter, and in a
    layout `page.content` of a page is its source (of a post, its HTML).

    ## References

    - <https://jekyllrb.com/docs/front-matter/>
    - <https://html.spec.whatwg.org/multipage/semantics.html#the-title-element> (text only)
    """

    reads_heads = True
    valid = (
        Valid("---\nlayout: x\ntitle: How to write tags\n---\n", files=_LAYOUT),
        Valid(
            "---\nlayout: x\ntitle: The <strong> element\n---\n",
            files={"_layouts/x.html": "<head><title>{{ page.title | escape }}</title></head>{{ content }}\n"},
        ),
        Valid(
            "---\nlayout: x\ntitle: A <b>bold</b> one\n---\n",
            files={"_layouts/x.html": "<head><title>{{ page.title | strip_html }}</title></head>\n"},
        ),
        Valid(
            "---\nlayout: x\ntitle: \"Why '{{ content }}' is shown\"\n---\n",
            files=_LAYOUT,
            why="who quotes it means to show it",
        ),
    )
    invalid = (
        Invalid(
            '---\nlayout: x\ntitle: "Notes of {{ site.title }}"\n---\n',
            at='"Notes of {{ site.title }}"',
            message="the title shows Liquid as it is written: {{ site.title }}",
            files=_LAYOUT,
        ),
        Invalid(
            '---\nlayout: x\ntitle: "Read [this](/a)"\n---\n',
            path="_posts/2024-01-02-a.md",
            at='"Read [this](/a)"',
            message="the title shows a link of Markdown as it is written: ](/a)",
            help="markdownify",
            files=_LAYOUT,
        ),
        Invalid(
            "title: A\ndescription: Based on [x](https://example.org)\n",
            path="_config.yml",
            at="Based on [x](https://example.org)",
            message="the description shows a link of Markdown as it is written",
            help="for example on index.md",
            files={
                "index.md": "---\nlayout: x\n---\n",
                "_layouts/x.html": "<head><title>A</title>"
                "<meta name=description content='{{ site.description }}'></head>{{ content }}\n",
            },
        ),
        Invalid(
            "---\nlayout: x\ntitle: A <b>bold</b> one\n---\n",
            at="A <b>bold</b> one",
            message="the title shows a tag as it is written: <b>",
            files=_LAYOUT,
        ),
        Invalid(
            '<head><meta name="description" content="{{ page.content | strip }}"></head>{{ content }}\n',
            at="{{ page.content | strip }}",
            path="_layouts/x.html",
            message="the description shows Markdown as it is written",
            help="for example on index.md",
            files={"index.md": "---\nlayout: x\n---\nSee [this](https://example.org).\n"},
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        found = [(raw.place, row, raw) for row in shown(site) for raw in _raws(site, row)]
        first: dict[Place, _Raw] = {}
        for place, _, raw in found:
            first.setdefault(place, raw)
        for cause in causes((place, row) for place, row, _ in found):
            raw = first[cause.place]
            yield self.finding(
                f"the {raw.key} shows {raw.what} as it is written: {raw.text[:60]}",
                cause.place,
                help=f"{_HELP[raw.what]}{cause.example}",
                pages=cause.pages,
            )


_HELP = {
    "Liquid": "Liquid is not run here: write the text itself",
    "a link of Markdown": "write the text alone here, or print it with | markdownify | strip_html",
    "source": "page.content of a page is its source; use content, or a description of the page's own",
    "a tag": "leave the tag out, or take it away with | strip_html",
    "Markdown": "page.content of a page is its source; use a description of the page's own",
}


def _raws(site: SiteFacts, row: HeadRow) -> Iterator[_Raw]:
    record = site.records[row.path or ""]
    for key in _TEXTS:
        field = row.head.field(key)
        if field.state != "known" or field.late:
            continue
        liquid = _LIQUID.search(field.value) if "{" in field.value else None
        markdown = _MARKDOWN.search(field.value) if "](" in field.value else None
        raw = liquid or markdown
        own = _written_place(site, row, raw[0]) if raw else None
        if raw and own is not None:
            yield _Raw(key, "Liquid" if liquid else "a link of Markdown", raw[0], own)
            continue
        if raw and not record.collection and field.parts and not _in_data(record.data, field.value):
            yield _Raw(key, "source" if liquid else "Markdown", raw[0], field.parts[-1].place)
            continue
        tag = _TAG.search(field.written) if key == "title" else None
        if tag is not None:
            yield _Raw(key, "a tag", tag[0], _written_place(site, row, tag[0]) or field.parts[0].place)


def _written_place(site: SiteFacts, row: HeadRow, text: str) -> Place | None:
    """The key of the page's front matter, or else of the configuration, in whose value ``text`` stands."""
    facts, record = site.files[row.path or ""], site.records[row.path or ""]
    for key in facts.keys:
        value = record.data.get(key.name)
        if isinstance(value, str) and text in value:
            return Place(facts.path, key.value)
    config = site.site.config
    for name, value in config.values.items():
        entry = config.entry(name) if isinstance(value, str) and text in value else None
        if entry is not None:
            return Place(entry[0], entry[1].value)
    return None


def _in_data(data: Mapping[Any, Any], text: str) -> bool:
    return any(isinstance(value, str) and text in " ".join(value.split()) for value in data.values())
