// What one looks for first in a project: how it stands, its money, its place in the queue; and what was paid and reported.
import { escape } from "../visits/tools";
import { project_money_html } from "./money";
import { COLOURS, ask, month_words, pill, yuan } from "./tools";

const ENDED = ["Finished", "Stopped"];
const PAYMENT_COLOURS = {
  Draft: "orange",
  "To Approve": "purple",
  Booked: "green",
  Cancelled: "gray",
};

export function headline_html(doc) {
  const { queue_place } = doc.__onload || {};
  const money = {
    approved: doc.approved_amount,
    planned: doc.planned_amount,
    paid: doc.paid_amount,
    ended: ENDED.includes(doc.state),
  };
  const percent = ["Funded", "Under Way", ...ENDED].includes(doc.state)
    ? `<b class="zl-percent">${__("{0}% done", [Math.round(doc.percent || 0)])}</b>`
    : "";
  return `<div class="zl-brief">
    <div class="zl-brief-head">${pill(doc.state, COLOURS[doc.state])}${percent}</div>
    ${project_money_html(money)}${queue_html(queue_place)}</div>`;
}

function queue_html(place) {
  if (!place) return "";
  return `<div class="zl-queue"><b>${__("No. {0} of {1} in the queue", [place.rank, place.of])}</b>
    <div class="zl-place">${escape(place.why)}</div></div>`;
}

// Asks for the rows of the project, shows them, and answers them; nothing on a bad line.
export async function show_rows(frm) {
  const { name } = frm.doc;
  const rows = await ask("project_rows", { project: name }).catch(() => null);
  if (!rows || frm.doc.name !== name) return null;
  frm.fields_dict.rows_area.$wrapper.html(
    list_html(__("Payments so Far"), rows.payments.map(payment_html)) +
      list_html(__("Progress by Month"), rows.progress.map(progress_html)),
  );
  return rows;
}

function list_html(title, lines) {
  if (!lines.length) return "";
  return `<div class="zl-issues"><b>${title}</b>${lines.join("")}</div>`;
}

function payment_html(row) {
  const is_return = row.kind === "Return";
  const words = is_return
    ? __("Money Returned")
    : row.instalment
      ? __("Instalment {0}", [row.instalment])
      : __("Payment of Money");
  const gone = row.state === "Cancelled" ? " zl-cancelled" : "";
  return `<a class="zl-issue-row${gone}" href="/app/subsidy-payment/${encodeURIComponent(row.name)}">
    ${pill(row.state, PAYMENT_COLOURS[row.state])}
    <span class="zl-issue-title">${words} <span class="zl-day">${escape(row.paid_on)}</span></span>
    <b class="zl-amount">${is_return ? "−" : ""}${yuan(row.amount)}</b></a>`;
}

function progress_html(row) {
  const facts =
    row.status === "Handed In"
      ? `<b class="zl-amount">${Number(row.percent)}%</b>`
      : `<span class="${is_late(row) ? "zl-late" : "text-muted"}">${__("By {0}", [escape(row.due_on)])}</span>`;
  return `<a class="zl-issue-row" href="/app/project-progress/${encodeURIComponent(row.name)}">
    ${progress_pill(row)}
    <span class="zl-issue-title">${month_words(row.month)} ${escape(row.words || "")}</span>${facts}</a>`;
}

export function is_late(row, today = frappe.datetime.get_today()) {
  return row.status === "Due" && row.due_on < today;
}

export function progress_pill(row) {
  if (row.status === "Handed In") return pill(__("Progress Handed In"), "green");
  if (row.status !== "Due") return pill(__("No Progress Needed"), "gray");
  return is_late(row)
    ? pill(__("Progress Overdue"), "red")
    : pill(__("Progress to Hand In"), "orange");
}

// The row that the station has to hand in next: the oldest one, for a later month closes those before it.
export function next_row(rows) {
  return [...(rows || [])].reverse().find((row) => row.status === "Due") || null;
}
