frappe.listview_settings["Weekly Meeting"] = {
  add_fields: ["status", "meeting_date", "present_count", "expected_count"],
  hide_name_column: true,

  get_indicator(doc) {
    const today = frappe.datetime.get_today();
    if (doc.status === "Held") return [__("Held"), "green", "status,=,Held"];
    if (doc.status === "Not Held") return [__("Not Held"), "gray", "status,=,Not Held"];
    if (doc.meeting_date < today)
      return [__("Meeting Missing"), "red", `status,=,Planned|meeting_date,<,${today}`];
    return [__("Planned"), "blue", `status,=,Planned|meeting_date,>=,${today}`];
  },

  onload(list) {
    zhilian.lists.say_what_next(
      list,
      __(
        "No weekly meeting yet. The meeting of each Thursday is made by itself; open it on the day and sign in.",
      ),
    );
    list.page.add_inner_button(__("Missing Meetings"), async () => {
      await list.filter_area.clear();
      list.filter_area.add([
        ["Weekly Meeting", "status", "=", "Planned"],
        ["Weekly Meeting", "meeting_date", "<", frappe.datetime.get_today()],
      ]);
    });
    list.page.add_inner_button(__("Team Record Book"), () =>
      frappe.set_route("query-report", "Team Record Book"),
    );
  },
};
