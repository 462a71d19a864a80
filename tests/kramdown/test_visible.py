"""What a script in the browser finds in the text, and where it is written."""

from __future__ import annotations

import pytest

from sitecheck import kramdown
from sitecheck.kramdown import Options, Segment


def _segments(text: str, options: Options | None = None) -> list[Segment]:
    blocks = kramdown.visible_text(text, options or Options())
    return [segment for block in blocks for segment in block.segments]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"\\(x\\)", r"\(x\)"),
        (r"\(x\)", "(x)"),
        (r"\\[x\\]", r"\[x\]"),
        (r"$a \\ b$", r"$a \ b$"),
        (r"$\{a\}$", "${a}$"),
        ("$f'$ -- x...", "$f’$ – x…"),
        ("$a &lt; b$ &amp; &nope;", "$a < b$ & &nope;"),
        ("<div>$a &amp; b$</div>", "$a & b$"),
        (r"\begin{x} a\_b \end{x}", r"\begin{x} a_b \end{x}"),
    ],
)
def test_escapes_and_typography(written: str, shown: str) -> None:
    assert "".join(segment.text for segment in _segments(written + "\n")).rstrip("\n") == shown


def test_elements_split_the_text() -> None:
    found = [(segment.text, segment.before) for segment in _segments("$a_b c_ d$ *e* `f` $$g$$ h\\\ni\n")]
    assert found == [
        ("$a_b c_ d$ ", "em"),
        ("e", "/em"),
        (" ", "code"),
        (" ", "math"),
        (" h", "br"),
        ("\ni", ""),
    ]


def test_emphasis_can_cut_a_formula() -> None:
    assert [segment.text for segment in _segments("$x *a$ b* c$\n")] == ["$x ", "a$ b", " c$"]


def test_every_shown_character_has_its_place() -> None:
    text = "> * $a$ &amp; \\\\(b\\\\)\n>   'q' $c$\r\n"
    shown = written = ""
    for segment in _segments(text):
        for offset, character in enumerate(segment.text):
            span = segment.place(offset, offset + 1)
            shown += character
            written += text[span.start]
            assert span.start < span.end <= len(text)
    assert shown == "$a$ & \\(b\\)\n‘q’ $c$"
    assert written == "$a$ & \\(b\\)\n'q' $c$".replace("\n", text[text.index("\n")])


def test_a_range_over_an_entity_covers_it_whole() -> None:
    text = "a &lt; b\n"
    (segment,) = _segments(text)
    start = segment.text.index("<")
    assert text[slice(*segment.place(start - 1, start + 2))] == " &lt; "


def test_code_scripts_and_formulas_of_kramdown_are_left_out() -> None:
    text = "    $a$\n\n```\n$b$\n```\n\n`$c$` $$d$$\n\n<pre>$e$</pre>\n\n<script>$f$</script>\n<code>$g$</code>\n"
    assert "".join(segment.text for segment in _segments(text)).strip() == ""


def test_hard_wrap_breaks_at_every_line() -> None:
    found = [segment.text for segment in _segments("a\nb\n", Options(hard_wrap=True))]
    assert found == ["a", "b"]


def test_smart_quotes_of_the_site() -> None:
    options = Options.from_config({"smart_quotes": "39,39,quot,quot"})
    assert _segments("'a' \"b\"\n", options)[0].text == "'a' \"b\""
