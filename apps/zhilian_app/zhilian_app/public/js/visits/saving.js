// What is said and asked around saving a visit.
import { ask, choose, escape } from "./tools";
import { next_household } from "./start";
import { visit_html } from "./history";

// What other chapters offer once a visit is saved: functions of the visit that answer {label, action}, or nothing.
export const offers_after_saving = [];

// true when nothing is under way any more or the person wants the text saved first; false to look at what was not sent.
export async function wait_for_pictures(tray) {
  let save_text;
  const text_first = new Promise((resolve) => (save_text = () => resolve(0)));
  const dialog = new frappe.ui.Dialog({
    title: __("Sending pictures"),
    fields: [{ fieldtype: "HTML", fieldname: "text" }],
    primary_action_label: __("Save the Text First"),
    primary_action: () => save_text(),
  });
  dialog.$wrapper.addClass("zl-dialog");
  const settled = tray.settled((left) =>
    dialog.fields_dict.text.$wrapper.html(
      `<p class="zl-big-text">${__("{0} left. The record is saved when they are through.", [left])}</p>`,
    ),
  );
  if (tray.counts().under_way) dialog.show();
  const unsent = await Promise.race([settled, text_first]);
  dialog.hide();
  return unsent ? ask_without(unsent) : true;
}

function ask_without(unsent) {
  const text = __(
    "{0} pictures could not be sent. Save the text without them? They stay here to be sent again.",
    [unsent],
  );
  return choose({
    title: __("Sending pictures"),
    html: `<p class="zl-big-text">${text}</p>`,
    yes: __("Save the Text First"),
    no: __("Back"),
  });
}

export async function confirm_saved(doc) {
  const short = doc.effective
    ? ""
    : `<p class="zl-warning">${__("The text is too short to count as a visit.")}</p>`;
  const next = await choose({
    title: __("Saved"),
    html: `<div class="zl-saved"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M9 16.2 4.8 12l-1.4
      1.4L9 19 21 7l-1.4-1.4z"/></svg><p><b>${escape(doc.householder)}</b> ${escape(doc.visit_date)}</p>
      <p>${__("Pictures")}：${(doc.pictures || []).length}</p>${short}</div>`,
    yes: __("Next Household"),
    no: __("Stay Here"),
    also: offers_after_saving.map((offer) => offer(doc)).filter(Boolean),
  });
  if (next) next_household();
}

// The team has a record of this day already. Resolves with "again" to write a second one, "no", or the visit itself when
// it is the very one that is being saved: the answer to the first try was lost on the line.
export async function ask_second_visit(doc) {
  const { household, visit_date } = doc;
  const visits = await ask("visits_of_day", { household, visit_date }).catch(() => []);
  const same = visits.find((visit) => visit.own && is_same(visit, doc));
  if (same) return same;
  const list = visits.map((visit) => visit_html(visit, visit_date)).join("");
  const question = __("This household has a record of {0} already. Write a second one?", [
    visit_date,
  ]);
  const again = await choose({
    title: __("Second visit of the day"),
    html: `<p class="zl-big-text">${question}</p>${list}`,
    yes: __("Write a Second One"),
    no: __("Back"),
  });
  return again ? "again" : "no";
}

function is_same(visit, doc) {
  const trimmed = (text) => (text || "").trim();
  return (
    trimmed(visit.content) === trimmed(doc.content) && trimmed(visit.needs) === trimmed(doc.needs)
  );
}
