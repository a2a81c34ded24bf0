// Papers that go round among the leaders: begun from the paper's own form, opened, read and signed.
import { escape } from "../visits/tools";

const DOCTYPE = "Circulation";
const PAPERS = [
  "Monthly Bulletin",
  "Review Report",
  "Committee Session",
  "Committee Request",
  "Funding Plan",
];
export const COLOURS = {
  Draft: "orange",
  "In Circulation": "blue",
  Completed: "green",
  Ended: "gray",
};

const call = (method, args, options = {}) =>
  frappe
    .call({ method: `zhilian_app.filings.circulation_api.${method}`, args, ...options })
    .then((answer) => answer?.message);

// For forms of papers: opens the circulation that is under way, or a new one with the leaders as readers.
export async function circulate(frm) {
  if (frm.is_dirty()) await frm.save();
  if (frm.is_dirty()) return;
  await begin(frm.doctype, frm.docname);
}

export async function begin(doctype, name) {
  const found = await call("circulate", { doctype, name }, { freeze: true });
  if (found) frappe.set_route("Form", DOCTYPE, found);
}

// What is circulated is chosen by its kind first, for a paper's number says nothing to anybody.
export function ask_paper() {
  let kind = PAPERS[0];
  const dialog = new frappe.ui.Dialog({
    title: __("Circulate a Paper"),
    fields: [
      {
        fieldname: "kind",
        fieldtype: "Select",
        label: __("Kind of Paper"),
        options: PAPERS.map((value) => ({ value, label: __(value) })),
        default: kind,
        reqd: 1,
        onchange() {
          // it is called for the first value, too
          if (this.get_value() === kind) return;
          kind = this.get_value();
          dialog.set_value("paper", "");
          dialog.set_df_property("paper", "options", kind);
        },
      },
      {
        fieldname: "paper",
        fieldtype: "Link",
        label: __("Paper"),
        options: kind,
        get_query: () => (kind === "Monthly Bulletin" ? { filters: { frozen: 1 } } : {}),
        reqd: 1,
      },
    ],
    primary_action_label: __("Choose the Readers"),
    primary_action({ paper }) {
      dialog.disable_primary_action();
      begin(kind, paper)
        .then(() => dialog.hide())
        .catch(() => dialog.enable_primary_action());
    },
  });
  dialog.$wrapper.addClass("zl-dialog zl-step-dialog");
  dialog.show();
}

// One's own signature: words are asked for with it, and may be left out.
export function ask_signature(frm) {
  const dialog = new frappe.ui.Dialog({
    title: __("Read and Sign"),
    fields: [
      {
        fieldname: "words",
        fieldtype: "Small Text",
        label: __("Written Instructions (may be left empty)"),
      },
      {
        fieldname: "who",
        fieldtype: "HTML",
        options: `<p class="zl-place">${__("You sign as {0}. The time is noted by itself.", [
          escape(own_row(frm.doc)?.cadre_name),
        ])}</p>`,
      },
    ],
    primary_action_label: __("Read and Signed"),
    primary_action({ words = "" }) {
      dialog.disable_primary_action();
      call("sign", { name: frm.docname, words }, { freeze: true })
        .then(() => dialog.hide())
        .then(() => frm.reload_doc())
        .then(() => frappe.show_alert({ message: __("Signed. Thank you."), indicator: "green" }))
        .catch(() => dialog.enable_primary_action());
    },
  });
  dialog.$wrapper.addClass("zl-dialog zl-step-dialog");
  dialog.show();
}

export function ask_reader(frm) {
  const dialog = new frappe.ui.Dialog({
    title: __("One More Reader"),
    fields: [
      {
        fieldname: "cadre",
        fieldtype: "Link",
        options: "Cadre",
        label: __("Cadre"),
        get_query: () => ({ filters: { town: frm.doc.town, status: "In Post" } }),
        reqd: 1,
      },
      { fieldname: "reason", fieldtype: "Small Text", label: __("Reason or Note"), reqd: 1 },
    ],
    primary_action_label: __("Confirm"),
    primary_action(values) {
      dialog.disable_primary_action();
      call("add_reader", { name: frm.docname, ...values }, { freeze: true })
        .then(() => dialog.hide())
        .then(() => frm.reload_doc())
        .catch(() => dialog.enable_primary_action());
    },
  });
  dialog.$wrapper.addClass("zl-dialog zl-step-dialog");
  dialog.show();
}

export function own_row(doc) {
  return (doc.readers || []).find((row) => row.user === frappe.session.user);
}

export function readers_html(doc) {
  return `<ol class="zl-readers">${(doc.readers || []).map(reader_html).join("")}</ol>`;
}

function reader_html(row) {
  const at = (time) => escape(moment(time).format("MM-DD HH:mm"));
  const [state, colour] = row.signed_on
    ? [__("Signed {0}", [at(row.signed_on)]), "green"]
    : row.opened_on
      ? [__("Opened {0}", [at(row.opened_on)]), "blue"]
      : [__("Not opened yet"), "gray"];
  const words = row.words ? `<div class="zl-reader-words">${escape(row.words)}</div>` : "";
  return `<li><span class="zl-reader-name"><b>${escape(row.cadre_name)}</b>
    <small>${escape(row.position)}</small></span>
    <span class="indicator-pill no-indicator-dot ${colour}">${state}</span>${words}</li>`;
}

// A leader who opens a paper by another way than its circulation has opened it, too, and can sign from there.
$(document).on("form-refresh", async (event, frm) => {
  const is_leader = frappe.user_roles.includes("Town Leader");
  if (!is_leader || !frm || frm.is_new() || ![DOCTYPE, ...PAPERS].includes(frm.doctype)) return;
  const { doctype, docname } = frm;
  const quiet = { silent: true };
  await call("opened", { doctype, name: docname }, quiet).catch(() => null);
  if (doctype === DOCTYPE) return;
  const name = await call("to_sign", { doctype, name: docname }, quiet).catch(() => null);
  if (frm.docname !== docname || frm.doctype !== doctype) return;
  frm.layout.wrapper.find("> .zl-to-sign").remove();
  if (!name) return;
  $('<button type="button" class="btn btn-primary zl-big-button zl-to-sign">')
    .text(__("Go to Sign"))
    .on("click", () => frappe.set_route("Form", DOCTYPE, name))
    .prependTo(frm.layout.wrapper);
});
