// Projects as a list: the state and the progress, and the queue, board and bars one tap away.
(function () {
  const DOCTYPE = "Subsidy Project";
  const BOARD = "补贴项目看板";

  frappe.listview_settings[DOCTYPE] = {
    // board and bars need them, too
    add_fields: [
      "state",
      "station_name",
      "approved_amount",
      "paid_amount",
      "percent",
      "decided_on",
      "started_on",
      "expected_finish",
      "finished_on",
      "stopped_on",
    ],
    hide_name_column: true,

    get_indicator: (doc) => zhilian.subsidies.state_indicator(doc),

    formatters: zhilian.subsidies.money_formatters("approved_amount", "paid_amount"),

    gantt_custom_popup_html: (task) => zhilian.subsidies.popup_html(task),

    refresh(list) {
      if (list.view_name === "Gantt") return zhilian.subsidies.draw_gantt(list);
      zhilian.subsidies.draw_second_lines(list, (doc) => [
        doc.station_name,
        zhilian.subsidies.money(doc.approved_amount),
        doc.paid_amount > 0 && `${Math.round(doc.percent || 0)}%`,
      ]);
    },

    onload(list) {
      zhilian.lists.say_what_next(
        list,
        __(
          "No project yet. A request for money that the committee agrees to comes here by itself.",
        ),
      );
      const today = frappe.datetime.get_today();
      zhilian.subsidies.draw_chips(list, [
        [__("In the Pool"), () => [["state", "=", "In the Pool"]]],
        [__("Under Way"), () => [["state", "in", ["Funded", "Under Way"]]]],
        [
          __("Behind Time"),
          () => [
            ["state", "in", ["Planned", "Funded", "Under Way"]],
            ["expected_finish", "<", today],
          ],
        ],
      ]);
      list.page.add_inner_button(__("Subsidy Queue"), () =>
        frappe.set_route("query-report", "Subsidy Queue"),
      );
      list.page.add_inner_button(__("Kanban Board"), () =>
        frappe.set_route("List", DOCTYPE, "Kanban", BOARD),
      );
      list.page.add_inner_button(__("Projects in Time"), () =>
        frappe.set_route("List", DOCTYPE, "Gantt"),
      );
    },
  };
})();
