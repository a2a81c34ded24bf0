// 每日提醒: the matters of a day, each a link.
frappe.ui.form.on("Daily Digest", {
  refresh(frm) {
    frm.disable_save();
    frm.$wrapper.addClass("zl-form");
    // made by the server from escaped words, and nobody can write it
    frm.get_field("body_area").$wrapper.html(`<div class="zl-digest">${frm.doc.body || ""}</div>`);
  },
});
