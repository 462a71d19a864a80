"""``sitecheck rules``: the rules, by group."""

from __future__ import annotations

import click

from sitecheck.cli.options import load_settings, settings_options, site_argument
from sitecheck.output.streams import put_json, say


@click.command("rules", short_help="List the rules.")
@site_argument
@settings_options
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text")
def command(site: str, config: str | None, rule_packs: tuple[str, ...], output_format: str) -> None:
    """List every rule, what it finds and whether it is on for SITE."""
    settings = load_settings(site, config, rule_packs)
    on = settings.may_be_on()
    if output_format == "json":
        listed = [
            {
                "id": rule.id,
                "group": rule.group,
                "summary": rule.summary(),
                "severity": settings.severities.get(rule.id, rule.severity).label,
                "on": rule.id in on,
                "fixable": rule.fixable(),
                "network": rule.network,
            }
            for rule in settings.rules.values()
        ]
        put_json(listed, indent=2)
        return
    groups: dict[str, list[str]] = {}
    for rule in settings.rules.values():
        mark = " " if rule.id in on else "-"
        severity = settings.severities.get(rule.id, rule.severity).label
        groups.setdefault(rule.group, []).append(f"  {mark} {rule.id:<28} {severity:<8} {rule.summary()}")
    for group in sorted(groups):
        say(group, *groups[group], "")
    say("A dash marks a rule that is off. 'sitecheck explain RULE' shows a rule's page.")
