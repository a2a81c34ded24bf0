frappe.ui.form.on("Station", {
  refresh(frm) {
    if (frm.is_new() || !frappe.model.can_create("Contact Card")) return;
    frm.add_custom_button(__("Make Contact Card"), () =>
      frm
        .call({ method: "make_card", doc: frm.doc, freeze: true })
        .then(({ message }) => frappe.set_route("Form", "Contact Card", message)),
    );
  },
});
