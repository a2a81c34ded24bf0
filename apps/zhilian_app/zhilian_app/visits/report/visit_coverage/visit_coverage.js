// {% include "zhilian_app/visits/report/report_links.js" %}

frappe.query_reports["Visit Coverage"] = {
  filters: [
    ...zhilian.report.place_filters(),
    zhilian.report.year_filter(),
    {
      fieldname: "by_category",
      label: __("By Category"),
      fieldtype: "Check",
      default: 0,
    },
  ],

  formatter(value, row, column, data, default_formatter) {
    if (!data) return default_formatter(value, row, column, data);
    if (column.fieldname === "light") {
      const text = frappe.utils.escape_html(value || "");
      return text ? `<span class="indicator-pill ${data.light_color}">${text}</span>` : "";
    }
    const empty = value === null || value === undefined;
    let html = empty ? "" : default_formatter(value, row, column, data);
    html = zhilian.report.link_cell(html, column, data);
    return data.bold && html ? `<b>${html}</b>` : html;
  },
};
