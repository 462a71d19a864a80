"""What makes MathJax refuse a formula, and the sentences that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sitecheck.math.result import MathError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitecheck.math.result import Kind

_MESSAGES: Final[Mapping[str, tuple[Kind, str]]] = {
    # id of the refusal: (kind, sentence); {0}, {1} are filled with commands, names or characters.
    "ambiguous-over": (
        "misplaced",
        "{0} follows another fraction of this kind; put braces around one of them",
    ),
    "bad-bbox": ("bad-argument", "“{1}” in {0} is neither a colour, a padding nor a style"),
    "bad-bracket-dimension": ("bad-argument", "the bracket after {0} must hold a length like [2pt]"),
    "bad-break": ("bad-argument", "the first argument of {0} must be c, r or t"),
    "bad-cfrac-align": ("bad-argument", "the alignment in the bracket of {0} must be l or r"),
    "bad-character": ("bad-argument", "{0} needs the number of a character"),
    "bad-color": ("bad-argument", "{0} cannot be given this colour: {1}"),
    "bad-color-model": ("bad-argument", "there is no colour model “{1}” for {0}"),
    "bad-column": ("bad-argument", "“{1}” is not a column type of {0}"),
    "bad-column-argument": ("bad-argument", "the column type “{1}” of {0} lacks its argument"),
    "bad-command-name": ("definition", "{0} cannot define “{1}”: a command is one character or only letters"),
    "bad-count": ("bad-argument", "the argument of {0} must be a positive whole number"),
    "bad-delimiter": ("bad-argument", "{0} must be followed by a delimiter such as ( or \\langle"),
    "bad-environment-name": ("bad-argument", "the name of an environment cannot hold a command"),
    "bad-html": ("bad-argument", "{0} cannot take this attribute"),
    "bad-mathml": ("bad-argument", "{0} cannot make this element: {1}"),
    "bad-operator": ("bad-argument", "{0} needs another kind of argument: {1}"),
    "bad-package": ("bad-argument", "MathJax has no extension “{1}” that {0} could load"),
    "bad-parameter-count": ("definition", "the number of parameters in {0} must be a whole number"),
    "bad-parameter": ("definition", "the definition uses a parameter that {0} does not have"),
    "bad-parameter-order": ("definition", "the parameters of {0} must be numbered one after the other"),
    "bad-script-style": ("bad-argument", "the style of {0} must be a number from 0 to 3"),
    "bad-root-move": ("bad-argument", "the argument of {0} must be a whole number"),
    "bad-template": ("definition", "# must be followed by a digit in the definition of {0}"),
    "begin-only": ("misplaced", "{0} must come first on its line"),
    "cases-tab": ("misplaced", "there is one & too many in a line of {0}"),
    "columns": ("misplaced", "there are more & in a line of {0} than it has columns"),
    "double-prime": ("double-script", "a prime cannot follow a superscript; use braces"),
    "double-sub": ("double-script", "a second subscript at the same place; use braces"),
    "double-sup": ("double-script", "a second superscript at the same place; use braces"),
    "duplicate-label": ("duplicate-label", "the label “{1}” is already used on this page"),
    "end-mismatch": ("unbalanced", "\\begin{{{0}}} is ended by \\end{{{1}}}"),
    "equation-nested": ("misplaced", "the environment {0} cannot stand inside another equation"),
    "extra-bracket-brace": ("unbalanced", "a }} comes before the ] that closes the argument of {0}"),
    "extra-close": ("unbalanced", "a }} without its {{"),
    "extra-end": (
        "unbalanced",
        "\\end{{{0}}} without its \\begin",
    ),
    "extra-middle": ("misplaced", "\\middle stands outside \\left … \\right"),
    "extra-right": ("unbalanced", "\\right without its \\left"),
    "hash": ("misplaced", "a # can stand only in a definition; write \\# for the sign"),
    "limits": ("misplaced", "{0} is allowed only after an operator such as \\sum"),
    "loop": ("limit", "macros are expanded more often than MathJax allows; one may call itself"),
    "math-in-text": ("unbalanced", "the mathematics inside {0} is not closed"),
    "misplaced": ("misplaced", "{0} is not allowed here"),
    "misplaced-text": ("misplaced", "{0} is not allowed in text"),
    "missing-argument": ("missing-argument", "{0} lacks an argument"),
    "missing-box": ("missing-argument", "{0} must be followed by what it moves"),
    "missing-bracket": ("unbalanced", "the ] that closes the argument of {0} is missing"),
    "missing-close": ("unbalanced", "the }} that closes this {{ is missing"),
    "missing-command": ("definition", "{0} must be followed by the command it defines"),
    "missing-dimension": ("bad-argument", "{0} must be followed by a length like 2pt"),
    "missing-end": ("unbalanced", "the \\end{{{0}}} of this \\begin{{{0}}} is missing"),
    "missing-fence": ("unbalanced", "the bracket that closes this {0} is missing"),
    "missing-replacement": ("definition", "{0} lacks the text that replaces the command"),
    "missing-right": ("unbalanced", "the \\right of this \\left is missing"),
    "missing-script": ("missing-argument", "nothing follows the {0}"),
    "missing-token": ("missing-argument", "the {1} that belongs to {0} is missing"),
    "multiline": ("misplaced", "a line of {0} cannot have columns"),
    "multiple": ("duplicate-label", "a second {0} in the same line"),
    "waiting-label": (
        "duplicate-label",
        "a second {0} and no \\tag before it: MathJax 4 takes one, unless its setting tags numbers equations",
    ),
    "multiple-root-move": ("misplaced", "{0} is used twice"),
    "not-in-environment": ("misplaced", "{0} is not allowed in the environment {1}"),
    "only-in": ("misplaced", "{0} is allowed only in the environment {1}"),
    "only-in-array": ("misplaced", "{0} is allowed only in a table of columns"),
    "only-in-root": ("misplaced", "{0} is allowed only in the index of a root"),
    "script-brace": ("misplaced", "{1} cannot be a {0} by itself; put braces around it"),
    "text-command": ("misplaced", "{0} is not allowed in text, only in mathematics"),
    "text-script": ("misplaced", "{0} is allowed only in mathematics; write \\{0} for the sign in text"),
    "too-deep": ("limit", "the formula is nested too deeply to be checked"),
    "too-long": ("limit", "the formula grows too long for MathJax when its macros are expanded"),
    "unclosed": ("unbalanced", "{0} comes before {1} is closed"),
    "unfinished-bracket": ("unbalanced", "a }} comes before the {1} that {0} needs"),
    "unknown-command": ("unknown-command", "MathJax knows no command {0}"),
    "unknown-environment": ("unknown-environment", "MathJax knows no environment {0}"),
    "unshown-character": (
        "misplaced",
        "MathJax 3 fails on the character {0} in mathematics; \\text{{…}} can hold it",
    ),
    "use-mismatch": ("bad-argument", "{0} is not used in the form in which it is defined"),
    "verb": ("unbalanced", "the sign that closes {0} is missing"),
}


class RefusalError(Exception):
    """Stops a parse where MathJax stops: the id of a message, what fills it, and where it is."""

    def __init__(
        self,
        key: str,
        place: tuple[int, int],
        *fill: str,
        related: tuple[int, int] | None = None,
        name: str = "",
    ) -> None:
        super().__init__(key)
        self.key = key
        self.place = place
        self.fill = fill
        self.related = related
        self.name = name

    def error(self) -> MathError:
        """The refusal as the record that a check returns."""
        kind, text = _MESSAGES[self.key]
        name = self.name or (self.fill[0] if self.fill else "")
        start, end = self.place
        return MathError(
            message=text.format(*self.fill),
            offset=start,
            end=end,
            kind=kind,
            related=self.related,
            name=name,
        )
