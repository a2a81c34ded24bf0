// A meeting is kept on a phone at the table: who came, what was said about each thing, and done.
frappe.provide("zhilian.meetings");

frappe.ui.form.on("Weekly Meeting", {
  setup(frm) {
    frm.meeting = new zhilian.meetings.WeeklyForm(frm);
    frm.set_query("chair", () => ({ filters: { status: "In Post" } }));
    frm.set_query("recorder", () => ({ filters: { status: "In Post" } }));
    frm.set_df_property("chair", "filter_description", __("People in post only"));
    frm.set_df_property("recorder", "filter_description", __("People in post only"));
  },

  refresh(frm) {
    frm.meeting.refresh();
  },
});

zhilian.meetings.WeeklyForm = class WeeklyForm {
  constructor(frm) {
    this.frm = frm;
    this.drawn = {};
    $(frm.wrapper).addClass("zl-form zl-meeting-form");
  }

  get doc() {
    return this.frm.doc;
  }

  get planned() {
    return this.doc.status === "Planned";
  }

  get today() {
    return frappe.datetime.get_today();
  }

  get begun() {
    return this.doc.meeting_date <= this.today;
  }

  get may_write() {
    return Boolean(this.frm.perm[0]?.write) && this.planned;
  }

  get me() {
    const cadre = this.doc.__onload?.me;
    return cadre && (this.doc.attendance || []).find((row) => row.cadre === cadre);
  }

  refresh() {
    const { frm } = this;
    // the chips and cards show them; the tables are there for prints and lists
    frm.toggle_display(["attendance", "agenda"], false);
    if (frm.is_new()) return this.clear();
    if (!this.planned) frm.disable_form();
    this.draw();
    this.draw_menu();
    this.freshen();
  }

  clear() {
    for (const area of ["brief", "attendance_area", "agenda_area", "finish_area"])
      this.frm.fields_dict[area].$wrapper.empty();
    zhilian.visits.draw_bar(this.frm, []);
    this.choose_own_station();
  }

  // Who has one station only need not choose it.
  async choose_own_station() {
    const { frm, doc } = this;
    if (doc.station) return;
    const stations = await frappe.db.get_list("Station", { fields: ["name"], limit: 2 });
    if (stations.length === 1 && doc === frm.doc && !doc.station)
      frm.set_value("station", stations[0].name);
  }

  draw() {
    this.draw_brief();
    this.draw_attendance();
    this.draw_agenda();
    this.draw_bars();
    this.draw_month();
  }

  // -- what is shown ----------------------------------------------------------------------------------

  draw_brief() {
    const { doc, frm } = this;
    const { escape } = zhilian.visits;
    const day = moment(doc.meeting_date);
    const name = (cadre) => escape(frappe.utils.get_link_title("Cadre", cadre) || "—");
    const facts = [
      __("Day {0}/{1}", [day.format("M"), day.format("D")]),
      doc.meeting_time ? moment(doc.meeting_time, "HH:mm:ss").format("HH:mm") : "",
      doc.place,
    ].filter(Boolean);
    const marks = [doc.is_month_end ? __("Last Meeting of the Month") : "", this.state_words()];
    frm.fields_dict.brief.$wrapper.html(`<div class="zl-brief">
      <div class="zl-brief-head"><span class="zl-name">${escape(facts.join(" "))}</span>
      <span class="zl-tags">${marks
        .filter(Boolean)
        .map((mark) => `<span class="zl-mark">${escape(mark)}</span>`)
        .join("")}</span></div>
      <div class="zl-place">${__("Chair: {0}", [name(doc.chair)])}&emsp;${__("Recorder: {0}", [
        name(doc.recorder),
      ])}</div></div>`);
  }

  state_words() {
    const { doc } = this;
    if (doc.status === "Held") return __("Held");
    if (doc.status === "Not Held") return __("Not held: {0}", [doc.not_held_reason]);
    return doc.meeting_date < this.today ? __("Meeting Missing") : "";
  }

  draw_attendance() {
    zhilian.meetings.draw_attendance(
      this.frm.fields_dict.attendance_area.$wrapper,
      this.doc.attendance || [],
      {
        me: this.doc.__onload?.me,
        may_mark: this.may_write,
        mark: (row, choice, reason) =>
          this.sign("mark", { cadre: row.cadre, choice, reason: reason || "" }),
      },
    );
  }

  draw_agenda() {
    zhilian.meetings.draw_agenda(this.frm.fields_dict.agenda_area.$wrapper, this.doc.agenda || [], {
      may_write: this.may_write,
      state: this.doc.__onload?.issues || {},
      on_change: () => this.changed(),
      hint:
        this.may_write && this.doc.is_month_end && this.begun
          ? __("Last meeting of the month: please tick what is to go up to the committee.")
          : "",
    });
  }

  changed() {
    if (!this.frm.is_dirty()) {
      this.frm.dirty();
      this.draw_bars();
    }
  }

  draw_month() {
    const $field = this.frm.fields_dict.month_summary.$wrapper;
    $field.find(".zl-again").remove();
    if (!this.may_write || !this.doc.is_month_end) return;
    $('<button type="button" class="btn btn-default zl-again"></button>')
      .text(__("Draft Again from the Ledger"))
      .on("click", () => this.draft())
      .appendTo($field);
  }

  // -- buttons ------------------------------------------------------------------------------------------

  draw_bars() {
    const { frm } = this;
    const sign = this.can_sign() && {
      label: __("I Sign In"),
      kind: "primary",
      action: () => this.sign("sign_in", {}),
    };
    const raise = this.planned &&
      this.begun &&
      frappe.model.can_create("Ledger Issue") && {
        label: __("Register a New Issue"),
        action: () => this.ask_issue(),
      };
    const close = this.may_write &&
      this.begun && {
        label: __("Complete the Minutes"),
        kind: sign ? "default" : "primary",
        action: () => this.ask_close(),
      };
    zhilian.visits.draw_bar(frm, [sign, close, raise]);
    this.draw_finish(raise, close && { ...close, kind: "primary" });
  }

  // at the end of the page again: there one is when all has been said
  draw_finish(raise, close) {
    const $area = this.frm.fields_dict.finish_area.$wrapper.empty();
    if (!this.may_write) return;
    const save = this.frm.is_dirty() && {
      label: __("Save the Words"),
      kind: "default",
      action: () => this.frm.save(),
    };
    const nobody = !(this.doc.attendance || []).some((row) => row.attendance === "Present");
    const not_held = this.begun &&
      nobody && { label: __("The Meeting Was Not Held"), action: () => this.ask_not_held() };
    const $bar = $('<div class="zl-bar"></div>').appendTo($area);
    for (const one of [save, close, raise, not_held].filter(Boolean)) {
      $('<button type="button"></button>')
        .addClass(`btn btn-${one.kind || "default"} zl-big-button`)
        .text(one.label)
        .on("click", one.action)
        .appendTo($bar);
    }
  }

  draw_menu() {
    const { frm } = this;
    if (this.planned || !frm.perm[0]?.write) return;
    frm.add_custom_button(__("Open the Minutes Again"), () => this.ask_reopen());
  }

  can_sign() {
    const { me } = this;
    return (
      this.planned && this.doc.meeting_date === this.today && me && me.attendance !== "Present"
    );
  }

  // -- what the server does -----------------------------------------------------------------------------

  call(method, args = {}) {
    return frappe
      .call({
        method: `zhilian_app.meetings.api.${method}`,
        args: { meeting: this.doc.name, ...args },
        freeze: true,
      })
      .then((r) => r.message);
  }

  // What is typed in the form stays: only the lines of people are drawn anew.
  async sign(method, args) {
    this.take_rows(await this.call(method, args));
    if (method === "sign_in") {
      frappe.show_alert({ message: __("You have signed in."), indicator: "green" });
    }
  }

  take_rows(rows) {
    for (const row of rows) {
      const known = (this.doc.attendance || []).find((one) => one.name === row.name);
      if (known) Object.assign(known, row);
    }
    this.draw_attendance();
    this.draw_bars();
  }

  // Somebody else has signed.
  async look_again() {
    const { doc } = this;
    const answer = await frappe.call({
      method: "zhilian_app.meetings.api.attendance_of",
      args: { meeting: doc.name },
      silent: true,
    });
    if (doc === this.frm.doc) this.take_rows(answer.message || []);
  }

  // Once a while of five minutes: the form is drawn at every turn.
  async freshen() {
    const { frm, doc } = this;
    const fresh = this.drawn[doc.name] > Date.now() - 300000;
    if (!this.may_write || !this.begun || frm.is_dirty() || fresh) return;
    this.drawn[doc.name] = Date.now();
    const answer = await frappe.call({
      method: "zhilian_app.meetings.api.freshen",
      args: { meeting: doc.name },
      silent: true,
    });
    if (answer.message && doc === frm.doc) await zhilian.meetings.reload(frm);
  }

  async saved() {
    if (this.frm.is_dirty()) await this.frm.save();
    return !this.frm.is_dirty();
  }

  async ask_issue() {
    if (!(await this.saved())) return;
    await frappe.model.with_doctype("Ledger Issue");
    const kinds = frappe.meta.get_docfield("Ledger Issue", "issue_kind");
    const dialog = new frappe.ui.Dialog({
      title: __("Register a New Issue"),
      fields: [
        { fieldname: "title", fieldtype: "Data", label: __("Issue Title"), reqd: 1 },
        {
          fieldname: "issue_kind",
          fieldtype: "Select",
          label: __("Issue Kind"),
          options: kinds.options,
          default: kinds.default,
          reqd: 1,
        },
        { fieldname: "content", fieldtype: "Small Text", label: __("Issue Content"), reqd: 1 },
        {
          fieldname: "household",
          fieldtype: "Link",
          options: "Household",
          label: __("Household, if it is about one"),
          get_query: () => ({ filters: { station: this.doc.station, status: "Active" } }),
          filter_description: __("Active households only"),
        },
      ],
      primary_action_label: __("Put into the Ledger"),
      primary_action: (values) => {
        dialog.disable_primary_action();
        this.call("register_issue", values)
          .then(() => dialog.hide())
          .then(() => this.frm.reload_doc())
          .catch(() => dialog.enable_primary_action());
      },
    });
    dialog.$wrapper.addClass("zl-dialog");
    dialog.show();
  }

  async draft() {
    const { frm } = this;
    const text = await this.call("draft_summary");
    const take = () => frm.set_value("month_summary", text).then(() => this.draw_bars());
    if (!frm.doc.month_summary) return take();
    frappe.confirm(__("What stands there now is replaced. Go on?"), take);
  }

  async ask_close() {
    if (!(await this.saved())) return;
    const rows = this.doc.attendance || [];
    const open = rows.filter((row) => !row.attendance).length;
    const up = (this.doc.agenda || []).filter((row) => row.put_up);
    const { escape } = zhilian.visits;
    const lines = [
      __("Present: {0} of {1}.", [
        rows.filter((row) => row.attendance === "Present").length,
        rows.length,
      ]),
      open ? __("{0} people without a note will be noted as absent.", [open]) : "",
      up.length ? __("These go up to the committee:") : "",
      ...up.map((row) => `· ${escape(row.title)}`),
      __("After this the minutes are closed."),
    ];
    const yes = await zhilian.visits.choose({
      title: __("Complete the Minutes"),
      html: `<p class="zl-big-text">${lines.filter(Boolean).join("<br>")}</p>`,
      yes: __("Complete Now"),
      no: __("Back"),
    });
    if (!yes) return;
    const outcome = await this.call("close_minutes");
    await this.frm.reload_doc();
    this.tell(outcome);
  }

  tell({ went_up, refused }) {
    const { escape } = zhilian.visits;
    if (!refused.length) {
      const words = went_up.length
        ? __("The minutes are complete; {0} issues went up to the committee.", [went_up.length])
        : __("The minutes are complete.");
      return frappe.show_alert({ message: words, indicator: "green" }, 7);
    }
    const list = refused.map((one) => `<li>${escape(one.title)}（${escape(one.why)}）</li>`);
    frappe.msgprint({
      title: __("The minutes are complete."),
      indicator: "orange",
      message: `<p>${__("These could not go up to the committee:")}</p><ul>${list.join("")}</ul>`,
    });
  }

  async ask_not_held() {
    if (!(await this.saved())) return;
    this.ask_reason(__("The Meeting Was Not Held"), __("Reason Not Held"), "set_not_held");
  }

  ask_reopen() {
    this.ask_reason(__("Open the Minutes Again"), __("Reopening Reason"), "reopen");
  }

  ask_reason(title, label, method) {
    frappe.prompt(
      { fieldname: "reason", fieldtype: "Small Text", label, reqd: 1 },
      ({ reason }) => this.call(method, { reason }).then(() => this.frm.reload_doc()),
      title,
      __("Confirm"),
    );
  }
};

// Heard for every meeting of the desk, so it is set once and looks whose turn it is.
if (!zhilian.meetings.listening) {
  zhilian.meetings.listening = true;
  const open_form = () =>
    window.cur_frm?.doctype === "Weekly Meeting" && !cur_frm.is_new() && cur_frm.meeting;

  frappe.realtime.on("weekly_attendance", ({ meeting }) => {
    if (open_form() && cur_frm.doc.name === meeting) cur_frm.meeting.look_again();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && open_form() && cur_frm.meeting.planned) cur_frm.meeting.look_again();
  });
}
