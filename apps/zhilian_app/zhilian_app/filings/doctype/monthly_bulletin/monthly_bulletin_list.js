frappe.listview_settings["Monthly Bulletin"] = {
  add_fields: ["state", "build_status"],
  hide_name_column: true,

  get_indicator(doc) {
    if (doc.state === "Frozen") return [__("Frozen"), "green", "state,=,Frozen"];
    if (doc.build_status === "Failed") return [__("Failed"), "red", "build_status,=,Failed"];
    return [__("In Work"), "orange", "state,=,In Work"];
  },
};
