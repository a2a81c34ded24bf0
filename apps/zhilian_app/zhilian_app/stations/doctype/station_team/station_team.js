frappe.ui.form.on("Station Team", {
  setup(frm) {
    frm.set_query("cadre", "members", () => ({ filters: { status: "In Post" } }));
  },

  refresh(frm) {
    const { grid } = frm.fields_dict.members;
    grid.update_docfield_property("cadre", "filter_description", __("People in post only"));
    if (frm.is_new() || frm.doc.to_date || !frm.perm[0]?.write) return;
    frm.add_custom_button(__("Change People"), () => ask_change(frm));
  },
});

// The team of today stays in the book with its last day; a new one begins with the same people.
function ask_change(frm) {
  frappe.prompt(
    [
      {
        fieldname: "from_date",
        fieldtype: "Date",
        label: __("New Team From"),
        reqd: 1,
        default: "Today",
      },
      { fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
    ],
    (values) =>
      frm
        .call({ method: "change_from", doc: frm.doc, args: values, freeze: true })
        .then(({ message }) => {
          frappe.model.remove_from_locals(frm.doctype, frm.doc.name);
          frappe.show_alert({
            message: __("Now change the people of the new team and save."),
            indicator: "blue",
          });
          frappe.set_route("Form", "Station Team", message);
        }),
    __("Change People"),
    __("Start New Team"),
  );
}
