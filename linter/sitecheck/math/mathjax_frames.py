"""What is open while MathJax reads a formula, and what closes it: frames × closers, as a table."""

from __future__ import annotations

from enum import IntEnum
from typing import Final


class Kind(IntEnum):
    """What a frame is. Up to ``LAST_HOLDER`` frames hold what comes; the others wait for one thing."""

    FORMULA = 0
    GROUP = 1
    LEFT = 2
    BEGIN = 3
    USER_BEGIN = 4
    TABLE = 5
    EQUATION = 6
    STYLE = 7
    OVER = 8
    BRAKET = 9
    FUNCTION = 10
    SCRIPT = 11
    PRIME = 12
    NOT = 13
    DOTS = 14
    NONSCRIPT = 15
    POSITION = 16
    BRAKET_ONE = 17
    BREAK = 18


LAST_HOLDER: Final = Kind.BRAKET


class Frame:
    """One thing that is open."""

    __slots__ = (
        "bars", "columns", "kind", "last", "name", "needs_brace", "nestable", "place", "row", "rows", "single_column",
        "size", "table",
    )  # fmt: skip

    def __init__(self, kind: Kind, place: tuple[int, int], name: str = "") -> None:
        self.kind = kind
        self.place = place
        """Where it was opened, in the formula."""
        self.name = name
        self.last: int | None = None
        """The flags of the last thing in it; in a script: of its base."""
        self.size = 0
        self.row = 0
        self.rows = 0
        self.table = ""
        """How a table treats its rows: "" plain, "equations", "multline", "columns"."""
        self.columns = 0
        self.needs_brace = False
        self.nestable = False
        self.single_column = False
        self.bars = 0
        r"""How many bars more may divide a \Braket or \Set (MathJax 4)."""


# What a frame (row) does with a closing thing (column):
#   finish  it is closed, as one thing            flush   it is closed as one thing, which meets the closer too
#   hold    the fraction takes what is in it      ignore  nothing happens
#   entry, row   the table goes on                middle  \left goes on
#   bar     a new part of the \Braket begins (MathJax 4)
#   anything else is the refusal
CLOSERS: Final = ("over", "&", "\\\\", "\\cr", "}", "bar", "right", "middle", "end", "stop")
_TABLE: Final = {
    #                 over         &            \\           \cr          }            |            right        middle       end          stop
    Kind.FORMULA:    "hold         misplaced    ignore       misplaced    extra-close  extra-close  extra-right  extra-middle extra-end    finish",
    Kind.GROUP:      "hold         misplaced    ignore       misplaced    finish       finish       extra-right  extra-middle extra-end    missing-close",
    Kind.LEFT:       "hold         misplaced    ignore       misplaced    extra-close  extra-close  finish       middle       extra-end    missing-right",
    Kind.BEGIN:      "hold         misplaced    ignore       misplaced    extra-close  extra-close  extra-right  extra-middle end          missing-end",
    Kind.USER_BEGIN: "hold         misplaced    ignore       misplaced    extra-close  extra-close  extra-right  extra-middle end          missing-end",
    Kind.TABLE:      "hold         entry        row          row          table        table        table        table        table        table",
    Kind.EQUATION:   "hold         misplaced    ignore       misplaced    extra-close  extra-close  extra-right  extra-middle equation     missing-end",
    Kind.STYLE:      "flush        flush        flush        flush        flush        flush        flush        flush        flush        flush",
    Kind.OVER:       "ambiguous-over flush        flush        flush        flush        flush        flush        flush        flush        flush",
    Kind.BRAKET:     "hold         misplaced    ignore       misplaced    finish       bar          extra-right  extra-middle extra-end    missing-close",
    Kind.FUNCTION:   "flush        flush        flush        flush        flush        flush        flush        flush        flush        flush",
    Kind.SCRIPT:     "script-brace script-brace script-brace script-brace extra-close  extra-close  extra-right  extra-middle extra-end    missing-script",
    Kind.PRIME:      "flush        flush        flush        flush        flush        flush        flush        flush        flush        flush",
    Kind.NOT:        "flush        flush        flush        flush        flush        flush        flush        flush        flush        flush",
    Kind.DOTS:       "flush        flush        flush        flush        flush        flush        flush        flush        flush        flush",
    Kind.NONSCRIPT:  "drop         drop         drop         drop         drop         drop         drop         drop         drop         drop",
    Kind.POSITION:   "missing-box  missing-box  missing-box  missing-box  missing-box  missing-box  missing-box  missing-box  missing-box  missing-box",
    Kind.BRAKET_ONE: "hold         misplaced    ignore       misplaced    finish       bar          extra-right  extra-middle extra-end    missing-close",
    Kind.BREAK:      "flush        flush        flush        flush        flush        flush        flush        flush        flush        flush",
}  # fmt: skip
CLOSING: Final[dict[tuple[Kind, str], str]] = {
    (kind, closer): action
    for kind, row in _TABLE.items()
    for closer, action in zip(CLOSERS, row.split(), strict=True)
}
