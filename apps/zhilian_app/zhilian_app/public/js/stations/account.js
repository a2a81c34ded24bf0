// The first password of an account: shown once, copied or written down, and then nowhere.

function escape(text) {
  return frappe.utils.escape_html(text == null ? "" : String(text));
}

export function show_account({ username, password }) {
  const dialog = new frappe.ui.Dialog({
    title: __("Account"),
    fields: [
      {
        fieldtype: "HTML",
        options: `<table class="zl-account"><tr><th>${__("Sign-in Name")}</th><td>${escape(username)}</td></tr>
          <tr><th>${__("First Password")}</th><td>${escape(password)}</td></tr></table>
          <p>${__("The password is shown only this once. Please hand it to the person.")}</p>`,
      },
    ],
    primary_action_label: __("Copy"),
    primary_action() {
      frappe.utils.copy_to_clipboard(
        `${__("Sign-in Name")}：${username}\n${__("First Password")}：${password}`,
      );
    },
    secondary_action_label: __("Close"),
    secondary_action: () => dialog.hide(),
  });
  dialog.show();
  return dialog;
}
