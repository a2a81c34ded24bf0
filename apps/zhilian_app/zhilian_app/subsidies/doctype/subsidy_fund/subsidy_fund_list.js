// Funds: whether there is money that may still be promised.
frappe.listview_settings["Subsidy Fund"] = {
  add_fields: ["budget", "committed", "paid", "free_amount"],
  hide_name_column: true,

  get_indicator(doc) {
    return doc.free_amount > 0
      ? [__("Money Left"), "green", "free_amount,>,0"]
      : [__("All Promised"), "orange", "free_amount,<=,0"];
  },

  formatters: zhilian.subsidies.money_formatters("budget", "committed", "paid", "left_amount"),

  refresh(list) {
    zhilian.subsidies.draw_second_lines(list, (doc) => [
      doc.year,
      `${__("Not Promised Yet")} ${zhilian.subsidies.money(doc.free_amount)}`,
    ]);
  },

  onload(list) {
    list.page.add_inner_button(__("Fund Reconciliation"), () =>
      frappe.set_route("query-report", "Fund Reconciliation"),
    );
  },
};
