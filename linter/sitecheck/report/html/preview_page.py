"""One page of a site as a search result and a share card, as a page to look at."""

from __future__ import annotations

from sitecheck.model.picture import Preview
from sitecheck.report.html.templating import page_of, template


def preview_html(preview: Preview) -> str:
    """The page. It may show the picture of the card, from wherever that is; nothing else is asked for.

    Raises :class:`sitecheck.errors.UsageError` where Jinja2 is not installed.
    """
    picture = preview.card[0].text
    return page_of(
        template("preview.html"),
        styles=("base.css", "preview.css"),
        scripts=(),
        images="data: http: https:",
        preview=preview,
        picture=picture if picture.startswith(("https://", "http://")) else "",
    )
