// {% include "zhilian_app/visits/report/report_links.js" %}

frappe.query_reports["Coverage Burn-down"] = {
  filters: [...zhilian.report.place_filters(), zhilian.report.year_filter()],

  formatter(value, row, column, data, default_formatter) {
    if (value === null || value === undefined) return "";
    return zhilian.report.link_cell(default_formatter(value, row, column, data), column, data);
  },
};
