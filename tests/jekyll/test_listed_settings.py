"""Plugins that make pages as a list of the configuration says, and work out conditions that stand there."""

from __future__ import annotations

from typing import Any

import pytest

from sitecheck.jekyll.plugins.names import Name
from sitecheck.jekyll.plugins.scripts import listed_settings, reading
from sitecheck.jekyll.plugins.scripts.facts import RubyFacts
from sitecheck.jekyll.plugins.scripts.reading import read_ruby
from sitecheck.ruby import read_script

PLUGIN = """
class Item < Jekyll::Page
  def initialize(site, dir, name)
    @dir = dir
    @name = name + '.html'
  end
end
class G < Jekyll::Generator
  def generate(site)
    specs = site.config['lists'] || [{ 'data' => 'rows' }]
    specs.each do |spec|
      dir = spec['dir'] || 'all'
      condition = spec['only']
      site.pages << Item.new(site, dir, site.data['rows'].first['name']) if eval(condition)
    end
  end
end
"""


def facts(*lists: Any, old: str = "", new: str = "") -> RubyFacts:
    assert not old or old in PLUGIN
    settings = {"lists": list(lists)} if lists else {}
    return read_ruby(read_script(PLUGIN.replace(old, new, 1)), settings)


def below(*folders: str) -> set[Name]:
    """Pages in folders, as they may be written to."""
    begun = [f"{folder}/" if folder else "" for folder in folders]
    return {Name((begin, end)) for begin in begun for end in (".html", "/index.html")}


@pytest.mark.parametrize(
    ("lists", "folders"),
    [
        ([], ["all"]),
        ([{}], ["all"]),
        ([{"dir": "a"}], ["a"]),
        ([{"dir": "a"}, {"dir": "b", "only": "true"}], ["a", "b"]),
        ([{"dir": "a"}, {"data": "x"}], ["a", "all"]),
        ([{"dir": False}], ["all"]),
    ],
)
def test_pages_lie_where_the_list_says(lists: list[Any], folders: list[str]) -> None:
    found = facts(*lists)
    assert found.makes == below(*folders)
    assert found.asked_settings == {"lists"}
    assert not found.unknown_liquid


@pytest.mark.parametrize(
    ("lists", "old", "new"),
    [
        ([{"dir": 1}], "", ""),
        ([{"dir": ["a"]}], "", ""),
        (["a"], "", ""),
        ([{"dir": str(number)} for number in range(201)], "", ""),
        ([{"dir": "a"}], "dir = spec", "spec['dir'] = x\n      dir = spec"),
        ([{"dir": "a"}], "dir = spec", "spec['dir'].upcase!\n      dir = spec"),
        ([{"dir": "a"}], "dir = spec", "place(spec)\n      dir = spec"),
        ([{"dir": "a"}], "dir = spec", "spec.merge!(x)\n      dir = spec"),
        ([{"dir": "a"}], "dir = spec", "spec[x] = y\n      dir = spec"),
        ([{"dir": "a"}], "dir = spec", "spec = x\n      dir = spec"),
        ([{"dir": "a"}], "spec['dir'] || 'all'", "spec['dir'] << 'b'"),
        ([{"dir": "a"}], "dir = spec", "x.each { |spec| y }\n      dir = spec"),
        ([{"dir": "a"}], "specs.each", "specs = x\n    specs.each"),
        ([{"dir": "a"}], "specs.each", "specs.map"),
        ([{"dir": "a"}], "specs.each", "x.specs.each"),
        ([], "{ 'data' => 'rows' }", "{ 'dir' => x }"),
        ([], "{ 'data' => 'rows' }", "{ x => 'rows' }"),
        ([], "{ 'data' => 'rows' }", "x"),
    ],
)
def test_a_list_that_is_not_known_may_say_anything(lists: list[Any], old: str, new: str) -> None:
    assert any(name.covers("x.html") for name in facts(*lists, old=old, new=new).makes)


def test_a_list_may_be_given_in_brackets_and_be_empty() -> None:
    old = "specs.each"
    assert facts({"dir": "a"}, old=old, new="(site.config['lists'] || []).each").makes == below("a")
    assert facts(old=old, new="(site.config['lists'] || []).each").makes == below("all"), "or nothing"


ASKING = [
    "true",
    "!record['parent'] && record[\"size\"] > 1.5",
    "spec[:kind] == 'a' or not site.nil?",
    "dir.to_s.strip.empty? == false && dir.start_with?('a', 'b')",
    "site ? dir : spec",
]
DOING = [
    "site.pages.clear",
    "x = 1",
    "dir << 'a'",
    "dir.upcase!",
    "exit",
    "`ls`",
    "%x(ls)",
    "system('ls')",
    '"#{exit}"',
    "'a' 'unended",
    "site.send(:write)",
    "eval('1')",
    "File.write('a', 'b')",
    "dir =~ /a/",
    "site.config['a'] ||= 1",
    "dir.first { site }",
    "site.dir",
    "true; exit",
]


@pytest.mark.parametrize("condition", [*ASKING, *DOING])
def test_a_condition_of_the_configuration_is_code(condition: str) -> None:
    new = "site.data['x'].each { |record| record }\n      condition = spec"
    found = facts({"dir": "a", "only": condition}, old="condition = spec", new=new)
    assert found.unknown_liquid is (condition in DOING), "which may do anything"
    assert (found.settings == {"*"}) is (condition in DOING)


@pytest.mark.parametrize(
    ("old", "new", "is_known"),
    [
        ("eval(condition)", "eval(spec['only'])", True),
        ("eval(condition)", "eval(spec['only'].to_s)", True),
        ("eval(condition)", "eval(spec['only'] || 'true')", True),
        ("eval(condition)", "eval('true')", True),
        ("eval(condition)", "eval(spec['only'] || 'exit')", False),
        ("eval(condition)", "eval(spec['only'] + x)", False),
        ("eval(condition)", "eval(spec['only'], binding)", False),
        ("eval(condition)", "eval condition", True),
        ("eval(condition)", "site.eval(condition)", True),
        ("eval(condition)", "instance_eval(condition)", False),
        ("condition = spec", "condition = x\n      condition = spec", False),
        ("condition = spec", "[:dir, :site].each { |word| eval(word.to_s) }\n      condition = spec", True),
        ("condition = spec", "[:dir, :exit].each { |word| eval(word.to_s) }\n      condition = spec", False),
        ("condition = spec", "[:dir, x].each { |word| eval(word.to_s) }\n      condition = spec", False),
        (
            "condition = spec",
            "[:dir].each { |word| eval(word.to_s) }\n      x.each { |word| y }\n      condition = spec",
            False,
        ),
    ],
)
def test_what_is_worked_out_must_be_known(old: str, new: str, is_known: bool) -> None:
    assert facts({"dir": "a", "only": "site.nil?"}, old=old, new=new).unknown_liquid is not is_known


def test_a_condition_may_be_handed_on() -> None:
    old = "if eval(condition)\n    end\n  end"
    new = "if holds(condition)\n    end\n  end\n  def holds(text)\n    eval(text)\n  end"
    assert not facts({"only": "!site"}, old=old, new=new).unknown_liquid
    assert facts({"only": "exit"}, old=old, new=new).unknown_liquid


def test_long_lists_and_scripts_cost_no_more_than_they_are_long(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[object] = []
    is_plain = listed_settings._is_plain
    monkeypatch.setattr(
        listed_settings, "_is_plain", lambda value: looked_at.append(value) or is_plain(value)
    )
    lists = [{"dir": "a"}] * 200
    counts = []
    for times in (50, 100):
        looked_at.clear()
        facts(*lists, old="dir = spec", new="dir = spec['x'] || 'a'\n" * times + "dir = spec")
        counts.append(len(looked_at))
    assert counts[1] <= 2.2 * counts[0]


def test_a_condition_is_read_once_however_often_it_is_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []
    monkeypatch.setattr(reading, "read_script", lambda text: texts.append(text) or read_script(text))
    new = "eval(condition); " * 50 + "eval(condition)"
    assert not facts({"only": "!spec"}, {"only": "true"}, old="eval(condition)", new=new).unknown_liquid
    assert sorted(texts) == ["!spec", "true"]
