// 试算: other weights, and the places that they would give. Nothing is kept.
import { escape } from "../visits/tools";
import { number_words } from "./points";

export function try_weights(frm) {
  const weights = JSON.parse(frm.doc.weights || "[]");
  const dialog = new frappe.ui.Dialog({
    title: __("Try Other Weights"),
    size: "large",
    fields: [{ fieldtype: "HTML", fieldname: "area", options: " " }],
    primary_action_label: __("Work Out"),
    primary_action: () => work_out(frm, dialog, weights),
    secondary_action_label: __("Close"),
    secondary_action: () => dialog.hide(),
  });
  dialog.$wrapper.addClass("zl-dialog zl-what-if");
  const $area = dialog.fields_dict.area.$wrapper.html(`
    <p class="zl-place">${__("Nothing is saved: the scheme and the scores stay as they are.")}</p>
    <div class="zl-weights">${weights.map(weight_html).join("")}</div>
    <p class="zl-weight-sum"></p><div class="zl-what-if-result" aria-live="polite"></div>`);
  const say = () => $area.find(".zl-weight-sum").text(__("Weights in all: {0}", [sum($area)]));
  $area.on("input", "input", say);
  say();
  dialog.show();
  return dialog;
}

function weight_html({ measure, weight }, at) {
  return `<label class="zl-weight"><span>${escape(__(measure))}</span>
    <input type="number" min="0" step="1" inputmode="decimal" class="form-control" data-at="${at}"
      value="${number_words(weight, 2)}"></label>`;
}

function sum($area) {
  const values = $area.find("input").map((_at, input) => Number(input.value) || 0);
  return number_words(
    values.get().reduce((all, one) => all + one, 0),
    2,
  );
}

async function work_out(frm, dialog, weights) {
  const { $wrapper } = dialog.fields_dict.area;
  const tried = weights.map((row, at) => ({
    ...row,
    weight: Number($wrapper.find(`input[data-at=${at}]`).val()) || 0,
  }));
  const rows = await frappe.xcall("zhilian_app.supervision.assessment_api.what_if", {
    name: frm.doc.name,
    weights: JSON.stringify(tried),
  });
  $wrapper.find(".zl-what-if-result").html(result_html(rows));
}

function result_html(rows) {
  const body = rows.map(
    (row) => `<tr><td>${escape(row.label)}</td>
      <td>${row.place_before} → <b>${row.place}</b> ${change_html(row.place_before, row.place)}</td>
      <td>${row.score_before.toFixed(2)} → <b>${row.score.toFixed(2)}</b></td></tr>`,
  );
  return `<table class="zl-result"><thead><tr><th>${__("Name")}</th><th>${__("Ranking")}</th>
    <th>${__("Score")}</th></tr></thead><tbody>${body.join("")}</tbody></table>`;
}

// Up is good: a smaller number than before.
export function change_html(before, now) {
  if (!before || before === now) return "";
  const up = now < before;
  return `<span class="${up ? "zl-up" : "zl-down"}">${up ? "▲" : "▼"}${Math.abs(before - now)}</span>`;
}
