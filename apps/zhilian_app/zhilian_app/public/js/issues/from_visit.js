// One tap from what people said at a visit to the ledger, and the issues of a household beside its visits.
import { COLOURS, due_words, is_overdue } from "./headline";
import { brief_extras, history_extras } from "../visits/history";
import { offers_after_saving } from "../visits/saving";
import { draw_bar } from "../visits/start";
import { escape } from "../visits/tools";

const ISSUE = "Ledger Issue";

// Quiet: on a bad line the caller knows best what to say.
export function ask(method, args = {}) {
  return new Promise((resolve, reject) => {
    frappe
      .call({ method: `zhilian_app.issues.api.${method}`, args, silent: true })
      .then((r) => resolve(r?.message), reject);
  });
}

export async function register(visit, again = 0) {
  const answer = await frappe.call({
    method: "zhilian_app.issues.api.register_from_visit",
    args: { visit, again },
    freeze: true,
  });
  const { name, created } = answer.message;
  Object.keys(known).forEach((household) => delete known[household]);
  frappe.show_alert({
    message: created ? __("Put into the issue ledger.") : __("This is in the ledger already."),
    indicator: created ? "green" : "blue",
  });
  frappe.set_route("Form", ISSUE, name);
}

function has_words(doc) {
  return Boolean((doc.needs || "").trim() || (doc.content || "").trim());
}

function draw_visit_bar(frm, issues) {
  const visit = frm.doc.name;
  const put = (label, again, kind) => ({ label, kind, action: () => register(visit, again) });
  if (!issues.length) {
    const kind = (frm.doc.needs || "").trim() ? "primary" : "default";
    return draw_bar(frm, [put(__("Put into the Ledger"), 0, kind)], "zl-from-visit");
  }
  const opens = issues.map((issue) => ({
    label: `${issues.length > 1 ? issue.title : __("Open the Issue")} · ${__(issue.state)}`,
    kind: "primary",
    action: () => frappe.set_route("Form", ISSUE, issue.name),
  }));
  draw_bar(frm, [...opens, put(__("Write Another Issue"), 1)], "zl-from-visit");
}

frappe.ui.form.on("Household Visit", {
  refresh(frm) {
    const { doc } = frm;
    frm.layout.wrapper.find("> .zl-from-visit").remove();
    if (frm.is_new() || doc.voided || !has_words(doc) || !frappe.model.can_create(ISSUE)) return;
    // who may not write the visit (the Organization Office) writes issues all the same
    draw_visit_bar(frm, []);
    ask("issues_of_visit", { visit: doc.name })
      .then((issues) => frm.doc.name === doc.name && draw_visit_bar(frm, issues))
      .catch(() => {
        // the button asks the server itself and opens what is there
      });
  },
});

offers_after_saving.push((doc) => {
  if (!(doc.needs || "").trim() || !frappe.model.can_create(ISSUE)) return null;
  return { label: __("Put into the Ledger"), action: () => register(doc.name) };
});

// -- beside the visits of a household -------------------------------------------------------------------

const FRESH_MS = 30 * 1000;
const known = {};

function issues_html(rows) {
  const lines = rows.map(
    (row) => `<a class="zl-issue-row" href="/app/ledger-issue/${encodeURIComponent(row.name)}">
      <span class="indicator-pill no-indicator-dot ${COLOURS[row.state] || "gray"}">${__(row.state)}</span>
      <span class="zl-issue-title">${escape(row.title)}</span>
      <span class="${is_overdue(row) ? "zl-late" : "text-muted"}">${due_words(row)}</span></a>`,
  );
  return `<div class="zl-issues"><b>${__("Issues of this Household")}</b>${lines.join("")}</div>`;
}

// A form draws its head several times: the server is asked once.
function issues_of(household) {
  const before = known[household];
  if (before && Date.now() - before.asked_at < FRESH_MS) return before.answer;
  const answer = ask("issues_of_household", { household });
  known[household] = { answer, asked_at: Date.now() };
  answer.catch(() => delete known[household]);
  return answer;
}

// Comes when it comes: nothing waits for it.
function show_issues($area, household) {
  if (!frappe.model.can_read(ISSUE)) return;
  const $box = $("<div>").appendTo($area);
  issues_of(household)
    .then((rows) => $box.html(rows.length ? issues_html(rows) : ""))
    .catch(() => {
      // the visits are what one came for
    });
}

history_extras.push(show_issues);
brief_extras.push(show_issues);
