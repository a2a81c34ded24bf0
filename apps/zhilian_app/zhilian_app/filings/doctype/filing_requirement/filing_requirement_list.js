frappe.listview_settings["Filing Requirement"] = {
  add_fields: ["to_date", "from_date"],
  hide_name_column: true,

  get_indicator(doc) {
    const today = frappe.datetime.get_today();
    if (doc.to_date && doc.to_date < today) return [__("Ended"), "gray", `to_date,<,${today}`];
    return [__("In Force"), "green", `from_date,<=,${today}`];
  },
};
