frappe.listview_settings["Household"] = {
  add_fields: ["status", "last_visited_on"],
  hide_name_column: true,

  get_indicator(doc) {
    if (doc.status === "Ended") return [__("Ended"), "gray", "status,=,Ended"];
    return doc.last_visited_on
      ? [__("Visited"), "green", "last_visited_on,is,set"]
      : [__("Never visited"), "orange", "last_visited_on,is,not set"];
  },

  onload(list) {
    list.page.add_inner_button(__("Go Visiting"), () => frappe.set_route("visit-list"));
  },
};
