// What the lists of the subsidies share: colours of states, rows on a phone, and chips above the rows.
import { COLOURS } from "./tools";

export function state_indicator(doc) {
  return [__(doc.state), COLOURS[doc.state] || "gray", `state,=,${doc.state}`];
}

// 12,000.00, and with the unit, as the papers have it.
export function figures(value) {
  return format_number(value || 0, "#,###.##", 2);
}

export function money(value) {
  return __("{0} yuan", [figures(value)]);
}

// Columns of money in a list: a currency's sign before every number would only take room.
export function money_formatters(...fields) {
  return Object.fromEntries(
    fields.map((field) => [field, (value) => `<span class="zl-figures">${figures(value)}</span>`]),
  );
}

// Open, and the day on which it was to be finished has gone by.
export function is_behind(project, today = frappe.datetime.get_today()) {
  const open = !["Finished", "Stopped"].includes(project.state);
  return Boolean(
    open && !project.finished_on && project.expected_finish && project.expected_finish < today,
  );
}
