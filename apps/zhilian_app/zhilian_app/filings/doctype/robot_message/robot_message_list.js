frappe.listview_settings["Robot Message"] = {
  add_fields: ["status", "error"],
  hide_name_column: true,

  get_indicator(doc) {
    const colours = { Waiting: "orange", Sent: "green", "Not Sent": "red" };
    return [__(doc.status), colours[doc.status] || "gray", `status,=,${doc.status}`];
  },
};
