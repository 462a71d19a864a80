"""``site.data``."""

from __future__ import annotations

import pytest
from tests.jekyll.conftest import MakeSite

from sitecheck.jekyll.files import data_files
from sitecheck.jekyll.files.csv_faults import csv_fault


def test_all_kinds_of_data_files(make: MakeSite) -> None:
    site = make(
        {
            "_data/a b.yml": "x: 1\n",
            "_data/de ep/er/list.json": '[1, "two", null]',
            "_data/t.csv": 'name,age\n"Ann, A",3\nBob,\n',
            "_data/t2.tsv": "a\tb\n1\t2\n",
            "_data/.hidden.yml": "1",
            "_data/notes.txt": "no",
            "_data/bad.yml": "a: b: c\n",
            "_data/bytes.yml": b"a: \xff",
        }
    )
    assert site.data == {
        "a_b": {"x": 1},
        "de_ep": {"er": {"list": [1, "two", None]}},
        "t": [{"name": "Ann, A", "age": "3"}, {"name": "Bob", "age": None}],
        "t2": [{"a": "1", "b": "2"}],
    }
    files = {file.path: file for file in site.data_files}
    assert files["_data/de ep/er/list.json"].keys == ("de_ep", "er", "list")
    assert files["_data/bad.yml"].problems[0].kind == "syntax"
    assert "UTF-8" in files["_data/bytes.yml"].problems[0].message


@pytest.mark.parametrize("settings", ["{}", "{col_sep: ','}", "{headers: true}"])
def test_csv_has_headers_unless_the_configuration_says_otherwise(make: MakeSite, settings: str) -> None:
    site = make({"_config.yml": f"csv_reader: {settings}\n", "_data/t.csv": "a,b\n1,2\n"})
    assert site.data["t"] == [{"a": "1", "b": "2"}]


def test_csv_without_headers(make: MakeSite) -> None:
    site = make({"_config.yml": "csv_reader: {headers: false}\n", "_data/t.csv": "a,b\n1,2\n"})
    assert site.data["t"] == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ('a,b\n"c,d\n', 4),
        ('a,b\nc"d,e\n', 5),
        ('a,b\n"c"d,e\n', 7),
        ("a,b\r\nc,d\ne,f\r\n", 8),
        ('a,b\nc, "d"\n', 7),
        ('a,b\n"c""d",e\n', None),
        ('a,b\n"c\nd",e', None),
        ('a,"b"', None),
        ("", None),
        (",\n\n,", None),
    ],
)
def test_a_table_that_ruby_refuses_is_told(text: str, at: int | None) -> None:
    fault = csv_fault(text, ",")
    assert (fault and fault.at) == at


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a,b\n" * 10, True),
        ("a,b\n" * 11, False),
        ("a" + "," * 19 + "\n", True),
        ("a" + "," * 20 + "\n", False),
        ("a,b,c,d,e\n" + "1\n" * 3, True),
        ("a,b,c,d,e\n" + "1\n" * 4, False),
    ],
)
def test_a_table_of_very_many_values_is_not_read(
    text: str, read: bool, make: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A short row has the values of the head, too."""
    monkeypatch.setattr(data_files, "MAX_VALUES", 20)
    site = make({"_data/t.csv": text})
    assert ("t" in site.data) is read
    told = [file.message for file in site.data_files if file.message]
    assert told == ([] if read else ["has more than 20 values; it is not read"])


@pytest.mark.parametrize(
    ("last", "read"),
    [
        ("[1, 2, 3, 4]", True),
        ("[1, 2, 3, 4, 5]", False),
        (f"a: {'x' * (64 * 4 - 4)}", True),
        (f"a: {'x' * 64 * 4}", False),
    ],
)
def test_data_files_are_held_up_to_a_limit_of_all(
    last: str, read: bool, make: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_files, "MOST_IN_ALL", 20)
    files = {"_data/a.yml": "- 1\n" * 8, "_data/b.csv": "x\n" + "1\n" * 8, "_data/d/e.tsv": "x\n1\n"}
    site = make({"_data/a.json": last, **files})
    assert {"a", "d"} <= site.data.keys()
    assert ("b" in site.data, "e" in site.data["d"]) == (read, False)
    told = [file.path for file in site.data_files if file.is_too_large]
    assert told == ([] if read else ["_data/b.csv"]) + ["_data/d/e.tsv"]
    assert all(file.keys in site.unread_data for file in site.data_files if file.is_too_large)


def test_the_places_of_cells_are_under_the_keys_that_lead_to_them(make: MakeSite) -> None:
    text = 'name,"age"\r\nAnn,"3"\r\n\r\nBob\r\nEve,4,5\r\n'
    headed = make({}).config
    found = [
        (keys, text[span.start : span.end]) for keys, span in data_files.table_cells(text, "t.csv", headed)
    ]
    assert found == [
        (("\0" + "0", "name"), "Ann"), (("\0" + "0", "age"), '"3"'), (("\0" + "1", "name"), "Bob"),
        (("\0" + "2", "name"), "Eve"), (("\0" + "2", "age"), "4"),
    ]  # fmt: skip
    plain = make({"_config.yml": "tsv_reader: {headers: false}\n"}).config
    found = [(keys, span.start) for keys, span in data_files.table_cells("a\tb\nc", "t.tsv", plain)]
    assert found == [
        (("\0" + "0", "\0" + "0"), 0), (("\0" + "0", "\0" + "1"), 2), (("\0" + "1", "\0" + "0"), 4)
    ]  # fmt: skip


def test_a_cell_of_a_table_may_be_long(make: MakeSite) -> None:
    cell = "z" * 200_000
    site = make({"_data/a.csv": f'x,y\n"{cell}",1\n', "_data/b.csv": "x,y\n1,2\n"})
    assert site.data == {"a": [{"x": cell, "y": "1"}], "b": [{"x": "1", "y": "2"}]}
