// A month's progress of a project, written on a phone beside the work: how far, how much spent, a few words, a picture.
const STEP = 5;
const SHOWN_ABOVE = [
  "project_title",
  "station_name",
  "month",
  "status",
  "due_on",
  "handed_in_on",
  "handed_in_by_name",
  "percent",
  "previous_percent",
  "previous_spent",
];

frappe.ui.form.on("Project Progress", {
  setup(frm) {
    $(frm.wrapper).addClass("zl-form zl-subsidy-form");
    frm.tray = new zhilian.subsidies.FormTray(frm, "Project Picture");
  },

  refresh(frm) {
    frm.toggle_display(SHOWN_ABOVE, false);
    frm.toggle_display("project", false);
    const { may_write } = frm.doc.__onload || {};
    for (const field of ["spent", "words", "back_reason", "remark"])
      frm.set_df_property(field, "read_only", may_write ? 0 : 1);
    if (!may_write) frm.disable_save();
    frm.tray.open(Boolean(may_write));
    draw_head(frm);
    draw_percent(frm, may_write);
    draw_button(frm);
  },

  percent(frm) {
    frm.fields_dict.percent_area.$wrapper.find("input").val(frm.doc.percent);
  },

  before_save(frm) {
    return frm.tray.before_save();
  },
});

function draw_head(frm) {
  const { escape_html } = frappe.utils;
  const { doc } = frm;
  const { progress_pill, is_late, month_words } = zhilian.subsidies;
  const due =
    doc.status === "Due"
      ? `<b class="zl-due ${is_late(doc) ? "zl-late" : ""}">${__("By {0}", [escape_html(doc.due_on)])}</b>`
      : "";
  const handed = doc.handed_in_on
    ? `<div class="zl-place">${escape_html(doc.handed_in_by_name)} ${escape_html(
        moment(doc.handed_in_on).format("YYYY-MM-DD HH:mm"),
      )}</div>`
    : "";
  frm.fields_dict.headline.$wrapper.html(`<div class="zl-brief">
    <div class="zl-brief-head">${progress_pill(doc)}${due}</div>
    <a class="zl-name" href="/app/subsidy-project/${encodeURIComponent(doc.project)}">${escape_html(
      doc.project_title,
    )}</a>
    <div class="zl-place">${escape_html(doc.station_name)} · ${__("Progress of {0}", [month_words(doc.month)])}</div>
    ${handed}${before_html(doc)}</div>`);
}

// What was said last: one goes on from there.
function before_html(doc) {
  const { last } = doc.__onload || {};
  if (!last)
    return `<div class="zl-place">${__("This is the first report of this project.")}</div>`;
  const facts = [
    zhilian.subsidies.month_words(last.month),
    __("{0}% done", [Number(last.percent)]),
    __("Spent {0}", [zhilian.subsidies.yuan(last.spent)]),
  ].join(" · ");
  return `<div class="zl-last-needs"><b>${__("Last Time")}：${facts}</b>${frappe.utils.escape_html(
    last.words || "",
  )}</div>`;
}

function draw_percent(frm, may_write) {
  const $area = frm.fields_dict.percent_area.$wrapper.empty();
  const shown = Number(frm.doc.percent) || 0;
  $area.append(`<div class="zl-label">${__("How Far the Work Is")}</div>`);
  if (!may_write) return $area.append(`<p class="zl-percent"><b>${shown}%</b></p>`);
  $area.append(`<div class="zl-stepper">
    <button type="button" class="btn btn-default" data-step="${-STEP}">−${STEP}</button>
    <span class="zl-stepper-value"><input type="number" inputmode="numeric" min="0" max="100"
      aria-label="${__("How Far the Work Is")}" value="${shown}">%</span>
    <button type="button" class="btn btn-default" data-step="${STEP}">+${STEP}</button></div>`);
  const set = (value) =>
    frm.set_value("percent", Math.min(100, Math.max(0, Math.round(value) || 0)));
  $area
    .find("button")
    .on("click", (e) => set((frm.doc.percent || 0) + Number(e.currentTarget.dataset.step)));
  // what is typed counts at once: the next tap may be the button to hand in
  $area.find("input").on("input", (e) => e.target.value !== "" && set(Number(e.target.value)));
  return $area;
}

function draw_button(frm) {
  const $area = frm.fields_dict.hand_in_area.$wrapper.empty();
  if (!frm.doc.__onload?.may_hand_in) return;
  $('<button type="button" class="btn btn-primary zl-hand-in">')
    .text(__("Hand In the Progress"))
    .on("click", (e) => hand_in(frm, $(e.currentTarget)))
    .appendTo($area);
}

async function hand_in(frm, $button) {
  if ($button.prop("disabled")) return;
  if (!(await frm.tray.ready()) || !(await zhilian.steps.is_saved(frm))) return;
  $button.prop("disabled", true);
  try {
    await frm.call({ method: "hand_in", doc: frm.doc, freeze: true });
    frappe.show_alert({ message: __("The progress is handed in."), indicator: "green" });
    await frm.reload_doc();
    frappe.utils.scroll_to(0);
  } finally {
    $button.prop("disabled", false);
  }
}
