from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from sitecheck.api import (
    UNKNOWN,
    Document,
    FileRule,
    Finding,
    Invalid,
    Span,
    Valid,
    lazy_pattern,
    line_before,
)

_ADDRESS = lazy_pattern(r"#|\.{0,2}/|(?:https?|mailto|tel):", re.IGNORECASE)
"""How an address begins, and no label."""
_NAME = lazy_pattern(r"[\w\])]")
_FOLLOWS = lazy_pattern(r"[A-Z0-9\[]")
"""What does not follow a link: a word may end behind it (``[the list][list]s``), but not begin."""
_MOST = 200
"""So many definitions are compared with a label."""
_FREE, _PER_CHARACTER = 1_000_000, 40
"""Pairs of characters that are compared for labels that are near: of any page, and more of a long one."""
_NEAR = 0.75
"""How alike (of 1) the label is that was meant: ``lst`` and ``list`` are 0.86, ``12`` and ``1`` 0.67."""
_UNKNOWN_LINE = lazy_pattern(rf"^ {{0,3}}{UNKNOWN}", re.MULTILINE)
"""Where output that is not known may define labels: that of an include of a theme, say, for all pages."""
_LONGEST = 500
"""Longer texts (characters) are hardly meant for a link, and would take long to look at."""
_QUOTED = lazy_pattern(r"([\"'])[^\"']*\1")
"""A key of code: ``row["name"]["first"]``."""
_RANGES = lazy_pattern(r"\^?(?:\w-\w|[.,_\s-])+|[^\w\s]+")
"""A set of characters of a regular expression: ``[1-9][0-9]``, ``[A-Z][a-z_]``, ``[eE][+-]``."""
_INDEX = r"\[ ?(?:\d{1,9}|[A-Za-z_]\w{0,2}|\w{1,40}(?: ?[-+*/%] ?\w{1,40}){1,9}) ?\]"
_INDICES = lazy_pattern(rf"(?!\[\d+\]\[\d+\]){_INDEX}{_INDEX}", re.ASCII)
"""Two indices of an array, but for two numbers, which may be notes: ``dp[i + 1][j - 1]``, ``grid[0][x]``."""
_NOTES = lazy_pattern(r"(?:\[\d{1,4}\]){2}")
"""Marks of two notes, of a page whose notes are a list: ``as shown in [3][4]``."""
_ARRAY = lazy_pattern(r"[\w\])]", re.ASCII)
_LINES = lazy_pattern(r"\[[^\[\]\n]*\][ \t\r]*\n\[[^\[\]\n]*\]")
_PHRASE = lazy_pattern(r"\[[^\[\]]*[^\W\d_]{2,}[ \n]+[^\W\d_]{2,}[^\[\]]*\][ \n]?\[[\w.-]+\]\Z")
"""A text of several words with a label of one: ``[user id][last name]`` may be the names of two things."""


class UndefinedReference(FileRule):
    """A reference link has no definition.

    ## What it does

    Reports `[text][label]` and `[label][]` when the page has no `[label]: address` line, unless the site's
    own Ruby may change the text before it is converted, or a line begins with output that is not known, and
    but for the indices of an array that stand right behind its name (`counts[i + 1][j]`), and two numbers
    where no number is defined (`[3][4]`). On a page that
    defines no reference at all two pairs of brackets are often just brackets, as in `a[i][j]`: there the text
    must be of several words and the label of one, or the second pair empty, and no name may stand before or
    behind them.

    ## Why is this bad?

    The reader sees the brackets instead of a link.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#reference-links>
    """

    needs_whole = True
    valid = (
        Valid("[The lights go out]\n[A shot is heard]\n\n[1]: https://example.org/\n", why="lines of a play"),
        Valid(
            "See [as so often] [the page](/a/), [1].\n\n[1]: https://example.org/\n",
            files={"a.md": "---\npermalink: /a/\n---\n"},
            why="kramdown takes the second pair for a link with its address",
        ),
        Valid("See [the list][list].\n\n[list]: /list/\n", files={"list.md": "---\n---\n"}),
        Valid(
            "New: [[Bug #1]][[Bug #2]]\n\n[Bug #1]: https://example.org/1\n[Bug #2]: https://example.org/2\n",
            why="each reference is a link in brackets of its own",
        ),
        Valid("See [the list][x].\n[x]: https://example.org/\n", why="`definition-as-text` tells it"),
        Valid(
            "---\n---\nSee [the list of all][list].\n",
            files={
                "_plugins/a.rb": "class Jekyll::Converters::Markdown < Jekyll::Converter\n"
                "  def convert(text) = super(text + File.read('_references.md'))\nend\n"
            },
            why="the site's own Ruby adds definitions to every page",
        ),
        Valid(
            "---\n---\nSee [the list of all][list].\n\n{% include links.md %}\n",
            files={"_config.yml": "remote_theme: ships/theme\n"},
            why="the include of the theme may define it",
        ),
        Valid("An array `a[i][j]` and a footnote-like [1][2] mark\n"),
        Valid(
            "See [a]: a number is [1-9][0-9], a name [A-Z][a-z_], [eE][+-] 9.\n\n[a]: https://example.org/\n"
        ),
        Valid("It was shown in [1] and [3][4].\n\n[author]: https://example.org/\n", why="marks of notes"),
        Valid('See [a] and **row["name"]["first"]**.\n\n[a]: https://example.org/\n', why="code"),
        Valid(
            '[<a href="https://example.org/1">page</a>][<a href="https://example.org/2">copy</a>]\n\n'
            "[x]: https://example.org/\n",
            why="links of their own in brackets",
        ),
        Valid("Roll [a free word][a number]D[sides][a free word] here.\n", why="a grammar"),
        Valid("Types int[n][], char x[10][] and a pair [Bug #1][Bug #2] are no links\n"),
        Valid(
            "They drink [all of them] [and sing]. See [the list][].\n\n[the list]: https://example.org/\n",
            why="remarks, with a blank between them",
        ),
        Valid("The key is [user id][last name] of the reader.\n", why="two names, one after the other"),
    )
    invalid = (
        Invalid(
            "---\n---\nSee [the list][lst].\n\n[list]: https://example.org/\n",
            at="[the list][lst]",
            message="'lst'",
            help="did you mean [list]?",
        ),
        Invalid(
            "See [a page][12].\n\n[1]: https://example.org/\n",
            at="[a page][12]",
            help="define it",
            why="1 is another number, not a slip for 12",
        ),
        Invalid(
            "See [a recipe][0257] and [another][0258].\n\n[0258]: /b/\n",
            at="[a recipe][0257]",
            help="define it",
            why="every number is a name of its own",
        ),
        Invalid(
            "See [a page] [the lst].\n\n[the list]: https://example.org/\n",
            at="[a page] [the lst]",
            help="did you mean [the list]?",
        ),
        Invalid("See [the end][#end].\n\n[x]: /a/\n", at="[the end][#end]", help="round brackets: (#end)"),
        Invalid(
            "See [the list][] and [the old list][list].\n", at="[the list][]", findings=2, help="define it"
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        markdown = doc.markdown
        if markdown is None or doc.changed_by or _UNKNOWN_LINE.search(doc.rendered.text):
            return
        labels = [definition.label for definition in markdown.definitions]
        known = _Labels(labels, len(doc.rendered.text))
        has_numbers = any(label.isdigit() for label in labels)
        shown = {_plain(each.detail) for each in markdown.problems if each.kind == "definition-as-text"}
        for reference in markdown.undefined:
            if (
                "[" in reference.label
                or "</" in reference.label
                or _QUOTED.fullmatch(reference.label)
                or _RANGES.fullmatch(reference.label)
                or _plain(reference.label) in shown
                or doc.maybe(reference.span.start)
            ):
                continue
            if not labels and not _is_meant(doc.rendered.text, reference.span):
                continue
            if not has_numbers and _NOTES.fullmatch(doc.rendered.text, *reference.span):
                continue
            if _is_line(doc.rendered.text, reference.span) or _is_array(doc.rendered.text, reference.span):
                continue
            near = known.nearest(reference.label)
            if _is_parted(doc.rendered.text, reference.span, near):
                continue
            yield self.finding(
                f"there is no definition of the reference {reference.label!r}",
                doc.place(*reference.span),
                help=_advice(reference.label, near),
            )


def _plain(label: str) -> str:
    return " ".join(label.split()).casefold()


class _Labels:
    """The labels that a page defines; they are compared as often as its length allows: hundreds may be
    defined, and thousands be missing."""

    def __init__(self, labels: Sequence[str], page: int) -> None:
        self._labels = {label.casefold(): label for label in reversed(labels)}
        self._compared = [label.casefold() for label in labels[:_MOST]]
        self._length = sum(map(len, self._compared))
        self._left = _FREE + _PER_CHARACTER * page

    def nearest(self, label: str) -> str:
        """The defined label that was most likely meant; "" for none."""
        if len(label) > _LONGEST or label.isdigit():
            return ""
        self._left -= len(label) * self._length
        if self._left < 0:
            return ""
        near = get_close_matches(label.casefold(), self._compared, cutoff=_NEAR)
        return self._labels[near[0]] if near else ""


def _advice(label: str, near: str) -> str:
    if _ADDRESS.match(label):
        return f"an address stands in round brackets: ({label})"
    return f"did you mean [{near}]?" if near else f"define it, in a line of its own: [{label}]: address"


def _is_parted(text: str, span: Span, near: str) -> bool:
    """Whether blanks part the pairs of brackets, which are no link then: the second begins one of its own
    (``[and so on] [the page](/page/)``), or nothing like its label is defined (``[left out] [by me]``)."""
    parted = re.search(r"\]\s+\[", text[span.start : span.end]) is not None
    return parted and (not near or text.startswith("(", span.end))


def _is_line(text: str, span: Span) -> bool:
    """Whether each pair of brackets is a line of its own: directions of a play, messages of a game."""
    inside = _LINES.fullmatch(text, span.start, span.end) is not None
    return inside and not line_before(text, span.start) and text[span.end : span.end + 1] in ("", "\r", "\n")


def _is_array(text: str, span: Span) -> bool:
    """Whether an array of code stands here, and not in code: its name touches what looks like indices."""
    is_named = span.start > 0 and _ARRAY.match(text, span.start - 1) is not None
    return is_named and _INDICES.fullmatch(text, span.start, span.end) is not None


def _is_meant(text: str, span: Span) -> bool:
    """Whether brackets are a link's on a page that defines none."""
    before, after = text[max(0, span.start - 1) : span.start], text[span.end : span.end + 1]
    if _NAME.fullmatch(before) or _FOLLOWS.fullmatch(after) or span.end - span.start > _LONGEST:
        return False
    written = text[span.start : span.end]
    return written.endswith("[]") or _PHRASE.match(written) is not None
