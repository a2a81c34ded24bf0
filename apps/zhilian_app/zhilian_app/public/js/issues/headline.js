// What one looks for first in an issue: its state, how many days are left, and whose turn it is.
import { escape, first_phone } from "../visits/tools";

export const COLOURS = {
  Registered: "orange",
  "With the Station": "blue",
  "Referred to Office": "blue",
  "Put to the Committee": "purple",
  "In Progress": "cyan",
  Resolved: "yellow",
  Closed: "green",
  "Solved on the Spot": "green",
  Reopened: "red",
  Withdrawn: "gray",
};

export function is_overdue(doc, today = frappe.datetime.get_today()) {
  return Boolean(doc.is_open && doc.due_on && doc.due_on < today);
}

export function due_words(doc, today = frappe.datetime.get_today()) {
  if (!doc.is_open || !doc.due_on) return "";
  const days = frappe.datetime.get_day_diff(doc.due_on, today);
  if (days < 0) return __("{0} days overdue", [-days]);
  return days ? __("{0} days left", [days]) : __("Due today");
}

function turn_words(doc) {
  if (!doc.is_open) return "";
  if (doc.state === "Put to the Committee") return __("Waiting for the committee");
  return doc.handler_name ? __("Whose turn: {0}", [doc.handler_name]) : __("Nobody's turn yet");
}

export function headline_html(doc, { today, office }) {
  const due = due_words(doc, today);
  const late = is_overdue(doc, today) ? " zl-late" : "";
  const lines = [
    [__(doc.level), office, turn_words(doc)].filter(Boolean).map(escape).join(" · "),
    due && `${__("Due On")} ${escape(doc.due_on)}${doc.extended ? ` (${__("Extended")})` : ""}`,
    !doc.is_open && doc.closed_on && `${__("Closed On")} ${escape(doc.closed_on)}`,
  ].filter(Boolean);
  const estimate =
    doc.is_open && doc.due_estimated
      ? `<div class="zl-warning">${__(
          "The holidays of that year are not published yet: the due day counts Monday to Friday for now.",
        )}</div>`
      : "";
  return `<div class="zl-brief zl-issue-head">
    <div class="zl-brief-head">
      <span class="indicator-pill no-indicator-dot ${COLOURS[doc.state] || "gray"}">${__(doc.state)}</span>
      ${due ? `<b class="zl-due${late}">${due}</b>` : ""}
    </div>
    ${lines.map((line) => `<div class="zl-place">${line}</div>`).join("")}${estimate}
    <div class="zl-about"></div>
  </div>`;
}

// Of a sensitive issue the household is named here alone, to those who need to know.
export function person_html(person) {
  const phone = escape(first_phone(person.phone));
  const call = phone ? `<a class="zl-call" href="tel:${phone}">${__("Call")} ${phone}</a>` : "";
  return `<div class="zl-brief-head"><a class="zl-name" href="/app/household/${encodeURIComponent(
    person.household,
  )}">${escape(person.householder)}</a>${call}</div>
    <div class="zl-place">${escape(person.address)}</div>`;
}
