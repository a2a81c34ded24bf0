// An entry of a personal file: what is written, the person's own word, and what corrects it.
const SHOWN_ABOVE = ["facts_section", "text_section", "reply_section"];

frappe.ui.form.on("Cadre Record", {
  setup(frm) {
    $(frm.wrapper).addClass("zl-form zl-check-form");
    frm.set_query("cadre", () => ({ filters: { status: "In Post" } }));
    frm.set_query("corrects", () => ({ filters: { cadre: frm.doc.cadre || "" } }));
  },

  refresh(frm) {
    const is_new = frm.is_new();
    frm.toggle_display(SHOWN_ABOVE, is_new);
    frm.toggle_display(["headline", "record_section"], !is_new);
    frm.toggle_display("reply_section", false);
    frm.toggle_display(["spot_check", "user", "town"], false);
    draw_buttons(frm);
    if (is_new) return;
    frm.disable_save();
    draw_entry(frm);
  },
});

function draw_buttons(frm) {
  const { doc } = frm;
  const { cadre } = doc;
  zhilian.visits.draw_bar(frm, [
    !frm.is_new() && {
      label: __("Personal File"),
      action: () => frappe.set_route("query-report", "Personal File", { cadre }),
    },
    doc.__onload?.may_correct && {
      label: __("Correct by a Further Entry"),
      action: () =>
        frappe.new_doc("Cadre Record", { cadre, kind: "Correction", corrects: doc.name }),
    },
  ]);
}

function draw_entry(frm) {
  const { escape_html } = frappe.utils;
  const { doc } = frm;
  const corrected = doc.corrected
    ? `<span class="zl-mark">${__("Corrected by a further entry")}</span>`
    : "";
  const check = doc.spot_check
    ? `<a class="zl-asked" href="/app/spot-check/${encodeURIComponent(doc.spot_check)}">${__(
        "Open the Check",
      )}</a>`
    : "";
  const corrects = doc.corrects
    ? `<a class="zl-asked" href="/app/cadre-record/${encodeURIComponent(doc.corrects)}">${__(
        "Open the entry that this one corrects",
      )}</a>`
    : "";
  const $area = frm.fields_dict.headline.$wrapper.html(`<div class="zl-brief">
    <div class="zl-brief-head">${zhilian.supervision.pill(doc.kind)}${corrected}</div>
    <span class="zl-name">${escape_html(doc.cadre_name)}</span>
    <div class="zl-place">${escape_html(doc.entry_date)} · ${__("Recorded By")}：${escape_html(
      doc.recorded_by_name,
    )}</div>
    <p class="zl-entry">${escape_html(doc.text)}</p>${check}${corrects}</div>
    <div class="zl-own-word"></div>`);
  draw_reply(frm, $area.find(".zl-own-word"));
}

function draw_reply(frm, $area) {
  const { escape_html } = frappe.utils;
  const { doc } = frm;
  $area.append(`<h4>${__("Reply of the Cadre")}</h4>`);
  if (doc.reply)
    return $area.append(`<p class="zl-entry">${escape_html(doc.reply)}</p>
      <div class="zl-place">${escape_html(moment(doc.replied_on).format("YYYY-MM-DD HH:mm"))}</div>`);
  if (!doc.__onload?.may_reply) return $area.append(`<p>${__("No reply yet.")}</p>`);
  const $words = $('<textarea class="form-control" rows="5" maxlength="2000">')
    .attr("aria-label", __("Reply of the Cadre"))
    .attr("placeholder", __("How it was, in your own words. It can be sent once."))
    .appendTo($area);
  return $('<button type="button" class="btn btn-primary zl-big-button">')
    .text(__("Send the Reply"))
    .on("click", (e) => send(frm, $words.val().trim(), $(e.currentTarget)))
    .appendTo($area);
}

async function send(frm, words, $button) {
  if ($button.prop("disabled")) return;
  if (!words) {
    frappe.show_alert({ message: __("Please write your reply first."), indicator: "orange" });
    return;
  }
  $button.prop("disabled", true);
  try {
    await frm.call({ method: "answer", doc: frm.doc, args: { words }, freeze: true });
    await frm.reload_doc();
  } finally {
    $button.prop("disabled", false);
  }
}
