frappe.listview_settings["Committee Session"] = {
  add_fields: ["state"],
  has_indicator_for_draft: true,

  get_indicator(doc) {
    const color = { Preparing: "orange", Decided: "green" }[doc.state];
    return [__(doc.state), color, `state,=,${doc.state}`];
  },

  onload(list) {
    if (!frappe.model.can_create("Committee Session")) return;
    list.page.add_inner_button(__("Prepare This Month's Session"), async () => {
      const answer = await frappe.call({
        method: "zhilian_app.meetings.committee_api.prepare_session",
        freeze: true,
      });
      frappe.set_route("Form", "Committee Session", answer.message);
    });
  },
};
