// The list of changes below a form shows values as they are stored. What has words in the office's language, and
// what is only ticked, is said in these.

const said = (df, value) => {
  if (!df || value === null || value === "") return value;
  if (df.fieldtype === "Check") return cint(value) ? __("Yes") : __("No");
  if (df.fieldtype === "Select" && typeof value === "string") return __(value);
  return value;
};

const in_words = (doctype, change) => {
  const [fieldname, before, after] = change;
  const df = frappe.meta.get_docfield(doctype, fieldname);
  return [fieldname, said(df, before), said(df, after)];
};

// The version with its values in words; the same text where there is nothing to translate.
export function version_in_words(text, doctype) {
  const data = JSON.parse(text);
  const table_of = (fieldname) => frappe.meta.get_docfield(doctype, fieldname)?.options;
  if (data.changed) data.changed = data.changed.map((change) => in_words(doctype, change));
  if (data.row_changed)
    data.row_changed = data.row_changed.map(([table, at, name, changes]) => {
      const child = table_of(table);
      return [table, at, name, child ? changes.map((one) => in_words(child, one)) : changes];
    });
  return JSON.stringify(data);
}

$(document).on("form-refresh", (_event, frm) => {
  const versions = frm.get_docinfo?.()?.versions || [];
  const fresh = versions.filter((version) => version.data && !version.zl_in_words);
  if (!fresh.length) return;
  for (const version of fresh) {
    version.data = version_in_words(version.data, frm.doctype);
    version.zl_in_words = true;
  }
  frm.timeline?.refresh();
});
