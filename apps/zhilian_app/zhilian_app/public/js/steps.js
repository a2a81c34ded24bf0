// Steps of a workflow as big buttons at the top of a form. What a step asks for comes from the server with the form.
import { draw_bar } from "./visits/start";

const LABELS = { reason: "Reason or Note" };

// The steps that are offered now, and `more` buttons of the form's own before them.
export function draw(frm, more = []) {
  const steps = frm.is_new() ? [] : frm.doc.__onload?.steps || [];
  const buttons = steps.map((step, at) => ({
    label: __(step.action),
    kind: frm.events.step_kind?.(frm, step) || (at || more.length ? "default" : "primary"),
    action: () => take(frm, step),
  }));
  // what one most likely came for stands first
  const all = [...more, ...buttons];
  draw_bar(frm, [
    ...all.filter(({ kind }) => kind === "primary"),
    ...all.filter(({ kind }) => kind !== "primary"),
  ]);
}

// For before_workflow_action: the framework's menu asks for nothing, so the step is taken our way instead.
export function instead(frm) {
  const step = (frm.doc.__onload?.steps || []).find(
    (one) => one.action === frm.selected_workflow_action,
  );
  frappe.dom.unfreeze();
  if (step) take(frm, step);
  // the framework goes on only with a promise that is kept
  return new Promise(() => {});
}

// Whether what is typed is stored; what stands in the way was said.
export async function is_saved(frm) {
  // what was typed last is in the form only a moment after its field was left, as the framework's own shortcut knows
  $(document.activeElement).filter("input, textarea").trigger("blur");
  await new Promise((resolve) => setTimeout(resolve, 100));
  if (frm.is_dirty()) await frm.save();
  return !frm.is_dirty();
}

// A second tap does nothing while the first one's question stands open, or its answer is on the way.
export async function take(frm, step) {
  if (frm.zl_taking) return null;
  frm.zl_taking = true;
  const done = () => (frm.zl_taking = false);
  if (!(await is_saved(frm))) return done() || null;
  if (step.inputs.length) return ask(frm, step, done);
  return send(frm, step, {}).finally(done);
}

function ask(frm, step, done) {
  const dialog = new frappe.ui.Dialog({
    title: __(step.action),
    fields: [
      ...warning_fields(frm.events.step_warning?.(frm, step)),
      ...step.inputs.map((input) => dialog_field(frm, step, input)),
    ],
    primary_action_label: __("Confirm"),
    primary_action(values) {
      dialog.disable_primary_action();
      send(frm, step, values)
        .then(() => dialog.hide())
        .catch(() => dialog.enable_primary_action());
    },
  });
  dialog.onhide = done;
  dialog.$wrapper.addClass("zl-dialog zl-step-dialog");
  dialog.show();
  return dialog;
}

function warning_fields(warning) {
  if (!warning) return [];
  const options = `<p class="zl-warning">${frappe.utils.escape_html(warning)}</p>`;
  return [{ fieldname: "warning", fieldtype: "HTML", options }];
}

function dialog_field(frm, step, input) {
  const { fieldname, required } = input;
  const known = frappe.meta.get_docfield(frm.doctype, fieldname) || {
    fieldtype: "Small Text",
    label: LABELS[fieldname],
  };
  const { fieldtype, label, options } = known;
  const field = { fieldname, fieldtype, options, label: __(label), reqd: required };
  field.default = step.defaults[fieldname];
  const query = frm.events.step_query?.(frm, fieldname);
  if (query) field.get_query = () => query;
  return field;
}

async function send(frm, step, values) {
  const { reason = "", ...others } = values;
  const answer = await frappe.call({
    method: "zhilian_app.steps.take_step",
    args: {
      doctype: frm.doctype,
      name: frm.docname,
      action: step.action,
      reason,
      values: JSON.stringify(others),
    },
    freeze: true,
  });
  frappe.show_alert({ message: __("Now: {0}", [__(answer.message)]), indicator: "green" });
  // who sent it on may have no business with it any more
  const { has_permission } = await frappe.xcall("frappe.client.has_permission", {
    doctype: frm.doctype,
    docname: frm.docname,
    perm_type: "read",
  });
  if (has_permission) return frm.reload_doc();
  frappe.model.remove_from_locals(frm.doctype, frm.docname);
  return frappe.set_route("List", frm.doctype, "List");
}
