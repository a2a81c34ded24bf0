frappe.listview_settings["Funding Plan"] = {
  add_fields: ["state", "amount", "planned_amount", "plan_date"],
  hide_name_column: true,

  get_indicator: (doc) => zhilian.subsidies.state_indicator(doc),

  formatters: zhilian.subsidies.money_formatters("amount", "planned_amount"),

  refresh(list) {
    zhilian.subsidies.draw_second_lines(list, (doc) => [
      doc.plan_date,
      zhilian.subsidies.money(doc.planned_amount),
    ]);
  },

  onload(list) {
    list.page.add_inner_button(__("Subsidy Queue"), () =>
      frappe.set_route("query-report", "Subsidy Queue"),
    );
  },
};
