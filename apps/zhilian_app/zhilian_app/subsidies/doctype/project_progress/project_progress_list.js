// The month's progress: what is still to be handed in, and what is late.
frappe.listview_settings["Project Progress"] = {
  add_fields: ["status", "due_on", "month", "percent", "station_name", "handed_in_on"],
  hide_name_column: true,

  get_indicator(doc) {
    const today = frappe.datetime.get_today();
    if (doc.status === "Handed In") {
      const late = (doc.handed_in_on || "").slice(0, 10) > doc.due_on;
      return late
        ? [__("Handed In Late"), "orange", "status,=,Handed In"]
        : [__("Handed In"), "green", "status,=,Handed In"];
    }
    if (doc.status === "Not Needed") return [__("Not Needed"), "gray", "status,=,Not Needed"];
    return doc.due_on < today
      ? [__("Progress Late"), "red", `status,=,Due|due_on,<,${today}`]
      : [__("To Hand In"), "blue", `status,=,Due|due_on,>=,${today}`];
  },

  formatters: {
    month: (value) => frappe.utils.escape_html((value || "").slice(0, 7)),
  },

  refresh(list) {
    zhilian.subsidies.draw_second_lines(list, (doc) => [
      (doc.month || "").slice(0, 7),
      doc.status === "Due" ? `${__("Hand In By")} ${doc.due_on}` : `${doc.percent}%`,
    ]);
  },

  onload(list) {
    zhilian.subsidies.draw_chips(list, [
      [__("To Hand In"), () => [["status", "=", "Due"]]],
      [
        __("Progress Late"),
        () => [
          ["status", "=", "Due"],
          ["due_on", "<", frappe.datetime.get_today()],
        ],
      ],
    ]);
    list.page.add_inner_button(__("Project Progress Register"), () =>
      frappe.set_route("query-report", "Project Progress Register"),
    );
  },
};
