// {% include "zhilian_app/visits/report/report_links.js" %}

frappe.query_reports["Subsidy Queue"] = {
  // without a town it is the reader's own
  filters: [zhilian.report.town_filter()],

  formatter(value, row, column, data, default_formatter) {
    if (column.fieldname === "ready_on" && data?.not_ready)
      return `<span class="zl-late">${__("Papers Not Complete")}</span>`;
    const html = default_formatter(value, row, column, data);
    return zhilian.report.link_cell(html, column, data);
  },
};
