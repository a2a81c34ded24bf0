frappe.listview_settings["Household Visit"] = {
  add_fields: ["effective", "voided"],
  hide_name_column: true,

  get_indicator(doc) {
    if (doc.voided) return [__("Voided"), "gray", "voided,=,1"];
    if (!doc.effective) return [__("Not counted"), "orange", "effective,=,0|voided,=,0"];
    return [__("Effective"), "green", "effective,=,1"];
  },

  onload(list) {
    zhilian.lists.say_what_next(
      list,
      __(
        "No visit is on record yet. Open Go Visiting, tap a household and write down what was said.",
      ),
    );
    list.page.add_inner_button(__("Go Visiting"), () => frappe.set_route("visit-list"));
  },
};
