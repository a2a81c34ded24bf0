// Payments: what waits for approval comes first.
frappe.listview_settings["Subsidy Payment"] = {
  add_fields: ["state", "kind", "amount", "paid_on", "station_name", "is_exception"],
  has_indicator_for_draft: true,
  hide_name_column: true,

  get_indicator: (doc) => zhilian.subsidies.state_indicator(doc),

  formatters: zhilian.subsidies.money_formatters("amount"),

  refresh(list) {
    zhilian.subsidies.draw_second_lines(list, (doc) => [
      doc.kind === "Return" && __("Return"),
      zhilian.subsidies.money(doc.amount),
      doc.paid_on,
    ]);
  },

  onload(list) {
    zhilian.subsidies.draw_chips(list, [
      [__("To Approve"), () => [["state", "=", "To Approve"]]],
      [__("Booked"), () => [["state", "=", "Booked"]]],
      [__("Outside of a Plan"), () => [["is_exception", "=", 1]]],
    ]);
  },
};
