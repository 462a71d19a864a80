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
    FENCE = 10
    FUNCTION = 11
    SCRIPT = 12
    PRIME = 13
    NOT = 14
    DOTS = 15
    NONSCRIPT = 16
    POSITION = 17
    BRAKET_ONE = 18
    BREAK = 19


LAST_HOLDER: Final = Kind.FENCE
OPEN: Final = frozenset(
    (
        Kind.GROUP,
        Kind.LEFT,
        Kind.BEGIN,
        Kind.USER_BEGIN,
        Kind.TABLE,
        Kind.EQUATION,
        Kind.BRAKET,
        Kind.BRAKET_ONE,
        Kind.FENCE,
    )
)
"""What a function name may be followed by and still stand before."""


class Frame:
    """One thing that is open."""

    last: int | None = None
    """The flags of the last thing in it; in a script: of its base."""
    size: int = 0
    """How many things are in it (in the cell, if it is a table)."""
    row: int = 0
    """Cells of the row so far; in a prime: the flags of what it stands on."""
    rows: int = 0
    table: str = ""
    """How a table treats its rows: "" plain, "equations" each with a tag, "multline" one tag for all."""
    columns: int = 0
    """How many columns there may be; 0 is any."""
    fills_cells: bool = False
    """Whether the columns of a table put text into their cells (MathJax 4)."""
    needs_brace: bool = False
    nestable: bool = False
    single_column: bool = False
    bars: int = 0
    r"""How many bars more may divide a \Braket or \Set (MathJax 4)."""
    closing: str = ""
    """The bracket that closes a fence of the package physics."""
    nested: int = 0
    """How many brackets of its own kind are open in a fence."""
    vanishes: bool = False
    """Whether a fence is thrown away with what is in it."""

    def __init__(self, kind: Kind, place: tuple[int, int], name: str = "") -> None:
        self.kind = kind
        self.place = place
        """Where it was opened, in the formula."""
        self.name = name


# What a frame (row) does with a closing thing (column):
#   done    it is closed, as one thing            flush   it is closed as one thing, and meets the closer too
#   hold    the fraction takes what is in it      skip    nothing happens
#   entry, row   the table goes on                middle  \left goes on
#   table, equat, end   it ends, see the parser   bar     a new part of the \Braket begins (MathJax 4)
#   drop    it is forgotten                       the others are refusals, see _REFUSALS
CLOSERS: Final = ("over", "&", "\\\\", "\\cr", "}", "bar", "right", "middle", "end", "stop")
_TABLE: Final = {
    #                  over    &       \\      \cr     }       |       right   middle  end     stop
    Kind.FORMULA:    "hold    wrong   skip    wrong   brace?  brace?  right?  middle? end?    done",
    Kind.GROUP:      "hold    wrong   skip    wrong   done    done    right?  middle? end?    no}",
    Kind.LEFT:       "hold    wrong   skip    wrong   brace?  brace?  done    middle  end?    noright",
    Kind.BEGIN:      "hold    wrong   skip    wrong   brace?  brace?  right?  middle? end     noend",
    Kind.USER_BEGIN: "hold    wrong   skip    wrong   brace?  brace?  right?  middle? end     noend",
    Kind.TABLE:      "hold    entry   row     row     table   table   table   table   table   table",
    Kind.EQUATION:   "hold    wrong   skip    wrong   brace?  brace?  right?  middle? equat   noend",
    Kind.STYLE:      "flush   flush   flush   flush   flush   flush   flush   flush   flush   flush",
    Kind.OVER:       "twice   flush   flush   flush   flush   flush   flush   flush   flush   flush",
    Kind.BRAKET:     "hold    wrong   skip    wrong   done    bar     right?  middle? end?    no}",
    Kind.FENCE:      "hold    wrong   skip    wrong   nofence nofence right?  middle? end?    nofence",
    Kind.FUNCTION:   "flush   flush   flush   flush   flush   flush   flush   flush   flush   flush",
    Kind.SCRIPT:     "braces  braces  braces  braces  brace?  brace?  right?  middle? end?    empty",
    Kind.PRIME:      "flush   flush   flush   flush   flush   flush   flush   flush   flush   flush",
    Kind.NOT:        "flush   flush   flush   flush   flush   flush   flush   flush   flush   flush",
    Kind.DOTS:       "flush   flush   flush   flush   flush   flush   flush   flush   flush   flush",
    Kind.NONSCRIPT:  "drop    drop    drop    drop    drop    drop    drop    drop    drop    drop",
    Kind.POSITION:   "nobox   nobox   nobox   nobox   nobox   nobox   nobox   nobox   nobox   nobox",
    Kind.BRAKET_ONE: "hold    wrong   skip    wrong   done    bar     right?  middle? end?    no}",
    Kind.BREAK:      "flush   flush   flush   flush   flush   flush   flush   flush   flush   flush",
}  # fmt: skip
_REFUSALS: Final = {
    "wrong": "misplaced",
    "brace?": "extra-close",
    "right?": "extra-right",
    "middle?": "extra-middle",
    "end?": "extra-end",
    "no}": "missing-close",
    "noright": "missing-right",
    "noend": "missing-end",
    "nofence": "missing-fence",
    "twice": "ambiguous-over",
    "braces": "script-brace",
    "empty": "missing-script",
    "nobox": "missing-box",
}
CLOSING: Final[tuple[dict[str, str], ...]] = tuple(
    {
        closer: _REFUSALS.get(action, action)
        for closer, action in zip(CLOSERS, _TABLE[kind].split(), strict=True)
    }
    for kind in Kind
)
"""For every frame, by its number: what it does with a closer: an action of the parser or a refusal."""
