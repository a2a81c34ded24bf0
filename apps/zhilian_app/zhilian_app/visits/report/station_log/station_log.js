// {% include "zhilian_app/visits/report/report_links.js" %}

frappe.query_reports["Station Log"] = {
  filters: [
    zhilian.report.station_filter(),
    {
      fieldname: "from_date",
      label: __("From Date"),
      fieldtype: "Date",
      default: frappe.datetime.month_start(),
      reqd: 1,
    },
    {
      fieldname: "to_date",
      label: __("To Date"),
      fieldtype: "Date",
      default: frappe.datetime.get_today(),
      reqd: 1,
    },
    {
      fieldname: "include_voided",
      label: __("Include Voided"),
      fieldtype: "Check",
      default: 0,
    },
  ],

  onload(report) {
    zhilian.report.choose_own_station(report);
    report.page.add_inner_button(__("Print Log"), () =>
      report.print_report({ orientation: "Portrait" }),
    );
  },

  formatter(value, row, column, data, default_formatter) {
    return zhilian.report.link_cell(default_formatter(value, row, column, data), column, data);
  },
};
