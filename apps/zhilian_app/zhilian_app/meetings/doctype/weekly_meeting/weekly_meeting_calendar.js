// Meetings by their day: green was held, red is missing, grey was not held for a reason.
frappe.views.calendar["Weekly Meeting"] = {
  fields: ["name", "title", "status", "meeting_date"],
  field_map: {
    id: "name",
    start: "meeting_date",
    end: "meeting_date",
    title: "title",
    allDay: "all_day",
  },

  get_css_class(meeting) {
    if (meeting.status === "Held") return "success";
    if (meeting.status === "Not Held") return "default";
    return meeting.meeting_date < frappe.datetime.get_today() ? "danger" : "blue";
  },

  // a meeting is moved in its form, where the list of people follows
  options: {
    locale: frappe.boot.lang === "zh" ? "zh-cn" : frappe.boot.lang,
    editable: false,
    selectable: false,
    eventDataTransform: (event) => ({ ...event, editable: false, allDay: true }),
  },
};
