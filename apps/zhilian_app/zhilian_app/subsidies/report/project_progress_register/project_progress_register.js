// {% include "zhilian_app/visits/report/report_links.js" %}

frappe.query_reports["Project Progress Register"] = {
  filters: [
    ...zhilian.report.place_filters(),
    zhilian.report.year_filter(),
    {
      fieldname: "month",
      label: __("Month"),
      fieldtype: "Select",
      options: Array.from({ length: 12 }, (_, at) => String(at + 1)),
      default: String(Number(frappe.datetime.get_today().slice(5, 7))),
      reqd: 1,
    },
  ],

  onload(report) {
    report.page.add_inner_button(__("Print Register"), () =>
      report.print_report({ orientation: "Landscape" }),
    );
    report.page.add_inner_button(__("Export Register (xlsx)"), () => {
      const { town, station, year, month } = report.get_filter_values();
      const given = { town, station, year, month };
      open_url_post(
        "/api/method/zhilian_app.subsidies.annex2_export.export_register",
        Object.fromEntries(Object.entries(given).filter(([, value]) => value)),
      );
    });
  },

  formatter(value, row, column, data, default_formatter) {
    const html = zhilian.report.link_cell(
      default_formatter(value, row, column, data),
      column,
      data,
    );
    if (data?.missing && column.fieldname === "words")
      return `<span class="zl-late">${html}</span>`;
    return data?.bold ? `<b>${html}</b>` : html;
  },
};
