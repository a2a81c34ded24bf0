// Draws: one a month; a draw that does not count stays on record.
frappe.listview_settings["Check Draw"] = {
  add_fields: ["voided", "station_name", "month"],
  hide_name_column: true,

  get_indicator(doc) {
    return doc.voided ? [__("Voided"), "gray", "voided,=,1"] : [__("Drawn"), "green", "voided,=,0"];
  },

  formatters: {
    month: (value) => frappe.utils.escape_html((value || "").slice(0, 7)),
  },
};
