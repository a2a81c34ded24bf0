// Corners of the framework's desk that do not follow the user's language, or point to where an office cannot go.

// The pickers of a period and of a time ask for English by name, whatever the user reads.
const { language } = $.fn.datepicker || {};
if ((frappe.boot?.lang || "").startsWith("zh") && language?.zh) language.en = language.zh;

// An advertisement with a link to the internet, beside every report view.
localStorage.setItem("show_insights_banner", "false");

// What is kept for how long: kinds of documents, which only who may read DocTypes would be shown in their language.
frappe.ui.form.on("Log Settings", {
  setup() {
    const kind = frappe.meta.docfield_map["Logs To Clear"]?.ref_doctype;
    if (kind) kind.formatter = (value) => frappe.utils.escape_html(__(value || ""));
  },
});
