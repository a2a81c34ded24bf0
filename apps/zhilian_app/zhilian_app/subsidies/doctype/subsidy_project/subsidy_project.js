// A project from the pool to its end: how it stands and its money first, then what was paid and reported, then the papers.
const DECISION = [
  "title",
  "total_budget",
  "amount_asked",
  "approved_amount",
  "resolution_no",
  "decided_on",
  "decision_words",
  "current_situation",
  "proposed_solution",
  "form_in_on",
];
const STEERED = ["urgency", "town_office"];
const WORK = ["finished_on", "final_cost", "acceptance", "acceptance_paper"];
const LATER = ["steps_section", "record_section", "fund", "plan", "spent"];
// the head tells these
const TOLD = ["planned_amount", "paid_amount", "percent", "state", "steps", "station_name"];
const ENDED = ["Finished", "Stopped"];
const PAYABLE = ["Planned", "Funded", "Under Way", "Finished"];
const RETURNABLE = ["Funded", "Under Way", "Finished", "Stopped"];

frappe.ui.form.on("Subsidy Project", {
  setup(frm) {
    $(frm.wrapper).addClass("zl-form zl-subsidy-form");
    frm.tray = new zhilian.subsidies.FormTray(frm, "Project Picture");
    frm.set_query("station", () => ({ filters: { ended_on: ["is", "not set"] } }));
    frm.set_query("town_office", () => ({ filters: frm.doc.town ? { town: frm.doc.town } : {} }));
  },

  refresh(frm) {
    const is_new = frm.is_new();
    frm.toggle_display(TOLD, false);
    frm.toggle_display(LATER, !is_new);
    lock(frm);
    frm.tray.open(Boolean(may(frm).work && frm.doc.state === "Under Way"));
    const $head = frm.fields_dict.headline.$wrapper.empty();
    frm.toggle_display("headline", !is_new);
    frm.toggle_display("rows_section", false);
    draw_buttons(frm);
    if (is_new) return;
    $head.html(zhilian.subsidies.headline_html(frm.doc));
    frm.fields_dict.timeline.$wrapper.html(zhilian.steps.timeline_html(frm.doc.steps));
    zhilian.subsidies.show_rows(frm).then((rows) => {
      if (!rows) return;
      frm.toggle_display("rows_section", rows.payments.length + rows.progress.length > 0);
      draw_buttons(frm, rows.progress);
    });
  },

  before_save(frm) {
    return frm.tray.before_save();
  },

  before_workflow_action(frm) {
    return zhilian.steps.instead(frm);
  },

  step_kind(frm, step) {
    return step.after === "Stopped" ? "default" : null;
  },

  step_warning(frm, step) {
    if (step.after !== "Stopped") return "";
    return __(
      "A stopped project does not go on. What was promised and not paid goes back to the fund.",
    );
  },
});

function may(frm) {
  // a new one is entered with its resolution
  return frm.doc.__onload?.may || (frm.is_new() ? { decision: true, steer: true } : {});
}

function lock(frm) {
  const { decision, steer, work } = may(frm);
  const ended = ENDED.includes(frm.doc.state);
  const set = (fields, open) =>
    fields.forEach((field) => frm.set_df_property(field, "read_only", open ? 0 : 1));
  set(DECISION, decision);
  set(STEERED, steer && !ended);
  set(WORK, work && !ended);
  set(["expected_finish", "remark"], !ended && (steer || work));
  // it came in once, and its time counts
  set(["statement"], !ended && (steer || (work && !frm.doc.statement)));
}

function draw_buttons(frm, progress) {
  const { doc } = frm;
  const pays = !frm.is_new() && frappe.model.can_create("Subsidy Payment");
  const rest = (doc.planned_amount || 0) - (doc.paid_amount || 0);
  const next = may(frm).work && zhilian.subsidies.next_row(progress);
  const pay = (kind, amount) => () =>
    frappe.new_doc("Subsidy Payment", { project: doc.name, kind, amount });
  zhilian.steps.draw(
    frm,
    [
      next && {
        label: progress_label(next),
        kind: "primary",
        action: () => frappe.set_route("Form", "Project Progress", next.name),
      },
      pays &&
        PAYABLE.includes(doc.state) &&
        rest > 0 && {
          label: __("New Payment"),
          kind: "primary",
          action: pay("Payment", rest),
        },
      pays &&
        RETURNABLE.includes(doc.state) &&
        doc.paid_amount > 0 && { label: __("New Return"), action: pay("Return", undefined) },
    ].filter(Boolean),
  );
}

function progress_label(row) {
  const month = zhilian.subsidies.month_words(row.month);
  const is_this = frappe.datetime.get_today().startsWith(month);
  return is_this ? __("This Month's Progress") : __("Progress of {0}", [month]);
}
