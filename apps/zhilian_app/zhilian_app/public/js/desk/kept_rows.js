// Rows that a form gets from elsewhere than the keyboard: a picture or a file that has come through. A reload, which
// somebody else's save brings about at any time, must not take them before they are stored.

export class KeptRows {
  // `child`: the rows' DocType; `table`: the form's field; `field`: what tells one row from the others.
  constructor(frm, child, table, field) {
    Object.assign(this, { frm, child, table, field, rows: [], going: new Set() });
    $(document).on("form-refresh", (_event, other) => other === frm && this.put_back());
    frappe.ui.form.on(frm.doctype, {
      before_save: () => void (this.going = this.held()),
      after_save: () => this.stored(),
    });
  }

  held() {
    return new Set((this.frm.doc[this.table] || []).map((row) => row[this.field]));
  }

  // Remembers a row of the form that is being read anew just now, for when it is there again.
  remember(docname, values) {
    this.rows.push({ docname, values });
  }

  // Puts a row into `doc`, and remembers it until it is stored there.
  add(doc, values) {
    if (!doc.__islocal) this.remember(doc.name, values);
    return Object.assign(frappe.model.add_child(doc, this.child, this.table), values);
  }

  // Somebody has taken it out again.
  forget(value) {
    this.rows = this.rows.filter((row) => row.values[this.field] !== value);
  }

  // What was stored may have got another name from the server.
  stored() {
    this.going.forEach((value) => this.forget(value));
    this.going = new Set();
  }

  // The form has been read anew: what it had not stored yet is put into it again, and stored.
  put_back() {
    const { frm } = this;
    const held = this.held();
    const lost = this.rows.filter(
      ({ docname, values }) => docname === frm.docname && !held.has(values[this.field]),
    );
    if (!lost.length) return;
    lost.forEach(({ values }) =>
      Object.assign(frappe.model.add_child(frm.doc, this.child, this.table), values),
    );
    frm.dirty();
    // after the form has been drawn; a save that is under way ends with another look
    setTimeout(() => {
      if (frm.is_dirty() && !frappe.ui.form.is_saving) frm.save();
    });
  }
}
