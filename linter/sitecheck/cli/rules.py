"""``sitecheck rules``: the rules, by group."""

from __future__ import annotations

import json

import click

from sitecheck.cli.options import config_option, load_settings, site_argument, site_folder


@click.command("rules", short_help="List the rules.")
@site_argument
@config_option
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text")
def command(site: str, config: str | None, output_format: str) -> int:
    """List every rule, what it finds and whether it is on for SITE."""
    settings = load_settings(site_folder(site), config)
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
        click.echo(json.dumps(listed, indent=2))
        return 0
    groups: dict[str, list[str]] = {}
    for rule in settings.rules.values():
        mark = " " if rule.id in on else "-"
        severity = settings.severities.get(rule.id, rule.severity).label
        groups.setdefault(rule.group, []).append(f"  {mark} {rule.id:<28} {severity:<8} {rule.summary()}")
    for group in sorted(groups):
        click.echo("\n".join((group, *groups[group], "")))
    click.echo("A dash marks a rule that is off. 'sitecheck explain RULE' shows a rule's page.")
    return 0
