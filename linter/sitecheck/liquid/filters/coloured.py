"""Texts of pages of which nothing is unsure but the colours of code: rouge puts ``span`` around parts of it.

So what a filter says of the rest is known, such as the headings that an include for tables of contents splits
the content of a post at.
"""

from __future__ import annotations

from collections.abc import Sequence

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.values import UnknownPageText, page_text, reasons_of, undecided
from sitecheck.model.unknown import ReasonKind, Reasons
from sitecheck.text.source_map import UNKNOWN

_MARK = lazy_pattern(r'language-(?!plaintext )[^<>]*highlighter-rouge|<figure class="?highlight')
"""Stands in the first tag of each element whose code is coloured, as kramdown and Jekyll's tag ``highlight``
write it."""
_AROUND = (
    '<div class="language-x highlighter-rouge"><div class="highlight"><pre class="highlight"><code>'
    '<figure class="highlight"><pre><code class="language-x" data-lang="x"><table class="rouge-table"><tbody>'
    '<tr><td class="gutter gl"><pre class="lineno"><td class="code"><pre><span class="x"></span></pre></td>'
    "</tr></tbody></table></code></pre></figure></div></div>"
)
"""The elements around code, and its colours: what is split there parts the code from its mark."""
_TAG_AROUND = lazy_pattern(r"</?(?:code|div|figure|pre|span|table|tbody|td|tr)\b")
_OF_ELEMENTS = lazy_pattern(r"[a-zA-Z<>/&]")
"""What the elements of colours are made of, but for quotation marks."""
_KEEPING = frozenset(("lstrip", "markdownify", "rstrip", "strip", "strip_newlines"))
"""Filters that leave the colours of code as they are."""
COLOURS = undecided("what a filter does to the colours of code is not known")


def is_whole(value: object) -> bool:
    """Whether a value is a page's text, unsure but without gaps (its code may have colours)."""
    return isinstance(value, UnknownPageText) and UNKNOWN not in value


def is_coloured(value: object) -> bool:
    """Whether nothing of a page's text is unsure but the colours of its code."""
    return is_whole(value) and all(each.kind is ReasonKind.HIGHLIGHTER for each in reasons_of(value))


def keeps_colours(name: str, arguments: Sequence[object]) -> bool:
    """Whether the filter leaves of colours what they are: elements around parts of the code."""
    changes = name != "replace" or any(_OF_ELEMENTS.search(str(each)) for each in arguments)
    return name in _KEEPING or not changes


def is_beside_colours(name: str, value: object, arguments: Sequence[object]) -> bool:
    """Whether a value is a coloured text of which the filter makes the same whatever its colours are."""
    if not is_coloured(value):
        return False
    if name == "split" and len(arguments) == 1:
        return _parts_no_code(str(arguments[0]))
    numbers = [each for each in arguments if isinstance(each, int)]
    if name == "slice_" and len(numbers) == len(arguments) == 2 and (mark := _MARK.search(str(value))):
        return 0 <= numbers[0] <= sum(numbers) <= mark.start()
    return False


def coloured_again(result: object, reasons: Reasons) -> object:
    """What a filter made beside colours: of a list the parts that have some are texts that may be others."""
    if not isinstance(result, list):
        return result
    return [page_text(part, reasons) if _MARK.search(part) else part for part in result]


def _parts_no_code(separator: str) -> bool:
    """Whether a text is split nowhere in its code, which is escaped, nor between that and its mark."""
    is_around = separator in _AROUND or _TAG_AROUND.search(separator) is not None
    return "<" in separator and not is_around
