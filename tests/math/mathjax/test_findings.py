"""What the MathJax checks say, and where."""

from __future__ import annotations

import string

import pytest

from sitecheck.math import KINDS, MacroEnv, MathError, check
from sitecheck.math.mathjax.frames import CLOSERS, CLOSING, Kind
from sitecheck.math.mathjax.refusal import _MESSAGES, RefusalError


def only(tex: str, engine: str = "mathjax3", display: bool = True) -> MathError:
    (error,) = check(tex, display, engine)  # type: ignore[arg-type]
    return error


@pytest.mark.parametrize(
    ("tex", "kind", "shown", "related"),
    [
        (r"\frac{a}{b", "unbalanced", "", "{"),
        (r"\left( \frac{a}{b}", "unbalanced", "", r"\left"),
        (r"\begin{align} a &= b", "unbalanced", "", r"\begin{align}"),
        (r"\begin{align} a \end{aligned}", "unbalanced", r"\end{aligned}", r"\begin{align}"),
        (r"\begin{matrix} {a \end{matrix}", "unbalanced", r"\end{matrix}", "{"),
        (r"{\left( a }", "unbalanced", "}", r"\left"),
        (r"\sqrt[3{x}", "unbalanced", "", "["),
        (r"\text{a $x}", "unbalanced", "", "$"),
        (r"x^\sin y", "misplaced", r"\sin", "^"),
        (r"a \right)", "unbalanced", r"\right)", None),
        (r"a } b", "unbalanced", "}", None),
        (r"a & b", "misplaced", "&", None),
        (r"x^2^3", "double-script", "^", None),
        (r"x_1y_2_3", "double-script", "_", None),
        (r"x^2'", "double-script", "'", None),
        (r"a \foo b", "unknown-command", r"\foo", None),
        (r"\begin{foo}a\end{foo}", "unknown-environment", r"\begin{foo}", None),
        (r"1+\frac{a}", "missing-argument", r"\frac", None),
        (r"x^", "missing-argument", "^", None),
        (r"{x^}", "missing-argument", "^", None),
        (r"\hspace{x}", "bad-argument", r"\hspace", None),
        (r"\left\foo x\right)", "bad-argument", r"\left", None),
        (r"\newcommand{\a}[1]{#2}\a{x}", "definition", r"\a", None),
        (r"a #1", "misplaced", "#", None),
        (r"\tag{1}\tag{2}", "duplicate-label", r"\tag", None),
        (r"x\limits_a", "misplaced", r"\limits", None),
    ],
)
def test_kind_and_places(tex: str, kind: str, shown: str, related: str | None) -> None:
    error = only(tex)
    assert error.kind == kind
    assert tex[error.offset : error.end] == shown
    assert (error.related and tex[slice(*error.related)]) == related


def test_the_second_of_two_equal_things_is_shown() -> None:
    assert only("x^2^3").offset == 3
    assert only(r"\frac{a}{b_1_2}").offset == 12
    assert only(r"\sqrt{\text{ok $a_1_2$}}").offset == 19


def test_an_error_in_a_macro_is_at_its_use() -> None:
    tex = r"\newcommand{\two}[1]{#1^2} \two{a}+\two{b^3}^3"
    error = only(tex)
    assert tex[error.offset : error.end] == r"\two{b^3}"


def test_an_error_after_a_macro_is_where_it_is() -> None:
    tex = r"\def\a#1{(#1)} \a{x}+\a{y}+\foo"
    error = only(tex)
    assert tex[error.offset : error.end] == r"\foo"


def test_messages_are_one_plain_sentence() -> None:
    for key, (kind, text) in _MESSAGES.items():
        assert kind in KINDS, key
        fields = [field for _, field, _, _ in string.Formatter().parse(text) if field is not None]
        assert set(fields) <= {"0", "1"}, key
        assert not text.endswith(".")
        message = RefusalError(key, (0, 1), "x", "y").error().message
        assert message.strip() == message


def test_every_frame_answers_every_closer() -> None:
    actions = {
        "done",
        "flush",
        "hold",
        "skip",
        "entry",
        "row",
        "middle",
        "table",
        "equat",
        "end",
        "drop",
        "bar",
    }
    assert len(CLOSING) == len(Kind)
    for row in CLOSING:
        assert set(row) == set(CLOSERS)
        assert set(row.values()) <= actions | set(_MESSAGES)


def test_text_is_read_as_text_in_mathjax_4_only() -> None:
    assert check(r"\text{a_b}", True, "mathjax3") == ()
    error = only(r"\text{a_b}", "mathjax4")
    assert (error.kind, error.offset) == ("misplaced", 7)
    assert only(r"\text{x \alpha}", "mathjax4").name == r"\alpha"
    assert check(r"\text{\textbf{a} \$5}", True, "mathjax4") == ()
    # MathJax 4.1: "\| is only supported in math mode" of what is more than a delimiter.
    assert only(r"\text{a \| b}", "mathjax4").name == r"\|"
    assert only(r"\text{a \lt b}", "mathjax4").kind == "misplaced"
    assert check(r"\text{a \{\langle b\rangle \lvert c}", True, "mathjax4") == ()


def test_versions_differ_where_the_engines_do() -> None:
    assert check(r"\color{red}x", True, "mathjax3") == ()
    assert check(r"\cancel{x}", True, "mathjax4") == ()
    assert only(r"\cancel{x}", "mathjax2").kind == "unknown-command"
    assert check(r"\begin{array}{xyz}a\end{array}", True, "mathjax3") == ()
    assert only(r"\begin{array}{xyz}a\end{array}", "mathjax4").kind == "bad-argument"


@pytest.mark.parametrize("columns", ["c||c", "c| |c", "c|:c", "||c", "@{}cc", ">{x}cc", "c!{x}c", "p{1em}c"])
def test_lines_are_taken_off_cells_that_columns_put_text_into(columns: str) -> None:
    table = rf"\begin{{array}}{{{columns}}}a&b\\ \hline\hlinex&y\end{{array}}"
    assert check(table, True, "mathjax4") == ()
    assert only(table, "mathjax3").name == r"\hlinex"
    assert only(table.replace("&y", r"&z\hlinex"), "mathjax4").name == r"\hlinex"


@pytest.mark.parametrize("columns", ["cc", "c|c", "|c|c|", "c|*{2}{c|}", "{c}{c}"])
def test_other_cells_are_read_as_they_are(columns: str) -> None:
    assert only(rf"\begin{{array}}{{{columns}}}\hlinex&y\end{{array}}", "mathjax4").name == r"\hlinex"


@pytest.mark.parametrize("tex", ["x\\", "a\\\nb", "", " ", "%", "a % {\nb", r"\text{}", r"{}^2", "x''^2"])
def test_odd_but_accepted(tex: str) -> None:
    for engine in ("mathjax2", "mathjax3", "mathjax4"):
        assert check(tex, True, engine) == ()


@pytest.mark.parametrize("engine", ["mathjax3", "mathjax4"])
def test_a_comment_hides_the_brace_behind_a_part_of_a_fraction_but_not_behind_the_label_of_an_arrow(
    engine: str,
) -> None:
    r"""MathJax puts both in braces; the label is an argument of ``\llap``, which ends at its brace whatever is in it."""
    assert check(r"\begin{CD}A\\@V%VV\\C\end{CD}", True, engine) == ()
    assert only(r"\cfrac{1%}{2}", engine).kind == "unbalanced"
    assert check("\\cfrac{1%\n}{2}", True, engine) == ()


@pytest.mark.parametrize(
    ("tex", "shown", "words"),
    [
        ("5 €", "€", "U+20AC (€)"),
        (r"x^{\mathrm{ɛ}}", "ɛ", "U+025B (ɛ)"),
        (r"\frac€2", "€", "U+20AC (€)"),
        ("\b\\beta", "\b", "U+0008 in"),
        (r"\text{a $\ue000$}", "\ue000", "U+E000 in"),
    ],
)
def test_characters_that_mathjax_3_has_no_range_for(tex: str, shown: str, words: str) -> None:
    tex = tex.replace(r"\ue000", "\ue000")
    error = only(tex)
    assert (error.kind, tex[error.offset : error.end]) == ("misplaced", shown)
    assert words in error.message
    assert not check(tex, True, "mathjax2")
    assert not check(tex, True, "mathjax4")
    assert not check(tex, True, "mathjax3", MacroEnv(newest=False).copy())


@pytest.mark.parametrize(
    "tex", [r"\text{5 €} \mbox{€}", r"\tag{€} a", r"\unicode{x20ac}", "∑ − α \t\r\n中 é"]
)
def test_characters_that_mathjax_3_shows(tex: str) -> None:
    assert not check(tex, True, "mathjax3")
