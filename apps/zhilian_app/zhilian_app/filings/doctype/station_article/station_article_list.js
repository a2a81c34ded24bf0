frappe.listview_settings["Station Article"] = {
  add_fields: ["state", "station_name", "author_name", "kind", "handed_in_on"],
  hide_name_column: true,

  get_indicator: (doc) => [
    __(doc.state),
    zhilian.filings.ARTICLE_COLOURS[doc.state] || "gray",
    `state,=,${doc.state}`,
  ],

  refresh(list) {
    zhilian.subsidies.draw_second_lines(list, (doc) => [
      doc.station_name,
      doc.author_name,
      __(doc.kind),
    ]);
  },

  onload(list) {
    zhilian.lists.say_what_next(
      list,
      __(
        "No article yet. Tap New, write a brief or what you learned, and send it to the team to read.",
      ),
      true,
    );
    zhilian.subsidies.draw_chips(list, [
      [__("Team Review"), () => [["state", "=", "Team Review"]]],
      [__("Handed In"), () => [["state", "=", "Handed In"]]],
      [__("Chosen"), () => [["state", "=", "Chosen"]]],
    ]);
  },
};
