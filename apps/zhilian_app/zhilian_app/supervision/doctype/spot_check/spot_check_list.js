// Checks: two big buttons to begin one where one stands, and the ones that wait.
frappe.listview_settings["Spot Check"] = {
  add_fields: ["state", "kind", "station_name", "check_day", "score", "due_on"],
  hide_name_column: true,

  get_indicator(doc) {
    return [__(doc.state), zhilian.supervision.COLOURS[doc.state], `state,=,${doc.state}`];
  },

  refresh(list) {
    zhilian.subsidies.draw_second_lines(list, (doc) => [
      doc.state === "Notified" && __("Books due by {0}", [doc.due_on]),
      doc.state === "Recorded" && `${__("Share of Points")} ${Number(doc.score)}%`,
    ]);
  },

  onload(list) {
    zhilian.lists.say_what_next(
      list,
      __("No check yet. Draw the month's station, or tap New on a Thursday patrol."),
      true,
    );
    const month = frappe.datetime.month_start();
    zhilian.subsidies.draw_chips(list, [
      [__("To Write Up"), () => [["state", "in", ["Draft", "Notified"]]]],
      [__("This Month"), () => [["check_day", ">=", month]]],
      [__("Full Check"), () => [["kind", "=", "Full Check"]]],
    ]);
    if (frappe.model.can_create("Spot Check")) begin_buttons(list);
    list.page.add_inner_button(__("Checks of the Year"), () =>
      frappe.set_route("query-report", "Checks of the Year"),
    );
  },
};

function begin_buttons(list) {
  const $bar = $('<div class="zl-bar"></div>').prependTo(list.$frappe_list);
  const add = (label, kind, look) =>
    $(`<button type="button" class="btn btn-${look} zl-big-button"></button>`)
      .text(label)
      .on("click", () => zhilian.supervision.start_check(kind))
      .appendTo($bar);
  add(__("Begin a Patrol"), "Patrol", "primary");
  add(__("Sit In on a Meeting"), "Meeting Check", "default");
}
