// Files of a filing: chosen or photographed on the phone, sent one after the other, and stored with the form.
import { escape } from "../visits/tools";
import { KeptRows } from "../desk/kept_rows";
import { post_file, shrink, url_of } from "../visits/pictures";

const KINDS = ".pdf,.doc,.docx,.xls,.xlsx,.wps,.et,.ofd,.jpg,.jpeg,.png,.webp,image/*";
const PICTURE = /^image\//;

export class Papers {
  constructor(frm, $area) {
    Object.assign(this, { frm, sending: [] });
    this.kept = new KeptRows(frm, "Filing File", "files", "file");
    this.$area = $area;
    this.build();
    this.$area.on("change", "input[type=file]", (e) => {
      this.add([...e.target.files]);
      e.target.value = "";
    });
    this.$area.on("click", ".zl-file-remove", (e) => this.remove(e.currentTarget.dataset.row));
    this.$area.on("click", ".zl-file-again", (e) => this.again(e.currentTarget.dataset.id));
    this.$area.on("click", ".zl-file-forget", (e) => this.forget(e.currentTarget.dataset.id));
  }

  // Once: while the camera is open the form may be read anew, and a button that is gone takes its picture with it.
  build() {
    this.$area.html(`<div class="zl-files">
      <label class="btn zl-big-button zl-file-button" tabindex="0"><span></span>
        <input type="file" multiple class="zl-file" accept="${KINDS}"></label>
      <ul></ul><div class="zl-place">${__("No file yet.")}</div>
    </div>`);
  }

  // `quiet`: the system has the paper, a file is only added to it.
  open({ writable, quiet }) {
    Object.assign(this, { writable, quiet });
    this.draw();
  }

  draw() {
    const { frm, $area } = this;
    const rows = (frm.doc.files || []).filter((row) => row.file);
    const own = this.sending.filter((one) => one.docname === frm.docname);
    const list = [...rows.map((row) => this.row_html(row)), ...own.map((one) => sending_html(one))];
    const is_main = !this.quiet && !rows.length;
    $area
      .find(".zl-file-button")
      .toggle(this.writable)
      .toggleClass("btn-primary", is_main)
      .toggleClass("btn-default", !is_main)
      .find("span")
      .text(this.quiet ? __("Add a File") : __("Choose Files or Take Pictures"));
    $area.find("ul").html(list.join(""));
    $area.find(".zl-place").toggle(!list.length && !this.quiet);
  }

  row_html(row) {
    const name = escape(row.caption || row.file.split("/").pop());
    const remove = this.writable
      ? `<button type="button" class="btn btn-default zl-file-remove" data-row="${escape(row.name)}"
          aria-label="${__("Remove the File")}">${__("Remove the File")}</button>`
      : "";
    return `<li><a href="${encodeURI(row.file)}" target="_blank" rel="noopener">${name}</a>${remove}</li>`;
  }

  async add(files) {
    const { docname } = this.frm;
    const own = files.map((file) => ({
      id: frappe.utils.get_random(8),
      file,
      docname,
      share: 0,
      failed: "",
    }));
    this.sending.push(...own);
    this.draw();
    for (const one of own) await this.send(one);
    await this.keep(docname);
  }

  async send(one) {
    Object.assign(one, { failed: "", share: 0 });
    this.draw();
    try {
      const blob = await small(one.file);
      one.url = await upload(blob, one.file.name, (share) => {
        one.share = share;
        this.$area.find(`[data-sending="${one.id}"] .zl-file-share`).text(percent(share));
      });
      this.sent(one);
    } catch (error) {
      one.failed = error.message || __("Not sent");
    }
    this.draw();
  }

  // The person may have gone on to another filing meanwhile: the file belongs to the one it was chosen for.
  sent(one) {
    const doc = frappe.get_doc(this.frm.doctype, one.docname);
    const values = { file: one.url, caption: one.file.name.slice(0, 140) };
    this.sending = this.sending.filter((other) => other !== one);
    if (!doc) return this.kept.remember(one.docname, values);
    if (this.was_clean === undefined) this.was_clean = !doc.__unsaved;
    this.kept.add(doc, values);
    doc.__unsaved = 1;
  }

  // Stored at once, unless something else is being written: then it goes with that.
  async keep(docname) {
    const { frm } = this;
    const { was_clean } = this;
    this.was_clean = undefined;
    if (frm.docname !== docname || was_clean === undefined) return;
    frm.dirty();
    if (was_clean) await frm.save();
  }

  async again(id) {
    const one = this.sending.find((other) => other.id === id);
    if (!one) return;
    await this.send(one);
    await this.keep(one.docname);
  }

  forget(id) {
    this.sending = this.sending.filter((one) => one.id !== id);
    this.draw();
  }

  remove(name) {
    const { frm } = this;
    const row = (frm.doc.files || []).find((one) => one.name === name);
    if (!row) return;
    frappe.confirm(__("Take {0} out again?", [escape(row.caption || "").bold()]), async () => {
      const was_clean = !frm.is_dirty();
      this.kept.forget(row.file);
      frappe.model.clear_doc(row.doctype, row.name);
      frm.refresh_field("files");
      frm.dirty();
      this.draw();
      if (was_clean) await frm.save();
    });
  }

  // Files that are still on their way, or could not be sent.
  unsent() {
    return this.sending.filter((one) => one.docname === this.frm.docname).length;
  }
}

function sending_html({ id, file, failed, share }) {
  const name = escape(file.name);
  if (!failed)
    return `<li data-sending="${id}"><span>${name}</span>
      <em>${__("Sending")} <span class="zl-file-share">${percent(share)}</span></em></li>`;
  return `<li data-sending="${id}" class="zl-file-failed"><span>${name}<em class="zl-late">${escape(failed)}</em></span>
    <button type="button" class="btn btn-default zl-file-again" data-id="${id}">${__("Send Again")}</button>
    <button type="button" class="btn btn-default zl-file-forget" data-id="${id}">${__("Remove the File")}</button></li>`;
}

function percent(share) {
  return `${Math.round(share * 100)}%`;
}

// A photograph of a page needs no twelve megapixels; what the browser cannot draw goes as it is.
async function small(file) {
  if (!PICTURE.test(file.type)) return file;
  return shrink(file).catch(() => file);
}

async function upload(blob, name, on_progress) {
  const is_drawn = blob.type === "image/jpeg" && !/\.jpe?g$/i.test(name);
  const file_name = is_drawn ? `${name.replace(/\.[^.]*$/, "")}.jpg` : name;
  const request = await post_file(blob, file_name, on_progress).catch(() => {
    throw new Error(__("The line is down."));
  });
  if (request.status === 200) return url_of(request);
  throw new Error(refusal(request));
}

function refusal(request) {
  if (request.status === 413) return __("The file is too large.");
  try {
    const [first] = JSON.parse(JSON.parse(request.responseText)._server_messages);
    return frappe.utils.html2text(JSON.parse(first).message);
  } catch {
    return __("Not sent");
  }
}
