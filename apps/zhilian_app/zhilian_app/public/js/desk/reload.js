// Forms on which several people write at once: a reload, by somebody's save or our own, takes no word that is being typed.

export async function reload(frm) {
  if (frm.is_dirty()) return;
  const box = written_in(frm);
  if (box) {
    // the cursor stands in a box: what is typed while the form is read anew would be gone
    $(box).one("blur", () => setTimeout(() => reload(frm)));
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

// The framework looks whether something was typed when it hears of a change, and reloads a second later all the same.
$(document).on("form-load", (_event, frm) => {
  frm.debounced_reload_doc = frappe.utils.debounce(() => reload(frm), 1000);
});
