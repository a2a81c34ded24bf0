frappe.ui.form.on("Key Visit Entry", {
  setup(frm) {
    frm.set_query("household", () => ({ filters: { status: "Active" } }));
    frm.set_df_property("household", "filter_description", __("Active households only"));
    frm.set_query("categories", () => ({ filters: { enabled: 1 } }));
  },

  refresh(frm) {
    if (frm.is_new()) {
      if (!frm.doc.year) frm.set_value("year", Number(frappe.datetime.get_today().slice(0, 4)));
      return;
    }
    if (frm.doc.status === "Removed" || !frm.perm[0]?.write) return;
    frm.add_custom_button(__("Remove from Register"), () => ask_removal(frm));
  },
});

function ask_removal(frm) {
  frappe.prompt(
    [
      {
        fieldname: "removed_on",
        fieldtype: "Date",
        label: __("Removed On"),
        reqd: 1,
        default: "Today",
      },
      { fieldname: "reason", fieldtype: "Small Text", label: __("Remove Reason"), reqd: 1 },
    ],
    (values) =>
      frm
        .call({ method: "remove", doc: frm.doc, args: values, freeze: true })
        .then(() => frm.reload_doc()),
    __("Remove from Register"),
    __("Remove from Register"),
  );
}
