// Pictures of a form in its table `pictures`: taken by the phone's camera, sent while the person writes on.
import { KeptRows } from "../desk/kept_rows";
import { PictureTray } from "../visits/pictures";
import { wait_for_pictures } from "../visits/saving";
import { ask } from "./tools";

export class FormTray {
  constructor(frm, child) {
    this.frm = frm;
    this.kept = new KeptRows(frm, child, "pictures", "picture");
    this.tray = this.make_tray({
      $area: frm.fields_dict.picture_area.$wrapper,
      on_sent: (docname, url) => this.sent(docname, url),
      on_remove: (docname, url) => this.removed(url),
    });
  }

  make_tray(options) {
    return new PictureTray(options);
  }

  // Puts a picture into a row that is no longer open.
  add_elsewhere(docname, picture) {
    return ask("add_picture", { doctype: this.frm.doctype, name: docname, picture });
  }

  open(writable) {
    const { frm } = this;
    frm.toggle_display("pictures", false);
    frm.toggle_display("picture_area", writable || (frm.doc.pictures || []).length > 0);
    this.tray.open(frm.doc, writable);
  }

  sent(docname, picture) {
    const { frm, kept } = this;
    const { doctype } = frm;
    const doc = frappe.get_doc(doctype, docname);
    if (!doc && frm.docname === docname) return kept.remember(docname, { picture });
    // who took it has gone on to another row
    if (!doc || frm.doc !== doc) return this.add_elsewhere(docname, picture);
    const was_clean = !doc.__unsaved;
    kept.add(doc, { picture });
    frm.dirty();
    return was_clean && !this.tray.counts().under_way ? frm.save() : null;
  }

  removed(picture) {
    const { frm } = this;
    const row = (frm.doc.pictures || []).find((one) => one.picture === picture);
    if (!row) return;
    this.kept.forget(picture);
    frappe.model.clear_doc(row.doctype, row.name);
    frm.refresh_field("pictures");
    frm.dirty();
  }

  // true when what was taken is sent, or the person goes on without it
  async ready() {
    return this.tray.own().length ? wait_for_pictures(this.tray) : true;
  }

  async before_save() {
    if (!(await this.ready())) frappe.validated = false;
  }
}
