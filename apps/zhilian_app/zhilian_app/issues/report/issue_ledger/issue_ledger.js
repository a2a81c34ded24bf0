// {% include "zhilian_app/visits/report/report_links.js" %}

(function () {
  const choices = (values) => [
    { value: "", label: "" },
    ...values.map((value) => ({ value, label: __(value) })),
  ];
  const options_of = (field) =>
    choices(
      (frappe.meta.get_docfield("Ledger Issue", field)?.options || "").split("\n").filter(Boolean),
    );

  frappe.query_reports["Issue Ledger"] = {
    filters: [
      ...zhilian.report.place_filters(),
      { fieldname: "from_date", label: __("From Date"), fieldtype: "Date" },
      { fieldname: "to_date", label: __("To Date"), fieldtype: "Date" },
      { fieldname: "level", label: __("Level"), fieldtype: "Select", options: [] },
      { fieldname: "state", label: __("State"), fieldtype: "Select", options: [] },
      { fieldname: "only_open", label: __("Only Open"), fieldtype: "Check", default: 0 },
      { fieldname: "only_overdue", label: __("Only Overdue"), fieldtype: "Check", default: 0 },
      // a day on which they were not ended: numbers of the summary open it
      { fieldname: "open_on", label: __("Open on Day"), fieldtype: "Date" },
    ],

    onload(report) {
      frappe.model.with_doctype("Ledger Issue", () => {
        for (const field of ["level", "state"]) {
          const filter = report.get_filter(field);
          filter.df.options = options_of(field);
          filter.refresh();
        }
      });
      report.page.add_inner_button(__("Print Ledger"), () =>
        report.print_report({ orientation: "Landscape" }),
      );
      if (!frappe.model.can_export("Ledger Issue")) return;
      report.page.add_inner_button(__("Export Ledger (xlsx)"), () => {
        const values = report.get_filter_values();
        const { town, station, from_date, to_date, level, state, only_open, only_overdue } = values;
        const given = { town, station, from_date, to_date, level, state, only_open, only_overdue };
        open_url_post(
          "/api/method/zhilian_app.issues.ledger_export.export_ledger",
          Object.fromEntries(Object.entries(given).filter(([, value]) => value)),
        );
      });
    },

    formatter(value, row, column, data, default_formatter) {
      const html = default_formatter(value, row, column, data);
      if (data?.overdue && ["due_on", "state_words"].includes(column.fieldname))
        return `<span class="zl-late">${html}</span>`;
      return zhilian.report.link_cell(html, column, data);
    },
  };
})();
