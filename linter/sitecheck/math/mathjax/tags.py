"""Tags, labels and references."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sitecheck.math.mathjax.arguments import Origin, Piece, trimmed
from sitecheck.math.mathjax.refusal import RefusalError
from sitecheck.math.mathjax.registry import READ_TAG, method
from sitecheck.math.mathjax.tables import PLAIN
from sitecheck.math.mathjax.text import text_argument

if TYPE_CHECKING:
    from sitecheck.math.mathjax.parser import Parser


@method(READ_TAG)
def _read_tag(parser: Parser) -> None:
    tag = parser.session.tag.tag or ""
    # MathJax 2 and 3 read it with its parentheses: a command at its end takes the last one as an argument.
    text = tag if parser.session.version == 4 else f"({tag})"
    text_argument(parser.child(text, Piece(0, len(text)), Origin(len(text), parser.here())), "\\tag")


@method("base.HandleNoTag")
def _no_tag(parser: Parser, _name: str) -> None:
    tag = parser.session.tag
    tag.tag, tag.suppressed = "", True


@method("ams.HandleTag")
def _tag(parser: Parser, _name: str) -> None:
    tag = parser.session.tag
    if not tag.taggable and tag.environment:
        raise parser.refuse("not-in-environment", parser.command, tag.environment)
    if tag.tag:
        raise parser.refuse("multiple")
    parser.star()
    tag.tag, tag.suppressed = trimmed(parser.argument_text()), False
    if parser.session.version == 2:
        _read_tag(parser)  # where it is given
    parser.leave_no_trace()


@method("base.HandleLabel")
def _label(parser: Parser, _name: str) -> None:
    session = parser.session
    label = parser.argument_text()
    # MathJax ignores an empty label.
    if not label:
        return
    if session.tag.label:
        raise parser.refuse("waiting-label" if session.labels_wait else "multiple")
    session.tag.label = label
    # MathJax keeps labels from formula to formula of a page.
    if label in session.labels or label in session.environment.labels:
        raise RefusalError("duplicate-label", parser.here(), parser.command, label, name="\\label")
    session.labels.add(label)


@method("base.HandleRef")
def _reference(parser: Parser, _name: str, *_fixed: Any) -> None:
    parser.argument()
    parser.atom(PLAIN)
