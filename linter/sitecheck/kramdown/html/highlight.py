"""Code as kramdown writes it when a highlighter (rouge) runs: the wrapping, without the colours."""

from __future__ import annotations

from sitecheck.kramdown.html.escaping import element, escape_all, written
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

_LANGUAGE = lazy_pattern(r"(?:(?<=\W)|\A)language-(\S+)")


class Highlighter(NamedTuple):
    """Whether code spans and blocks are handed to rouge; ``default`` is the language of code that names none.

    The spans that colour the code are left out.
    """

    spans: bool = True
    blocks: bool = True
    default: str = "plaintext"


def code_span(attrs: dict[str, str], code: str, highlighter: Highlighter | None) -> str:
    """A code span."""
    # rouge gets code spans, too, and its class is on them even without a language.
    if highlighter is not None and highlighter.spans:
        language = _LANGUAGE.search(attrs.get("class", ""))
        _mark(attrs, language[1] if language is not None else highlighter.default)
    return element("code", attrs, escape_all(code))


def code_block(attrs: dict[str, str], code: str, pad: str, highlighter: Highlighter | None) -> str:
    """A code block."""
    language = _take_language(attrs)
    if highlighter is not None and highlighter.blocks:
        _mark(attrs, language or highlighter.default)
        shown = f'<div class="highlight"><pre class="highlight"><code>{escape_all(code)}</code></pre></div>'
        return f"{pad}<div{written(attrs)}>{shown}{pad}</div>\n"
    inner = f' class="language-{language}"' if language else ""
    text = escape_all(code).removesuffix("\n")
    return f"{pad}<pre{written(attrs)}><code{inner}>{text}\n</code></pre>\n"


def _take_language(attrs: dict[str, str]) -> str:
    match = _LANGUAGE.search(attrs.get("class", ""))
    if match is None:
        return ""
    left = (attrs["class"][: match.start()] + attrs["class"][match.end() :]).strip()
    if left:
        attrs["class"] = left
    else:
        del attrs["class"]
    return match[1]


def _mark(attrs: dict[str, str], language: str) -> None:
    classes = f"{attrs.get('class', '')} highlighter-rouge".lstrip()
    if _LANGUAGE.search(classes):
        attrs["class"] = _LANGUAGE.sub(lambda _: f"language-{language}", classes, count=1)
    else:
        attrs["class"] = f"language-{language} {classes}"
