// What a filing's form shows besides its fields: sheets of the system, and the way to the document that counts.
import { escape } from "../visits/tools";

const MONEY = ["Approved Amount", "Paid Amount"];

function report_url({ report, route, filters = {} }) {
  const query = new URLSearchParams(filters).toString();
  const path = report ? `query-report/${encodeURIComponent(report)}` : route;
  return `/app/${path}${query ? `?${query}` : ""}`;
}

// Figures and links; `frozen`: as they stood when it was signed.
export function sheet_html(sheet) {
  if (!sheet) return "";
  const cells = (sheet.figures || []).map(
    ({ label, value }) =>
      `<div class="zl-money-cell"><span>${__(label)}</span><b>${escape(figure(label, value))}</b></div>`,
  );
  const links = (sheet.links || []).map(
    (link) =>
      `<a class="btn btn-default zl-big-button" href="${escape(report_url(link))}">${__(link.label)}</a>`,
  );
  const words = sheet.frozen
    ? __("As it stood when it was signed:")
    : __("The system has these papers already. Look them through, then sign.");
  return `<div class="zl-sheet"><p class="zl-place">${words}</p>
    <div class="zl-money">${cells.join("")}</div><div class="zl-sheet-links">${links.join("")}</div></div>`;
}

function figure(label, value) {
  return MONEY.includes(label) ? format_number(value, null, 2) : value;
}

// The one thing to do where another document counts: open it, or begin it.
export function way_to_document(frm) {
  const { follows } = frm.doc.__onload || {};
  if (!follows) return null;
  const { doctype, name, open_method } = follows;
  const is_open = ["To Hand In", "Returned"].includes(frm.doc.state) && !frm.doc.is_nil;
  const writes = frm.doc.__onload?.may_write && is_open;
  const label = writes ? to_do(doctype) : __("Look at It");
  const kind = writes ? "primary" : "default";
  if (name) return { label, kind, action: () => frappe.set_route("Form", doctype, name) };
  if (!writes) return null;
  return { label, kind, action: () => begin(frm.doc, doctype, open_method) };
}

function to_do(doctype) {
  return doctype === "Board Update" ? __("Go and Take the Pictures") : __("Go and Fill It In");
}

async function begin({ station, month }, doctype, open_method) {
  if (!open_method) {
    if (frappe.model.can_create(doctype)) return frappe.new_doc(doctype, { station, month });
    return frappe.msgprint(__("It is not there yet: the system makes it before the meeting."));
  }
  const r = await frappe.call({ method: open_method, args: { station, month }, freeze: true });
  const name = r?.message?.name || r?.message;
  return frappe.set_route("Form", doctype, name);
}
