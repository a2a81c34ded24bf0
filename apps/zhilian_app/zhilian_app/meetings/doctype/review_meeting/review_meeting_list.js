frappe.listview_settings["Review Meeting"] = {
  hide_name_column: true,

  get_indicator(doc) {
    if (doc.status === "Concluded") return [__("Concluded"), "green", "status,=,Concluded"];
    const is_over = doc.meeting_date && doc.meeting_date < frappe.datetime.get_today();
    if (is_over) return [__("Not closed yet"), "orange", "status,=,Planned"];
    return [__("Planned"), "blue", "status,=,Planned"];
  },
};
