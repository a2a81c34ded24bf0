// What one looks for first in a filing: what it is, until when, how it stands, and why it came back.
import { escape } from "../visits/tools";
import {
  day_words,
  is_late,
  is_open,
  left_words,
  month_words,
  standing_colour,
  standing_words,
} from "./words";

const STATES = {
  "To Sign": () => __("Waits for a signature"),
  "Handed In": () => __("Handed in, not taken in yet"),
  "Taken In": () => __("Taken in by the Organization Office"),
};

export function headline_html(doc) {
  const pill = `<span class="indicator-pill no-indicator-dot ${standing_colour(doc)}">${pill_words(doc)}</span>`;
  const left = left_words(doc);
  const due = left ? `<b class="zl-due${is_late(doc) ? " zl-late" : ""}">${left}</b>` : "";
  return `${returned_html(doc)}<div class="zl-brief zl-filing-head">
    <div class="zl-brief-head">${pill}${due}</div>
    <div class="zl-name">${escape(doc.requirement_title)}</div>
    <div class="zl-place">${escape(doc.station_name || doc.station)} · ${month_words(doc.month)}</div>
    ${lines(doc)
      .map((line) => `<div class="zl-place">${line}</div>`)
      .join("")}
  </div>`;
}

// While there is time the days say how it stands, and the pill whose turn it is.
function pill_words(doc) {
  const waits = is_open(doc) && doc.standing !== "Missing" && !is_late(doc);
  return waits ? __(doc.state) : standing_words(doc);
}

function lines(doc) {
  const holiday =
    doc.due_is_holiday && is_open(doc)
      ? ` <span class="zl-mark">${__("A holiday: the day is not moved")}</span>`
      : "";
  return [
    `${__("Hand In By")}：<b>${escape(day_words(doc.due_on))}</b>${holiday}`,
    doc.event_on && `${__("Day of the Event")}：${escape(day_words(doc.event_on))}`,
    STATES[doc.state]?.(),
    doc.is_nil && `<b>${__("Nothing to Report This Month")}</b>`,
    moment_line(__("Handed In On"), doc.handed_in_on, doc.signed_by_name || doc.sent_by_name),
    moment_line(__("Accepted On"), doc.accepted_on, doc.accepted_by_name),
    doc.accepted_on && paper_words(doc),
    doc.missed_cutoff && `<span class="zl-late">${__("The bulletin shows it as missing.")}</span>`,
  ].filter(Boolean);
}

function moment_line(label, time, who) {
  if (!time) return "";
  return `${label}：${escape(moment(time).format("YYYY-MM-DD HH:mm"))} ${escape(who || "")}`;
}

function paper_words(doc) {
  if (doc.paper_received) return `${__("Paper Received")} ${escape(doc.paper_received_on || "")}`;
  return doc.__onload?.steps && doc.counts !== "Board Update" ? __("No paper copy yet") : "";
}

// Why it came back, in the words of who returned it: above all else.
function returned_html(doc) {
  if (doc.state !== "Returned") return "";
  const step = [...(doc.steps || [])].reverse().find((one) => one.to_state === "Returned");
  if (!step) return "";
  return `<div class="zl-returned"><b>${__("Returned: please mend it and send it again.")}</b>
    <p>${escape(step.reason)}</p>
    <small>${escape(step.by_name)} ${escape(moment(step.stepped_on).format("YYYY-MM-DD HH:mm"))}</small></div>`;
}
