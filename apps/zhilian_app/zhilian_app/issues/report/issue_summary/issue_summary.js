// {% include "zhilian_app/visits/report/report_links.js" %}

frappe.query_reports["Issue Summary"] = {
  filters: [
    ...zhilian.report.place_filters(),
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
  ],

  formatter(value, row, column, data, default_formatter) {
    const html = zhilian.report.link_cell(
      default_formatter(value, row, column, data),
      column,
      data,
    );
    return data?.bold ? `<b>${html}</b>` : html;
  },
};
