// Projects by the day on which they are to be finished; bars in time are drawn by public/js/subsidies/gantt.js.
frappe.views.calendar["Subsidy Project"] = {
  fields: ["name", "title", "state", "decided_on", "expected_finish", "finished_on"],
  field_map: {
    id: "name",
    start: "expected_finish",
    end: "expected_finish",
    title: "title",
    allDay: "all_day",
  },
  order_by: "decided_on",
  gantt: true,

  get_css_class(project) {
    if (["Finished", "Stopped"].includes(project.state)) return "success";
    return zhilian.subsidies.is_behind(project) ? "danger" : "default";
  },

  options: {
    locale: frappe.boot.lang === "zh" ? "zh-cn" : frappe.boot.lang,
    editable: false,
    selectable: false,
    eventDataTransform: (event) => ({ ...event, editable: false, allDay: true }),
  },
};
