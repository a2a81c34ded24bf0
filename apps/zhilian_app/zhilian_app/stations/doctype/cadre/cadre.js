frappe.ui.form.on("Cadre", {
  setup(frm) {
    frm.set_query("town_office", () => ({ filters: { town: frm.doc.town } }));
  },

  refresh(frm) {
    if (frm.is_new() || !frm.perm[0]?.write || frm.doc.status !== "In Post") return;
    if (frm.doc.user) frm.add_custom_button(__("Reset Password"), () => ask_reset(frm));
    else frm.add_custom_button(__("Open Account"), () => open_account(frm));
  },
});

function open_account(frm) {
  return frm.call({ method: "open_account", doc: frm.doc, freeze: true }).then(({ message }) => {
    zhilian.stations.show_account(message);
    return frm.reload_doc();
  });
}

function ask_reset(frm) {
  frappe.confirm(
    __("Give {0} a new password? The old one stops working.", [frm.doc.cadre_name.bold()]),
    () =>
      frm
        .call({ method: "reset_password", doc: frm.doc, freeze: true })
        .then(({ message }) => zhilian.stations.show_account(message)),
  );
}
