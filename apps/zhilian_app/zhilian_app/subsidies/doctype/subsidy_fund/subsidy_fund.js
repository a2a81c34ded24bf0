// A year's money of a town: how much there is, and where it went. Entries stay as they were made.
frappe.ui.form.on("Subsidy Fund", {
  setup(frm) {
    $(frm.wrapper).addClass("zl-form zl-subsidy-form");
  },

  onload(frm) {
    if (!frm.is_new()) return;
    if (!frm.doc.year) frm.doc.year = Number(frappe.datetime.get_today().slice(0, 4));
    propose_town(frm);
  },

  refresh(frm) {
    // the head tells these
    frm.toggle_display("money_section", false);
    frm.toggle_display("headline", !frm.is_new());
    frm.fields_dict.headline.$wrapper.html(
      frm.is_new()
        ? ""
        : `<div class="zl-brief">${zhilian.subsidies.fund_money_html(frm.doc)}</div>`,
    );
    keep_entries(frm);
  },
});

frappe.ui.form.on("Fund Entry", {
  before_entries_remove(frm, doctype, name) {
    if (!is_stored(locals[doctype][name])) return;
    frappe.throw(__("An entry of the fund stays. Please put it right by another entry."));
  },

  entries_add(frm, doctype, name) {
    const row = locals[doctype][name];
    const first = frm.doc.entries.length === 1;
    Object.assign(row, {
      entry_date: frappe.datetime.get_today(),
      kind: first ? "Budget" : "Addition",
    });
    frm.refresh_field("entries");
    keep_entries(frm);
  },
});

// Who keeps the money of one town has nothing to choose.
async function propose_town(frm) {
  const towns = await frappe.db.get_list("Town", { fields: ["name"], limit: 2 });
  if (towns.length === 1 && frm.is_new() && !frm.doc.town) frm.set_value("town", towns[0].name);
}

function is_stored(row) {
  return !row.__islocal;
}

// Only a new row can be written in.
function keep_entries(frm) {
  const { grid } = frm.fields_dict.entries;
  for (const grid_row of grid.grid_rows || []) {
    const fixed = is_stored(grid_row.doc);
    grid_row.docfields.forEach((field) => {
      if (field.fieldname !== "entered_by_name" && field.fieldname !== "entered_on")
        field.read_only = fixed ? 1 : 0;
    });
    grid_row.refresh();
  }
}
