// The ledger as a list: what is mine, late, or to be told to the people is one tap away.
(function () {
  const DOCTYPE = "Ledger Issue";
  const BOARD = "问题台账看板";

  frappe.listview_settings[DOCTYPE] = {
    // the board does not wait for fields that link
    add_fields: ["state", "is_open", "station_name"],
    hide_name_column: true,

    get_indicator(doc) {
      const color = zhilian.issues.is_overdue(doc) ? "red" : zhilian.issues.COLOURS[doc.state];
      return [__(doc.state), color || "gray", `state,=,${doc.state}`];
    },

    formatters: {
      due_on(value, df, doc) {
        const words = zhilian.issues.due_words(doc);
        const late = zhilian.issues.is_overdue(doc) ? "zl-late" : "";
        return `<span class="${late}">${words || frappe.utils.escape_html(value || "")}</span>`;
      },
    },

    refresh(list) {
      list.$result.find(".zl-list-sub").remove();
      list.data.forEach((doc) => draw_second_line(list, doc));
    },

    onload(list) {
      zhilian.lists.say_what_next(
        list,
        __(
          "No issue yet. Tap New, or raise one from a visit, and write down what the people asked for.",
        ),
        true,
      );
      zhilian.lists.draw_chips(
        list,
        CHIPS.map(([label, filters]) => [label(), filters]),
      );
      list.page.add_inner_button(__("Kanban Board"), () =>
        frappe.set_route("List", DOCTYPE, "Kanban", BOARD),
      );
      list.page.add_inner_button(__("Calendar of Due Days"), () =>
        frappe.set_route("List", DOCTYPE, "Calendar", "default"),
      );
      list.page.add_inner_button(__("Issue Ledger"), () =>
        frappe.set_route("query-report", "Issue Ledger"),
      );
    },
  };

  // A phone's row is a title and a dot: state, days and person stand below.
  function draw_second_line(list, doc) {
    const [state, color] = frappe.listview_settings[DOCTYPE].get_indicator(doc);
    const late = zhilian.issues.is_overdue(doc) ? "zl-late" : "";
    const words = [zhilian.issues.due_words(doc), doc.is_open && doc.handler_name].filter(Boolean);
    list.$result
      .find(`.list-row-checkbox[data-name="${escape(doc.name)}"]`)
      .closest(".list-row-container")
      .append(
        $(`<div class="zl-phone-only zl-list-sub">
          <span class="indicator-pill no-indicator-dot ${color}">${state}</span>
          <span class="${late}">${frappe.utils.escape_html(words.join(" · "))}</span></div>`).on(
          "click",
          () => frappe.set_route("Form", DOCTYPE, doc.name),
        ),
      );
  }

  const CHIPS = [
    [
      () => __("Mine"),
      () => [
        ["handler_user", "=", frappe.session.user],
        ["is_open", "=", 1],
      ],
    ],
    [
      () => __("Overdue"),
      () => [
        ["is_open", "=", 1],
        ["due_on", "<", frappe.datetime.get_today()],
      ],
    ],
    [() => __("To Tell the People"), () => [["state", "=", "Resolved"]]],
    [() => __("All That Are Open"), () => [["is_open", "=", 1]]],
  ];
})();
