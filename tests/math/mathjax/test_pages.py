"""Definitions, labels and extensions on a page, as MathJax keeps them."""

from __future__ import annotations

import pytest

from sitecheck.math import MacroDef, MacroEnv, check

ENGINES = ("mathjax2", "mathjax3", "mathjax4")


def kinds(tex: str, macros: MacroEnv | None = None, engine: str = "mathjax3") -> list[str]:
    return [error.kind for error in check(tex, True, engine, macros)]  # type: ignore[arg-type]


@pytest.mark.parametrize("engine", ENGINES)
def test_definitions_stay_for_the_page_even_from_inside_braces(engine: str) -> None:
    page = MacroEnv(page_level=True)
    assert kinds(r"\R", page, engine) == ["unknown-command"]
    assert kinds(r"{\newcommand{\R}{\mathbb R}} \frac{\def\half{2}}{3}", page, engine) == []
    assert kinds(r"\R^\half", page, engine) == []
    assert page.macros[r"\R"] == MacroDef(r"\R", r"\mathbb R")


def test_without_a_page_nothing_is_kept() -> None:
    macros = MacroEnv()
    assert kinds(r"\newcommand{\R}{x}\R", macros) == []
    assert kinds(r"\R", macros) == ["unknown-command"]
    assert macros == MacroEnv()


def test_labels_of_a_page() -> None:
    page = MacroEnv(page_level=True)
    assert kinds(r"\begin{equation}a\label{one}\end{equation}", page) == []
    assert kinds(r"\label{two}", page) == []
    assert kinds(r"\label{one}", page) == ["duplicate-label"]
    assert page.labels == {"one", "two"}
    assert kinds(r"\ref{one}\eqref{nowhere}", page) == []


def test_a_failed_formula_keeps_what_came_before_its_error() -> None:
    page = MacroEnv(page_level=True)
    assert kinds(r"\def\a{x}\label{l}\foo", page) == ["unknown-command"]
    assert kinds(r"\a", page) == []
    assert kinds(r"\label{l}", page) == ["duplicate-label"]


def test_required_extensions_stay() -> None:
    page = MacroEnv(page_level=True)
    assert kinds(r"\require{cancel}\cancel{x}", page, "mathjax2") == []
    assert kinds(r"\cancel{y}", page, "mathjax2") == []
    assert kinds(r"\require{nope}", page) == ["bad-argument"]
    assert kinds(r"\coloneqq", page) == ["unknown-command"]
    assert kinds(r"\require{mathtools}\coloneqq", page) == []


@pytest.mark.parametrize(
    ("formula", "found"),
    [(r"\color{red} \text{a}", ["missing-argument"]), (r"\require{color}\color{red} \text{a}", [])],
)
def test_color_takes_a_formula_until_its_extension_is_loaded(formula: str, found: list[str]) -> None:
    """MathJax 2.7.9 has one argument more without ``color.js``: "Missing argument for \\text"."""
    assert kinds(formula, MacroEnv(page_level=True), "mathjax2") == found


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("formula", "of_four"),
    [
        (r"\def\x a{1}\x", ["bad-argument"]),
        (r"\def\x\y{1}\x\textbf{a}", ["bad-argument"]),
        (r"\def\x a{1}\x a", []),
    ],
)
def test_text_after_a_macro_without_parameters_is_asked_for_by_mathjax_4_alone(
    engine: str, formula: str, of_four: list[str]
) -> None:
    assert kinds(formula, engine=engine) == (of_four if engine == "mathjax4" else [])
    assert kinds(formula.replace("{1}", "#1{1}") + " b", engine=engine) == of_four


def test_extra_packages_and_a_whole_list() -> None:
    assert kinds(r"\coloneqq", MacroEnv(packages={"mathtools"})) == []
    assert kinds(r"\text{a_b}", MacroEnv(packages={"textmacros"})) == ["misplaced"]
    small = MacroEnv(packages={"base"})
    assert kinds(r"\frac ab", small) == []
    assert kinds(r"\begin{align}a\end{align}", small) == ["unknown-environment"]
    assert kinds(r"\cancel{x}", small) == ["unknown-command"]


@pytest.mark.parametrize(
    ("formula", "of_three", "of_four"),
    [
        (r"f(x)^2 + [y]_1 |z| \nosuch", "unknown-command", "unknown-command"),
        (r"f(x_1_2)", "double-script", "double-script"),
        (r"f(x)^2 + [y]_1 |z|", "", ""),
        (r"\qty(\nosuch)", "unknown-command", "unknown-command"),
        (r"\qty(a [b] (c)^2) \qty\big[x] \qty{y} \qty\alpha", "", ""),
        (r"\qty|a|", "unbalanced", ""),
        (r"\qty|a|\not|", "", ""),
        (r"\qty(a", "unbalanced", "unbalanced"),
        (r"{\qty(a}", "unbalanced", "unbalanced"),
        (r"\sin(x) \cos(\theta)^2 \exp[y] \log[2](z)", "", ""),
        (r"\sin((x)", "unbalanced", "unbalanced"),
        (r"\sin(x^)", "unbalanced", "unbalanced"),
        (r"\sin(x')", "", "unbalanced"),
        (r"\exp(x\not)", "", "unbalanced"),
        (r"\sin(1\over2)", "unbalanced", ""),
        (r"\begin{align}\sin(x &= y)\end{align}", "misplaced", "misplaced"),
        (r"\abs{x} \norm*{y} \abs{a \middle| b}", "", ""),
        (r"\abs x", "missing-argument", "missing-argument"),
        (r"\abs{x^}", "missing-argument", "missing-argument"),
        (r"\abs*{x^}", "", ""),
        (r"\eval{x^2}_0^1", "", ""),
        (r"\eval_2", "missing-argument", ""),
        (r"\comm{A}{B} \acomm*{A}{B} \pb\big{A}{B}", "", ""),
        (r"\comm{A}", "missing-argument", "missing-argument"),
        (r"\dv{x} \dv[2]{f}{x} \pdv{f}{x}{y} \dv*{f}{x}", "", ""),
        (r"\dv{f}{x^2_}", "missing-argument", "missing-argument"),
        (r"\dv[2]{f}{x^2}", "double-script", "double-script"),
        (r"\dv{x}(f", "unbalanced", "unbalanced"),
        (r"\sin[2](x) + \cos[n]{y}", "", ""),
        (r"\sin[a_b_c](x)", "double-script", "double-script"),
        (r"\dd x \dd[3]{x} \dd(\cos\theta)", "", ""),
        (r"\grad{f} \curl(F) \div{\va{E}} \grad{x_}y", "", ""),
        (r"\va*{x} \vu{e} \vb{\sum}\limits_a", "", ""),
        (r"\bra{a}\ket{b} \ket*{b}^2 \ip{a}{b} \dyad{a} \ev{A}{a} \mel**{a}{A}{b}", "", ""),
        (r"\mel{a}{b}", "missing-argument", "missing-argument"),
        (r"\mqty(a & b \\ c & d) \pmqty{a & b} \smqty|a & b|", "", ""),
        (r"\mqty(a & b", "missing-argument", "missing-argument"),
        (r"\mqty(\imat{2})", "", ""),
        (r"x \qq{if $y_1$} z \qif w", "", ""),
    ],
)
def test_what_physics_takes(formula: str, of_three: str, of_four: str) -> None:
    def found(engine: str) -> str:
        return "".join(kinds(formula, MacroEnv(packages={"physics"}), engine))

    assert (found("mathjax3"), found("mathjax4")) == (of_three, of_four)


@pytest.mark.parametrize("engine", ["mathjax3", "mathjax4"])
def test_what_is_loaded_on_the_page_does_not_change_what_is_there(engine: str) -> None:
    page = MacroEnv(page_level=True)
    assert kinds(r"\require{physics} \sin(x", page, engine) == []
    assert kinds(r"\sin(x", page, engine) == []
    assert kinds(r"\qty(x", page, engine) == ["unbalanced"]


def test_site_macros() -> None:
    site = MacroEnv.of({r"\R": r"\mathbb{R}", r"\norm": r"\left\|#1\right\|"})
    assert kinds(r"\norm{x}\in\R^2", site) == []
    assert kinds(r"\norm", site) == ["missing-argument"]
    site.define(r"\opt", "#1_#2", 2, "k")
    assert kinds(r"\opt{a}+\opt[b]{c}", site) == []


def test_let_and_delimited_parameters() -> None:
    page = MacroEnv(page_level=True)
    assert kinds(r"\let\eps=\varepsilon \let\lb\langle \let\paren=(", page) == []
    assert kinds(r"\eps^2 \left\lb x\right. \left\paren y\right)", page) == []
    assert kinds(r"\def\at(#1,#2){#1_{#2}} \at(a,b)", page) == []
    assert kinds(r"\at[a,b]", page) == ["bad-argument"]
    assert kinds(r"\at(a", page) == ["bad-argument"]


@pytest.mark.parametrize(
    ("tex", "refused"),
    [
        (r"\let\eps\verb|+\eps^2", []),
        (r"\let\eps\bbox\eps", []),
        (r"\let\eps\boldsymbol x^\eps", ["missing-argument"]),
        (r"\let\eps\verb\eps\verb|{|", ["unbalanced"]),
        (r"\let\eps\verb\verb|{|\eps|{|", []),
        (r"\verb|a|\let\eps\verb\eps|a", ["unbalanced"]),
    ],
)
def test_let_in_mathjax_2_copies_what_loads_an_extension(tex: str, refused: list[str]) -> None:
    assert kinds(tex, None, "mathjax2") == refused
    assert kinds(r"\let\eps\verb|+\eps^2", None, "mathjax3") == ["unbalanced"]


@pytest.mark.parametrize("engine", ["mathjax3", "mathjax4"])
@pytest.mark.parametrize(
    ("tex", "refused"),
    [
        (r"\mqty{\imat{2}}\pmqty{\admat{1,{2,3}}}", []),
        (r"\imat{2}", ["misplaced"]),
        (r"\imat{1}\imat{-1}", []),
        (r"\mqty{\imat{n}}", ["bad-argument"]),
        (r"\mqty(\dmat{1,\frac{a},3})", ["missing-argument"]),
        (r"\mqty(\dmat{1,\text{a,b},\}})", []),
        (r"\mqty(\zmat{2}{2})\mqty{\xmat*{a}{2}{3}}", []),
        (r"\mqty{\xmat*{a_0}{2}{3}}", ["double-script"]),
        (r"\mqty{\xmat*{a_0}{1}{1}}\mqty{\xmat{a}{2}{03}}", ["bad-argument"]),
        (r"\mqty{\pmat{x}}\pmat{4}", []),
        (r"\pmat{3^}", ["misplaced"]),
    ],
)
def test_cells_that_physics_makes(engine: str, tex: str, refused: list[str]) -> None:
    assert kinds(tex, MacroEnv(packages={"physics"}), engine) == refused


def test_physics_beside_braket() -> None:
    """Of MathJax 4 braket hands on bars that close none of its own, and has the names that both bring."""
    physics, both = MacroEnv(packages={"physics"}), MacroEnv(packages={"physics", "braket"})
    assert kinds(r"\qty|a\Bra{b}c|", physics, "mathjax4") == []
    assert kinds(r"\qty|a\Bra{b}c", physics, "mathjax4") == ["unbalanced"]
    assert kinds(r"\Bra{b}\ketbra", physics, "mathjax3") == ["missing-argument"]
    assert kinds(r"\ketbra{a}", both, "mathjax4") == ["missing-argument"]
    assert kinds(r"\ketbra{a}", both, "mathjax3") == []


@pytest.mark.parametrize("blank", ["\v", "\f", " \v\t"])
def test_blanks_around_the_name_of_an_operator(blank: str) -> None:
    tex = rf"\operatorname{{{blank}a{blank}}}\operatorname*{{{blank}}}\operatorname{{a\ }}"
    assert kinds(tex, None, "mathjax3") == []
    assert kinds(rf"\operatorname{{a{blank}b}}", None, "mathjax3") == ["misplaced"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("blank", ["\ufeff", "\u3000", "\u2028", "\xa0"])
def test_blanks_before_an_argument(blank: str, engine: str) -> None:
    assert kinds(rf"\begin{blank}{{matrix}}a\end{blank}{{matrix}}\hspace{blank}{{1em}}", None, engine) == []
    assert kinds(rf"\hspace{{{blank}1{blank}em}}\kern{blank}2pt", None, engine) == []
    assert kinds(rf"\sqrt{blank}", None, engine) == ["missing-argument"]
    assert kinds("x_\v i^\v2", None, engine) == []


def test_user_environments() -> None:
    page = MacroEnv(page_level=True)
    assert kinds(r"\newenvironment{vec}[1]{\left#1\begin{matrix}}{\end{matrix}\right.}", page) == []
    assert kinds(r"\begin{vec}{(}a\\b\end{vec}", page) == []
    assert kinds(r"\begin{vec}{(}a", page) == ["unbalanced"]


def test_what_is_not_known_is_judged_by_its_braces_only() -> None:
    site = MacroEnv()
    site.define(r"\magic", None)
    assert kinds(r"\magic{a}{b} & x^2^3", site) == []
    assert kinds(r"\magic{a}{b", site) == ["unbalanced"]
    assert kinds(r"\require{physics}\imat{2} ^2^3") == ["misplaced"]
    assert kinds(r"\require{physics}\mqty{\xmat{a}{50}{50}^2^3}") == []
    assert kinds(r"\require{physics}\qty\Big( x ) ^2^3") == ["double-script"]


def test_incomplete_definitions_keep_unknown_commands_quiet() -> None:
    site = MacroEnv(complete=False)
    assert kinds(r"\mystery x", site) == []
    assert kinds(r"\mystery \hspace \hspace x^2^3", site) == []
    assert kinds(r"\frac{a", site) == ["unbalanced"]


def test_paired_delimiters_of_mathtools() -> None:
    page = MacroEnv(page_level=True, packages={"mathtools"})
    assert kinds(r"\DeclarePairedDelimiter{\abs}{\lvert}{\rvert}", page) == []
    assert kinds(r"\abs{x}+\abs*{\frac12}+\abs[\big]{y}", page) == []
    assert kinds(r"\abs{x", page) == ["unbalanced"]
    assert kinds(r"\begin{pmatrix*}[r]a&b\\c\end{pmatrix*}\prescript{a}{b}{c^2}", page) == []


def test_chemistry_is_judged_by_the_commands_it_passes_on() -> None:
    assert kinds(r"\ce{SO4^2- + 2Na+ ->[\Delta] Na2SO4 v} \pu{1.2e3 kJ//mol}") == []
    assert kinds(r"\ce{C6H5-CHO \bond{~-} #}") == []
    assert kinds(r"\ce{H2O \foo}") == ["unknown-command"]
    assert kinds(r"\ce{H2O") == ["unbalanced"]


def test_a_command_at_the_end_of_a_tag_takes_the_parenthesis_that_closes_it() -> None:
    def on_page(formula: str, engine: str) -> list[str]:
        return kinds(formula, MacroEnv(packages={"textmacros", "braket"}), engine)

    assert on_page(r"x\tag\bra{2}", "mathjax3") == []
    assert on_page(r"x\tag\bra{2}", "mathjax4") == ["missing-argument"]


@pytest.mark.parametrize("engine", ["mathjax3", "mathjax4"])
def test_options_are_no_part_of_the_formula(engine: str) -> None:
    formula = r"\setOptions[ams]{multlineWidth=50%} \begin{multline} a \end{multline}"
    assert kinds(formula, MacroEnv(packages={"setoptions"}), engine) == []
    assert kinds(formula, engine=engine) == ["unknown-command"]


@pytest.mark.parametrize("engine", ["mathjax3", "mathjax4"])
def test_the_package_cases_leaves_other_tables_as_they_are(engine: str) -> None:
    def found(formula: str) -> list[str]:
        return kinds(formula, MacroEnv(packages={"cases"}), engine)

    assert found(r"a & b") == ["misplaced"]
    assert found(r"\begin{align}a & \nosuch\end{align}") == ["unknown-command"]
    assert found(r"\begin{numcases}{a}b & if it_is \\ \nosuch & c\end{numcases}") == []


def test_units_and_fonts_of_mathjax_4() -> None:
    page = MacroEnv(packages={"units", "dsfont", "bbm"})
    assert (
        kinds(r"\units[3]{m} \unitfrac{m}{s} \nicefrac[\mathcal]{1}{2}^2 \mathds{R}", page, "mathjax4") == []
    )
    assert kinds(r"\mathbbm{1}_A \nosuch", page, "mathjax4") == ["unknown-command"]
    assert kinds(r"\nicefrac 1", page, "mathjax4") == ["missing-argument"]
