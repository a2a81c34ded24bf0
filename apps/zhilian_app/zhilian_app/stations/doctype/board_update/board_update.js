// The public board of a month, photographed on the spot: pictures first, each marked as far or near; the office guides.
const FACTS = ["station", "month", "state", "due_on"];
const LATER = ["pictures_section", "steps_section", "record_section"];

frappe.ui.form.on("Board Update", {
  setup(frm) {
    $(frm.wrapper).addClass("zl-form zl-board-form");
    frm.tray = new zhilian.stations.BoardTray(frm, () => draw_head(frm));
    frm.set_query("station", () => ({ filters: { ended_on: ["is", "not set"] } }));
  },

  onload(frm) {
    if (frm.is_new()) begin(frm);
  },

  refresh(frm) {
    const is_new = frm.is_new();
    const { may_write, last } = frm.doc.__onload || {};
    frm.toggle_display(FACTS, is_new);
    frm.toggle_display(["state", "due_on", "guidance_section", "steps"], false);
    frm.toggle_display(LATER, !is_new);
    frm.toggle_display("headline", !is_new);
    frm.set_df_property("words", "read_only", may_write ? 0 : 1);
    frm.toggle_display("words", Boolean(may_write || frm.doc.words));
    if (!is_new && !may_write) frm.disable_save();
    else frm.enable_save();
    zhilian.steps.draw(frm);
    if (is_new) return;
    frm.tray.open(Boolean(may_write));
    draw_head(frm);
    const $area = frm.fields_dict.picture_area.$wrapper;
    $area.find("> .zl-label").remove();
    if (!may_write) $area.prepend($('<div class="zl-label">').text(__("The Board This Month")));
    frm.fields_dict.last_area.$wrapper.html(zhilian.stations.last_html(last));
    frm.fields_dict.timeline.$wrapper.html(zhilian.steps.timeline_html(frm.doc.steps));
  },

  before_save(frm) {
    return frm.tray.before_save();
  },

  after_save(frm) {
    frm.tray.after_save();
  },

  before_workflow_action(frm) {
    return zhilian.steps.instead(frm);
  },

  step_kind(frm, step) {
    return step.after === "Returned" ? "default" : null;
  },
});

async function begin(frm) {
  if (!frm.doc.month) frm.set_value("month", frappe.datetime.get_today());
  if (frm.doc.station) return;
  const stations = await frappe.db.get_list("Station", { fields: ["name"], limit: 2 });
  if (stations.length === 1) frm.set_value("station", stations[0].name);
}

// Marked the last picture, one looks down and not up: the step stands below the pictures, too.
function draw_offer(frm, numbers) {
  const lack = Object.values(zhilian.stations.board_lacks(frm.doc.pictures || [], numbers));
  const step = (frm.doc.__onload?.steps || []).find((one) => one.after === "Handed In");
  const ready = step && !lack.some(Boolean);
  frm.tray.tray.offer(ready ? __(step.action) : "", () => zhilian.steps.take(frm, step));
}

function draw_head(frm) {
  const { escape_html } = frappe.utils;
  const { doc } = frm;
  const { may_write, numbers } = doc.__onload || {};
  const { BOARD_COLOURS, board_month, guidance_html, progress_html } = zhilian.stations;
  const pictures = doc.pictures || [];
  const today = frappe.datetime.get_today();
  const is_open = !doc.handed_in_on;
  const late = is_open && doc.due_on < today ? " zl-late" : "";
  const due = is_open
    ? `<b class="zl-due${late}">${__("By {0}", [escape_html(doc.due_on)])}</b>`
    : "";
  const handed = doc.handed_in_on
    ? `<div class="zl-place">${__("Handed In")}：${escape_html(doc.handed_in_by_name)} ${escape_html(
        moment(doc.handed_in_on).format("YYYY-MM-DD HH:mm"),
      )}</div>`
    : "";
  const used = pictures.filter((row) => row.remark).length;
  const warning = used
    ? `<div class="zl-warning">${__("{0} pictures were used before: please see below.", [used])}</div>`
    : "";
  frm.fields_dict.headline.$wrapper.html(`${guidance_html(doc)}<div class="zl-brief">
    <div class="zl-brief-head"><span class="indicator-pill no-indicator-dot ${
      BOARD_COLOURS[doc.state] || "gray"
    }">${__(doc.state)}</span>${due}</div>
    <div class="zl-name">${escape_html(doc.station_name)} · ${escape_html(board_month(doc.month))}</div>
    ${handed}${may_write ? progress_html(pictures, numbers) : ""}${warning}</div>`);
  if (may_write) draw_offer(frm, numbers);
}
