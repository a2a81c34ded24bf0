// 考核办法: what counts how much, with what it means in words beside it.
frappe.ui.form.on("Assessment Scheme", {
  setup(frm) {
    $(frm.wrapper).addClass("zl-form");
  },

  onload(frm) {
    if (frm.is_new()) propose_town(frm);
  },

  refresh: explain,
});

frappe.ui.form.on("Assessment Measure", {
  measure: explain,
  weight: explain,
  zero_at: explain,
  full_at: explain,
  measures_add: explain,
  measures_remove: explain,
});

async function propose_town(frm) {
  const towns = await frappe.db.get_list("Town", { fields: ["name"], limit: 2 });
  if (towns.length === 1 && frm.is_new() && !frm.doc.town) frm.set_value("town", towns[0].name);
}

function explain(frm) {
  const rows = (frm.doc.measures || []).filter((row) => row.measure);
  const sum = rows.reduce((all, row) => all + flt(row.weight), 0);
  const { number_words } = zhilian.supervision;
  const lines = rows.map((row) => {
    const most = sum ? number_words((flt(row.weight) * 100) / sum) : 0;
    return `<tr><td>${frappe.utils.escape_html(__(row.measure))}</td><td>${most}</td><td>${span_words(row)}</td></tr>`;
  });
  frm.fields_dict.explanation.$wrapper.html(`<div class="zl-brief zl-explained">
    <div class="zl-place">${__(
      "Each measure is a share: how much was done of what there was to do. Below “No Points At” it gives nothing, from “All Points At” it gives all, and in between evenly. Weights may make up any sum; the points are of 100 in all. What a station did not have to do (say, no project) does not count, and the other measures take its weight.",
    )}</div>
    <div class="zl-place"><b>${__("Weights in all: {0}", [number_words(sum, 2)])}</b></div>
    <table class="zl-result"><thead><tr><th>${__("Measure")}</th><th>${__("Points at Most")}</th>
      <th>${__("In Words")}</th></tr></thead><tbody>${lines.join("")}</tbody></table></div>`);
}

function span_words({ zero_at, full_at }) {
  const [zero, full] = [flt(zero_at), flt(full_at)];
  if (zero >= full) return __("The points begin below where they are full: please mend it.");
  const half = zhilian.supervision.number_words((zero + full) / 2);
  return __("{0}% or less: no points; {1}%: half of them; {2}% or more: all", [zero, half, full]);
}
