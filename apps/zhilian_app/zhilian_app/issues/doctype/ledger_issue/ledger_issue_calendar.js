// Issues by their due day. A day is moved by an extension with its reason, never by the mouse.
frappe.views.calendar["Ledger Issue"] = {
  fields: ["name", "title", "state", "is_open", "due_on"],
  field_map: { id: "name", start: "due_on", end: "due_on", title: "title", allDay: "all_day" },

  get_css_class(issue) {
    if (!issue.is_open) return "success";
    return zhilian.issues.is_overdue(issue) ? "danger" : "default";
  },

  options: {
    locale: frappe.boot.lang === "zh" ? "zh-cn" : frappe.boot.lang,
    editable: false,
    selectable: false,
    eventDataTransform: (event) => ({ ...event, editable: false, allDay: true }),
  },
};
