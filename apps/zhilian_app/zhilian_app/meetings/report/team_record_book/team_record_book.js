// {% include "zhilian_app/visits/report/report_links.js" %}

frappe.query_reports["Team Record Book"] = {
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
  ],

  onload(report) {
    zhilian.report.choose_own_station(report);
    report.page.add_inner_button(__("Print the Book"), () => {
      const { station, from_date, to_date } = report.get_filter_values() || {};
      if (!station) return frappe.msgprint(__("Please choose a station."));
      if (!report.data?.length) return frappe.msgprint(__("There are no meetings in these days."));
      open_url_post(
        "/api/method/zhilian_app.meetings.api.record_book",
        { station, from_date, to_date },
        true,
      );
    });
  },

  formatter(value, row, column, data, default_formatter) {
    const html = default_formatter(value, row, column, data);
    if (column.fieldname === "status" && data?.state === "Meeting Missing") {
      return `<span class="text-danger">${html}</span>`;
    }
    return zhilian.report.link_cell(html, column, data);
  },
};
