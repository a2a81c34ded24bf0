// Forms on which several people write at once: a reload, by somebody's save or our own, takes no word that is being typed.

const SETTLED_MS = 200; // what was typed is in the form a moment after its box was left

export async function reload(frm) {
  if (frm.is_dirty()) return;
  const box = written_in(frm);
  if (box) {
    // the cursor stands in a box: what is typed while the form is read anew would be gone
    $(box).one("blur", () => setTimeout(() => reload(frm), SETTLED_MS));
    return;
  }
  // a reload takes a moment on a slow line, and what is typed meanwhile would be gone
  frappe.dom.freeze();
  await frm.reload_doc().finally(() => frappe.dom.unfreeze());
}

function written_in(frm) {
  const box = document.activeElement;
  const is_text = box?.matches("textarea, input:not([type=checkbox]), [contenteditable=true]");
  return is_text && $(frm.wrapper).find(box).length ? box : null;
}

// When a document was last changed, as the server told; until its form has been read anew for that.
const told = new Map();
const key = (doctype, name) => `${doctype}:${name}`;

$(document).on("app_ready", () =>
  frappe.realtime?.on("doc_update", ({ doctype, name, modified }) =>
    told.set(key(doctype, name), modified),
  ),
);

// What the form shows already needs no second look.
function is_seen({ doctype, docname, doc }) {
  const modified = told.get(key(doctype, docname));
  told.delete(key(doctype, docname));
  return Boolean(modified) && doc.modified === modified;
}

// The framework looks whether something was typed when it hears of a change, and reloads a second later all the same.
$(document).on("form-load", (_event, frm) => {
  frm.debounced_reload_doc = frappe.utils.debounce(() => is_seen(frm) || reload(frm), 1000);
});
