"""``site.data``."""

from __future__ import annotations

import pytest
from tests.jekyll.conftest import MakeSite

from sitecheck.jekyll.files.csv_faults import csv_fault


def test_all_kinds_of_data_files(make: MakeSite) -> None:
    site = make(
        {
            "_data/a b.yml": "x: 1\n",
            "_data/deep/er/list.json": '[1, "two", null]',
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
        "deep": {"er": {"list": [1, "two", None]}},
        "t": [{"name": "Ann, A", "age": "3"}, {"name": "Bob", "age": None}],
        "t2": [{"a": "1", "b": "2"}],
    }
    files = {file.path: file for file in site.data_files}
    assert files["_data/deep/er/list.json"].keys == ("deep", "er", "list")
    assert files["_data/bad.yml"].problems[0].kind == "syntax"
    assert "UTF-8" in files["_data/bytes.yml"].problems[0].message


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
        ("", None),
        (",\n\n,", None),
    ],
)
def test_a_table_that_ruby_refuses_is_told(text: str, at: int | None) -> None:
    fault = csv_fault(text, ",")
    assert (fault and fault.at) == at
