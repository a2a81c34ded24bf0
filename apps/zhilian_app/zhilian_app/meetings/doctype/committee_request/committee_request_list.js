frappe.listview_settings["Committee Request"] = {
  add_fields: ["state", "due_on"],

  get_indicator(doc) {
    const colors = {
      Draft: "orange",
      "To Sign": "blue",
      Signed: "cyan",
      Accepted: "green",
      Returned: "red",
    };
    return [__(doc.state), colors[doc.state], `state,=,${doc.state}`];
  },

  onload(list) {
    // a request drafts itself; the button is for who does not want to wait for the first issue
    if (!frappe.model.can_create("Committee Request")) return;
    list.page.add_inner_button(__("Draft This Month's Request"), draft);
  },
};

async function draft() {
  const stations = await frappe.db.get_list("Station", { fields: ["name"], limit: 2 });
  if (stations.length === 1) return open(stations[0].name);
  frappe.prompt(
    { fieldname: "station", fieldtype: "Link", options: "Station", label: __("Station"), reqd: 1 },
    ({ station }) => open(station),
    __("Draft This Month's Request"),
  );
}

async function open(station) {
  const answer = await frappe.call({
    method: "zhilian_app.meetings.committee_api.draft_request",
    args: { station },
    freeze: true,
  });
  frappe.set_route("Form", "Committee Request", answer.message);
}
