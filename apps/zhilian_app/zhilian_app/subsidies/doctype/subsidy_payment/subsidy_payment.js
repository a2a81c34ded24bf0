// A payment, or money that comes back: what the project may still get stands beside what is typed.
const FACTS = [
  "project",
  "kind",
  "amount",
  "paid_on",
  "payee",
  "voucher_no",
  "receipt",
  "is_exception",
  "exception_reason",
  "remark",
];
const RETURN = "Return";

frappe.ui.form.on("Subsidy Payment", {
  setup(frm) {
    $(frm.wrapper).addClass("zl-form zl-subsidy-form");
  },

  refresh(frm) {
    const is_new = frm.is_new();
    const is_draft = frm.doc.state === "Draft";
    frm.toggle_display(["state", "steps", "project_title", "station_name"], false);
    frm.toggle_display("instalment", frm.doc.instalment > 0);
    frm.toggle_display(["steps_section", "record_section"], !is_new);
    frm.toggle_display("exception_section", is_draft || Boolean(frm.doc.is_exception));
    // the receipt often comes when the money has gone
    const awaited = frm.doc.state === "Booked" && !frm.doc.receipt ? "receipt" : null;
    FACTS.forEach((field) =>
      frm.set_df_property(field, "read_only", is_draft || field === awaited ? 0 : 1),
    );
    frm.fields_dict.exception_help.$wrapper.html(is_draft ? exception_html() : "");
    zhilian.steps.draw(frm);
    draw_head(frm);
    if (!is_new) frm.fields_dict.timeline.$wrapper.html(zhilian.steps.timeline_html(frm.doc.steps));
    look_up(frm);
  },

  project(frm) {
    look_up(frm);
  },

  kind(frm) {
    if (frm.is_new() && frm.zl_facts) propose(frm, true);
    draw_head(frm);
  },

  before_workflow_action(frm) {
    return zhilian.steps.instead(frm);
  },

  step_kind(frm, step) {
    return ["Cancelled", "Draft"].includes(step.after) ? "default" : "primary";
  },

  step_warning(frm, step) {
    if (step.after !== "Cancelled") return "";
    return __(
      "A cancelled payment stays in the books as cancelled. Its money is as if it had not been paid.",
    );
  },
});

// Asked once a project and state: the form is drawn anew at every turn.
async function look_up(frm) {
  const { project, name, state } = frm.doc;
  const key = [name, project, state].join();
  if (!project || frm.zl_facts_of === key) return draw_head(frm);
  const was_chosen = frm.zl_facts && frm.zl_facts_for !== project;
  frm.zl_facts_of = key;
  const facts = await zhilian.subsidies.ask("payment_facts", { project }).catch(() => null);
  if (frm.zl_facts_of !== key) return null;
  Object.assign(frm, { zl_facts: facts, zl_facts_for: project });
  if (facts && frm.is_new()) propose(frm, was_chosen);
  return draw_head(frm);
}

// What was proposed for another project goes; what was typed stays.
function propose(frm, anew) {
  const { to_pay, paid, payee } = frm.zl_facts;
  const amount = frm.doc.kind === RETURN ? paid : to_pay;
  if ((anew || !frm.doc.amount) && amount > 0) frm.set_value("amount", amount);
  if (anew || !frm.doc.payee) frm.set_value("payee", payee);
}

function draw_head(frm) {
  const { doc, zl_facts: facts } = frm;
  const { pill, project_money_html } = zhilian.subsidies;
  const $area = frm.fields_dict.headline.$wrapper.empty();
  const known = facts && frm.zl_facts_for === doc.project;
  frm.toggle_display("headline", !frm.is_new() || Boolean(known));
  if (frm.is_new() && !known) return;
  const title = known
    ? `<a class="zl-name" href="/app/subsidy-project/${encodeURIComponent(doc.project)}">${frappe.utils.escape_html(
        facts.title,
      )}</a><div class="zl-place">${frappe.utils.escape_html(facts.station_name)} · ${__(facts.state)}</div>`
    : "";
  const state = frm.is_new() ? "" : `<div class="zl-brief-head">${pill(doc.state)}</div>`;
  const money = known
    ? project_money_html({ ...facts, ended: ["Finished", "Stopped"].includes(facts.state) })
    : "";
  $area.html(`<div class="zl-brief">${state}${title}${money}${note_html(frm, facts)}</div>`);
}

function note_html(frm, facts) {
  if (!facts || frm.doc.state !== "Draft" || frm.doc.kind === RETURN) return "";
  const words =
    facts.state === "In the Pool"
      ? __("This project is on no agreed plan. It is paid only as an exception, see below.")
      : facts.to_pay <= 0 && __("All that was arranged for this project is paid.");
  return words ? `<div class="zl-warning">${words}</div>` : "";
}

function exception_html() {
  return `<p class="zl-place">${__(
    "Money is paid by the agreed plan. Tick this only when work cannot wait for a plan, such as after a flood: write the reason, and a leader of the town approves it. It is never more than what the committee approved.",
  )}</p>`;
}
