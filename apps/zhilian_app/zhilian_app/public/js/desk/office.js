// Corners of the framework's desk that do not follow the user's language, or point to where an office cannot go.

// The pickers of a period and of a time ask for English by name, whatever the user reads.
const { language } = $.fn.datepicker || {};
if ((frappe.boot?.lang || "").startsWith("zh") && language?.zh) language.en = language.zh;

// An advertisement with a link to the internet, beside every report view.
localStorage.setItem("show_insights_banner", "false");
