// Days and months of filings in the words of an office.

const WEEKDAYS = [
  () => __("Sunday"),
  () => __("Monday"),
  () => __("Tuesday"),
  () => __("Wednesday"),
  () => __("Thursday"),
  () => __("Friday"),
  () => __("Saturday"),
];

export function weekday(day) {
  return WEEKDAYS[moment(day).day()]();
}

// 6月3日 星期三, with the year where it matters.
export function day_words(day, with_year = false) {
  const at = moment(day);
  const parts = [at.month() + 1, at.date(), weekday(day)];
  return with_year ? __("{0}-{1}-{2}, {3}", [at.year(), ...parts]) : __("{0}-{1}, {2}", parts);
}

export function month_words(month) {
  const at = moment(month);
  return __("{0}-{1}", [at.year(), at.month() + 1]);
}

// How many days are left, in the words of the ledger.
export function days_words(days) {
  if (days < 0) return __("{0} days overdue", [-days]);
  return days ? __("{0} days left", [days]) : __("Due today");
}

const SOON_DAYS = 3;

export const IN = ["On Time", "Late", "Not Needed"];

export function is_open(filing) {
  return !IN.includes(filing.standing);
}

export function is_late(filing, today = frappe.datetime.get_today()) {
  return Boolean(is_open(filing) && filing.due_on && filing.due_on < today);
}

// What a filing's standing is called; a day that has gone by counts before the job of the night has said so.
export function standing_words(filing, today = frappe.datetime.get_today()) {
  const { standing } = filing;
  if (standing === "On Time") return __("On Time");
  if (standing === "Late") return __("Late");
  if (standing === "Not Needed") return __("Not Needed");
  if (standing === "Missing") return __("Missing");
  if (is_late(filing, today)) return __("Overdue and Not In");
  return filing.due_on === today ? __("Due today") : __("Not Due");
}

export function standing_colour(filing, today = frappe.datetime.get_today()) {
  const { standing } = filing;
  if (standing === "On Time") return "green";
  if (standing === "Late") return "yellow";
  if (standing === "Not Needed") return "gray";
  if (standing === "Missing" || is_late(filing, today)) return "red";
  // what comes due soon, as the reminders have it
  const left = frappe.datetime.get_day_diff(filing.due_on, today);
  return left <= SOON_DAYS ? "orange" : "blue";
}

export function left_words(filing, today = frappe.datetime.get_today()) {
  if (!is_open(filing) || !filing.due_on) return "";
  return days_words(frappe.datetime.get_day_diff(filing.due_on, today));
}

// A list with exactly these filters: rows of [field, operator, value].
export function open_list(doctype, filters, view = "List") {
  frappe.route_options = Object.fromEntries(
    filters.map(([field, operator, value]) => [field, [operator, value]]),
  );
  return frappe.set_route("List", doctype, view);
}
