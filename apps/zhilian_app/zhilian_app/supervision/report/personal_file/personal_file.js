// {% include "zhilian_app/visits/report/report_links.js" %}

frappe.query_reports["Personal File"] = {
  // without a person it is the reader's own file
  filters: [{ fieldname: "cadre", label: __("Cadre"), fieldtype: "Link", options: "Cadre" }],

  onload(report) {
    report.page.add_inner_button(__("Print the File"), () =>
      report.print_report({ orientation: "Portrait" }),
    );
    return zhilian.report.filter_from_address(report, "cadre");
  },

  formatter(value, row, column, data, default_formatter) {
    if (value === undefined || value === null) return "";
    return zhilian.report.link_cell(default_formatter(value, row, column, data), column, data);
  },
};
