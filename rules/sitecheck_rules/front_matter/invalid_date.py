from __future__ import annotations

from sitecheck.api import EngineRule, Invalid, Severity, Valid


class InvalidDate(EngineRule):
    """A date cannot be read.

    ## What it does

    Reports a `date` in the front matter of a post or a document of a collection that Jekyll cannot read as a
    date, and a post whose file name starts with a day that does not exist. Also that of a page where its
    layout asks what day it is, as `{% seo %}` of jekyll-seo-tag does and `{{ page.date | date_to_string }}`.

    ## Why is this bad?

    Jekyll's build stops here, whatever the other pages are like.

    ## References

    - measured with Jekyll 4.3.4
    """

    severity = Severity.ERROR
    valid = (
        Valid("---\ndate: 2024-05-06 07:08:09 +0200\n---\n", path="_posts/2024-05-06-a.md"),
        Valid("---\ndate: May 6, 2024\n---\n", path="_posts/2024-05-06-a.md"),
        Valid(
            "---\nlayout: x\ndate: soon\n---\n",
            files={"_layouts/x.html": "<html>{{ page.date }}{{ content }}</html>\n"},
            why="on a page it is a text like others",
        ),
        Valid(
            "---\nlayout: x\ndate: soon\n---\n",
            files={
                "_layouts/x.html": "{% if page.a %}{{ page.date | date_to_string }}{% endif %}{{ content }}\n"
            },
        ),
        Valid(
            "---\nlayout: x\ndate: Today\n---\n",
            files={"_layouts/x.html": "{{ page.date | date_to_string }}{{ content }}\n"},
            why="Liquid takes that for the moment of the build",
        ),
    )
    invalid = (
        Invalid("---\ndate: 2024-13-45\n---\n", path="_posts/2024-05-06-a.md", message="date"),
        Invalid("---\ndate: soon\n---\n", path="_posts/2024-05-06-a.md", message="date"),
        Invalid(
            "---\nlayout: x\ndate: soon\n---\n",
            at="soon",
            message="date cannot be read",
            files={
                "_config.yml": "plugins: [jekyll-seo-tag]\n",
                "_layouts/x.html": "{% include head.html %}{{ content }}\n",
                "_includes/head.html": "{% if page.a %}a{% endif %}{% seo %}\n",
            },
        ),
        Invalid(
            "---\nlayout: x\ndate: 2024-13-45\n---\n",
            at="2024-13-45",
            files={"_layouts/x.html": "{% if page.date %}{{ page.date | date_to_xmlschema }}{% endif %}\n"},
        ),
    )
