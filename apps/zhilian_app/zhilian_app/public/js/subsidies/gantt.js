// Projects as bars in time: from the start of the work (before it, from the decision) to its end. A day is changed in
// the form, with what belongs to it, never by the mouse.
const NO_END_DAYS = 90;

export function draw_gantt(list) {
  list.can_write = false;
  list.load_lib.then(() => {
    if (!list.gantt || !list.data.length) return;
    list.tasks = list.data.map(task_of);
    list.gantt.options.language = frappe.boot.lang;
    list.gantt.refresh(list.tasks);
    list.gantt.change_view_mode(list.view_user_settings.gantt_view_mode || "Month");
    list.$result.addClass("zl-gantt");
  });
}

function task_of(project) {
  const start = project.started_on || project.decided_on;
  const end =
    project.stopped_on ||
    project.finished_on ||
    project.expected_finish ||
    frappe.datetime.add_days(start, NO_END_DAYS);
  return {
    id: project.name,
    doctype: "Subsidy Project",
    // the chart takes the name of a bar for HTML
    name: frappe.utils.escape_html(
      `${project.station_name} ${project.title}（${Math.round(project.percent || 0)}%）`,
    ),
    start,
    // a bar that ends before it begins would not be drawn
    end: end < start ? start : end,
    progress: project.percent || 0,
    dependencies: "",
    custom_class: zhilian.subsidies.is_behind(project) ? "zl-gantt-late" : "",
  };
}

export function popup_html(task) {
  const day = (moment_of) => moment(moment_of).format("YYYY-MM-DD");
  // the bar's end is the end of its last day
  const last = moment(task._end).subtract(1, "second");
  return `<div class="title">${task.name}</div>
    <div class="subtitle">${day(task._start)} — ${day(last)}</div>`;
}
