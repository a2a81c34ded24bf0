// A visit is written on a phone, at the door or on the way home: few taps, and nothing typed is ever lost.
frappe.provide("zhilian.visits");

frappe.ui.form.on("Household Visit", {
  setup(frm) {
    frm.visit = new zhilian.visits.VisitForm(frm);
    frm.set_query("household", () => ({ filters: { status: "Active" } }));
    frm.set_df_property("household", "filter_description", __("Active households only"));
    frm.set_query("visitors", () => ({ filters: { status: "In Post" } }));
    frm.set_df_property("visitors", "filter_description", __("People in post only"));
  },

  refresh(frm) {
    frm.visit.refresh();
  },

  household(frm) {
    if (frm.is_new() && frm.doc.household) frm.visit.begin();
  },

  visit_date(frm) {
    // the question about a second visit was answered for another day
    frm.doc.duplicate_confirmed = 0;
  },

  before_save(frm) {
    return frm.visit.before_save();
  },

  after_save(frm) {
    frm.visit.after_save();
  },
});

zhilian.visits.VisitForm = class VisitForm {
  constructor(frm) {
    Object.assign(this, { frm, begun: null });
    this.kept = new zhilian.desk.KeptRows(frm, "Visit Picture", "pictures", "picture");
    this.tray = new zhilian.visits.PictureTray({
      $area: frm.fields_dict.picture_area.$wrapper,
      on_sent: (docname, url) => this.picture_sent(docname, url),
      on_remove: (docname, url) => this.picture_removed(url),
    });
    $(frm.wrapper).addClass("zl-form zl-visit-form");
    this.watch_typing();
  }

  refresh() {
    const { frm, tray } = this;
    tray.open(frm.doc, frm.perm[0]?.write && !frm.doc.voided);
    frm.toggle_display("household", !frm.doc.household);
    // the tray shows them; the table is there for the print and the office's list
    frm.toggle_display("pictures_section", false);
    frm.toggle_display("record_section", !frm.is_new());
    if (frm.is_new()) this.begin();
    else this.show_saved_visit();
  }

  show_saved_visit() {
    const { frm } = this;
    this.show_brief();
    if (frm.doc.voided) {
      frm.disable_form();
      frm.page.set_indicator(__("Voided"), "gray");
      return;
    }
    if (!frm.perm[0]?.write) return;
    frm.add_custom_button(__("Void"), () => this.ask_void());
    frm.add_custom_button(__("Next Household"), () => zhilian.visits.next_household());
  }

  // -- a new visit ------------------------------------------------------------------------------------

  // Once a new document and household: what is known, the draft of last time, and the cursor where writing begins.
  begin() {
    const { frm } = this;
    // the household may be known before the form is drawn, and writing begins with it
    if (this.tray.docname !== frm.doc.name) this.tray.open(frm.doc, true);
    this.show_brief();
    const key = `${frm.doc.name}:${frm.doc.household}`;
    if (!frm.doc.household || this.begun === key) return;
    this.begun = key;
    frm.toggle_display("household", false);
    this.restore_draft();
    this.add_own_cadre(zhilian.visits.known.cadre);
    this.add_position();
    setTimeout(() => this.focus_content(), 150);
  }

  focus_content() {
    const $input = this.frm.fields_dict.content.$input;
    if (!$input || !$input.is(":visible")) return;
    $input.trigger("focus");
  }

  // Asked once a document: the form is drawn anew at every turn, and the line is slow.
  show_brief() {
    const { frm } = this;
    const { household, name } = frm.doc;
    const key = `${name}:${household}`;
    if (this.brief_of === key) return this.draw_brief();
    this.brief_of = key;
    this.brief = household ? zhilian.visits.known_brief(household) : null;
    this.draw_brief();
    // leaders read visits but no households
    if (!household || !frappe.model.can_read("Household")) return;
    this.answered = zhilian.visits
      .ask("household_brief", { household })
      .then((brief) => this.brief_of === key && this.take_brief(brief))
      .catch(() => {
        // the visit can be written without it; the next turn asks again
        if (this.brief_of === key) this.brief_of = null;
      });
  }

  take_brief(brief) {
    const { frm } = this;
    this.brief = brief;
    this.draw_brief();
    this.add_own_cadre(brief.cadre);
    // the server's day counts: a phone's clock may be wrong
    const untouched = frm.doc.visit_date === frappe.datetime.get_today();
    if (frm.is_new() && untouched && brief.today !== frm.doc.visit_date)
      frm.set_value("visit_date", brief.today);
  }

  draw_brief() {
    const { frm, brief } = this;
    const $area = frm.fields_dict.household_brief.$wrapper;
    if (!brief) return $area.empty();
    const facts = frm.is_new() ? brief : { ...brief, today_visits: [], visits: null };
    $area.html(zhilian.visits.brief_html(facts));
    if (frappe.model.can_read("Household"))
      zhilian.visits.brief_extras.forEach((draw) => draw($area, brief.household.name));
    if (this.restored_at && frm.is_new()) {
      $area.append(
        `<div class="zl-restored"><span>${__("What you wrote at {0} was kept and is back.", [
          this.restored_at,
        ])}</span><button type="button" class="btn btn-default zl-discard">${__("Clear")}</button></div>`,
      );
      $area.find(".zl-discard").on("click", () => this.discard_draft());
    }
  }

  add_own_cadre(cadre) {
    const { frm } = this;
    if (!frm.is_new() || !cadre || (frm.doc.visitors || []).length) return;
    frappe.utils.add_link_title("Cadre", cadre.name, cadre.cadre_name);
    frm.add_child("visitors", { cadre: cadre.name });
    frm.refresh_field("visitors");
  }

  // Silently where the person has allowed it; who was never asked finds a small button, and no question in the way.
  async add_position() {
    const { doc } = this.frm;
    const state = await zhilian.visits.locating_state();
    if (state === "granted") return this.locate(doc);
    this.tray.offer(state === "prompt" ? __("Note the Position") : "", () => this.locate(doc));
  }

  async locate(doc) {
    const place = await zhilian.visits.locate();
    this.tray.offer("");
    if (place && doc.__islocal) Object.assign(doc, place);
  }

  // -- the draft ----------------------------------------------------------------------------------------

  // The form's own copy lags half a second behind the text box: a phone that dies in between must not lose a word.
  watch_typing() {
    const keep = frappe.utils.debounce(() => this.keep_draft(), 300);
    for (const fieldname of ["content", "needs"])
      this.frm.fields_dict[fieldname].$wrapper.on("input", "textarea", keep);
    $(window).on("pagehide", () => this.keep_draft());
    document.addEventListener("visibilitychange", () => document.hidden && this.keep_draft());
  }

  typed(fieldname) {
    return this.frm.fields_dict[fieldname].$input?.val();
  }

  keep_draft() {
    const { frm } = this;
    if (!frm.doc || !frm.is_new() || this.begun !== `${frm.doc.name}:${frm.doc.household}`) return;
    zhilian.visits.draft.keep(frm.doc, {
      content: this.typed("content"),
      needs: this.typed("needs"),
    });
  }

  restore_draft() {
    const { frm } = this;
    this.restored_at = null;
    const kept = zhilian.visits.draft.find(frm.doc.household);
    if (!kept || frm.doc.content || frm.doc.needs) return;
    this.restored_at = moment(kept.kept_at).format("MM-DD HH:mm");
    frm.set_value({ content: kept.content, needs: kept.needs, visit_date: kept.visit_date });
    kept.visitors.forEach((cadre) => frm.add_child("visitors", { cadre }));
    kept.pictures.forEach((picture) => frm.add_child("pictures", { picture }));
    frm.refresh_fields(["visitors", "pictures"]);
    this.tray.draw();
    this.draw_brief();
  }

  discard_draft() {
    const { frm } = this;
    this.restored_at = null;
    zhilian.visits.draft.drop(frm.doc.household);
    (frm.doc.pictures || []).slice().forEach((row) => this.picture_removed(row.picture));
    frm.set_value({ content: "", needs: "" });
    this.tray.draw();
    this.draw_brief();
  }

  // -- pictures -----------------------------------------------------------------------------------------

  on_screen(docname) {
    const route = frappe.get_route();
    return this.frm.doc.name === docname && route[0] === "Form" && route[2] === docname;
  }

  picture_sent(docname, picture) {
    const { frm } = this;
    const doc = frappe.get_doc("Household Visit", docname);
    if (doc && (doc.__islocal || this.on_screen(docname))) {
      const was_clean = !doc.__islocal && !doc.__unsaved;
      this.kept.add(doc, { picture });
      if (doc.__islocal) zhilian.visits.draft.keep(doc, frm.doc === doc ? this.typed_now() : {});
      else frm.dirty();
      return was_clean && !this.tray.counts().under_way ? frm.save() : null;
    }
    if (!doc && this.on_screen(docname)) return this.kept.remember(docname, { picture });
    // the person is at the next household already
    frappe.model.remove_from_locals("Household Visit", docname);
    return zhilian.visits.ask("add_picture", { visit: docname, picture });
  }

  typed_now() {
    return { content: this.typed("content"), needs: this.typed("needs") };
  }

  picture_removed(picture) {
    const { frm } = this;
    const row = (frm.doc.pictures || []).find((one) => one.picture === picture);
    if (!row) return;
    this.kept.forget(picture);
    frappe.model.clear_doc(row.doctype, row.name);
    frm.refresh_field("pictures");
    if (frm.is_new()) {
      this.keep_draft();
      zhilian.visits.ask("discard_picture", { picture }).catch(() => {});
    } else frm.dirty();
  }

  // -- saving -------------------------------------------------------------------------------------------

  async before_save() {
    const { frm, tray } = this;
    this.saving = frm.doc.name;
    this.keep_draft();
    if (!navigator.onLine) {
      frappe.validated = false;
      return zhilian.visits.tell_line_lost(() => frm.save());
    }
    // the answer says who is writing, where the list has not
    if (!(frm.doc.visitors || []).length) await this.answered;
    if (!tray.own().length) return;
    if (!(await zhilian.visits.wait_for_pictures(tray))) frappe.validated = false;
  }

  after_save() {
    const { frm, saving } = this;
    // when the line fails Frappe comes here too, with a document that is as new as before
    if (frm.is_new() || frm.doc.__unsaved) return;
    this.saving = null;
    if (saving === frm.doc.name) return;
    this.tray.rename(saving, frm.doc.name);
    zhilian.visits.draft.drop(frm.doc.household);
    zhilian.visits.saved_one = true;
    this.restored_at = null;
    zhilian.visits.confirm_saved(frm.doc);
  }

  // The team has a record of this day already: shows it and asks.
  async ask_second_visit() {
    const { frm } = this;
    const answer = await zhilian.visits.ask_second_visit(frm.doc);
    if (answer === "again") {
      frm.doc.duplicate_confirmed = 1;
      frm.save();
    } else if (answer !== "no") this.take_as_saved(answer);
  }

  take_as_saved(visit) {
    const { frm } = this;
    zhilian.visits.draft.drop(frm.doc.household);
    zhilian.visits.saved_one = true;
    frappe.model.remove_from_locals(frm.doctype, frm.doc.name);
    frappe.show_alert({ message: __("This visit was saved already."), indicator: "green" }, 10);
    frappe.set_route("Form", frm.doctype, visit.name);
  }

  ask_void() {
    const { frm } = this;
    frappe.prompt(
      { fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
      ({ reason }) =>
        frm
          .call({ method: "void", doc: frm.doc, args: { reason }, freeze: true })
          .then(() => frm.reload_doc()),
      __("Void this visit"),
      __("Void"),
    );
  }
};

zhilian.visits.current_form = () =>
  window.cur_frm && cur_frm.doctype === "Household Visit" && cur_frm.visit ? cur_frm : null;

// What the list knew of the household, before the server has answered.
zhilian.visits.known_brief = (household) => {
  const home = zhilian.visits.known.households[household];
  return home ? { household: home, categories: home.categories } : null;
};

// Both are heard for every form of the desk, so they are set once and look whose turn it is.
if (!zhilian.visits.listening) {
  zhilian.visits.listening = true;

  frappe.request.on_error("DuplicateVisit", () =>
    zhilian.visits.current_form()?.visit.ask_second_visit(),
  );

  $(document).on("ajaxError", (_, xhr, { url }) => {
    const frm = zhilian.visits.current_form();
    if (!frm || !String(url).includes("frappe.desk.form.save.savedocs")) return;
    const lost = zhilian.visits.line_lost(xhr);
    if (!lost && xhr.status < 500) return;
    // it may have come through all the same, also where the server broke off with its answer: the next try must be
    // asked whether it is the same visit
    frm.doc.duplicate_confirmed = 0;
    frm.visit.keep_draft();
    if (lost) zhilian.visits.tell_line_lost(() => frm.save());
  });
}
