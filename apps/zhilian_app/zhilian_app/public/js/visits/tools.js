// Small things that the list, the forms and the tray share.

const API = "zhilian_app.visits.api.";

export function escape(text) {
  return frappe.utils.escape_html(text == null ? "" : String(text));
}

// A question to the server that shows nothing by itself: on a bad line the caller knows best what to say.
export function ask(method, args = {}) {
  // frappe.call answers nothing at all when the browser knows that it is offline
  if (!navigator.onLine) return Promise.reject({ status: 0 });
  return new Promise((resolve, reject) => {
    frappe
      .call({ method: API + method, args, silent: true })
      .then((r) => resolve(r.message), reject);
  });
}

// No answer, or only one of a machine in between: the request may never have come through.
export function line_lost(xhr) {
  return Boolean(xhr) && [0, 502, 503, 504].includes(xhr.status);
}

// Two big buttons, each saying what it does; closing the box is the second one. `also` are more, in the box itself:
// [{label, action}].
export function choose({ title, html, yes, no, also = [] }) {
  return new Promise((resolve) => {
    const dialog = new frappe.ui.Dialog({
      title,
      fields: [{ fieldtype: "HTML", options: " ", fieldname: "text" }],
      primary_action_label: yes,
      primary_action() {
        resolve(true);
        dialog.hide();
      },
      secondary_action_label: no,
      secondary_action: () => dialog.hide(),
      onhide: () => resolve(false),
    });
    const $text = dialog.fields_dict.text.$wrapper.html(html);
    for (const { label, action } of also) {
      $('<button type="button" class="btn btn-default zl-big-button zl-also">')
        .text(label)
        .on("click", () => {
          dialog.hide();
          action();
        })
        .appendTo($text);
    }
    dialog.$wrapper.addClass("zl-dialog");
    dialog.show();
  });
}

export async function tell_line_lost(retry) {
  const again = await choose({
    title: __("Not saved yet"),
    html: `<p class="zl-big-text">${__(
      "The line is down. What you wrote is kept on this phone and will not be lost. Please save again where there is a signal.",
    )}</p>`,
    yes: __("Save again"),
    no: __("Close"),
  });
  if (again) retry();
}

// A household may have given several numbers, as one text: the first is rung up.
export function first_phone(phone) {
  return (phone || "").split(/[、,，;；/\s]+/).find(Boolean) || "";
}

export function days_ago(day, today) {
  if (!day) return __("Never visited");
  const days = frappe.datetime.get_day_diff(today, day);
  if (days <= 0) return __("Visited today");
  return __("{0} days ago", [days]);
}

export function tags(categories) {
  return (categories || [])
    .map((name) => `<span class="zl-tag">${escape(__(name))}</span>`)
    .join("");
}
