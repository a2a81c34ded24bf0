frappe.listview_settings["Group Robot"] = {
  add_fields: ["is_active", "last_error", "last_sent_on"],
  hide_name_column: true,

  get_indicator(doc) {
    if (!doc.is_active) return [__("Switched Off"), "gray", "is_active,=,0"];
    if (doc.last_error) return [__("Last Call Failed"), "red", "last_error,is,set"];
    return [__("Active"), "green", "is_active,=,1"];
  },
};
