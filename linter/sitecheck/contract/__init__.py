"""What a site demands of the front matter of its files, and what in them does not keep to it.

    contract = Contract(where="front-matter[0]", files=("_posts/**",), required=("title",))
    faults = list(judge(contract, text, entries, data, work=Work()))

A contract comes from the settings, which may be as hostile as the site: patterns are matched in linear time,
schemas are bounded in size and work, and no reference leaves the schema.
"""

from __future__ import annotations

from sitecheck.contract.judge import KINDS, Fault, judge
from sitecheck.contract.record import Contract, covering
from sitecheck.contract.work import LEAST_STEPS, MOST_STEPS, TooMuchWork, Work

__all__ = [
    "KINDS",
    "LEAST_STEPS",
    "MOST_STEPS",
    "Contract",
    "Fault",
    "TooMuchWork",
    "Work",
    "covering",
    "judge",
]
