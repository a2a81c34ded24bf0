// 年度考核: who stands where, and why. Scores come from the records; the office computes and announces.
const API = "zhilian_app.supervision.assessment_api";
const EVENT = "zhilian_assessment_progress";
const CODE_WRITTEN = ["subject", "state", "computed_on", "announced_on", "announced_by_name"];

frappe.ui.form.on("Annual Assessment", {
  setup(frm) {
    $(frm.wrapper).addClass("zl-form zl-assessment-form");
    frm.set_query("scheme", () => ({ filters: { town: frm.doc.town, is_active: 1 } }));
    frappe.realtime.on(EVENT, (said) => {
      if (said.name === frm.doc.name) show_progress(frm, said.percent);
    });
  },

  onload(frm) {
    if (!frm.is_new()) return;
    if (!frm.doc.year) frm.doc.year = Number(frappe.datetime.get_today().slice(0, 4));
    propose_town(frm);
  },

  refresh(frm) {
    const is_new = frm.is_new();
    frm.toggle_display(CODE_WRITTEN, false);
    frm.toggle_display(["town", "year", "scheme"], is_new);
    frm.toggle_display(["headline", "scores_section"], !is_new);
    frm.toggle_display("record_section", false);
    if (is_new) return;
    // nothing of it is entered by hand
    frm.disable_save();
    frm.fields_dict.headline.$wrapper.html(headline_html(frm));
    draw_buttons(frm);
    draw_ranking(frm);
  },
});

// Who assesses one town has nothing to choose.
async function propose_town(frm) {
  const towns = await frappe.db.get_list("Town", { fields: ["name"], limit: 2 });
  if (towns.length === 1 && frm.is_new() && !frm.doc.town) frm.set_value("town", towns[0].name);
}

// -- where it stands --------------------------------------------------------------------------------------

function headline_html({ doc }) {
  const escape = frappe.utils.escape_html;
  const announced = doc.state === "Announced";
  const lines = [];
  if (doc.computed_on) lines.push(`${__("Computed On")} ${escape(doc.computed_on.slice(0, 16))}`);
  if (announced)
    lines.push(
      `${__("Announced On")} ${escape(doc.announced_on.slice(0, 16))} ${escape(doc.announced_by_name || "")}`,
    );
  return `<div class="zl-brief"><div class="zl-brief-head"><span class="zl-name">${escape(doc.title)}</span>
      <span class="indicator-pill no-indicator-dot ${announced ? "green" : "orange"}">${__(doc.state)}</span></div>
    <div class="zl-place">${lines.join(" · ") || __("Not worked out yet: tap the button above.")}</div>
    ${seal_html(doc)}</div>`;
}

// Whether the stored scores are still what was announced: worked out by the server at every look.
function seal_html(doc) {
  if (doc.state !== "Announced") return "";
  const sum = frappe.utils.escape_html((doc.content_hash || "").slice(0, 16));
  const [css, words] = doc.__onload?.whole
    ? ["zl-mark-green", __("Content unchanged")]
    : ["zl-mark-red", __("The content was changed after it was announced")];
  return `<div class="zl-tags"><span class="zl-mark ${css}">${words}</span>
    <span class="text-muted">${__("Check Sum")} ${sum}</span></div>
    <div class="zl-place">${__(
      "The scores stay as announced. The rows behind them show how the records are today.",
    )}</div>`;
}

function draw_buttons(frm) {
  const { may_write, reads_all } = frm.doc.__onload || {};
  const has_scores = Boolean(frm.doc.scores?.length);
  zhilian.visits.draw_bar(frm, [
    may_write && {
      label: has_scores ? __("Work Out Anew") : __("Work Out the Scores"),
      kind: has_scores ? "default" : "primary",
      action: () => compute(frm),
    },
    may_write &&
      has_scores && { label: __("Announce"), kind: "primary", action: () => announce(frm) },
    reads_all &&
      has_scores && {
        label: __("Try Other Weights"),
        action: () => zhilian.supervision.try_weights(frm),
      },
    has_scores && { label: __("Print"), action: () => frm.print_doc() },
  ]);
}

async function compute(frm) {
  show_progress(frm, 3);
  try {
    await frappe.xcall(`${API}.compute`, { name: frm.doc.name });
  } finally {
    await frm.reload_doc();
  }
}

function show_progress(frm, percent) {
  const { $wrapper } = frm.fields_dict.headline;
  frm.layout.wrapper.find("> .zl-bar .btn").prop("disabled", true);
  if (!$wrapper.find(".zl-building").length)
    $wrapper.append(
      `<div class="zl-building" role="status"><div class="zl-building-said">${__(
        "Working out the scores from the records",
      )}</div><div class="progress"><div class="progress-bar zl-building-bar"></div></div></div>`,
    );
  const $bar = $wrapper.find(".zl-building-bar");
  const share = Math.max(cint(percent), cint($bar.data("share")));
  $bar.data("share", share).css("width", `${share}%`);
}

async function announce(frm) {
  const words =
    frm.doc.subject === "Station"
      ? __("The scores never change again, and the teams of all stations can read them.")
      : __("The scores never change again. Each cadre reads their own points, and nobody else's.");
  const sure = await zhilian.visits.choose({
    title: __("Announce"),
    html: `<p class="zl-big-text">${words}</p>`,
    yes: __("Announce"),
    no: __("Close"),
  });
  if (!sure) return;
  await frappe.xcall(`${API}.announce`, { name: frm.doc.name });
  await frm.reload_doc();
}

// -- ranking ----------------------------------------------------------------------------------------------

// Points that stand open stay so where the form is read anew and says the same.
function draw_ranking(frm) {
  const drawn = [frm.doc.name, frm.doc.modified, frm.doc.scores?.length].join();
  if (frm.zl_ranking_drawn === drawn) return;
  frm.zl_ranking_drawn = drawn;
  const rows = frm.doc.scores || [];
  const $area = frm.fields_dict.score_area.$wrapper
    .off()
    .html(
      rows.length
        ? `<div class="zl-ranking">${rows.map((row) => row_html(frm, row)).join("")}</div>`
        : `<div class="zl-empty">${__("No scores yet.")}</div>`,
    );
  $area.on("click", ".zl-rank", (e) => toggle(frm, $(e.currentTarget).closest(".zl-ranked")));
}

function row_html(frm, row) {
  const { escape_html } = frappe.utils;
  const before = frm.doc.__onload?.places_before?.[row.cadre || row.station];
  const change = zhilian.supervision.change_html(before, row.place);
  const told = change && `<small>${__("against last year")} ${change}</small>`;
  return `<div class="zl-ranked" data-row="${escape_html(row.name)}">
    <button type="button" class="zl-rank" aria-expanded="false">
      <b class="zl-rank-place">${row.place}</b>
      <span class="zl-rank-name">${escape_html(row.subject_name)} ${told}</span>
      <span class="zl-point-bar" aria-hidden="true"><i style="width: ${Math.round(row.score)}%"></i></span>
      <b class="zl-rank-score">${row.score.toFixed(2)}</b>
    </button><div class="zl-rank-points"></div></div>`;
}

async function toggle(frm, $row) {
  const $button = $row.find(".zl-rank");
  const $points = $row.find(".zl-rank-points");
  const open = $button.attr("aria-expanded") === "true";
  $button.attr("aria-expanded", String(!open));
  if (open) return $points.empty();
  const row = $row.data("row");
  const points = await frappe.xcall(`${API}.points_of`, { name: frm.doc.name, row });
  $points.html(zhilian.supervision.points_html(points)).off();
  return zhilian.supervision.bind_points($points, points);
}
