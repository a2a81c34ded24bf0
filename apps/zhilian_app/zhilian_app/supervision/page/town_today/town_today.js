// 书记一页: the town today. Every number is a button that opens exactly its rows; prints on one page.
frappe.pages["town-today"].on_page_load = (wrapper) => {
  wrapper.town_today = new zhilian.supervision.TownToday(wrapper);
};

frappe.pages["town-today"].on_page_show = (wrapper) => {
  wrapper.town_today.show();
};

const TILES = {
  coverage: () => __("Coverage"),
  households: () => __("Visits This Month"),
  issues: () => __("Ledger Issue"),
  meetings: () => __("Weekly Meetings This Month"),
  filings: () => __("Filing"),
  money: () => __("Subsidy Fund"),
  projects: () => __("Subsidy Project"),
  checks: () => __("Spot Checks This Year"),
  to_mend: () => __("Rectification"),
};

const NUMBERS = {
  share: () => __("Coverage of the Year"),
  visited: () => __("Visited"),
  to_visit: () => __("To Visit"),
  homes: () => __("Households Visited This Month"),
  visits: () => __("Visits of This Month"),
  open: () => __("Still Open"),
  overdue: () => __("Overdue Issues"),
  raised: () => __("New This Month"),
  closed: () => __("Closed This Month"),
  held: () => __("Meetings Held"),
  not_held: () => __("Meetings Missing"),
  late: () => __("Overdue and Not In"),
  missing: (page) => __("Missing of {0}", [zhilian.filings.month_words(page.missed_month)]),
  to_come: () => __("Still Due This Month"),
  left_amount: () => __("Left to Pay"),
  budget: () => __("Budget of the Year"),
  paid: () => __("Paid"),
  projects: () => __("Under Way"),
  projects_late: () => __("Beyond Their Finish"),
  progress_late: () => __("Progress Not Reported"),
  checks: () => __("Checks Done"),
  full_checks: () => __("Full Checks"),
  to_mend: () => __("To Be Mended"),
  mend_late: () => __("Overdue to Mend"),
};

const LIGHTS = {
  green: () => __("In Order"),
  orange: () => __("Keep an Eye on It"),
  red: () => __("Act Now"),
};

// What is bad as soon as there is one.
const ALARMS = [
  "overdue",
  "not_held",
  "late",
  "missing",
  "projects_late",
  "progress_late",
  "mend_late",
];
const COLUMNS = ["share", "homes", "overdue", "not_held", "late"];
const TEN_THOUSAND = 10000;

zhilian.supervision.TownToday = class TownToday {
  constructor(wrapper) {
    this.page = frappe.ui.make_app_page({
      parent: wrapper,
      title: __("The Town Today"),
      single_column: true,
    });
    this.page.set_secondary_action(__("Print"), () => window.print());
    this.$body = $('<div class="zl-town">').appendTo(this.page.main);
    this.$body.on("click", "[data-open]", (e) => {
      zhilian.supervision.open_rows(this.links[$(e.currentTarget).data("open")]);
    });
    this.$body.on("click", ".zl-again", () => this.show());
    // charts are drawn for the screen; paper is narrower
    window.addEventListener("beforeprint", () => this.fit_charts());
  }

  async show() {
    if (!this.shown) this.$body.html(`<div class="zl-loading">${__("Loading")}</div>`);
    try {
      this.shown = await frappe.xcall("zhilian_app.supervision.town_today.read");
    } catch {
      this.$body.html(`<div class="zl-empty">${__("The line is down. Please try again.")}
        <button type="button" class="btn btn-default zl-again">${__("Try again")}</button></div>`);
      return;
    }
    this.draw();
  }

  draw() {
    const { town, today, tiles, all_rows } = this.shown;
    this.links = [];
    this.$body.html(`
      <div class="zl-town-head"><b>${frappe.utils.escape_html(town)}</b>
        <span>${zhilian.filings.day_words(today, true)}</span></div>
      <div class="zl-town-tiles">${tiles.map((tile) => this.tile_html(tile)).join("")}</div>
      <div class="zl-town-charts">${["coverage", "issues", "visits"]
        .map((key) => `<div class="zl-town-chart" data-chart="${key}"></div>`)
        .join("")}</div>
      ${this.stations_html()}
      ${all_rows ? "" : `<p class="zl-place zl-town-note">${__("Rows that only the team and the Organization Office may see are counted in the coverage, and not listed.")}</p>`}`);
    this.draw_charts();
  }

  // -- numbers --------------------------------------------------------------------------------------------

  // A button that opens the rows of a number.
  button_html(number, css, words) {
    const at = this.links.push(number) - 1;
    const label = NUMBERS[number.key](this.shown);
    const alarm = number.value && ALARMS.includes(number.key) ? "zl-late" : "";
    return `<button type="button" class="${css}" data-open="${at}" data-key="${number.key}"
        aria-label="${frappe.utils.escape_html(`${label} ${this.value_words(number)}`)}">
      <b class="${alarm}">${this.value_words(number)}</b>${words ? `<span>${label}</span>` : ""}</button>`;
  }

  value_words({ key, value, money }) {
    if (key === "share") return `${value.toFixed(1)}%`;
    if (!money) return String(value);
    return __("{0} ten thousand yuan", [
      format_number(value / TEN_THOUSAND, null, value % TEN_THOUSAND ? 2 : 0),
    ]);
  }

  tile_html({ key, light, numbers, asked }) {
    const [main, ...more] = numbers;
    return `<section class="zl-tile ${light ? `zl-light-${light}` : ""}" data-tile="${key}">
      <h3>${TILES[key]()}${light ? `<span class="zl-light">${LIGHTS[light]()}</span>` : ""}</h3>
      ${this.button_html(main, "zl-tile-main", true)}
      <div class="zl-tile-more">${more.map((one) => this.button_html(one, "zl-tile-number", true)).join("")}</div>
      ${this.asked_html(key, asked)}</section>`;
  }

  asked_html(key, asked) {
    if (!asked) return "";
    const words = {
      coverage: () => __("On pace it would be {0}% by today", [asked]),
      households: () => __("{0} households or more are asked for this month", [asked]),
      checks: () => __("{0} full checks of each station a year", [asked]),
    };
    return `<p class="zl-tile-asked">${words[key]()}</p>`;
  }

  // -- stations -------------------------------------------------------------------------------------------

  stations_html() {
    const { stations } = this.shown;
    if (!stations.length) return `<div class="zl-empty">${__("No station yet.")}</div>`;
    const heads = COLUMNS.map((key) => `<th scope="col">${NUMBERS[key](this.shown)}</th>`);
    const rows = stations.map((station) => {
      const cells = station.numbers.map(
        (
          number,
        ) => `<td class="zl-light-${number.light}" data-label="${NUMBERS[number.key](this.shown)}">
          ${this.button_html(number, "zl-town-cell")}</td>`,
      );
      return `<tr><th scope="row">${frappe.utils.escape_html(station.station_name)}</th>${cells.join("")}</tr>`;
    });
    return `<h3 class="zl-town-title">${__("Stations, the worst first")}</h3>
      <table class="zl-town-stations"><thead><tr><th scope="col">${__("Station")}</th>${heads.join("")}</tr></thead>
      <tbody>${rows.join("")}</tbody></table>`;
  }

  // -- charts ---------------------------------------------------------------------------------------------

  draw_charts() {
    const { coverage, pace, raised, closed, visits } = this.shown.trends;
    const until = coverage.filter((value) => value !== null).length;
    const labels = coverage.slice(0, until).map((_value, at) => String(at + 1));
    const set = (name, values) => ({ name, values: values.slice(0, until) });
    const chart = (key, title, type, colors, datasets) =>
      new frappe.Chart(this.$body.find(`[data-chart=${key}]`)[0], {
        title,
        type,
        colors,
        height: 200,
        animate: false,
        disableEntryAnimation: true,
        data: { labels, datasets },
        axisOptions: {
          xAxisMode: "tick",
          xIsSeries: type === "line" ? 1 : 0,
          shortenYAxisNumbers: 0,
        },
        lineOptions: { dotSize: 4 },
      });
    chart(
      "coverage",
      __("Coverage against pace, in %"),
      "line",
      ["#1f6fd1", "#8d99a6"],
      [set(__("Coverage"), coverage), set(__("Even Pace"), pace)],
    );
    chart(
      "issues",
      __("Issues: new and closed"),
      "bar",
      ["#d97706", "#16794c"],
      [set(__("New"), raised), set(__("Closed"), closed)],
    );
    chart(
      "visits",
      __("Effective visits"),
      "bar",
      ["#1f6fd1"],
      [set(__("Household Visit"), visits)],
    );
  }

  fit_charts() {
    this.$body.find(".zl-town-chart svg.frappe-chart").each((_at, svg) => {
      const { width, height } = svg.getBoundingClientRect();
      if (width && !svg.hasAttribute("viewBox"))
        svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    });
  }
};
