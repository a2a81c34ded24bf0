// {% include "zhilian_app/visits/report/report_links.js" %}

frappe.query_reports["Project Publication"] = {
  filters: [...zhilian.report.place_filters(), zhilian.report.year_filter()],

  onload(report) {
    report.page.add_inner_button(__("Print for the Board"), () =>
      report.print_report({ orientation: "Portrait" }),
    );
  },

  formatter(value, row, column, data, default_formatter) {
    if (value === undefined || value === null) return "";
    const html = default_formatter(value, row, column, data);
    return data?.bold ? `<b>${html}</b>` : html;
  },
};
