// What forms and lists of checks share: colours, what stands first, and how a check begins on the phone.
import { escape } from "../visits/tools";

export const COLOURS = {
  Draft: "orange",
  Notified: "blue",
  Recorded: "green",
  Voided: "gray",
  "To Put Right": "orange",
  "To Be Checked": "blue",
  "Put Right": "green",
  Reopened: "red",
  Finding: "orange",
  Commendation: "green",
  Correction: "blue",
};

const OPEN = ["To Put Right", "Reopened"];

export function pill(state) {
  return `<span class="indicator-pill no-indicator-dot ${COLOURS[state] || "gray"}">${__(state)}</span>`;
}

export function is_late(doc, today = frappe.datetime.get_today()) {
  return Boolean(OPEN.includes(doc.state) && doc.due_on && doc.due_on < today);
}

export function due_words(doc, today = frappe.datetime.get_today()) {
  if (!OPEN.includes(doc.state) || !doc.due_on) return "";
  const days = frappe.datetime.get_day_diff(doc.due_on, today);
  if (days < 0) return __("{0} days overdue", [-days]);
  return days ? __("{0} days left", [days]) : __("Due today");
}

export function check_head_html(doc, rectifications = []) {
  const due =
    doc.state === "Notified"
      ? `<b class="zl-due">${__("Books due by {0}", [escape(doc.due_on)])}</b>`
      : "";
  const score =
    doc.state === "Recorded"
      ? `<b class="zl-due">${__("Share of Points")} ${Number(doc.score)}%</b>`
      : "";
  const facts = [
    __(doc.kind),
    doc.check_day,
    doc.check_time && moment(doc.check_time, "HH:mm:ss").format("HH:mm"),
    doc.checker && frappe.utils.get_link_title("Cadre", doc.checker),
    doc.latitude && __("position noted"),
  ];
  const asked = rectifications
    .map(
      (row) =>
        `<a class="zl-asked" href="/app/rectification/${encodeURIComponent(row.name)}">${pill(
          row.state,
        )} ${escape(row.problem)}</a>`,
    )
    .join("");
  return `<div class="zl-brief"><div class="zl-brief-head">${pill(doc.state)}${due}${score}</div>
    <span class="zl-name">${escape(doc.station_name)}</span>
    <div class="zl-place">${facts.filter(Boolean).map(escape).join(" · ")}</div>
    ${asked ? `<div class="zl-place">${__("Rectifications")}${asked}</div>` : ""}</div>`;
}

// Two taps: what kind of check, and where. The rest is filled in by the server.
export async function start_check(kind) {
  const stations = await frappe.db.get_list("Station", {
    fields: ["name", "station_name"],
    filters: { ended_on: ["is", "not set"] },
    order_by: "station_name asc",
    limit: 0,
  });
  const dialog = new frappe.ui.Dialog({
    title: kind === "Patrol" ? __("Which station are you at?") : __("Whose meeting is it?"),
    fields: [{ fieldtype: "HTML", fieldname: "area", options: " " }],
  });
  const $area = dialog.fields_dict.area.$wrapper.addClass("zl-station-buttons");
  for (const { name, station_name } of stations) {
    $('<button type="button" class="btn btn-default zl-big-button"></button>')
      .text(station_name)
      .on("click", () => begin(dialog, kind, name))
      .appendTo($area);
  }
  dialog.$wrapper.addClass("zl-dialog");
  dialog.show();
}

async function begin(dialog, kind, station) {
  // a second tap would begin a second check
  if (dialog.zl_begun) return;
  dialog.zl_begun = true;
  try {
    const { name } = await frappe.db.insert({
      doctype: "Spot Check",
      kind,
      station,
      check_day: frappe.datetime.get_today(),
      check_time: frappe.datetime.now_time(),
    });
    dialog.hide();
    frappe.set_route("Form", "Spot Check", name);
  } finally {
    dialog.zl_begun = false;
  }
}
