"""What is said of formulas KaTeX refuses, and where."""

from __future__ import annotations

import pytest

from sitecheck.math import MacroEnv, MathError, check
from sitecheck.math.katex.tables import tables


def refused(tex: str, display: bool = True) -> MathError:
    errors = check(tex, display, "katex")
    assert len(errors) == 1, tex
    return errors[0]


@pytest.mark.parametrize(
    ("tex", "kind", "at", "words"),
    [
        (r"\frac{a}", "missing-argument", "", r"\frac needs two arguments, the second is missing"),
        (r"\sqrt", "missing-argument", "", r"\sqrt needs an argument, and there is none"),
        ("x^", "missing-argument", "^", "nothing to raise or lower"),
        ("x^2^3", "double-script", "^", "a second superscript: set braces around the first part"),
        ("x^2'", "double-script", "'", "a prime after a superscript: set braces around the first part"),
        ("x_1_2", "double-script", "_", "a second subscript: set braces around the first part"),
        ("a}", "unbalanced", "}", "this } closes nothing"),
        (r"a\right)", "unbalanced", r"\right", r"\right without \left before it"),
        (r"a\end{x}", "unbalanced", r"\end", r"\end without \begin before it"),
        ("a&b", "misplaced", "&", r"& stands outside a table: write \& for the character"),
        (r"\text{a_b}", "misplaced", "_", "_ works in math only, not in text"),
        (r"\text{\alpha}", "misplaced", r"\alpha", r"\alpha works in math only, not in text"),
        (r"x\limits^2", "misplaced", r"\limits", "has to follow an operator"),
        (r"x^\sin y", "misplaced", r"\sin", r"\sin cannot be a superscript by itself"),
        (r"\middle|", "misplaced", r"\middle", r"between \left and \right only"),
        (r"a\cr b", "misplaced", r"\cr", "works in tables only"),
        (r"\begin{matrix}a\hline\end{matrix}", "misplaced", r"\hline", "at the start of a row"),
        (r"\begin{split}a&b&c\end{split}", "misplaced", "&", "at most 2 columns"),
        (r"\left a\right.", "bad-argument", "a", "needs a delimiter"),
        (r"\color{12}a", "bad-argument", "12", "'12' is no colour"),
        (r"\kern1xx", "bad-argument", "1xx", "does not know the unit 'xx'"),
        (r"\hspace{a}", "bad-argument", "a", "'a' is no length"),
        (r"\begin{array}{cx}a\end{array}", "bad-argument", "x", "no column type x"),
        (r"\begin{alignat}{x}a\end{alignat}", "bad-argument", "{", "number of its column pairs"),
        (r"\newcommand{\frac}{a}", "definition", r"\newcommand", r"use \renewcommand"),
        (r"\renewcommand{\x}{a}", "definition", r"\renewcommand", r"use \newcommand"),
        (r"\def\x#2{a}", "definition", "2", "in order"),
        (r"a\tag{1}\tag{2}", "duplicate-label", r"\tag", "a second \\tag"),
        (r"a\over b\over c", "syntax", r"\over", "only one command like"),
        ("a\u0007", "syntax", "\u0007", "cannot be used here"),
        (r"\texttt{\textbf{a}}", "misplaced", r"\textbf", "no bold monospace letters"),
        (r"\begin{}", "unknown-environment", "{", r"\begin needs the name of an environment"),
        (r"\verbtest t", "unknown-command", r"\verbtest", "does not know"),
        (r"\foo", "unknown-command", r"\foo", r"KaTeX does not know \foo"),
    ],
)
def test_the_finding_says_what_is_wrong_where(tex: str, kind: str, at: str, words: str) -> None:
    error = refused(tex)
    assert error.kind == kind
    assert tex[error.offset : error.end] == at
    assert words in error.message


@pytest.mark.parametrize(
    ("tex", "opener", "noticed"),
    [
        (r"1+{a", "{", ""),
        (r"\frac{a}{b", "{", ""),
        (r"1+\left(a", r"\left", ""),
        (r"{\left(a}\right)", r"\left", "}"),
        (r"\begin{matrix}a", r"\begin", ""),
        (r"\begin{matrix}a}\end{matrix}", r"\begin", "}"),
        (r"\begin{matrix}a\end{pmatrix}", r"\begin", r"\end"),
        (r"\text{a$b}", "$", "}"),
        (r"\begingroup a}", r"\begingroup", "}"),
    ],
)
def test_a_missing_partner_has_two_places(tex: str, opener: str, noticed: str) -> None:
    error = refused(tex)
    assert error.kind == "unbalanced"
    assert tex[error.offset : error.end] == noticed
    assert error.related is not None
    assert tex[slice(*error.related)] == opener


def test_an_error_in_a_macro_is_placed_where_it_is_used() -> None:
    tex = r"\def\x{a^2^3} b + \x"
    error = refused(tex)
    assert error.kind == "double-script"
    assert tex[error.offset : error.end] in ("^", r"\x")
    (error,) = check(r"a+\bad", True, "katex", macros=_macros({r"\bad": "a^2^3"}))
    assert (error.offset, error.end) == (2, 6)


def _macros(texts: dict[str, str]):  # type: ignore[no-untyped-def]
    from sitecheck.math import MacroEnv

    return MacroEnv.of(texts)


def test_places_count_characters_not_bytes_or_utf16_units() -> None:
    error = refused("👍é中^2^3")
    assert error.offset == 5


def test_a_comma_in_braces_belongs_to_the_value_of_html_data() -> None:
    assert not check(r"\htmlData{list=a{,}b{,}c}{x}", True, "katex")
    assert refused(r"\htmlData{list=a,b}{x}").kind == "bad-argument"


@pytest.mark.parametrize(
    "formula", [r"\htmlData{a=b%}{c}", r"\htmlClass{50%}{c}", r"\includegraphics[height=1em,alt=5%]{a%b.png}"]
)
def test_a_percent_sign_in_plain_text_begins_no_comment(formula: str) -> None:
    assert not check(formula, True, "katex")


def test_a_percent_sign_before_plain_text_begins_a_comment() -> None:
    assert not check("\\htmlClass %}{\n{a}{c}", True, "katex")


def test_some_environments_are_for_display_only() -> None:
    assert check(r"\begin{align}a&b\end{align}", True, "katex") == ()
    error = refused(r"\begin{align}a&b\end{align}", display=False)
    assert (error.kind, error.name) == ("misplaced", "align")
    assert check(r"\begin{aligned}a&b\end{aligned}", False, "katex") == ()


def test_tags_are_for_display_only() -> None:
    assert check(r"a\tag{1}", True, "katex") == ()
    assert refused(r"a\tag{1}", display=False).name == r"\tag"


def test_every_message_is_one_plain_sentence() -> None:
    for tex in (
        r"\frac",
        "x^2^3",
        "{",
        "}",
        r"\foo",
        r"\left(",
        r"\color{1}",
        r"\def",
        r"\kern",
        r"\begin{x}",
    ):
        message = refused(tex).message
        assert message
        assert not message.endswith(".")
        assert "\n" not in message


def test_the_table_says_where_it_is_from() -> None:
    assert tables().version.count(".") == 2
    assert {"\\frac", "\\sqrt"} <= set(tables().functions)


@pytest.mark.parametrize("tex", [r"x \^", r"\o x", r"\foo"])
def test_a_command_that_unknown_macros_may_define_is_not_refused(tex: str) -> None:
    assert check(tex, True, "katex", macros=MacroEnv(complete=True))
    assert not check(tex, True, "katex", macros=MacroEnv(complete=False))
    assert check(r"\frac{a}", True, "katex", macros=MacroEnv(complete=False))


@pytest.mark.parametrize("sign", list("^_'&{}~$%#"))
def test_a_sign_with_an_accent_is_no_sign(sign: str) -> None:
    r"""KaTeX makes one token of both, which is no symbol."""
    assert check(f"a{sign}\u0301", True, "katex")


@pytest.mark.parametrize("tex", ["x\u0301", "(\u0301", "\u03b1\u0301", "\\text{'\u0301}", "%\na"])
def test_symbols_may_have_accents(tex: str) -> None:
    assert not check(tex, True, "katex")
