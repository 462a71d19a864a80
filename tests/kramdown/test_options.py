from __future__ import annotations

import pytest

from sitecheck import kramdown
from sitecheck.kramdown import Options
from sitecheck.kramdown import options as options_module
from sitecheck.kramdown.options import LinkDefinitions


def test_config_values_are_read_as_kramdown_reads_them() -> None:
    options = Options.from_config(
        {
            "input": "kramdown",
            "auto_ids": "false",
            "auto_id_prefix": "p",
            "hard_wrap": True,
            "gfm_quirks": "paragraph_end, no_auto_typographic",
            "header_offset": "2",
            "footnote_nr": "x",
            "math_engine": None,
            "toc_levels": "2..3",
            "link_defs": {"a": ["/u", "t"]},
            "smart_quotes": ["laquo", "raquo", 34, "apos"],
            "syntax_highlighter": "rouge",
        }
    )
    assert options == Options(
        input="kramdown",
        auto_ids=False,
        auto_id_prefix="p",
        hard_wrap=True,
        gfm_quirks=("paragraph_end", "no_auto_typographic"),
        header_offset=2,
        math_engine=None,
        toc_levels=frozenset((2, 3)),
        link_defs=LinkDefinitions([("a", "/u", "t")]),
        smart_quotes=("«", "»", '"', "'"),
    )


def test_quotes_have_the_names_of_all_entities() -> None:
    german = Options.from_config({"smart_quotes": "sbquo,lsquo,bdquo,132"})
    assert german.smart_quotes == ("‚", "‘", "„", "„")


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("<h2>Raw</h2>\n", False),
        ("<div>\n<section><h3>A</h3></section></div>\n", False),
        ("<h2 id='y'>Raw</h2>\n", True),
        ("x <h2>Raw</h2>\n", True),
        ("## Own\n\n<p>Raw</p>\n", True),
    ],
)
def test_raw_headings_that_become_native_have_ids_that_are_not_known(text: str, known: bool) -> None:
    options = Options.from_config({"html_to_native": True})
    assert all(id_.known for id_ in kramdown.read(text, options).ids) is known
    assert all(id_.known for id_ in kramdown.read(text).ids)
    without = Options.from_config({"html_to_native": True, "auto_ids": False})
    assert all(id_.known for id_ in kramdown.read(text, without).ids)


def test_settings_of_the_parser_cannot_change_in_the_text() -> None:
    text = '{::options input="kramdown" gfm_quirks="" /}\n\nT\n# H\n'
    assert len(kramdown.read(text).headings) == 1


def test_commonmark_by_the_converters_name() -> None:
    assert Options.from_config({}, "CommonMarkGhPages").auto_ids
    assert Options.from_config({"auto_ids": True}, "CommonMark").input == "CommonMark"


def test_link_definitions_of_the_site() -> None:
    page = kramdown.read("[a]\n", Options(link_defs=LinkDefinitions([("A", "/u", None)])))
    assert [(link.href, link.href_span) for link in page.links] == [("/u", None)]
    assert page.definitions == ()


def test_definitions_of_the_configuration_are_put_in_order_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """27,000 of them took each of a thousand pages 3 ms, however few it asks for."""
    asked: list[str] = []
    monkeypatch.setattr(options_module, "normalize_label", lambda label: asked.append(label) or label)
    settings = Options.from_config({"link_defs": {"a": ["/u"], "b": ["/v"]}})
    assert [kramdown.to_html(text, settings) for text in ("[a]\n", "[b]\n")] == [
        '<p><a href="/u">a</a></p>\n',
        '<p><a href="/v">b</a></p>\n',
    ]
    assert asked == ["a", "b"]
