"""Workflows of the app: what is missing is made, what an administrator changed in the desk stays.

What was installed is remembered, so that a step that a new version brings can be told from one that somebody took out.
"""

import json
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.custom.doctype.property_setter.property_setter import make_property_setter

from zhilian_app.filings.states import ARTICLE, CIRCULATION, FILING
from zhilian_app.issues.states import SPEC as LEDGER_ISSUE
from zhilian_app.meetings.states import REQUEST, SESSION
from zhilian_app.stations.board_states import BOARD
from zhilian_app.subsidies.states import FUNDING_PLAN, PAYMENT, PROJECT
from zhilian_app.supervision.states import CHECK, RECTIFICATION
from zhilian_app.workflow_spec import Spec

SPECS: tuple[Spec, ...] = (
    LEDGER_ISSUE,
    REQUEST,
    SESSION,
    PROJECT,
    FUNDING_PLAN,
    PAYMENT,
    BOARD,
    FILING,
    ARTICLE,
    CIRCULATION,
    CHECK,
    RECTIFICATION,
)

INSTALLED = "zhilian_workflow:{0}"
KEY = ("state", "action", "next_state", "allowed")
COMPARED = (*KEY, "allow_self_approval", "condition")
# rights to write come from roles and the roster; which step is whose, from the transitions
EVERYONE = "All"


@dataclass(frozen=True)
class Difference:
    """How a workflow on the site differs from the app's.

    Attributes:
        kind: missing, extra, changed, inactive or absent.
        what: name of a state, or (state, step, next state, role) of a step; empty for the workflow as a whole.
    """

    workflow: str
    kind: str
    what: tuple[str, ...] = ()

    def words(self) -> str:
        """The difference in a line, in the language of who reads it."""
        texts = {
            "absent": _("{0}: this workflow is not on the site."),
            "inactive": _("{0}: this workflow is switched off."),
            "missing": _("{0}: taken out on this site: {1}"),
            "extra": _("{0}: added on this site: {1}"),
            "changed": _("{0}: changed on this site: {1}"),
        }
        what = " → ".join(_(part) for part in self.what[:3])
        if len(self.what) > 3:
            what = f"{what} ({_(self.what[3])})"
        return texts[self.kind].format(_(self.workflow), what)


def make_workflows() -> None:
    """Make states, actions and workflows that are missing; idempotent, called on install and migrate."""
    for spec in SPECS:
        _make_names(spec)
        if not frappe.db.exists("Workflow", spec.name):
            _insert(spec)
        else:
            _add_new(spec)
        _remember(spec)


def reset(name: str) -> None:
    """Put a workflow back to the app's own.

    Raises:
        KeyError: the app has no such workflow.
    """
    spec = {spec.name: spec for spec in SPECS}[name]
    _make_names(spec)
    if frappe.db.exists("Workflow", name):
        workflow = frappe.get_doc("Workflow", name)
        workflow.update(_fields(spec))
        workflow.set("states", _states(spec))
        workflow.set("transitions", spec.rows())
        workflow.save(ignore_permissions=True)
    else:
        _insert(spec)
    _remember(spec)


def differences() -> list[Difference]:
    """What administrators changed, workflow by workflow."""
    found = []
    for spec in SPECS:
        if not frappe.db.exists("Workflow", spec.name):
            found.append(Difference(spec.name, "absent"))
            continue
        workflow = frappe.get_doc("Workflow", spec.name)
        if not workflow.is_active:
            found.append(Difference(spec.name, "inactive"))
        known = {row.state for row in workflow.states}
        found += [
            Difference(spec.name, "missing", (name,))
            for name in spec.state_names
            if name not in known
        ]
        found += [
            Difference(spec.name, "extra", (name,))
            for name in sorted(known - set(spec.state_names))
        ]
        found += _row_differences(spec, workflow)
    return found


def follow_states(doc, method: str | None = None) -> None:
    """Workflow, on_update: a state that an administrator adds becomes a choice of the DocType's state field."""
    spec = next((spec for spec in SPECS if spec.doctype == doc.document_type), None)
    if not spec or not doc.is_active:
        return
    field = frappe.get_meta(spec.doctype).get_field(spec.state_field)
    known = (field.options or "").split("\n")
    new = [row.state for row in doc.states if row.state not in known]
    if new:
        make_property_setter(
            spec.doctype,
            spec.state_field,
            "options",
            "\n".join([*known, *dict.fromkeys(new)]),
            "Text",
            validate_fields_for_doctype=False,
        )


def _row_differences(spec: Spec, workflow) -> list[Difference]:
    own = {_key(row): row for row in spec.rows()}
    site = {_key(row): row for row in workflow.transitions}
    found = [Difference(spec.name, "missing", key) for key in own if key not in site]
    found += [Difference(spec.name, "extra", key) for key in site if key not in own]
    found += [
        Difference(spec.name, "changed", key)
        for key in own
        if key in site and any((own[key][f] or 0) != (site[key].get(f) or 0) for f in COMPARED)
    ]
    return found


def _key(row) -> tuple:
    return tuple(row.get(field) for field in KEY)


def _make_names(spec: Spec) -> None:
    for state in spec.states:
        if not frappe.db.exists("Workflow State", state.name):
            frappe.get_doc(
                {
                    "doctype": "Workflow State",
                    "workflow_state_name": state.name,
                    "style": state.style,
                }
            ).insert(ignore_permissions=True)
    for action in spec.actions:
        if not frappe.db.exists("Workflow Action Master", action):
            frappe.get_doc(
                {"doctype": "Workflow Action Master", "workflow_action_name": action}
            ).insert(ignore_permissions=True)


def _fields(spec: Spec) -> dict:
    return {
        "document_type": spec.doctype,
        "workflow_state_field": spec.state_field,
        "is_active": 1,
        # one digest a day tells people, not a mail for each step
        "send_email_alert": 0,
        "override_status": 1,
    }


def _states(spec: Spec) -> list[dict]:
    return [
        {
            "state": state.name,
            "doc_status": str(state.doc_status),
            "allow_edit": EVERYONE,
            # else each step asks of every user with the role on the site whether they may take the next one, and notes
            # the document's name where all of the role read it, of whatever town
            "is_optional_state": 1,
        }
        for state in spec.states
    ]


def _insert(spec: Spec) -> None:
    frappe.get_doc(
        {
            "doctype": "Workflow",
            "workflow_name": spec.name,
            **_fields(spec),
            "states": _states(spec),
            "transitions": spec.rows(),
        }
    ).insert(ignore_permissions=True)


def _add_new(spec: Spec) -> None:
    """Steps and states that came with a new version of the app; what was taken out on the site stays out."""
    installed = _installed(spec)
    workflow = frappe.get_doc("Workflow", spec.name)
    known_states = {row.state for row in workflow.states}
    known = {_key(row) for row in workflow.transitions}
    states = [
        row
        for row in _states(spec)
        if row["state"] not in known_states and row["state"] not in installed["states"]
    ]
    rows = [
        row
        for row in spec.rows()
        if _key(row) not in known and list(_key(row)) not in installed["rows"]
    ]
    if not states and not rows:
        return
    workflow.extend("states", states)
    workflow.extend("transitions", rows)
    workflow.save(ignore_permissions=True)


def _installed(spec: Spec) -> dict:
    text = frappe.db.get_default(INSTALLED.format(spec.name))
    return json.loads(text) if text else {"states": [], "rows": []}


def _remember(spec: Spec) -> None:
    """Keep everything that was ever installed, so that an older state never comes back by itself."""
    before = _installed(spec)
    rows = [list(_key(row)) for row in spec.rows()]
    now = {
        "states": sorted({*before["states"], *spec.state_names}),
        "rows": sorted([*before["rows"], *(row for row in rows if row not in before["rows"])]),
    }
    if now != before:
        frappe.db.set_default(INSTALLED.format(spec.name), json.dumps(now))
