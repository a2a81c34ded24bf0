// {% include "zhilian_app/visits/report/report_links.js" %}

frappe.query_reports["Checks of the Year"] = {
  filters: [zhilian.report.town_filter(), zhilian.report.year_filter()],

  formatter(value, row, column, data, default_formatter) {
    if (value === undefined || value === null) return "";
    let html = zhilian.report.link_cell(default_formatter(value, row, column, data), column, data);
    if (column.fieldname === "full" && data && data.full < data.full_wanted)
      html = `<span class="zl-late">${html}</span>`;
    return html;
  },
};
