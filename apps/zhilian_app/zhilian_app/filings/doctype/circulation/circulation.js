// What goes round among the leaders: on a phone the paper, one's own button, and who has signed.
const DRAFT = "Draft";
const GOING_ROUND = "In Circulation";

frappe.ui.form.on("Circulation", {
  setup(frm) {
    $(frm.wrapper).addClass("zl-form zl-subsidy-form zl-circulation-form");
    frm.set_query("cadre", "readers", () => ({
      filters: { town: frm.doc.town, status: "In Post" },
    }));
  },

  refresh(frm) {
    const is_new = frm.is_new();
    const is_draft = is_new || frm.doc.state === DRAFT;
    const writes = is_draft && frm.perm[0].write;
    frm.toggle_display(["state", "steps", "record_section"], false);
    frm.toggle_display(["headline", "paper_area", "steps_section"], !is_new);
    // the head tells them to who reads
    frm.toggle_display(["title", "town", "read_by", "office_note", "facts_section"], writes);
    frm.toggle_display(["reference_doctype", "reference_name"], is_new);
    frm.toggle_display("readers", writes);
    frm.toggle_display("reader_area", !writes);
    for (const field of ["title", "read_by", "office_note", "readers"])
      frm.set_df_property(field, "read_only", writes ? 0 : 1);
    zhilian.steps.draw(frm, buttons(frm));
    if (is_new) return;
    frm.fields_dict.headline.$wrapper.html(headline_html(frm.doc));
    frm.fields_dict.paper_area.$wrapper.html(paper_html(frm.doc));
    frm.fields_dict.reader_area.$wrapper.html(zhilian.filings.readers_html(frm.doc));
    frm.fields_dict.timeline.$wrapper.html(zhilian.steps.timeline_html(frm.doc.steps));
  },

  before_workflow_action(frm) {
    return zhilian.steps.instead(frm);
  },

  step_kind(frm, step) {
    return step.after === "Ended" ? "default" : "primary";
  },
});

function buttons(frm) {
  const { doc } = frm;
  if (frm.is_new()) return [];
  return [
    doc.__onload?.may_sign && {
      label: __("Read and Signed"),
      kind: "primary",
      action: () => zhilian.filings.ask_signature(frm),
    },
    doc.state === GOING_ROUND &&
      frm.perm[0].write && {
        label: __("One More Reader"),
        action: () => zhilian.filings.ask_reader(frm),
      },
    doc.state !== DRAFT && {
      label: __("Circulation Slip"),
      action: () => frappe.set_route("print", "Circulation", doc.name),
    },
  ].filter(Boolean);
}

function headline_html(doc) {
  const { escape_html } = frappe.utils;
  const share =
    doc.state === DRAFT
      ? ""
      : `<b class="zl-percent">${__("{0} of {1} have signed", [doc.signed_count, doc.reader_count])}</b>`;
  const until = doc.read_by
    ? `<div class="zl-place">${__("Read by Day")}：${escape_html(doc.read_by)}</div>`
    : "";
  const note = doc.office_note ? `<div class="zl-place">${escape_html(doc.office_note)}</div>` : "";
  return `<div class="zl-brief"><div class="zl-brief-head">
      ${zhilian.subsidies.pill(doc.state, zhilian.filings.COLOURS[doc.state])}${share}</div>
    <div class="zl-name">${escape_html(doc.title)}</div>${until}${note}</div>`;
}

function paper_html(doc) {
  const route = frappe.router.slug(doc.reference_doctype);
  return `<a class="zl-paper-link" href="/app/${route}/${encodeURIComponent(doc.reference_name)}">
    <small>${__(doc.reference_doctype)}</small>
    <b>${frappe.utils.escape_html(doc.title)}</b>
    <span>${__("Open the Paper")} ›</span></a>`;
}
