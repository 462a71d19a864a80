"""Pages that plugins make of records of data files lie where the plugin says, unless a record moves them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.jekyll.conftest import MakeSite
from tests.jekyll.test_own_ruby import calls_to_read

from sitecheck.jekyll.files import data_files
from sitecheck.jekyll.plugins.scripts.facts import RubyFacts
from sitecheck.jekyll.plugins.scripts.reading import read_ruby
from sitecheck.ruby import read_script

PLUGIN = """
class Item < Jekyll::Page
  def initialize(site, record)
    @site = site
    @dir = 'items'
    @name = record['name'] + '.html'
    self.data = {}
    data.merge!(record)
  end
end
class G < Jekyll::Generator
  def generate(site)
    rows = site.data['rows']
    rows.each do |row|
      site.pages << Item.new(site, row)
    end
  end
end
"""


def facts(old: str = "", new: str = "") -> RubyFacts:
    assert old in PLUGIN
    return read_ruby(read_script(PLUGIN.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("rows = site.data['rows']", "rows = nil\n    rows = site.data[x]\n    rows = rows[y]"),
        ("rows = site.data['rows']", "rows = site.data['rows'].select { |x| x['a'] }.sort_by { |x| x['b'] }"),
        ("rows = site.data['rows']", "rows = site.data['rows'] if site.data['rows']"),
        ("rows.each do |row|", "rows.each_with_index do |row, index|\n      row['n'] = index"),
        ("rows.each do |row|", "site.data['rows'].values.each do |row|"),
        ("rows.each do |row|", "rows.select { |row| row['a'] }.each do |row|"),
        ("data.merge!(record)", "@data = record"),
        ("data.merge!(record)", "self.data = record"),
        ("data.merge!(record)", "self.data.merge! record"),
        ("data.merge!(record)", "self.data.update(record['more'])"),
    ],
)
def test_records_of_data_files_say_what_their_pages_have(old: str, new: str) -> None:
    found = facts(old, new)
    assert found.takes_data
    assert {name.texts[0] for name in found.makes} == {"items/"}
    assert not found.front_matter & {"*"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("rows = site.data['rows']", "rows = JSON.parse(text)"),
        ("rows = site.data['rows']", "rows = site.data['rows'].map { |x| made(x) }"),
        ("rows = site.data['rows']", "rows = site.pages.map { |page| page.data }"),
        ("rows = site.data['rows']", "rows = site.data['rows'] + x"),
        ("rows = site.data['rows']", "rows = [site.data['rows']]"),
        ("rows = site.data['rows']", "rows = site.data['rows']\n    rows = x"),
        ("rows = site.data['rows']", "rows = site.data['rows']\n    rows << x"),
        ("rows.each do |row|", "rows.each do |row|\n      row[x] = y"),
        ("rows.each do |row|", "rows.each do |row|\n      row.merge!(x)"),
        ("rows.each do |row|", "rows.each do |row|\n      row.store(x, y)"),
        ("rows.each do |row|", "rows.each do |key, row|"),
        ("rows.each do |row|", "rows.each_slice(2) do |row|"),
        ("rows.each do |row|", "x.each { |row| y }\n    rows.each do |row|"),
        ("rows.each do |row|", "for row in x do\n    end\n    rows.each do |row|"),
        ("Item.new(site, row)", "Item.new(site, row.to_h { |k, v| [k, v] })"),
        ("Item.new(site, row)", "Item.new(site, x) if Item.new(site, row)"),
        ("data.merge!(record)", "data.merge!(record.merge(x))"),
        ("data.merge!(record)", "record[x] = y\n    data.merge!(record)"),
        ("data.merge!(record)", "record = x\n    data.merge!(record)"),
    ],
)
def test_what_else_a_page_is_made_of_may_move_it(old: str, new: str) -> None:
    assert any(name.covers("x/y.html") for name in facts(old, new).makes)


@pytest.mark.parametrize(
    ("more", "is_anywhere"),
    [
        ("x = row.path.dup", False),
        ("x = site.layouts['a'].path.dup", False),
        ("x = row.dup", True),
        ("x = site.pages.first.clone", True),
        ("x = dup", True),
        ("x = path.dup", True),
        ("row['more'] = site.config.dup", False),
        ("x = Marshal.load(y)", True),
    ],
)
def test_a_page_that_is_copied_may_lie_anywhere(more: str, is_anywhere: bool) -> None:
    found = facts("rows.each do |row|", f"rows.each do |row|\n      {more}")
    assert any(name.covers("x/y.html") for name in found.makes) is is_anywhere


@pytest.mark.parametrize(
    ("settings", "keys"),
    [
        ({}, set()),
        ({"a": [{"under": "item"}, {}]}, {"item"}),
        ({"a": [{"under": "permalink"}]}, {"permalink"}),
    ],
)
def test_a_key_that_the_configuration_says_is_set(settings: dict[str, Any], keys: set[str]) -> None:
    new = (
        "(site.config['a'] || []).each { |spec| site.pages.first.data[spec['under']] = 1 if spec['under'] }\n"
    )
    text = PLUGIN.replace("rows.each do |row|", f"{new}    rows.each do |row|")
    found = read_ruby(read_script(text), settings)
    assert found.front_matter == keys
    assert any(name.covers("x/y.html") for name in found.makes) is ("permalink" in keys)


MORE = "_plugins/b.rb"


@pytest.mark.parametrize(
    ("files", "is_anywhere"),
    [
        ({"_data/rows.yml": "- {name: a, url: /b/, path: c, title: d}\n"}, False),
        ({"_data/rows.yml": "- {name: a}\n", "_data/other.yml": "a: [{b: {permalink: /c/}}]\n"}, True),
        ({"_data/rows.csv": "name,redirect_from\na,/b/\n"}, True),
        ({"_data/rows.json": '[{"name": "a", "pagination": {"enabled": true}}]'}, True),
        ({"_data/rows.yml": "- &a {name: a, more: [*a]}\n"}, False),
        ({"_data/rows.yml": "- {name: a}\n", MORE: "x = { 'title' => 1 }\n"}, False),
        ({"_data/rows.yml": "- {name: a}\n", MORE: "x = { 'permalink' => 1 }\n"}, True),
        ({"_data/rows.yml": "- {name: a}\n", MORE: "x = { redirect_to: 1 }\n"}, True),
        ({"_data/rows.csv": "a,b,c\n" * 3}, True),
    ],
)
def test_a_record_may_move_the_page_that_is_made_of_it(
    files: dict[str, Any], is_anywhere: bool, make: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_files, "MAX_VALUES", 8)
    site = make({"_plugins/a.rb": PLUGIN, **files})
    assert site.may_exist("items/any.html")
    assert bool(site.may_exist("x/y.html")) is is_anywhere


MADE = "class G < Jekyll::Generator\n"
ROWS = "def generate(site)\nrows = site.data['rows']\n"


@pytest.mark.parametrize(
    "text",
    [
        lambda count: (
            f"{MADE}{ROWS}"
            + "".join(f"end\ndef m{at}\nx = site.data['a']\npage.data = x\n" for at in range(count))
        ),
        lambda count: (
            f"{MADE}{ROWS}"
            + "".join(f"end\ndef m{at}\nsite.data['a'].each {{ |x| page.data = x }}\n" for at in range(count))
        ),
        lambda count: (
            f"{MADE}{ROWS}" + "".join(f"v{at + 1} = v{at}\npage.data = v{at}\n" for at in range(count))
        ),
        lambda count: f"{MADE}{ROWS}" + "page.data.merge!(rows)\n" * count,
        lambda count: f"{MADE}{ROWS}page.data = " + "a[" * count + "]" * count,
    ],
    ids=["methods", "blocks", "a chain", "merged", "brackets"],
)
def test_a_script_twice_as_long_costs_twice_as_much(text: Callable[[int], str]) -> None:
    whole = f"{text(200)}\nend\nend\n"
    assert calls_to_read(whole) < 2.2 * calls_to_read(f"{text(100)}\nend\nend\n")
