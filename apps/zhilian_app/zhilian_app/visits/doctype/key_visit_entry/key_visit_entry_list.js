frappe.listview_settings["Key Visit Entry"] = {
  add_fields: ["status"],
  hide_name_column: true,

  get_indicator(doc) {
    const color = { "To Visit": "orange", Visited: "green", Removed: "gray" }[doc.status];
    return [__(doc.status), color, `status,=,${doc.status}`];
  },
};
