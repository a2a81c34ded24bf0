frappe.listview_settings["Circulation"] = {
  add_fields: ["state", "title", "read_by", "reader_count", "signed_count"],
  hide_name_column: true,

  get_indicator(doc) {
    const share = doc.state === "Draft" ? "" : ` ${doc.signed_count}/${doc.reader_count}`;
    return [
      __(doc.state) + share,
      zhilian.filings.COLOURS[doc.state] || "gray",
      `state,=,${doc.state}`,
    ];
  },

  // a new one begins with its paper
  primary_action() {
    zhilian.filings.ask_paper();
  },

  refresh(list) {
    zhilian.subsidies.draw_second_lines(list, (doc) => [
      doc.read_by && `${__("Read by Day")} ${doc.read_by}`,
    ]);
  },

  onload(list) {
    zhilian.lists.say_what_next(
      list,
      __(
        "No paper is in circulation. A frozen bulletin and what the office sends round come here to be read and signed.",
      ),
    );
    const today = frappe.datetime.get_today();
    zhilian.subsidies.draw_chips(list, [
      [__("In Circulation"), () => [["state", "=", "In Circulation"]]],
      [
        __("Not Signed in Time"),
        () => [
          ["state", "=", "In Circulation"],
          ["read_by", "<", today],
        ],
      ],
    ]);
    if (frappe.user_roles.includes("Town Leader")) draw_mine(list);
  },
};

// What a leader comes for: papers with their own name still unsigned.
function draw_mine(list) {
  $('<button type="button" class="btn btn-default zl-chip">')
    .text(__("For Me to Sign"))
    .on("click", async () => {
      await list.filter_area.clear(false);
      await list.filter_area.add([
        ["Circulation", "state", "=", "In Circulation"],
        ["Circulation Reader", "user", "=", frappe.session.user],
        ["Circulation Reader", "signed_on", "is", "not set"],
      ]);
    })
    .prependTo(list.$frappe_list.find(".zl-list-chips"));
}
