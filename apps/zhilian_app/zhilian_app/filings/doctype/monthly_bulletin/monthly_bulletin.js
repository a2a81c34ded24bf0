// The bulletin: where it stands and its big buttons first, then the paper itself, as it will be printed.
const API = "zhilian_app.filings.bulletin_api";
const ASK_EVERY = 2000;
const CODE_WRITTEN = ["title", "town", "month", "state", "cutoff_on", "build_status"];

frappe.ui.form.on("Monthly Bulletin", {
  setup(frm) {
    $(frm.wrapper).addClass("zl-form zl-bulletin-form");
    frm.building = new zhilian.Building(frm);
  },

  onload(frm) {
    if (frm.is_new() && !frm.doc.month) {
      const month = moment(frappe.datetime.get_today()).subtract(1, "month").startOf("month");
      frm.set_value("month", month.format("YYYY-MM-DD"));
    }
  },

  refresh(frm) {
    const is_new = frm.is_new();
    const { frozen } = frm.doc;
    const may_write = Boolean(frm.perm[0]?.write);
    frm.toggle_display(["files_section", "record_section"], false);
    if (!is_new) frm.toggle_display(CODE_WRITTEN, false);
    frm.toggle_display(["cutoff_on", "state", "build_status"], false);
    frm.set_df_property("foreword", "read_only", frozen ? 1 : 0);
    // the frozen one has its foreword in the paper
    frm.toggle_display("foreword_section", !is_new && may_write && !frozen);
    if (frozen) frm.disable_save();
    frm.toggle_display(["headline", "preview_section"], !is_new);
    if (is_new) return;
    frm.fields_dict.headline.$wrapper.html(headline_html(frm));
    draw_preview(frm);
    draw_buttons(frm, may_write);
    if (frm.doc.build_status === "Building") frm.building.watch();
  },
});

// -- where it stands --------------------------------------------------------------------------------------

function headline_html(frm) {
  const { doc } = frm;
  const escape = frappe.utils.escape_html;
  const colour = doc.frozen ? "green" : "orange";
  const lines = [`${__("Cut-off Day")} ${escape(doc.cutoff_on)}`];
  if (doc.frozen) {
    const who = doc.frozen_by_name || "";
    lines.push(`${__("Frozen On")} ${escape(doc.frozen_on.slice(0, 16))} ${escape(who)}`);
  } else if (doc.built_on) {
    lines.push(`${__("Built On")} ${escape(doc.built_on.slice(0, 16))}`);
  }
  return `<div class="zl-brief">
    <div class="zl-brief-head">
      <span class="indicator-pill no-indicator-dot ${colour}">${__(doc.state)}</span>
    </div>
    <div class="zl-place">${lines.join(" · ")}</div>
    ${seal_html(doc)}
    ${problem_html(doc)}
  </div>`;
}

// Whether the stored content is still what was frozen: worked out by the server at every look.
function seal_html(doc) {
  if (!doc.frozen) return "";
  const sum = frappe.utils.escape_html((doc.content_hash || "").slice(0, 16));
  const [css, words] = doc.__onload?.intact
    ? ["zl-mark-green", __("Content unchanged")]
    : ["zl-mark-red", __("The content was changed after the freezing")];
  return `<div class="zl-tags"><span class="zl-mark ${css}">${words}</span>
    <span class="text-muted">${__("Check Sum")} ${sum}</span></div>`;
}

function problem_html(doc) {
  if (doc.build_status !== "Failed" || !doc.build_error) return "";
  return `<div class="zl-warning">${frappe.utils.escape_html(doc.build_error)}</div>`;
}

function draw_preview(frm) {
  const html = frm.doc.__onload?.preview;
  const empty = `<div class="text-muted zl-big-text">${__("The bulletin was not built yet.")}</div>`;
  const $paper = frm.fields_dict.preview.$wrapper.addClass("zl-bulletin").html(html || empty);
  // the desk takes a change of the address behind # for another page
  $paper.off("click").on("click", "a[href^='#']", (e) => {
    e.preventDefault();
    e.stopPropagation();
    $paper.find(e.currentTarget.getAttribute("href"))[0]?.scrollIntoView({ behavior: "smooth" });
  });
}

// -- buttons ----------------------------------------------------------------------------------------------

function draw_buttons(frm, may_write) {
  const { doc } = frm;
  const built = Boolean(doc.__onload?.preview);
  const open = may_write && !doc.frozen && doc.build_status !== "Building";
  const file = (label, kind, button = "default") =>
    built && { label, kind: button, action: () => download(frm, kind) };
  zhilian.visits.draw_bar(frm, [
    open &&
      doc.__onload?.may_freeze && {
        label: __("Freeze"),
        kind: "primary",
        action: () => freeze(frm),
      },
    file(__("PDF"), "pdf", doc.frozen ? "primary" : "default"),
    doc.frozen &&
      frappe.model.can_create("Circulation") && {
        label: __("Circulate a Paper"),
        action: () => zhilian.filings.circulate(frm),
      },
    open && { label: built ? __("Build Anew") : __("Build"), action: () => build(frm) },
    file(__("Word"), "docx"),
    file(__("Excel"), "xlsx"),
  ]);
}

function download(frm, kind) {
  open_url_post(`/api/method/${API}.download`, { name: frm.doc.name, kind });
}

async function build(frm) {
  if (await zhilian.steps.is_saved(frm)) frm.building.start("build");
}

async function freeze(frm) {
  if (!(await zhilian.steps.is_saved(frm))) return;
  const sure = await zhilian.visits.choose({
    title: __("Freeze"),
    html: `<p class="zl-big-text">${__(
      "The bulletin is built for the last time and then never changes again. What comes in later does not alter it.",
    )}</p>`,
    yes: __("Freeze"),
    no: __("Close"),
  });
  if (sure) frm.building.start("freeze");
}

// -- the job ----------------------------------------------------------------------------------------------

zhilian.Building = class Building {
  constructor(frm) {
    this.frm = frm;
    frappe.realtime.on("bulletin_progress", (said) => {
      if (said.name !== frm.doc.name) return;
      this.show(said.percent, said.message);
      if (said.percent >= 100) this.ask_soon(300);
    });
  }

  start(what) {
    const { frm } = this;
    this.show(0, __("Waiting for its turn"));
    return frappe.xcall(`${API}.${what}`, { name: frm.doc.name }).then(
      () => this.ask_soon(700),
      () => frm.reload_doc(),
    );
  }

  watch() {
    this.show(0, __("Waiting for its turn"));
    this.ask_soon();
  }

  // The relay tells at once; asking as well keeps the form right where no relay runs.
  ask_soon(after = ASK_EVERY) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), after);
  }

  ask() {
    const { frm } = this;
    const { name } = frm.doc;
    if (cur_frm !== frm || frm.is_new()) return;
    frappe
      .call({ method: `${API}.build_state`, args: { name }, silent: true })
      .then(({ message: now }) => {
        if (frm.doc.name !== name) return;
        if (now.status !== "Building") {
          // words that stand there unsaved are not thrown away: who wrote them is told, and looks again
          if (frm.is_dirty()) frm.doc.__needs_refresh = true;
          if (frm.is_dirty()) frm.show_conflict_message();
          else zhilian.meetings.reload(frm);
          return;
        }
        this.show(now.percent);
        this.ask_soon();
      })
      .catch(() => this.ask_soon(3 * ASK_EVERY));
  }

  show(percent, message) {
    const $layout = this.frm.layout.wrapper;
    $layout.find("> .zl-bar .btn").prop("disabled", true);
    let $wait = this.frm.fields_dict.headline.$wrapper.find(".zl-building");
    if (!$wait.length) {
      $wait = $(`<div class="zl-building" role="status" aria-live="polite">
        <div class="zl-building-said"></div>
        <div class="progress"><div class="progress-bar zl-building-bar"></div></div>
        <div class="text-muted">${__("You may close this page; the work goes on.")}</div>
      </div>`).appendTo(this.frm.fields_dict.headline.$wrapper);
    }
    const $bar = $wait.find(".zl-building-bar");
    // two sources tell the share; it does not go back
    const share = Math.max(3, cint(percent), cint($bar.data("share")));
    $bar.data("share", share).css("width", `${share}%`);
    if (message) $wait.find(".zl-building-said").text(message);
  }
};
