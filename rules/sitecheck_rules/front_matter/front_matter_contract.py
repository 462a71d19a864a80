from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Fix, Invalid, Safety, Severity, Valid

_SETTINGS = """\
front-matter:
  - files: _posts/**
    required: [title, author.name]
    types: {tags: list, order: integer, subtitle: text}
    values: {layout: [post, talk], tags: [jekyll, ruby]}
"""
_POST = "_posts/2024-05-06-a.md"
_FILES = {".sitecheck.yml": _SETTINGS}
_SCHEMA_FILES = {
    ".sitecheck.yml": "front-matter:\n  - files: /talks/\n    schema: talk.schema.json\n",
    "talk.schema.json": """\
{
  "required": ["speaker"],
  "additionalProperties": false,
  "properties": {
    "speaker": {"type": "string"},
    "minutes": {"type": "integer", "maximum": 60},
    "slug": {"pattern": "^[a-z0-9-]+$"},
    "day": {"format": "date"}
  }
}
""",
}


class FrontMatterContract(FileRule):
    """The front matter does not hold what the settings demand of it.

    ## What it does

    Compares front matter with the contracts in `.sitecheck.yml`; without any it is silent:

    ```yaml
    front-matter:
      - files: _posts/**
        required: [title, author.name]
        types: {tags: list, order: integer, image: [text, mapping]}
        values: {layout: [post, talk], tags: [jekyll, ruby]}
      - files: [/talks/, "!/talks/index.md"]
        schema: talk.schema.json
    ```

    - `files`: patterns in the manner of `.gitignore`, from the site's folder.
    - `required`: keys that must have a value, in the file or by the `defaults` of `_config.yml`. What Jekyll
      makes up by itself, a title of the file's name, does not count.
    - `types`: `text`, `list`, `mapping`, `boolean`, `integer`, `number` or `date`, or several of them.
    - `values`: what a key may be, or each item of its list.
    - `schema`: a [JSON Schema](https://json-schema.org/) (draft 4 to 2020-12) beside the settings or below,
      which needs the library jsonschema: `pip install 'jekyll-sitecheck[schema]'`. Dates are texts such as
      `2024-05-06` there. References lead to the schema itself only; `patternProperties`,
      `unevaluatedProperties`, lookaround and references in patterns are refused.

    Values are those that Jekyll reads: `version: 1.10` is the number 1.1, `country: no` is false, `tags: a b`
    are two tags. For `values`, 1 is 1.0, and a date is a text such as `2024-05-06`.

    ## Why is this bad?

    The site says so itself. Layouts that rely on a key show nothing, or the wrong thing, without a word.

    ## Fix safety

    Unsafe: it writes the key or the value that was most likely meant.

    ## References

    - <https://jekyllrb.com/docs/front-matter/>
    - <https://json-schema.org/understanding-json-schema/>
    """

    severity = Severity.ERROR
    needs_page = False
    valid = (
        Valid(
            "---\nlayout: post\ntitle: A\nauthor: {name: B}\ntags: [ruby]\norder: 3\n---\n",
            path=_POST,
            files=_FILES,
        ),
        Valid("---\nlayout: page\n---\n", files=_FILES, why="no contract is about it"),
        Valid(
            "---\n---\n",
            path=_POST,
            files={
                ".sitecheck.yml": "front-matter:\n  - files: '*.md'\n    required: title\n",
                "_config.yml": "defaults:\n  - values: {title: A}\n",
            },
        ),
        Valid("---\nspeaker: A\nminutes: 20\nday: 2024-05-06\n---\n", path="talks/a.md", files=_SCHEMA_FILES),
        Valid("---\ntitle: A\n---\n", why="there is no contract"),
    )
    invalid = (
        Invalid(
            "---\ntitel: A\nauthor: {name: B}\n---\n",
            path=_POST,
            files=_FILES,
            at="titel",
            message="title is missing; titel stands there",
            fixed="---\ntitle: A\nauthor: {name: B}\n---\n",
        ),
        Invalid(
            "---\ntitle: A\nauthor: {}\n---\n",
            path=_POST,
            files=_FILES,
            at="author",
            message="author.name is missing",
        ),
        Invalid(
            "---\ntitle: A\nauthor: {name: B}\ntags: jekyll, ruby\n---\n",
            path=_POST,
            files=_FILES,
            at="jekyll, ruby",
            message="tags must be a list, not the text jekyll, ruby",
            fixed="---\ntitle: A\nauthor: {name: B}\ntags: [jekyll, ruby]\n---\n",
        ),
        Invalid(
            "---\ntitle: A\nauthor: {name: B}\nsubtitle: 2024\n---\n",
            path=_POST,
            files=_FILES,
            at="2024",
            message="subtitle must be text, not a whole number (2024)",
            fixed='---\ntitle: A\nauthor: {name: B}\nsubtitle: "2024"\n---\n',
        ),
        Invalid(
            "---\ntitle: A\nauthor: {name: B}\ntags: [jekyll, rubi]\n---\n",
            path=_POST,
            files=_FILES,
            at="rubi",
            message="tags may not be rubi",
            help="did you mean ruby?",
            fixed="---\ntitle: A\nauthor: {name: B}\ntags: [jekyll, ruby]\n---\n",
        ),
        Invalid(
            "---\nspeaker: A\nminutes: 90\n---\n",
            path="talks/a.md",
            files=_SCHEMA_FILES,
            at="90",
            message="minutes may be at most 60, not 90 (talk.schema.json)",
        ),
        Invalid(
            "---\nspeaker: A\nminuets: 9\n---\n",
            path="talks/a.md",
            files=_SCHEMA_FILES,
            at="minuets",
            message="minuets is no key that is allowed here",
            help="did you mean minutes?",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for fault in doc.contract_faults:
            place = doc.at(fault.span) if fault.span is not None else doc.top
            title = f"write {fault.edits[0].text}" if fault.edits else ""
            fix = Fix(title, fault.edits, Safety.UNSAFE) if fault.edits else None
            yield self.finding(fault.message, place, help=fault.help, fix=fix)
