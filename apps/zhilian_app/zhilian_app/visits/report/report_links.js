// A number in a report opens exactly its rows: the server names them in row.links, by column.
// A filter is a value or [operator, value], as Frappe's lists read them from the address. A link opens a row (doctype
// and name), a list (doctype and filters) or another report (report and filters).
frappe.provide("zhilian.report");

zhilian.report.link_cell = function (html, column, row) {
  const link = column && row && row.links && row.links[column.fieldname];
  if (!link || !row[column.fieldname]) return html;
  return `<a class="zl-report-link" href="${zhilian.report.link_href(link)}">${html}</a>`;
};

zhilian.report.link_href = function (link) {
  const path = link.report
    ? `/app/query-report/${encodeURIComponent(link.report)}`
    : `/app/${frappe.router.slug(link.doctype)}`;
  if (link.name) return `${path}/${encodeURIComponent(link.name)}`;
  const query = Object.entries(link.filters).map(([field, value]) => {
    const text = Array.isArray(value) ? JSON.stringify(value) : value;
    return `${encodeURIComponent(field)}=${encodeURIComponent(text)}`;
  });
  return `${path}?${query.join("&")}`;
};

// Where and when, the same in every report.
zhilian.report.town_filter = function () {
  return { fieldname: "town", label: __("Town"), fieldtype: "Link", options: "Town" };
};

zhilian.report.station_filter = function (options = {}) {
  return {
    fieldname: "station",
    label: __("Station"),
    fieldtype: "Link",
    options: "Station",
    ...options,
  };
};

zhilian.report.place_filters = function () {
  const get_query = () => {
    const town = frappe.query_report.get_filter_value("town");
    return { filters: town ? { town } : {} };
  };
  return [zhilian.report.town_filter(), zhilian.report.station_filter({ get_query })];
};

zhilian.report.year_filter = function () {
  return {
    fieldname: "year",
    label: __("Year"),
    fieldtype: "Int",
    default: Number(frappe.datetime.get_today().slice(0, 4)),
    reqd: 1,
  };
};

// Frappe does not wait for what it puts into filters from the address: a person's name comes from the server, and until
// it is there the filter reads as empty. Returned by a report's onload, it holds the first run back.
zhilian.report.filter_from_address = async function (report, fieldname) {
  const value = new URLSearchParams(window.location.search).get(fieldname);
  const filter = value && report.get_filter(fieldname);
  if (!filter) return;
  await frappe.utils.fetch_link_title(filter.df.options, value);
  await filter.set_value(value);
};

// Who has one station only need not choose it.
zhilian.report.choose_own_station = async function (report) {
  if (report.get_filter_value("station")) return;
  const stations = await frappe.db.get_list("Station", { fields: ["name"], limit: 2 });
  if (stations.length === 1 && !report.get_filter_value("station")) {
    report.set_filter_value("station", stations[0].name);
  }
};
