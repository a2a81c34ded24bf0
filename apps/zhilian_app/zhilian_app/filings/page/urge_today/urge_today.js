// 今日催办: five numbers, and one list of whom to ring up, the most urgent first.
frappe.provide("zhilian.filings");

frappe.pages["urge-today"].on_page_load = (wrapper) => {
  wrapper.urge_today = new zhilian.filings.UrgeToday(wrapper);
};

frappe.pages["urge-today"].on_page_show = (wrapper) => {
  wrapper.urge_today.show();
};

const NUMBERS = {
  due_today: () => __("Due on This Day"),
  overdue: () => __("Overdue and Not In"),
  missing: () => __("Missing Last Period"),
  to_take_in: () => __("Waiting to Be Taken In"),
  issues: () => __("Overdue Issues"),
};

const DUTIES = {
  Liaison: () => __("Liaison"),
  "Team Head": () => __("Team Head"),
  "Station Leader": () => __("Station Leader"),
};

zhilian.filings.UrgeToday = class UrgeToday {
  constructor(wrapper) {
    this.page = frappe.ui.make_app_page({
      parent: wrapper,
      title: __("Whom to Urge Today"),
      single_column: true,
    });
    this.page.set_secondary_action(__("Print"), () => window.print());
    this.$body = $(`<div class="zl-urge">
      <div class="zl-urge-day"></div>
      <div class="zl-urge-numbers"></div>
      <h3 class="zl-urge-title"></h3>
      <div class="zl-urge-calls" aria-live="polite"></div>
    </div>`).appendTo(this.page.main);
    this.$calls = this.$body.find(".zl-urge-calls");
    this.bind();
  }

  bind() {
    this.$body.on("click", ".zl-urge-number", (e) => this.open($(e.currentTarget).data("key")));
    this.$body.on("click", ".zl-urge-done", (e) => this.mark($(e.currentTarget)));
    this.$body.on("click", ".zl-again", () => this.show());
  }

  async show() {
    if (!this.shown) this.$calls.html(`<div class="zl-loading">${__("Loading")}</div>`);
    try {
      this.shown = await this.ask("overview");
      this.draw();
    } catch {
      this.$calls.html(`<div class="zl-empty">${__("The line is down. Please try again.")}
        <button type="button" class="btn btn-default zl-again">${__("Try again")}</button></div>`);
    }
  }

  ask(method, args = {}) {
    return new Promise((resolve, reject) => {
      frappe
        .call({ method: `zhilian_app.filings.due_today.${method}`, args })
        .then((r) => resolve(r.message), reject);
    });
  }

  draw() {
    const { numbers, calls, today } = this.shown;
    this.$body.find(".zl-urge-day").text(zhilian.filings.day_words(today, true));
    this.$body.find(".zl-urge-numbers").html(numbers.map((one) => this.number_html(one)).join(""));
    const left = calls.filter((call) => !call.called_on).length;
    this.$body
      .find(".zl-urge-title")
      .text(left ? __("To ring up today: {0}", [left]) : __("Whom to Ring Up Today"));
    this.$calls.html(
      calls.map((call) => this.call_html(call)).join("") ||
        `<div class="zl-empty zl-urge-nobody">${__("Nobody has to be urged today.")}</div>`,
    );
  }

  number_html({ key, count }) {
    const month = key === "missing" ? zhilian.filings.month_words(this.shown.missed_month) : "";
    const alarm = count && ["overdue", "missing", "issues"].includes(key) ? " zl-late" : "";
    return `<button type="button" class="zl-urge-number" data-key="${key}">
      <b class="${count ? alarm : "zl-none"}">${count}</b>
      <span>${NUMBERS[key]()}${month ? `<small>${month}</small>` : ""}</span></button>`;
  }

  // The list opens with the very filters that were counted.
  open(key) {
    const { doctype, filters } = this.shown.numbers.find((one) => one.key === key);
    zhilian.filings.open_list(doctype, filters);
  }

  call_html(call) {
    const { escape_html } = frappe.utils;
    const people = call.people.map((person) => this.person_html(person)).join("");
    return `<div class="zl-urge-call${call.called_on ? " zl-called" : ""}"
        data-station="${escape_html(call.station)}">
      <div class="zl-urge-main">
        <div class="zl-name">${escape_html(call.station_name)}</div>
        <ul class="zl-urge-owed">${call.owed.map((one) => this.owed_html(one)).join("")}</ul>
        ${this.called_html(call)}
      </div>
      <div class="zl-urge-people">${people || `<div class="zl-place">${__("No liaison on the team")}</div>`}</div>
      ${this.button_html(call)}
    </div>`;
  }

  owed_html({ name, title, days, waits_for_signature }) {
    const words = zhilian.filings.days_words(days);
    const sign = waits_for_signature ? ` <span class="zl-mark">${__("To Sign")}</span>` : "";
    return `<li><a href="/app/filing/${encodeURIComponent(name)}">${frappe.utils.escape_html(title)}</a>
      <span class="${days < 0 ? "zl-late" : ""}">${words}</span>${sign}</li>`;
  }

  person_html({ duty, name, phone }) {
    const { escape_html } = frappe.utils;
    const number = zhilian.visits.first_phone(phone);
    const who = `<span>${DUTIES[duty]?.() || ""}</span> <b>${escape_html(name)}</b>`;
    if (!number)
      return `<div class="zl-urge-person">${who} <em>${__("No phone number")}</em></div>`;
    return `<a class="zl-urge-person zl-tel" href="tel:${escape_html(number)}">${who}
      <em>${escape_html(number)}</em></a>`;
  }

  called_html({ called_on, called_before, called_by }) {
    if (!called_on && !called_before) return "";
    const time = moment(called_on || called_before);
    const who = frappe.utils.escape_html(called_by || "");
    const words = called_on
      ? __("{0} today, rung up by {1}", [time.format("HH:mm"), who])
      : __("Last rung up on {0} by {1}", [time.format("YYYY-MM-DD HH:mm"), who]);
    return `<div class="zl-urge-when">${words}</div>`;
  }

  button_html({ called_on }) {
    if (!this.shown.may_mark || called_on) return "";
    return `<button type="button" class="btn btn-default zl-urge-done">${__("Rung Up")}</button>`;
  }

  async mark($button) {
    const station = $button.closest(".zl-urge-call").data("station");
    $button.prop("disabled", true);
    try {
      await this.ask("mark_called", { station });
      await this.show();
    } finally {
      $button.prop("disabled", false);
    }
  }
};
