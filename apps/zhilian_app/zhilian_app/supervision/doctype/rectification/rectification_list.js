// Rectifications: what is late comes first to the eye.
frappe.listview_settings["Rectification"] = {
  add_fields: ["state", "due_on", "station_name", "is_open"],
  hide_name_column: true,

  get_indicator(doc) {
    const { COLOURS, is_late } = zhilian.supervision;
    const today = frappe.datetime.get_today();
    if (is_late(doc, today)) return [__("Overdue"), "red", `is_open,=,1|due_on,<,${today}`];
    return [__(doc.state), COLOURS[doc.state], `state,=,${doc.state}`];
  },

  refresh(list) {
    zhilian.subsidies.draw_second_lines(list, (doc) => [
      doc.station_name,
      zhilian.supervision.due_words(doc),
    ]);
  },

  onload(list) {
    zhilian.lists.say_what_next(
      list,
      __("Nothing to put right. What a check finds comes here with its due day."),
    );
    zhilian.subsidies.draw_chips(list, [
      [__("To Put Right"), () => [["state", "in", ["To Put Right", "Reopened"]]]],
      [__("To Check"), () => [["state", "=", "To Be Checked"]]],
      [
        __("Overdue"),
        () => [
          ["state", "in", ["To Put Right", "Reopened"]],
          ["due_on", "<", frappe.datetime.get_today()],
        ],
      ],
    ]);
  },
};
