// One thing to hand in: until when, why it came back, and the one thing to do, big enough for a thumb.
const TOLD_ABOVE = ["facts_section", "sign_section", "record_section", "files", "is_nil", "steps"];
const SHEETS = ["Register of Visits", "Project Progress Register", "Station Books"];

frappe.ui.form.on("Filing", {
  setup(frm) {
    $(frm.wrapper).addClass("zl-form zl-filing-form");
    const $area = frm.fields_dict.sheet_area.$wrapper.html(
      '<div class="zl-sheet-area"></div><div class="zl-files-area"></div><div class="zl-nil-area"></div>',
    );
    frm.papers = new zhilian.filings.Papers(frm, $area.find(".zl-files-area"));
  },

  refresh(frm) {
    frm.toggle_display(TOLD_ABOVE, false);
    frm.toggle_display("facts_section", true);
    frm.fields_dict.facts_section.df.hidden = 0;
    hide_facts(frm);
    const { may_write, guidance, sheet } = frm.doc.__onload || {};
    frm.set_df_property("words", "read_only", may_write ? 0 : 1);
    if (!may_write) frm.disable_save();
    frm.fields_dict.headline.$wrapper.html(zhilian.filings.headline_html(frm.doc));
    draw_guidance(frm, guidance);
    frm.fields_dict.sheet_area.$wrapper
      .find(".zl-sheet-area")
      .html(zhilian.filings.sheet_html(sheet));
    draw_papers(frm, may_write);
    draw_nil(frm, may_write);
    const has_words = Boolean(frm.doc.words || (may_write && !frm.doc.follows));
    frm.toggle_display("words", has_words);
    // a heading over nothing only asks what is missing there
    frm.toggle_display("papers_section", has_words || Boolean(sheet) || has_papers(frm, may_write));
    frm.toggle_display("steps_section", (frm.doc.steps || []).length > 0);
    // the day is the same in all of them, and stands above
    const steps = (frm.doc.steps || []).map((step) => ({ ...step, due_on: null }));
    frm.fields_dict.timeline.$wrapper.html(zhilian.steps.timeline_html(steps));
    draw_buttons(frm);
  },

  before_save(frm) {
    // what is still being sent is stored when it is through
    if (!frm.papers.unsent()) return;
    frappe.show_alert({ message: __("A file is not sent yet."), indicator: "orange" });
  },

  before_workflow_action(frm) {
    return zhilian.steps.instead(frm);
  },

  step_kind(frm, step) {
    if (step.after === "Returned") return "default";
    // before a paper is there, adding it is the thing to do
    return step.action.startsWith("Send") && !is_ready(frm) ? "default" : null;
  },
});

// The head tells these, and none of them is shown empty.
function hide_facts(frm) {
  const told = frappe
    .get_meta("Filing")
    .fields.filter((df) => df.read_only && df.fieldname !== "steps");
  frm.toggle_display(
    told.map((df) => df.fieldname),
    false,
  );
}

function is_ready(frm) {
  const { doc } = frm;
  return doc.is_nil || SHEETS.includes(doc.counts) || (doc.files || []).some((row) => row.file);
}

function draw_guidance(frm, guidance) {
  const words = frappe.utils.escape_html(guidance || "");
  frm.toggle_display("guidance_section", Boolean(words));
  frm.fields_dict.guidance.$wrapper.html(`<p class="zl-place zl-guidance">${words}</p>`);
}

function shows_files(doc, may_write) {
  const has_files = (doc.files || []).some((row) => row.file);
  return !doc.follows && (has_files || Boolean(may_write && !doc.is_nil));
}

function has_papers(frm, may_write) {
  const asks_nil = Boolean(may_write && frm.doc.__onload?.may_be_nil);
  return shows_files(frm.doc, may_write) || asks_nil;
}

function draw_papers(frm, may_write) {
  const { doc } = frm;
  frm.papers.$area.toggle(shows_files(doc, may_write));
  frm.papers.open({
    writable: Boolean(may_write && !doc.is_nil),
    quiet: SHEETS.includes(doc.counts),
  });
}

function draw_nil(frm, may_write) {
  const $area = frm.fields_dict.sheet_area.$wrapper.find(".zl-nil-area").empty();
  if (!may_write || !frm.doc.__onload?.may_be_nil) return;
  $(
    `<label class="zl-nil"><input type="checkbox"><span>${__("Nothing to Report This Month")}</span></label>`,
  )
    .appendTo($area)
    .find("input")
    .prop("checked", Boolean(frm.doc.is_nil))
    .on("change", async (e) => {
      await frm.set_value("is_nil", e.target.checked ? 1 : 0);
      // the steps that are possible now come from the server
      await frm.save().catch(() => frm.reload_doc());
    });
}

function draw_buttons(frm) {
  const { doc } = frm;
  const more = [];
  if (doc.follows && !doc.is_nil) more.push(zhilian.filings.way_to_document(frm));
  const office = doc.state === "Taken In" && !doc.paper_received && !doc.follows;
  if (office && frappe.user.has_role("Organization Office"))
    more.push({
      label: __("Paper Received"),
      action: async () => {
        await frm.call({ method: "receive_paper", doc, freeze: true });
        await frm.reload_doc();
      },
    });
  zhilian.steps.draw(frm, more.filter(Boolean));
}
