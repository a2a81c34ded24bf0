frappe.listview_settings["Review Report"] = {
  add_fields: ["status", "ready_on", "meeting_date", "closed"],
  hide_name_column: true,

  get_indicator(doc) {
    const is_over =
      doc.closed || (doc.meeting_date && doc.meeting_date <= frappe.datetime.get_today());
    if (doc.status !== "Ready") {
      return is_over
        ? [__("Not Handed In"), "red", "status,=,Draft"]
        : [__("Being Written"), "gray", "status,=,Draft"];
    }
    const is_late = doc.meeting_date && (doc.ready_on || "").slice(0, 10) > doc.meeting_date;
    if (is_late) return [__("Handed In Late"), "orange", "status,=,Ready"];
    return [__("Handed In"), "green", "status,=,Ready"];
  },
};
