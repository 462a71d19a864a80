from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Place, Severity, Valid, lazy_pattern

_VAGUE = frozenset(
    {
        *("here", "click here", "click", "this", "this link", "this page", "link", "read more", "more"),
        *("learn more", "see more", "details", "read here", "see here", "check it out", "download here"),
        *("find out more", "continue", "continue reading", "view more", "more info"),
        *("hier", "hier klicken", "mehr", "weiterlesen", "ici", "cliquez ici", "en savoir plus"),
        *("lire la suite", "aquí", "aqui", "haz clic aquí", "leer más", "clique aqui", "saiba mais"),
        *("leia mais", "qui", "clicca qui", "leggi tutto", "тут", "здесь", "点击这里", "这里", "こちら"),
    }
)
_MARKS = lazy_pattern(r"[*_`]|<[^>]*>|[\s.:;,!…»›→>]+$|^[\s«‹←<]+")


class VagueLinkText(FileRule):
    """The text of a link does not say where it leads.

    ## What it does

    Reports links whose whole text is "here", "click here", "read more" or the like, in a few languages. A
    `title` or `aria-label` is taken for an answer.

    ## Why is this bad?

    Screen readers offer a list of a page's links: ten times "here" is of no use. Search engines read the
    text, too.

    ## References

    - <https://www.w3.org/WAI/WCAG22/Understanding/link-purpose-in-context.html>
    """

    severity = Severity.INFO
    preset = "strict"
    kinds = frozenset({"page", "post", "document", "layout", "include"})
    valid = (
        Valid("[The guide](https://example.org/) is here.\n"),
        Valid('[here](https://example.org/ "The guide")\n'),
        Valid('<a href="https://example.org/" aria-label="The guide">more</a>\n'),
    )
    invalid = (
        Invalid(
            "Read it [here](https://example.org/).\n",
            at="[here](https://example.org/)",
            message='"here" does not say',
            help="in the link",
        ),
        Invalid('<p><a href="https://example.org/">Click here &raquo;</a></p>\n', message='"Click here"'),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for hyperlink in doc.hyperlinks:
            text = _plain(hyperlink.text)
            element = hyperlink.element
            named = any(element.get(name) is not None for name in ("title", "aria-label", "aria-labelledby"))
            if (
                text.lower() in _VAGUE
                and not named
                and not hyperlink.inside
                and not doc.is_open(hyperlink.place)
            ):
                yield self._told(doc, text, hyperlink.element.place)
        for link in doc.markdown.links if doc.markdown is not None else ():
            text = _plain(link.text)
            if link.element == "a" and link.kind in ("inline", "reference") and not link.title:
                listed = doc.rendered.text.startswith("{:", link.span.end)
                if text.lower() in _VAGUE and not listed:
                    yield self._told(doc, text, doc.place(*link.span))

    def _told(self, doc: Document, text: str, place: Place) -> Finding:
        return self.finding(
            f'"{text}" does not say where the link leads',
            place,
            help="put the words that name the target in the link",
        )


def _plain(text: str) -> str:
    """A link's text without marks, arrows and what ends a sentence; empty when it is long."""
    if len(text) > 60:
        return ""
    return _MARKS.sub("", _MARKS.sub("", text)).strip()
