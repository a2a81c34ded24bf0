// Whom to visit next: the list that a liaison opens on the phone, those who are due first at the top.
frappe.provide("zhilian.visits");

// after a longer while the colleagues may have been out, too
const FRESH_MS = 5 * 60 * 1000;

frappe.pages["visit-list"].on_page_load = (wrapper) => {
  wrapper.visit_list = new zhilian.visits.VisitList(wrapper);
};

frappe.pages["visit-list"].on_page_show = (wrapper) => {
  wrapper.visit_list.show();
};

zhilian.visits.VisitList = class VisitList {
  constructor(wrapper) {
    this.page = frappe.ui.make_app_page({
      parent: wrapper,
      title: __("Go Visiting"),
      single_column: true,
    });
    Object.assign(this, { search: "", station: "", only: "", asked: 0, rows: [] });
    zhilian.visits.draft.forget_old();
    this.build();
  }

  build() {
    const chips = [
      ["", __("All")],
      ["key_unvisited", __("Key, Not Visited")],
      ["visited_this_month", __("Visited This Month")],
    ];
    this.$body = $(`<div class="zl-list">
      <div class="zl-list-head">
        <input type="search" class="zl-search" autocomplete="off" enterkeyhint="search" maxlength="40"
          placeholder="${__("Name, address or pinyin initials")}" aria-label="${__("Find a household")}">
        <select class="zl-station hide" aria-label="${__("Station")}"></select>
        <div class="zl-chips">${chips
          .map(
            ([value, label]) =>
              `<button type="button" class="zl-chip" data-only="${value}">${label}</button>`,
          )
          .join("")}</div>
      </div>
      <div class="zl-rows" aria-live="polite"></div>
      <div class="zl-end"></div>
    </div>`).appendTo(this.page.main);
    this.$rows = this.$body.find(".zl-rows");
    this.$end = this.$body.find(".zl-end");
    this.bind();
    this.mark_chip();
  }

  bind() {
    this.$body.on(
      "input",
      ".zl-search",
      frappe.utils.debounce(() => this.look_up(), 350),
    );
    this.$body.on("keydown", ".zl-search", (e) => {
      // Enter also takes a word from the Chinese input method
      if (e.key === "Enter" && !e.originalEvent.isComposing) this.find_now(e.target);
    });
    this.$body.on("change", ".zl-station", (e) => this.set({ station: e.target.value }));
    this.$body.on("click", ".zl-chip", (e) => this.set({ only: $(e.currentTarget).data("only") }));
    this.$body.on("click", ".zl-open", (e) => this.open($(e.currentTarget)));
    this.$body.on("click", ".zl-more", () => this.load_more());
    if (!window.IntersectionObserver) return;
    this.observer = new IntersectionObserver(
      (seen) =>
        seen.some((one) => one.isIntersecting) &&
        this.$end.find(".zl-auto").length &&
        this.load_more(),
      { rootMargin: "400px" },
    );
    this.observer.observe(this.$end[0]);
  }

  set(change) {
    const before = [this.search, this.station, this.only].join("\n");
    Object.assign(this, change);
    if (before === [this.search, this.station, this.only].join("\n")) return this.loading;
    this.mark_chip();
    return this.reload();
  }

  look_up() {
    return this.set({ search: this.$body.find(".zl-search").val().trim() });
  }

  // The keyboard's search key: who is the only one found is meant, and one tap is saved.
  async find_now(input) {
    input.blur();
    await this.look_up();
    const $found = this.$rows.find(".zl-open");
    if (this.search && $found.length === 1) this.open($found);
  }

  mark_chip() {
    this.$body.find(".zl-chip").each((_, chip) => {
      const on = chip.dataset.only === this.only;
      chip.setAttribute("aria-pressed", on);
      chip.classList.toggle("zl-on", on);
    });
  }

  // Coming back from a visit the household that was looked for is done with; else the list stands as it was left.
  show() {
    this.draw_drafts();
    if (zhilian.visits.saved_one) {
      zhilian.visits.saved_one = false;
      this.search = "";
      this.$body.find(".zl-search").val("");
      frappe.utils.scroll_to(0, false);
      this.reload();
    } else if (!this.rows.length || Date.now() - this.loaded_at > FRESH_MS) {
      this.reload();
    }
  }

  reload() {
    this.rows = [];
    if (!this.$rows.children().length) this.$rows.html(`<p class="zl-empty">${__("Loading")}…</p>`);
    this.$rows.addClass("zl-old");
    return this.load(0);
  }

  load_more() {
    this.$end.html(`<p class="zl-empty">${__("Loading")}…</p>`);
    return this.load(this.rows.length);
  }

  load(start) {
    const asked = ++this.asked;
    const { search, station, only } = this;
    this.loading = zhilian.visits
      .ask("households_due", { search, station, only, start, page_len: 20 })
      .then((answer) => asked === this.asked && this.draw(answer, start))
      .catch((xhr) => asked === this.asked && this.draw_error(xhr, start));
    return this.loading;
  }

  draw({ rows, more, today, stations, own, cadre }, start) {
    this.today = today;
    if (start === 0) {
      this.loaded_at = Date.now();
      zhilian.visits.known.cadre = cadre;
      this.$rows.empty().removeClass("zl-old");
      this.draw_stations(stations, own);
    }
    this.rows = this.rows.concat(rows);
    this.$rows.append(rows.map((row) => this.row_html(row)).join(""));
    this.draw_drafts();
    this.$end.html(
      more
        ? `<button type="button" class="btn btn-default zl-more zl-auto">${__("More")}</button>`
        : "",
    );
    if (!this.rows.length) this.$rows.html(`<p class="zl-empty">${this.empty_text()}</p>`);
    // the form's description is fetched while the list is being read, so that the first tap opens it at once
    frappe.model.with_doctype("Household Visit", () => {});
  }

  empty_text() {
    if (this.needs_station) return __("Please choose a station above.");
    if (this.search) return __("No household found for {0}", [zhilian.visits.escape(this.search)]);
    if (this.only) return __("None here.");
    return __("No household of your station is on record yet.");
  }

  draw_error(xhr, start) {
    const text = zhilian.visits.line_lost(xhr)
      ? __("The line is down. Tap to try again.")
      : __("This list cannot be shown. Tap to try again.");
    const $again = $(`<button type="button" class="btn btn-default zl-again">${text}</button>`);
    $again.on("click", () => (start ? this.load_more() : this.reload()));
    this.$rows.removeClass("zl-old");
    if (!start) this.$rows.find(".zl-empty").remove();
    this.$end.empty().append($again);
  }

  // Who has one station never sees the choice; the Organization Office has none of its own and must choose.
  draw_stations(stations, own) {
    this.own = own;
    this.stations = Object.fromEntries(stations.map((one) => [one.name, one.station_name]));
    this.needs_station = !own && !this.station && stations.length > 0;
    const $choice = this.$body
      .find(".zl-station")
      .toggleClass("hide", stations.length < 2 && own > 0);
    if ($choice.children().length) return;
    const options = stations.map(
      ({ name, station_name }) =>
        `<option value="${zhilian.visits.escape(name)}">${zhilian.visits.escape(station_name)}</option>`,
    );
    const none = own ? __("My stations") : __("Choose a station");
    $choice.html(`<option value="">${none}</option>${options.join("")}`);
  }

  // Named only where the list has households of several.
  station_of(row) {
    return this.station || this.own < 2 ? "" : this.stations[row.station];
  }

  // Which of them were begun and not saved, on this phone.
  draw_drafts() {
    const drafts = zhilian.visits.draft.households();
    this.$rows.find(".zl-draft").remove();
    this.$rows.find(".zl-open").each((_, row) => {
      if (!drafts.has(row.dataset.name)) return;
      $(row)
        .find(".zl-tags")
        .prepend(`<span class="zl-tag zl-draft">${__("Not saved yet")}</span>`);
    });
  }

  row_html(row) {
    const { escape, days_ago, tags } = zhilian.visits;
    const phone = escape(zhilian.visits.first_phone(row.phone));
    const place = [this.station_of(row), row.group_name, row.address].filter(Boolean).map(escape);
    const never = row.last_visited_on ? "" : " zl-never";
    const call = phone
      ? `<a class="zl-call" href="tel:${phone}" aria-label="${__("Call {0}", [escape(row.householder)])}">
          <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6.6 10.8a15 15 0 0 0 6.6 6.6l2.2-2.2a1 1 0 0 1 1-.24
          11.4 11.4 0 0 0 3.6.57 1 1 0 0 1 1 1V20a1 1 0 0 1-1 1A17 17 0 0 1 3 4a1 1 0 0 1 1-1h3.5a1 1 0 0 1 1 1
          11.4 11.4 0 0 0 .57 3.57 1 1 0 0 1-.25 1z"/></svg></a>`
      : '<span class="zl-call"></span>';
    return `<div class="zl-row"><button type="button" class="zl-open" data-name="${escape(row.name)}">
        <span class="zl-line"><span class="zl-name">${escape(row.householder)}</span>
          <span class="zl-ago${never}">${days_ago(row.last_visited_on, this.today)}</span></span>
        <span class="zl-place">${place.join(" · ")}</span>
        <span class="zl-tags">${tags(row.categories)}</span>
      </button>${call}</div>`;
  }

  // Who may write visits begins one; the office that only looks on sees the household.
  open($button) {
    const row = this.rows.find((one) => one.name === $button.attr("data-name"));
    $button.addClass("zl-opening");
    const opened = frappe.model.can_create("Household Visit")
      ? zhilian.visits.start_visit(row)
      : frappe.set_route("Form", "Household", row.name);
    opened.then(() => $button.removeClass("zl-opening"));
  }
};
