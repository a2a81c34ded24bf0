// {% include "zhilian_app/visits/report/report_links.js" %}

frappe.query_reports["Key Register"] = {
  filters: [
    ...zhilian.report.place_filters(),
    zhilian.report.year_filter(),
    {
      fieldname: "category",
      label: __("Key Person Category"),
      fieldtype: "Link",
      options: "Key Person Category",
    },
    {
      fieldname: "status",
      label: __("Status"),
      fieldtype: "Select",
      options: [
        { value: "", label: "" },
        { value: "To Visit", label: __("To Visit") },
        { value: "Visited", label: __("Visited") },
        { value: "Removed", label: __("Removed") },
      ],
    },
    {
      fieldname: "include_removed",
      label: __("Include Removed"),
      fieldtype: "Check",
      default: 0,
    },
  ],

  onload(report) {
    report.page.add_inner_button(__("Print Register"), () =>
      report.print_report({ orientation: "Landscape" }),
    );
    if (!frappe.model.can_export("Household")) return;
    report.page.add_inner_button(__("Export Register (xlsx)"), () => {
      const { town, station, year } = report.get_filter_values();
      open_url_post("/api/method/zhilian_app.visits.register_export.export_register", {
        town: town || "",
        station: station || "",
        year,
      });
    });
  },

  formatter(value, row, column, data, default_formatter) {
    return zhilian.report.link_cell(default_formatter(value, row, column, data), column, data);
  },
};
