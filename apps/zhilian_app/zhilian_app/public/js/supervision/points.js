// Points of an assessment, measure by measure: what was done of what there was, and what it gave. Each opens its rows.
import { escape } from "../visits/tools";

const UNITS = {
  "Households a Month": () => __("months"),
  "Bulletins without a Gap": () => __("months"),
  "Spot Checks": () => __("points"),
};

export function number_words(value, digits = 1) {
  return String(Math.round(value * 10 ** digits) / 10 ** digits);
}

// A list with exactly these filters, as route options.
export function open_rows({ doctype, report, filters }) {
  frappe.route_options = { ...filters };
  if (report) return frappe.set_route("query-report", report);
  return frappe.set_route("List", doctype, "List");
}

export function points_html(points) {
  const rows = points.map((row, at) => point_html(row, at)).join("");
  return `<div class="zl-points">${rows}</div>`;
}

function point_html(row, at) {
  const name = __(row.measure);
  if (row.share === null)
    return `<div class="zl-point zl-point-none"><span class="zl-point-name">${escape(name)}</span>
      <span class="zl-point-words">${__("Nothing to do this year, so it does not count")}</span></div>`;
  const unit = UNITS[row.measure]?.() || "";
  const done = `${number_words(row.good)}/${number_words(row.all)}${unit}`;
  const share = number_words(row.share);
  const width = row.most ? Math.round((row.points / row.most) * 100) : 0;
  return `<button type="button" class="zl-point" data-at="${at}" title="${escape(__("Open the Rows"))}">
    <span class="zl-point-name">${escape(name)}</span>
    <span class="zl-point-bar" aria-hidden="true"><i style="width: ${width}%"></i></span>
    <span class="zl-point-words">${__("{0}, that is {1}%", [done, share])}</span>
    <b class="zl-point-number">${__("{0} of {1} points", [number_words(row.points), number_words(row.most)])}</b>
  </button>`;
}

export function bind_points($area, points) {
  $area.on("click", "button.zl-point", (e) =>
    open_rows(points[$(e.currentTarget).data("at")].link),
  );
}
