// 今天: where everybody arrives. What is due for the reader today, and the big ways of their roles below it.
frappe.provide("zhilian.stations");

frappe.pages["my-day"].on_page_load = (wrapper) => {
  wrapper.my_day = new zhilian.stations.MyDay(wrapper);
};

frappe.pages["my-day"].on_page_show = (wrapper) => {
  wrapper.my_day.show();
};

zhilian.stations.MyDay = class MyDay {
  constructor(wrapper) {
    this.page = frappe.ui.make_app_page({
      parent: wrapper,
      title: __("Today"),
      single_column: true,
    });
    this.$body = $(`<div class="zl-day">
      <p class="zl-day-head"></p>
      <section class="zl-day-due" aria-live="polite"></section>
      <nav class="zl-day-ways" aria-label="${__("What You Can Open")}"></nav>
    </div>`).appendTo(this.page.main);
    this.$due = this.$body.find(".zl-day-due");
    this.$ways = this.$body.find(".zl-day-ways");
    this.$body.on("click", ".zl-day-way", (e) => this.go(e));
    this.$body.on("click", ".zl-again", () => this.show());
  }

  // Coming back it stands as it was, until the answer is there.
  async show() {
    if (!this.shown) this.$due.html(`<div class="zl-loading">${__("Loading")}</div>`);
    try {
      const { message } = await frappe.call("zhilian_app.my_day.overview");
      this.shown = message;
      this.draw();
    } catch {
      this.$due.html(`<div class="zl-empty">${__("The line is down. Please try again.")}
        <button type="button" class="btn btn-default zl-again">${__("Try again")}</button></div>`);
    }
  }

  draw() {
    const { today, person, sections, ways } = this.shown;
    const words = [zhilian.filings.day_words(today, true), person].filter(Boolean);
    this.$body.find(".zl-day-head").text(words.join(" · "));
    this.$due.html(sections.length ? this.due_html(sections) : this.nothing_html());
    this.$ways.html(ways.map((group, at) => this.group_html(group, at)).join("") + this.all_html());
  }

  nothing_html() {
    return `<div class="zl-day-nothing">${__("There is nothing for you to do today.")}</div>`;
  }

  due_html(sections) {
    const { count, urgent } = this.shown;
    const words = urgent
      ? __("Today's matters: {0}, urgent: {1}", [count, urgent])
      : __("Today's matters: {0}", [count]);
    return `<h2 class="zl-day-title">${words}</h2>${sections
      .map((section) => this.section_html(section))
      .join("")}`;
  }

  section_html({ name, count, lines }) {
    const more = count - lines.length;
    const rest = more > 0 ? `<li class="zl-day-more">${__("and {0} more", [more])}</li>` : "";
    return `<h3>${frappe.utils.escape_html(name)} <span class="zl-day-count">${count}</span></h3>
      <ul>${lines.map((line) => this.line_html(line)).join("")}${rest}</ul>`;
  }

  line_html({ text, doctype, name, urgent }) {
    const path = ["/app", frappe.router.slug(doctype), ...(name ? [encodeURIComponent(name)] : [])];
    const mark = urgent ? `<span class="zl-mark">${__("Urgent")}</span>` : "";
    return `<li><a href="${path.join("/")}">${mark}<span>${frappe.utils.escape_html(text)}</span></a></li>`;
  }

  group_html({ title, links }, group) {
    const buttons = links.map(
      ({ label }, at) =>
        `<button type="button" class="zl-day-way" data-group="${group}" data-at="${at}">${frappe.utils.escape_html(label)}</button>`,
    );
    return `<h2>${frappe.utils.escape_html(title)}</h2><div class="zl-day-buttons">${buttons.join("")}</div>`;
  }

  // All that the reader may open, by chapter: Frappe's own workspaces.
  all_html() {
    const links = (frappe.boot.allowed_workspaces || [])
      .filter((one) => one.public && !one.is_hidden)
      .map(
        ({ title }) =>
          `<a class="zl-day-all" href="/app/${frappe.router.slug(title)}">${__(title)}</a>`,
      );
    return links.length
      ? `<h2>${__("All by Chapter")}</h2><div class="zl-day-buttons">${links.join("")}</div>`
      : "";
  }

  go(event) {
    const { group, at } = event.currentTarget.dataset;
    const { kind, to, filters } = this.shown.ways[group].links[at];
    if (kind === "page") return frappe.set_route(to);
    if (kind === "report") return frappe.set_route("query-report", to);
    const wanted = Object.entries(filters).map(([field, value]) => [
      field,
      "=",
      value === "me" ? frappe.session.user : value,
    ]);
    return zhilian.filings.open_list(to, wanted);
  }
};
