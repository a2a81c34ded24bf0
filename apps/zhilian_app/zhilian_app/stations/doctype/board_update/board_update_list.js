// Boards by month: who is still to hand in, what came back, and the sheet for the leaders.
frappe.listview_settings["Board Update"] = {
  add_fields: ["state", "station_name", "month", "due_on", "handed_in_on"],
  hide_name_column: true,

  get_indicator: (doc) => [
    __(doc.state),
    zhilian.stations.BOARD_COLOURS[doc.state] || "gray",
    `state,=,${doc.state}`,
  ],

  formatters: {
    month: (value) => frappe.utils.escape_html(zhilian.stations.board_month(value)),
  },

  primary_action: () => zhilian.stations.begin_board(),

  refresh(list) {
    zhilian.subsidies.draw_second_lines(list, (doc) => [
      zhilian.stations.board_month(doc.month),
      doc.handed_in_on
        ? `${__("Handed In")} ${doc.handed_in_on.slice(0, 10)}`
        : `${__("Hand In By")} ${doc.due_on}`,
    ]);
  },

  onload(list) {
    zhilian.lists.say_what_next(
      list,
      __(
        "No board update yet. Tap New and take three pictures of the board, far and near, by the 3rd of the month.",
      ),
      true,
    );
    const month = `${zhilian.stations.board_month(frappe.datetime.get_today())}-01`;
    zhilian.subsidies.draw_chips(list, [
      [__("This Month"), () => [["month", "=", month]]],
      [__("To Look At"), () => [["state", "=", "Handed In"]]],
      [__("Returned"), () => [["state", "=", "Returned"]]],
    ]);
    const offices = ["Organization Office", "Town Leader", "Social Affairs Office"];
    if (offices.some((role) => frappe.user.has_role(role)))
      list.page.add_inner_button(__("Contact Sheet"), () => zhilian.stations.ask_for_sheet());
  },
};
