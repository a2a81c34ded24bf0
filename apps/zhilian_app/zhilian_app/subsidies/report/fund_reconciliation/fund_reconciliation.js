// {% include "zhilian_app/visits/report/report_links.js" %}

frappe.query_reports["Fund Reconciliation"] = {
  // without a town it is the reader's own; without a year, all years
  filters: [
    zhilian.report.town_filter(),
    { fieldname: "year", label: __("Year"), fieldtype: "Int" },
  ],

  formatter(value, row, column, data, default_formatter) {
    // a fund has a budget, a project has none
    if (value === undefined || value === null) return "";
    let html = default_formatter(value, row, column, data);
    html = zhilian.report.link_cell(html, column, data);
    if (column.fieldname === "difference" && data?.difference)
      html = `<span class="zl-late">${html}</span>`;
    return data?.bold ? `<b>${html}</b>` : html;
  },
};
