// The public board of a month: how far it is, what the office said, and how it looked last month.
import { escape } from "../visits/tools";
import { VIEWS, view_html } from "./board_tray";

const API = "zhilian_app.stations.board_api.";

export const BOARD_COLOURS = {
  Draft: "orange",
  "Handed In": "blue",
  "Taken In": "green",
  Returned: "red",
};

export function board_month(day) {
  return (day || "").slice(0, 7);
}

// The same as stations/board_rules.py lacks: what the server will ask for when it is handed in.
export function board_lacks(pictures, numbers) {
  const count = (view) => pictures.filter((row) => row.view === view).length;
  const [far, near] = VIEWS.map((view, at) =>
    Math.max(0, [numbers.far, numbers.near][at] - count(view)),
  );
  const unmarked = pictures.filter((row) => !VIEWS.includes(row.view)).length;
  const may_be_these = far + near <= unmarked;
  return {
    pictures: Math.max(0, numbers.pictures - pictures.length),
    unmarked,
    far: may_be_these ? 0 : far,
    near: may_be_these ? 0 : near,
  };
}

// The same words as the server's lacking_words.
function lacking_words(lack) {
  const views = [
    lack.far && __("{0} far views", [lack.far]),
    lack.near && __("{0} near views", [lack.near]),
  ].filter(Boolean);
  const of_views = views.join("、");
  const parts = [
    lack.unmarked && __("{0} pictures are not marked as far or near view", [lack.unmarked]),
  ];
  if (views.length && lack.pictures > lack.far + lack.near)
    parts.push(__("{0} more pictures are needed, among them {1}", [lack.pictures, of_views]));
  else if (views.length) parts.push(__("still needed: {0}", [of_views]));
  else if (lack.pictures) parts.push(__("{0} more pictures are needed", [lack.pictures]));
  return parts.filter(Boolean).join("，");
}

export function progress_html(pictures, numbers) {
  const words = lacking_words(board_lacks(pictures, numbers));
  const taken = __("{0} of {1} pictures taken", [pictures.length, numbers.pictures]);
  const rest = words || __("All there: it can be handed in.");
  return `<div class="zl-progress-line ${words ? "" : "zl-ready"}"><b>${taken}</b><span>${rest}</span></div>`;
}

export function guidance_html(doc) {
  if (!doc.guidance) return "";
  const title =
    doc.state === "Returned"
      ? __("Sent back by the Organization Office")
      : __("Guidance of the Organization Office");
  return `<div class="zl-guidance ${doc.state === "Returned" ? "zl-back" : ""}"><b>${title}</b>
    <div>${escape(doc.guidance)}</div></div>`;
}

export function last_html(last) {
  const title = `<div class="zl-label">${__("The Board Last Month")}</div>`;
  if (!last || !last.pictures.length)
    return `${title}<p class="zl-place">${__("There are no pictures of last month.")}</p>`;
  const shots = last.pictures.map(
    (
      row,
    ) => `<div class="zl-shot"><div class="zl-thumb"><a href="${escape(row.picture)}" target="_blank"
      rel="noopener"><img src="${escape(row.picture)}" loading="lazy" alt="${__("Picture")}"></a></div>
      ${view_html(row)}${row.caption ? `<div class="zl-facts">${escape(row.caption)}</div>` : ""}</div>`,
  );
  return `${title}<div class="zl-thumbs zl-last-board">${shots.join("")}</div>`;
}

export async function open_board(station, month) {
  const name = await frappe.xcall(`${API}open_update`, { station, month });
  return frappe.set_route("Form", "Board Update", name);
}

// Who is on one team needs no question: this month's board of their station opens at once.
export async function begin_board() {
  const today = frappe.datetime.get_today();
  const stations = await frappe.db.get_list("Station", { fields: ["name"], limit: 2 });
  if (stations.length === 1) return open_board(stations[0].name, today);
  return frappe.prompt(
    [
      {
        fieldname: "station",
        fieldtype: "Link",
        options: "Station",
        label: __("Station"),
        reqd: 1,
      },
      { fieldname: "month", fieldtype: "Date", label: __("Month"), default: today, reqd: 1 },
    ],
    ({ station, month }) => open_board(station, month),
    __("Board of This Month"),
  );
}

// A4 pages of all stations, for the leaders.
export async function ask_for_sheet() {
  const towns = await frappe.db.get_list("Town", { fields: ["name"], limit: 2 });
  const months = last_months(12);
  frappe.prompt(
    [
      {
        fieldname: "town",
        fieldtype: "Link",
        options: "Town",
        label: __("Town"),
        default: towns.length === 1 ? towns[0].name : "",
        hidden: Number(towns.length === 1),
        reqd: 1,
      },
      {
        fieldname: "month",
        fieldtype: "Select",
        label: __("Month"),
        options: months,
        default: months[0],
        reqd: 1,
      },
    ],
    ({ town, month }) =>
      open_url_post("/api/method/zhilian_app.stations.board_sheet.print_sheet", {
        town,
        month: `${month}-01`,
      }),
    __("Contact Sheet"),
    __("Print"),
  );
}

function last_months(count) {
  const first = `${board_month(frappe.datetime.get_today())}-01`;
  return Array.from({ length: count }, (_none, at) =>
    board_month(frappe.datetime.add_months(first, -at)),
  );
}
