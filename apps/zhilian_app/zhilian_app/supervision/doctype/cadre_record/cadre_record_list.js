// Personal files: one's own for everybody, all of the town for the office and the leaders.
frappe.listview_settings["Cadre Record"] = {
  add_fields: ["kind", "cadre_name", "entry_date", "reply", "corrected"],
  hide_name_column: true,

  get_indicator(doc) {
    return [__(doc.kind), zhilian.supervision.COLOURS[doc.kind], `kind,=,${doc.kind}`];
  },

  refresh(list) {
    zhilian.subsidies.draw_second_lines(list, (doc) => [
      doc.entry_date,
      doc.reply ? __("Replied") : __("No reply yet."),
    ]);
  },

  onload(list) {
    zhilian.subsidies.draw_chips(list, [
      [__("My Own"), () => [["user", "=", frappe.session.user]]],
      [__("Without a Reply"), () => [["reply", "is", "not set"]]],
    ]);
    list.page.add_inner_button(__("Personal File"), () =>
      frappe.set_route("query-report", "Personal File"),
    );
  },
};
