from __future__ import annotations

from sitecheck import html


def _tags(text: str) -> list[tuple[str, str]]:
    return [(tag.name, tag.kind) for tag in html.read(text).tags]


def test_names_are_lower_case_and_kinds_told() -> None:
    assert _tags("<DIV><Br/></dIV >") == [("div", "start"), ("br", "self-closing"), ("div", "end")]


def test_a_slash_of_an_unquoted_value_closes_nothing() -> None:
    tag = html.read("<a href=x/>").tags[0]
    assert (tag.kind, tag.attrs[0].value) == ("start", "x/")


def test_spans_cut_out_what_is_written() -> None:
    text = "a\r\n<p\n  id = 'x y' hidden data-v=1&amp;2>b</p>"
    page = html.read(text)
    tag = page.tags[0]
    assert text[tag.start : tag.end] == "<p\n  id = 'x y' hidden data-v=1&amp;2>"
    assert [text[attr.start : attr.end] for attr in tag.attrs] == ["id = 'x y'", "hidden", "data-v=1&amp;2"]
    values = [(attr.value, text[attr.value_start : attr.value_end]) for attr in tag.attrs]
    assert values == [("x y", "x y"), ("", ""), ("1&2", "1&amp;2")]
    assert [text[run.start : run.end] for run in page.texts] == ["a\r\n", "b"]


def test_the_first_of_two_attributes_counts() -> None:
    attr = html.read("<a href=1 HREF=2>").tags[0].get("href")
    assert attr is not None
    assert attr.value == "1"
    assert html.read("<a>").tags[0].get("href") is None


def test_scripts_styles_and_text_areas_hold_no_tags() -> None:
    for name in ("script", "style", "textarea", "title", "iframe"):
        text = f"<{name}><b id=x></{name}x></{name} ><i>"
        page = html.read(text)
        assert [tag.name for tag in page.tags] == [name, name, "i"]
        assert [(raw.element, text[raw.start : raw.end]) for raw in page.raws] == [
            (name, f"<b id=x></{name}x>")
        ]


def test_in_drawings_and_formulas_elements_close_themselves() -> None:
    for text in (
        "<svg><title/><b></svg>",
        "<math><style/><b></math>",
        "<svg><svg/><svg></svg><title/><b></svg>",
    ):
        assert not html.read(text).raws
    for text in ("<svg></svg></svg><title/><b>", "<svg/><title/><b>", "<svg><title><b></title></svg>"):
        assert [raw.element for raw in html.read(text).raws] == ["title"]


def test_a_script_within_a_comment_within_a_script() -> None:
    text = "<script><!-- <script> </script> --></script><b>"
    page = html.read(text)
    assert [tag.name for tag in page.tags] == ["script", "script", "b"]
    assert text[page.raws[0].start : page.raws[0].end] == "<!-- <script> </script> -->"


def test_comments_and_what_browsers_take_for_comments() -> None:
    text = "<!-- a --!>b<!-->c<!doctype html><?php x ?></ 1><![CDATA[d]]>"
    page = html.read(text)
    assert [comment.text for comment in page.comments] == [
        " a ",
        "",
        "doctype html",
        "?php x ?",
        " 1",
        "[CDATA[d]]",
    ]
    assert [text[run.start : run.end] for run in page.texts] == ["b", "c"]
    assert page.tags == ()


def test_text_that_looks_like_markup() -> None:
    text = "1 < 2 <3 </ <> & <"
    page = html.read(text)
    assert page.tags == ()
    assert text[page.texts[0].start : page.texts[0].end] == "1 < 2 <3 "


def test_a_tag_cut_off_by_the_end_is_none() -> None:
    for text in ("x<a", "x<a href", "x<a href=", "x<a href='y", "x<a href=y", "x</a"):
        assert html.read(text).tags == (), text


def test_a_part_of_a_text_keeps_its_offsets() -> None:
    text = "<a><b><c>"
    assert [(tag.name, tag.start) for tag in html.read(text, 3, 6).tags] == [("b", 3)]


def test_tokens_come_in_order_and_without_gaps() -> None:
    text = "x<p>y<!--z--><script>s</script>"
    pos = 0
    for token in html.tokens(text):
        assert token.start == pos
        pos = token.end
    assert pos == len(text)
