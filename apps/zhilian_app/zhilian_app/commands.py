"""Commands of the bench: ``bench --site SITE zhilian-demo load | remove | people | status``, and
``bench --site SITE zhilian-workflow diff | reset NAME``."""

import json
from collections.abc import Callable

import click
import frappe
from frappe.commands import get_site, pass_context


@click.group("zhilian-demo")
def zhilian_demo():
    """Demo data: a town with ten stations, 2,000 households and people for every role."""


@zhilian_demo.command("load")
@click.option(
    "--beside-real-towns", is_flag=True, help="Load although the site has towns of its own."
)
@pass_context
def load_demo(context, beside_real_towns: bool):
    """Load the demo town; does nothing where it is there."""

    def run() -> None:
        from zhilian_app.demo.load import load

        _show_counts(load(beside_real_towns=beside_real_towns))

    _on_site(context, run)


@zhilian_demo.command("remove")
@click.option(
    "--including-real", is_flag=True, help="Remove also what real people wrote in the demo towns."
)
@pass_context
def remove_demo(context, including_real: bool):
    """Remove the demo town; rows of real people stop it and are listed."""

    def run() -> None:
        from zhilian_app.demo.remove import remove

        _show_counts(remove(including_real=including_real))

    _on_site(context, run)


@zhilian_demo.command("people")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@pass_context
def demo_people(context, as_json: bool):
    """Show who can sign in, with the password."""

    def run() -> None:
        from zhilian_app.demo.people import people

        rows = people()
        if as_json:
            click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            for row in rows:
                click.echo("{username:<13} {mobile}  {password}  {name}  {role}".format(**row))

    _on_site(context, run)


@zhilian_demo.command("status")
@pass_context
def demo_status(context):
    """Count the demo rows."""

    def run() -> None:
        from zhilian_app.demo.status import status

        _show_counts(status())

    _on_site(context, run)


@click.group("zhilian-workflow")
def zhilian_workflow():
    """Workflows: what was changed on the site, and how to go back to the app's own."""


@zhilian_workflow.command("diff")
@pass_context
def workflow_diff(context):
    """Show how the site's workflows differ from the app's."""

    def run() -> None:
        from zhilian_app.setup.workflows import differences

        found = differences()
        for difference in found:
            click.echo(difference.words())
        if not found:
            click.echo(frappe._("No workflow was changed on this site."))

    _on_site(context, run)


@zhilian_workflow.command("reset")
@click.argument("name")
@pass_context
def workflow_reset(context, name: str):
    """Put the workflow NAME back to the app's own; changes made on the site are lost."""

    def run() -> None:
        from zhilian_app.setup.workflows import SPECS, reset

        known = {spec.name for spec in SPECS} | {frappe._(spec.name) for spec in SPECS}
        if name not in known:
            names = "、".join(f"{spec.name} ({frappe._(spec.name)})" for spec in SPECS)
            frappe.throw(frappe._("There is no workflow {0}. There are: {1}").format(name, names))
        reset(next(spec.name for spec in SPECS if name in (spec.name, frappe._(spec.name))))
        click.echo(frappe._("{0} is as it was installed again.").format(frappe._(name)))

    _on_site(context, run)


def _on_site(context, run: Callable[[], None]) -> None:
    """Call ``run`` on the site and commit; a refusal is shown as it is and ends with status 1."""
    frappe.init(site=get_site(context))
    frappe.connect()
    try:
        frappe.local.lang = frappe.db.get_default("lang") or "zh"
        run()
        frappe.db.commit()
    except frappe.ValidationError as error:
        frappe.db.rollback()
        click.secho(str(error), fg="red", err=True)
        raise SystemExit(1) from error
    finally:
        frappe.destroy()


def _show_counts(counts: dict[str, int]) -> None:
    for doctype, count in counts.items():
        click.echo(f"{count:>7}  {frappe._(doctype)}")
    if not counts:
        click.echo(frappe._("There is no demo data."))


commands = [zhilian_demo, zhilian_workflow]
