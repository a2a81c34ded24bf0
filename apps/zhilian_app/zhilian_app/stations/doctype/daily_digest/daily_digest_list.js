frappe.listview_settings["Daily Digest"] = {
  add_fields: ["urgent"],
  hide_name_column: true,

  get_indicator(doc) {
    if (doc.urgent) return [__("Urgent"), "red", "urgent,>,0"];
    return [__("To Do"), "blue", "urgent,=,0"];
  },
};
