"""Steps of a workflow, checked on the server whichever way they come, and kept with who, when and why.

Frappe checks the role of a step when a document is saved, but neither what a step must bring along, nor who wrote the
document (outside of its own button), nor a submit or cancel past the workflow. A form, a list, a bulk edit, a kanban
board, an import and the API all end in ``save``: there ``SteppedDocument`` looks at the state before and after.
"""

import json
from dataclasses import dataclass, field

import frappe
from frappe import _
from frappe.model.base_document import get_controller
from frappe.model.document import Document
from frappe.model.workflow import (
    apply_workflow,
    get_transitions,
    get_workflow,
    get_workflow_name,
)
from frappe.utils import cint, now_datetime

from zhilian_app import permissions, stored, upkeep
from zhilian_app.workflow_spec import Input, Spec

REASON = "reason"
LONGEST_REASON = 2000
TRIES = 4


class StepRefused(frappe.ValidationError):
    """The state cannot change like this, or not by this person."""


class StepIncomplete(StepRefused):
    """Something is missing that the step must bring along."""


@dataclass(frozen=True)
class Given:
    """What a person gave with a step."""

    reason: str = ""
    values: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """A step that is being taken; ``before`` is None when the document begins."""

    before: str | None
    after: str


class SteppedDocument(Document):
    """A document with a workflow: ``state`` changes by steps alone, and ``steps`` tells of them.

    A controller names its SPEC and calls ``follow_steps`` in validate. What only a step may set stands in
    STEP_FIELDS: whatever else a save brings for these is put back to what is stored.
    """

    SPEC: Spec
    STEP_FIELDS: tuple[str, ...] = ()

    # -- for controllers to say -----------------------------------------------------------------------

    def step_inputs(self, before: str, after: str) -> tuple[Input, ...]:
        """What a step brings along."""
        return (Input(REASON),)

    def step_defaults(self, after: str) -> dict:
        """What the step's dialog begins with."""
        return {}

    def authors(self) -> set[str]:
        """Users who wrote the document: nobody approves what they wrote."""
        return {self.owner}

    def on_step(self, change: Change, given: Given) -> None:
        """What follows from a step: called in validate, the values of the step are set."""

    # -- hooks -----------------------------------------------------------------------------------------

    def follow_steps(self) -> Change | None:
        """validate: put back what only steps change, check a change of state and write it down.

        Raises:
            StepRefused: no such step, or not for this person.
            StepIncomplete: the step lacks what it must bring along.
        """
        before = self.get_doc_before_save()
        self._keep(before)
        old, new = (before.get(self.SPEC.state_field) if before else None), self._state()
        self._write_note(old)
        if before is None:
            self._check_beginning(new)
        elif old == new:
            return None
        else:
            self._check_nobody_was_quicker(before)
            self._check_move(before, old, new)
            self._check_docstatus()
        change = Change(old, new)
        given = self._given(change)
        self.update({key: value for key, value in given.values.items() if key != REASON})
        self.on_step(change, given)
        self.append("steps", self._record(change, given))
        self._spare_actions()
        return change

    def note(self, reason: str, **values) -> None:
        """Save values that else only steps set; the state stays as it is, and a reason gets a line in the record."""
        self.flags.noted = (Given((reason or "").strip()), values)
        self.save()

    def before_submit(self):
        self._check_docstatus()

    def before_cancel(self):
        self._check_docstatus()

    def onload(self):
        self.set_onload("steps", offered(self))

    # -- inside ----------------------------------------------------------------------------------------

    def _state(self) -> str:
        if not self.get(self.SPEC.state_field):
            self.set(self.SPEC.state_field, self.SPEC.states[0].name)
        return self.get(self.SPEC.state_field)

    def _keep(self, before) -> None:
        """Put back what a form, a list or the API cannot set: the record of steps, and the fields of steps."""
        for fieldname in (*self.STEP_FIELDS, "steps"):
            if before:
                self.set(fieldname, before.get(fieldname))
            elif fieldname == "steps":
                self.set(fieldname, [])
            else:
                default = self.meta.get_field(fieldname).default
                numeric = self.meta.get_field(fieldname).fieldtype in ("Int", "Check", "Currency")
                self.set(fieldname, cint(default) if numeric else default)

        if before:
            # Frappe asks the stored document for its steps, and that one knows nothing of who vouches for us
            before.flags.ignore_permissions = self.flags.ignore_permissions

    def _spare_actions(self) -> None:
        """Say that Frappe's own list of open actions has nothing to do for this state.

        Where all states are optional it never makes an action, but finds that out by a query for each next step and
        role, at every save; a row in which the document stands in this state spares it that.
        """
        workflow = active_workflow(self.doctype)
        if not workflow or not all(cint(row.is_optional_state) for row in workflow.states):
            return
        now, user = now_datetime(), frappe.session.user
        frappe.db.sql(
            """insert into `tabWorkflow Action` (name, creation, modified, owner, modified_by, status, completed_by,
                reference_doctype, reference_name, workflow_state)
            values (%(key)s, %(now)s, %(now)s, %(user)s, %(user)s, 'Completed', %(user)s, %(doctype)s, %(name)s,
                %(state)s)
            on duplicate key update modified = %(now)s, modified_by = %(user)s, completed_by = %(user)s,
                workflow_state = %(state)s""",
            {
                "key": f"{self.doctype}-{self.name}"[:140],
                "now": now,
                "user": user,
                "doctype": self.doctype,
                "name": self.name,
                "state": self.get(self.SPEC.state_field),
            },
        )

    def _write_note(self, state: str | None) -> None:
        given, values = self.flags.pop("noted", None) or (None, None)
        if not given:
            return
        self.update(values)
        if given.reason:
            self.append("steps", self._record(Change(state, state), given))

    def _check_beginning(self, state: str) -> None:
        first = self.SPEC.states[0].name
        workflow = active_workflow(self.doctype)
        if workflow:
            first = workflow.states[0].state
        if state != first:
            frappe.throw(
                _("A new {0} begins as {1}, not as {2}.").format(
                    _(self.doctype), _(first), _(state)
                ),
                StepRefused,
            )

    def _check_nobody_was_quicker(self, before) -> None:
        """Two people at once: the second one waits here for the first, and is told."""
        stored = frappe.db.get_value(
            self.doctype, self.name, self.SPEC.state_field, for_update=True
        )
        if stored != before.get(self.SPEC.state_field):
            frappe.throw(
                _("Somebody else has just set this to {0}. Please reload.").format(_(stored)),
                StepRefused,
            )

    def _check_move(self, before, old: str, new: str) -> None:
        workflow = active_workflow(self.doctype)
        if not workflow:
            frappe.throw(
                _("{0} has no active workflow. Please ask the administrator.").format(
                    _(self.doctype)
                ),
                StepRefused,
            )
        moves = [row for row in get_transitions(before, workflow) if row.next_state == new]
        if not moves:
            frappe.throw(
                _("You cannot set this from {0} to {1}.").format(_(old), _(new)), StepRefused
            )
        own = frappe.session.user in self.authors()
        if own and not any(cint(row.allow_self_approval) for row in moves):
            frappe.throw(
                _("You wrote this yourself: somebody else must set it to {0}.").format(_(new)),
                StepRefused,
            )

    def _given(self, change: Change) -> Given:
        given = self.flags.step or Given()
        if change.before is None:
            return Given(given.reason)
        wanted = {one.fieldname: one for one in self.step_inputs(change.before, change.after)}
        values = {key: value for key, value in given.values.items() if key in wanted}
        self._check_complete(change, {**values, REASON: given.reason}, wanted)
        return Given(given.reason, values)

    def _check_complete(self, change: Change, values: dict, wanted: dict[str, Input]) -> None:
        missing = [
            one.fieldname
            for one in wanted.values()
            if one.required and not str(values.get(one.fieldname) or "").strip()
        ]
        if missing:
            labels = "、".join(_(self.input_label(name)) for name in missing)
            frappe.throw(
                _(
                    "To set this to {0}, please open it, choose the step there and fill in: {1}."
                ).format(_(change.after), labels),
                StepIncomplete,
            )

    def input_label(self, fieldname: str) -> str:
        """Label of a step's input, in English."""
        return "Reason or Note" if fieldname == REASON else self.meta.get_label(fieldname)

    def _record(self, change: Change, given: Given) -> dict:
        office = self.get("town_office")
        return {
            "stepped_on": now_datetime(),
            "by_user": frappe.session.user,
            "by_name": person_name(),
            "from_state": change.before,
            "to_state": change.after,
            "reason": given.reason[:LONGEST_REASON],
            "level": self.get("level"),
            "due_on": self.get("due_on"),
            "office_name": stored.values("Town Office", office, "office_name").office_name
            if office
            else None,
        }

    def _check_docstatus(self) -> None:
        """A submit or cancel that is no step of the workflow leaves the state behind."""
        workflow = active_workflow(self.doctype)
        states = workflow.states if workflow else []
        state = self.get(self.SPEC.state_field)
        if not any(row.state == state and cint(row.doc_status) == self.docstatus for row in states):
            frappe.throw(_("Please use the buttons of the steps for this."), StepRefused)


def active_workflow(doctype: str):
    """The workflow in force, as administrators have it; None where there is none."""
    return get_workflow(doctype) if get_workflow_name(doctype) else None


def person_name(user: str | None = None) -> str:
    """Name of a person as papers show it."""
    user = user or frappe.session.user
    return (
        permissions.scope(user).cadre_name or frappe.db.get_value("User", user, "full_name") or user
    )


def offered(doc: SteppedDocument) -> list[dict]:
    """Steps that who is signed in may take from here, each with what it asks for."""
    workflow = active_workflow(doc.doctype)
    if doc.is_new() or not workflow or not permissions.may(doc, "write"):
        return []
    own = frappe.session.user in doc.authors()
    found: dict[str, dict] = {}
    for row in get_transitions(doc, workflow):
        if row.action in found or (own and not cint(row.allow_self_approval)):
            continue
        found[row.action] = {
            "action": row.action,
            "after": row.next_state,
            "inputs": [
                {"fieldname": one.fieldname, "required": int(one.required)}
                for one in doc.step_inputs(row.state, row.next_state)
            ],
            "defaults": doc.step_defaults(row.next_state),
        }
    return list(found.values())


def go(doc: SteppedDocument, action: str, reason: str = "", **values) -> SteppedDocument:
    """Take a step of ``doc`` as who is signed in, from code.

    Raises:
        StepRefused: see ``follow_steps``.
    """
    doc.flags.step = Given((reason or "").strip(), values)
    try:
        return apply_workflow(doc, action)
    finally:
        doc.flags.step = None


@frappe.whitelist(methods=["POST"])
def take_step(
    doctype: str, name: str, action: str, reason: str = "", values: str | dict | None = None
) -> str:
    """Take a step with what it brings along (JSON over HTTP) and return the state after it.

    Raises:
        frappe.PermissionError: the user may not write the document.
        StepRefused: there is no such step for them now, or it lacks something.
    """
    if doctype not in permissions.CLAUSES or not issubclass(
        get_controller(doctype), SteppedDocument
    ):
        frappe.throw(_("{0} has no steps.").format(_(doctype)), StepRefused)
    given = values or {}
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            given = None
    if not isinstance(given, dict) or not all(
        value is None or isinstance(value, str | int | float) for value in given.values()
    ):
        frappe.throw(_("The values of a step must be plain ones with a name each."), StepRefused)
    for left in reversed(range(TRIES)):
        try:
            return _take(doctype, name, action, str(reason or ""), given)
        except upkeep.LOCKED_OUT:
            # two waited for each other, or one for too long: nothing of this request is done yet
            frappe.db.rollback()
            if not left:
                raise
    raise AssertionError("unreachable")


def _take(doctype: str, name: str, action: str, reason: str, values: dict) -> str:
    doc = frappe.get_doc(doctype, name)
    doc.check_permission("write")
    if action not in {one["action"] for one in offered(doc)}:
        own = action in {row.action for row in get_transitions(doc)}
        words = (
            _("You wrote this yourself: {0} is for somebody else.")
            if own
            else _("{0} is not possible now, or not for you.")
        )
        frappe.throw(words.format(_(action)), StepRefused)
    go(doc, action, reason, **{str(key): value for key, value in values.items()})
    return doc.get(doc.SPEC.state_field)
