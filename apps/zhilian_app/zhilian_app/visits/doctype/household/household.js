frappe.ui.form.on("Household", {
  refresh(frm) {
    $(frm.wrapper).addClass("zl-form zl-household");
    frm.toggle_display("visits_section", !frm.is_new());
    draw_buttons(frm);
    if (!frm.is_new())
      zhilian.visits.show_history(frm.fields_dict.visit_history.$wrapper, frm.doc.name);
  },
});

function draw_buttons(frm) {
  const { doc } = frm;
  const phone = zhilian.visits.first_phone(doc.phone);
  const may_visit =
    !frm.is_new() && doc.status === "Active" && frappe.model.can_create("Household Visit");
  zhilian.visits.draw_bar(frm, [
    may_visit && {
      label: __("Record a Visit"),
      action: () => zhilian.visits.start_visit(doc),
      kind: "primary",
    },
    phone && { label: `${__("Call")} ${phone}`, href: `tel:${phone}` },
  ]);
}
