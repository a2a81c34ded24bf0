// Items of requests and sessions as cards that can be read on a phone, and a dialog to write into one.
import { escape } from "../visits/tools";

// `describe(row)` gives { place, title, mark, lines: [[label, text]], warning, buttons: [{label, kind, action}] }.
// `first` is the number that the cards begin after, `empty` what stands there without any.
export function draw(
  frm,
  describe,
  {
    table = "items",
    area = "cards",
    first = 0,
    empty = __("Nothing is put to the committee yet."),
  } = {},
) {
  // the cards say what the grid says, and more
  frm.toggle_display(table, false);
  const $area = frm.get_field(area).$wrapper.empty();
  const rows = frm.doc[table] || [];
  if (!rows.length) {
    $area.append($('<p class="zl-empty">').text(empty));
  }
  rows.forEach((row) => $area.append(card(first + Number(row.idx), describe(row))));
}

function card(number, { place, title, mark, lines, warning, buttons = [] }) {
  const $card = $(`<div class="zl-item">
    <div class="zl-item-head"><span class="zl-item-number">${number}</span>
      <span class="zl-name">${escape(title)}</span></div></div>`);
  const $head = $card.find(".zl-item-head");
  if (place) $head.append($('<span class="zl-tag">').text(place));
  if (mark) $head.append($('<span class="zl-mark">').text(mark));
  for (const [label, text] of lines.filter(([, text]) => text)) {
    $card.append(`<p class="zl-item-line"><b>${escape(label)}</b><span>${escape(text)}</span></p>`);
  }
  if (warning) $card.append($('<p class="zl-warning">').text(warning));
  const $buttons = $('<div class="zl-item-buttons">').appendTo($card);
  for (const { label, kind = "default", action } of buttons.filter(Boolean)) {
    $(`<button type="button" class="btn btn-${kind} zl-big-button">`)
      .text(label)
      .on("click", action)
      .appendTo($buttons);
  }
  return $card;
}

// A dialog with fields of the row; what is confirmed is saved at once. `fields` are names, or names with changes.
export function edit(frm, row, { title, fields, values = {}, prepare }) {
  const dialog = new frappe.ui.Dialog({
    // a dialog takes its title for HTML
    title: escape(title),
    fields: fields.map((field) => dialog_field(row, field, values)),
    primary_action_label: __("Save"),
    async primary_action(written) {
      dialog.disable_primary_action();
      for (const { fieldname } of dialog.fields) {
        const value = written[fieldname];
        // what the dialog hides is left out of its values
        await frappe.model.set_value(row.doctype, row.name, fieldname, value ?? null);
      }
      frm.dirty();
      await frm.save().catch(() => {});
      if (frm.is_dirty()) dialog.enable_primary_action();
      else dialog.hide();
    },
  });
  dialog.$wrapper.addClass("zl-dialog");
  prepare?.(dialog);
  dialog.show();
  return dialog;
}

function dialog_field(row, field, values) {
  const changes = typeof field === "string" ? { fieldname: field } : field;
  const known = frappe.meta.get_docfield(row.doctype, changes.fieldname);
  const { fieldname, fieldtype, label, options, description, precision, depends_on } = known;
  return {
    fieldname,
    fieldtype: fieldtype === "Text" ? "Small Text" : fieldtype,
    label: __(label),
    options,
    description: description && __(description),
    precision,
    depends_on,
    default: values[fieldname] ?? row[fieldname],
    ...changes,
  };
}

export function money(value) {
  return value ? __("{0} yuan", [format_number(value, null, 2)]) : "";
}

export function day(value) {
  return value ? frappe.datetime.str_to_user(value) : "";
}

// What was decided, in one line.
export function decided(row) {
  if (!row.decision) return "";
  const parts = [__(row.decision), money(row.approved_amount), row.resolution_no];
  return parts.filter(Boolean).join("，");
}
