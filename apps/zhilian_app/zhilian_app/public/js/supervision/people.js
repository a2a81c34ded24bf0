// Who was there: a card for each person on the roster, with buttons as wide as a thumb.
import { escape } from "../visits/tools";

const SEEN = ["Present", "On Leave", "Other Duty", "Absent"];
const KINDS = { Present: "here", "On Leave": "leave", "Other Duty": "leave", Absent: "away" };
const WITH_REASON = ["On Leave", "Other Duty"];

const LABELS = {
  Present: () => __("On Post"),
  "On Leave": () => __("On Leave"),
  "Other Duty": () => __("Other Duty"),
  Absent: () => __("Absent from Post"),
};

// `changed()` is called after each tap; what is typed goes into the row at once.
export function draw_people($area, rows, { may_write, me, changed }) {
  const $list = $('<div class="zl-check-cards"></div>');
  const $count = $('<p class="zl-count"></p>');
  const tell = () => {
    const here = rows.filter((row) => row.seen === "Present").length;
    const open = rows.filter((row) => !row.seen).length;
    const words = [__("Expected {0}, present {1}", [rows.length, here])];
    if (open && may_write) words.push(__("still to say: {0}", [open]));
    $count.text(words.join("，"));
  };
  const redraw = (row, $old) => {
    const $new = person(row, { may_write, me, tapped });
    $old.replaceWith($new);
    tell();
  };
  const tapped = (row, $card, is_new_choice) => {
    if (is_new_choice) redraw(row, $card);
    changed();
  };
  rows.forEach((row) => $list.append(person(row, { may_write, me, tapped })));
  if (!rows.length)
    $list.append(`<p class="zl-empty">${__("Nobody is on the team of this day.")}</p>`);
  tell();
  $area.empty().append(rows.length ? $count : "", $list);
}

function person(row, options) {
  const trace = row.signed
    ? `<div class="zl-trace">${__("In the records: {0}", [escape(row.signed)])}</div>`
    : `<div class="zl-trace zl-none">${__("No trace in the records of this day")}</div>`;
  const place = [row.position, row.duty && __(row.duty)].filter(Boolean).map(escape).join(" · ");
  const $card = $(`<div class="zl-check-card zl-${KINDS[row.seen] || "open"}" role="group">
    <div class="zl-who"><b>${escape(row.cadre_name)}</b><small>${place}</small></div>${trace}</div>`)
    .attr("data-cadre", row.cadre)
    .attr("aria-label", row.cadre_name);
  if (!options.may_write) return $card.append(said(row));
  $card.append(
    four(SEEN, LABELS, row.seen, (choice) => {
      row.seen = choice;
      if (choice !== "Absent") row.noted = 0;
      options.tapped(row, $card, true);
    }),
  );
  if (WITH_REASON.includes(row.seen)) $card.append(reason_box(row, options, $card));
  if (row.seen === "Absent") $card.append(note_box(row, options, $card));
  return $card;
}

function said(row) {
  const words = row.seen ? LABELS[row.seen]() : __("Not said yet");
  const noted = row.noted
    ? ` <span class="zl-mark">${__("Noted in the Personal File")}</span>`
    : "";
  return `<div class="zl-said-words"><b>${words}</b> ${escape(row.reason)}${noted}</div>`;
}

function reason_box(row, options, $card) {
  return $('<input type="text" class="form-control zl-reason">')
    .attr("placeholder", __("Reason, such as whom it was told to"))
    .attr("aria-label", __("Reason"))
    .val(row.reason || "")
    .on("input", (e) => {
      row.reason = e.target.value;
      options.tapped(row, $card, false);
    });
}

function note_box(row, options, $card) {
  if (row.cadre === options.me)
    return `<p class="zl-hint">${__("This is yourself: a colleague records it.")}</p>`;
  const $box = $(
    `<div><label class="zl-tick"><input type="checkbox"> <span>${__(
      "Note in the Personal File",
    )}</span></label><p class="zl-hint">${__(
      "The person sees the entry when the result is recorded, and can reply to it. It is not deleted any more.",
    )}</p></div>`,
  );
  $box
    .find("input")
    .prop("checked", Boolean(row.noted))
    .on("change", (e) => {
      row.noted = e.target.checked ? 1 : 0;
      options.tapped(row, $card, false);
    });
  return $box;
}

// Buttons of which one is chosen.
export function four(choices, labels, chosen, choose) {
  const $buttons = $('<div class="zl-four"></div>');
  for (const choice of choices) {
    $('<button type="button" class="btn btn-default"></button>')
      .toggleClass("zl-chosen", choice === chosen)
      .attr({ "aria-pressed": String(choice === chosen), "data-choice": choice })
      .text(labels[choice]())
      .on("click", () => choose(choice))
      .appendTo($buttons);
  }
  return $buttons;
}
