// The month's draw: one button, and then the proof that anybody can repeat.
const DRAWN = [
  "month",
  "station",
  "round_no",
  "seed",
  "drawn_on",
  "drawn_by_name",
  "candidates_section",
];

frappe.ui.form.on("Check Draw", {
  setup(frm) {
    $(frm.wrapper).addClass("zl-form zl-check-form");
  },

  async refresh(frm) {
    const is_new = frm.is_new();
    frm.toggle_display(DRAWN, !is_new);
    frm.toggle_display(["station_name", "candidates"], false);
    frm.disable_save();
    draw_buttons(frm);
    if (is_new) return choose_town(frm);
    frm.set_df_property("town", "read_only", 1);
    frm.set_df_property("month", "read_only", 1);
    return draw_proof(frm);
  },
});

// The office has one town: it need not choose it.
async function choose_town(frm) {
  frm.doc.month = frm.doc.month || frappe.datetime.month_start();
  const { doc } = frm;
  if (doc.town) return;
  const towns = await frappe.db.get_list("Town", { fields: ["name"], limit: 2 });
  if (towns.length === 1 && doc === frm.doc && !doc.town) frm.set_value("town", towns[0].name);
}

function draw_buttons(frm) {
  const { doc } = frm;
  if (frm.is_new())
    return zhilian.visits.draw_bar(frm, [
      { label: __("Draw for This Month"), kind: "primary", action: () => frm.save() },
    ]);
  const check = doc.__onload?.check;
  return zhilian.visits.draw_bar(frm, [
    check && {
      label: __("Open the Check"),
      kind: "primary",
      action: () => frappe.set_route("Form", "Spot Check", check),
    },
    doc.__onload?.may_void && { label: __("Void the Draw"), action: () => ask_void(frm) },
  ]);
}

function ask_void(frm) {
  frappe.prompt(
    { fieldname: "reason", fieldtype: "Small Text", label: __("Void Reason"), reqd: 1 },
    async ({ reason }) => {
      await frm.call({ method: "void", doc: frm.doc, args: { reason }, freeze: true });
      await frm.reload_doc();
    },
    __("Void the Draw"),
    __("Confirm"),
  );
}

function draw_proof(frm) {
  const { escape_html } = frappe.utils;
  const { doc } = frm;
  const { proof = [] } = doc.__onload || {};
  const rows = proof
    .map(
      (row, at) => `<tr class="${at ? "" : "zl-drawn"}"><td>${escape_html(row.station_name)}${
        at ? "" : ` <span class="zl-mark">${__("Drawn")}</span>`
      }</td><td><code>${escape_html(row.station)}</code></td>
      <td><code>${escape_html(row.ticket.slice(0, 16))}…</code></td></tr>`,
    )
    .join("");
  frm.fields_dict.proof_area.$wrapper.html(`<div class="zl-proof">
    <p class="zl-big-text">${__("Drawn: {0}", [`<b>${escape_html(doc.station_name)}</b>`])}</p>
    <p>${__(
      "How to repeat it: the ticket of a station is the SHA-256 of the text “seed|number of the station”; the smallest ticket is drawn. A station that was drawn in this round is not in the draw again until all were drawn.",
    )}</p>
    <p>${__("Seed")}：<code>${escape_html(doc.seed)}</code></p>
    <div class="zl-proof-table"><table class="table table-bordered"><thead><tr><th>${__("Station")}</th><th>${__(
      "Number of the Station",
    )}</th><th>${__("Ticket, the smallest first")}</th></tr></thead><tbody>${rows}</tbody></table></div></div>`);
}
