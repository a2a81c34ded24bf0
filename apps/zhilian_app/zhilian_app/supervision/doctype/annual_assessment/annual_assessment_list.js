frappe.listview_settings["Annual Assessment"] = {
  hide_name_column: true,
  get_indicator(doc) {
    return doc.state === "Announced"
      ? [__("Announced"), "green", "state,=,Announced"]
      : [__("In Work"), "orange", "state,=,In Work"];
  },
};
