// A rectification: what is to be put right and by when, what the team did about it, and whether it is good.
frappe.ui.form.on("Rectification", {
  setup(frm) {
    $(frm.wrapper).addClass("zl-form zl-check-form");
    frm.tray = new zhilian.subsidies.FormTray(frm, "Rectification Picture");
    frm.set_query("station", () => ({ filters: { ended_on: ["is", "not set"] } }));
    frm.set_query("responsible", () => ({ filters: { status: "In Post" } }));
  },

  onload(frm) {
    if (frm.is_new() && !frm.doc.due_on)
      frm.set_value("due_on", frappe.datetime.add_days(frappe.datetime.get_today(), 7));
  },

  refresh(frm) {
    const is_new = frm.is_new();
    const may_write = Boolean(frm.doc.__onload?.may_write);
    frm.toggle_display(["pictures", "steps", "state"], false);
    frm.toggle_display(["headline", "evidence_section", "steps_section"], !is_new);
    frm.toggle_display(["facts_section", "record_section"], is_new);
    frm.set_df_property("evidence", "read_only", may_write ? 0 : 1);
    if (!is_new && !may_write) frm.disable_save();
    frm.tray.open(may_write);
    zhilian.steps.draw(frm);
    if (is_new) return;
    frm.fields_dict.headline.$wrapper.html(head_html(frm.doc));
    frm.fields_dict.timeline.$wrapper.html(zhilian.steps.timeline_html(frm.doc.steps));
  },

  before_save(frm) {
    return frm.tray.before_save();
  },

  before_workflow_action(frm) {
    return zhilian.steps.instead(frm);
  },
});

function head_html(doc) {
  const { escape_html } = frappe.utils;
  const { due_words, is_late, pill } = zhilian.supervision;
  const due = due_words(doc);
  const facts = [
    doc.station_name,
    `${__("Due On")} ${doc.due_on}`,
    doc.responsible &&
      `${__("Responsible")}：${frappe.utils.get_link_title("Cadre", doc.responsible) || ""}`,
    doc.done_by_name && `${__("Done By")}：${doc.done_by_name}`,
    doc.closed_by_name && `${__("Closed By")}：${doc.closed_by_name}`,
    doc.reopened && __("Reopened {0} times", [doc.reopened]),
  ];
  const check = doc.spot_check
    ? `<a class="zl-asked" href="/app/spot-check/${encodeURIComponent(doc.spot_check)}">${__(
        "Open the Check",
      )}</a>`
    : "";
  return `<div class="zl-brief"><div class="zl-brief-head">${pill(doc.state)}${
    due ? `<b class="zl-due ${is_late(doc) ? "zl-late" : ""}">${due}</b>` : ""
  }</div><p class="zl-entry">${escape_html(doc.problem)}</p>
    <div class="zl-place">${facts.filter(Boolean).map(escape_html).join(" · ")}</div>${check}</div>`;
}
