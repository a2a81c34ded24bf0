// What is to be handed in, by how it stands; who comes looks for what is not in.
(function () {
  const DOCTYPE = "Filing";
  const NOT_IN = ["Not Due", "Overdue", "Missing"];
  const WAITING = ["Not Due", "Overdue"];
  // what counts from its acceptance may lie with the office
  const WITH_STATION = ["state", "!=", "Handed In"];

  // How far it has come on its way; that it is to be handed in its standing says already.
  function step_words(doc) {
    return doc.state === "To Hand In" ? "" : __(doc.state);
  }

  frappe.listview_settings[DOCTYPE] = {
    add_fields: [
      "standing",
      "state",
      "station_name",
      "requirement_title",
      "month",
      "due_on",
      "cutoff_on",
    ],
    hide_name_column: true,

    get_indicator(doc) {
      return [
        zhilian.filings.standing_words(doc),
        zhilian.filings.standing_colour(doc),
        `standing,=,${doc.standing}`,
      ];
    },

    formatters: {
      due_on(value, df, doc) {
        const late = zhilian.filings.is_late(doc) ? "zl-late" : "";
        const words = [value || "", zhilian.filings.left_words(doc), step_words(doc)];
        return `<span class="${late}">${words.filter(Boolean).map(frappe.utils.escape_html).join(" ")}</span>`;
      },
    },

    refresh(list) {
      zhilian.lists.draw_second_lines(list, (doc) => [
        zhilian.filings.left_words(doc) || zhilian.filings.day_words(doc.due_on),
        step_words(doc),
      ]);
    },

    onload(list) {
      zhilian.lists.say_what_next(
        list,
        __(
          "Nothing to hand in yet. Each month's filings are made by themselves; the reminder comes before they are due.",
        ),
      );
      const today = frappe.datetime.get_today();
      zhilian.lists.draw_chips(list, [
        [__("All Not In"), () => [["standing", "in", NOT_IN]]],
        [
          __("Due on This Day"),
          () => [["standing", "in", WAITING], ["due_on", "=", today], WITH_STATION],
        ],
        [
          __("Overdue and Not In"),
          () => [["standing", "in", WAITING], ["due_on", "<", today], WITH_STATION],
        ],
        [__("Missing"), () => [["standing", "=", "Missing"]]],
        [__("To Sign"), () => [["state", "=", "To Sign"]]],
        [__("Waiting to Be Taken In"), () => [["state", "=", "Handed In"]]],
      ]);
      list.page.add_inner_button(__("Calendar of Due Days"), () =>
        frappe.set_route("List", DOCTYPE, "Calendar", "default"),
      );
      if (frappe.user.has_role(["Organization Office", "Town Leader"]))
        list.page.add_inner_button(__("Whom to Urge Today"), () => frappe.set_route("urge-today"));
    },
  };
})();
