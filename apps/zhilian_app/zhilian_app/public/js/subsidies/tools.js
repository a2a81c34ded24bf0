// Small things that the forms of the town's money share.

export const COLOURS = {
  "In the Pool": "orange",
  Planned: "blue",
  Funded: "purple",
  "Under Way": "cyan",
  Finished: "green",
  Stopped: "gray",
  Draft: "orange",
  "Before the Committee": "purple",
  Agreed: "green",
  "Not Agreed": "red",
  "To Approve": "purple",
  Booked: "green",
  Cancelled: "red",
};

// Quiet: on a bad line the caller knows best what to say.
export function ask(method, args = {}) {
  return new Promise((resolve, reject) => {
    frappe
      .call({ method: `zhilian_app.subsidies.api.${method}`, args, silent: true })
      .then((r) => resolve(r?.message), reject);
  });
}

export function pill(state, colour = COLOURS[state] || "gray") {
  return `<span class="indicator-pill no-indicator-dot ${colour}">${__(state)}</span>`;
}

export function yuan(value) {
  return __("{0} yuan", [format_number(value || 0, null, 2)]);
}

export function month_words(day) {
  return frappe.utils.escape_html(moment(day).format("YYYY-MM"));
}
