// The office's checklist: a card for each line, under the heading of its book.
import { escape } from "../visits/tools";
import { four } from "./people";

const RESULTS = ["Met", "Partly Met", "Not Met", "Not Checked"];
const KINDS = { Met: "here", "Partly Met": "leave", "Not Met": "away", "Not Checked": "unseen" };
const LABELS = {
  Met: () => __("Met"),
  "Partly Met": () => __("Partly Met"),
  "Not Met": () => __("Not Met"),
  "Not Checked": () => __("Not Checked"),
};

export function draw_checklist($area, rows, { may_write, changed }) {
  $area.empty();
  if (!rows.length)
    return $area.append(
      `<p class="zl-empty">${__("The town's checklist has no line for this.")}</p>`,
    );
  let book = "";
  let $list;
  for (const row of rows) {
    if (row.book !== book) {
      book = row.book;
      $area.append(`<h4 class="zl-check-book">${__(book)}</h4>`);
      $list = $('<div class="zl-check-cards"></div>').appendTo($area);
    }
    $list.append(line(row, { may_write, changed }));
  }
  return $area;
}

function line(row, options) {
  const { may_write, changed } = options;
  const $card = $(`<div class="zl-check-card zl-${KINDS[row.result] || "open"}" role="group">
    <div class="zl-question"><span>${escape(row.question)}</span><small>${__("{0} points", [
      row.points,
    ])}</small></div></div>`).attr("aria-label", row.question);
  if (!may_write) {
    const words = row.result ? LABELS[row.result]() : __("Not said yet");
    return $card.append(
      `<div class="zl-said-words"><b>${words}</b> ${escape(row.remark || "")}</div>`,
    );
  }
  $card.append(
    four(RESULTS, LABELS, row.result, (choice) => {
      row.result = choice;
      $card.replaceWith(line(row, options));
      changed();
    }),
  );
  if (row.remark || ["Partly Met", "Not Met"].includes(row.result))
    $('<input type="text" class="form-control zl-reason">')
      .attr("placeholder", __("What is missing"))
      .attr("aria-label", __("Remark"))
      .val(row.remark || "")
      .on("input", (e) => {
        row.remark = e.target.value;
        changed();
      })
      .appendTo($card);
  return $card;
}
