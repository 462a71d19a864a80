from __future__ import annotations

from sitecheck.api import EngineRule, Invalid, Severity, Valid


class InvalidDataFile(EngineRule):
    """A data file cannot be read.

    ## What it does

    Reports YAML, JSON, CSV and TSV files below `_data/` that do not parse.

    ## Why is this bad?

    Jekyll's build stops here, or `site.data` lacks what the pages count on.

    ## References

    - <https://jekyllrb.com/docs/datafiles/>
    """

    severity = Severity.ERROR
    valid = (Valid("- name: Ada\n", path="_data/people.yml"),)
    invalid = (Invalid("- name: Ada: Lovelace\n", path="_data/people.yml", message=""),)
