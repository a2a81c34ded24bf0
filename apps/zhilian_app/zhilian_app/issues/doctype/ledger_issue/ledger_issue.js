// An issue of the ledger: written in few taps on a phone, and read from the top: state, days left, whose turn, what next.
frappe.provide("zhilian.issues");

const FACTS = ["content", "title", "issue_kind", "raised_on"];

frappe.ui.form.on("Ledger Issue", {
  setup(frm) {
    frm.issue = new zhilian.issues.IssueForm(frm);
    frm.set_query("household", () => {
      const { station } = frm.doc;
      return { filters: { status: "Active", ...(station ? { station } : {}) } };
    });
    frm.set_df_property("household", "filter_description", __("Active households only"));
    frm.set_query("station", () => ({ filters: { ended_on: ["is", "not set"] } }));
    frm.set_df_property("station", "filter_description", " ");
  },

  onload(frm) {
    frm.issue.fill_station();
  },

  refresh(frm) {
    frm.issue.refresh();
  },

  household(frm) {
    if (frm.is_new()) frm.issue.take_station();
  },

  before_save(frm) {
    return frm.issue.before_save();
  },

  after_save(frm) {
    frm.issue.after_save();
  },

  before_workflow_action(frm) {
    return zhilian.steps.instead(frm);
  },

  // what a step's field may be filled with
  step_query(frm, fieldname) {
    const { town } = frm.doc;
    if (fieldname === "town_office") return { filters: { town } };
    if (fieldname === "handler") return { filters: { name: ["in", frm.doc.__onload.team] } };
    if (fieldname === "told_by") return { filters: { town, status: "In Post" } };
    return null;
  },

  step_warning(frm, step) {
    if (!frm.doc.sensitive || step.after !== "Referred to Office") return "";
    return __(
      "This is about somebody whom offices must not know of. Please look through the words and pictures: no name, no address.",
    );
  },
});

zhilian.issues.IssueForm = class IssueForm {
  constructor(frm) {
    this.frm = frm;
    this.kept = new zhilian.desk.KeptRows(frm, "Issue Picture", "pictures", "picture");
    this.tray = new zhilian.visits.PictureTray({
      $area: frm.fields_dict.picture_area.$wrapper,
      on_sent: (docname, url) => this.picture_sent(docname, url),
      on_remove: (docname, url) => this.picture_removed(url),
    });
    $(frm.wrapper).addClass("zl-form zl-issue-form");
  }

  refresh() {
    const { frm } = this;
    const is_new = frm.is_new();
    this.tray.open(frm.doc, Boolean(frm.perm[0]?.write && (is_new || frm.doc.is_open)));
    const hint = is_new ? __("The first line of the words, if left empty") : "";
    frm.set_df_property("title", "description", hint);
    // the head and the story below tell the same in words
    ["progress_section", "extension_section", "steps", "pictures"].forEach((field) =>
      frm.toggle_display(field, false),
    );
    ["steps_section", "record_section"].forEach((field) => frm.toggle_display(field, !is_new));
    frm.toggle_display(["householder", "address", "phone"], !is_new && !frm.doc.sensitive);
    frm.toggle_display(["household", "station"], is_new);
    if (is_new) this.begin();
    else this.show_saved();
  }

  begin() {
    const { frm } = this;
    frm.fields_dict.headline.$wrapper.empty();
    zhilian.steps.draw(frm);
    // set_query's words above draw the empty field, and Frappe forgets to look again
    frm.fields_dict.station.$wrapper.removeClass("has-error");
  }

  // Before the form is drawn: a field that is filled later stays red.
  fill_station() {
    const { doc } = this.frm;
    const stations = Object.keys(frappe.boot.zhilian_station_titles || {});
    if (doc.__islocal && !doc.station && !doc.household && stations.length === 1)
      doc.station = stations[0];
  }

  // The household says which station it is.
  async take_station() {
    const { frm } = this;
    if (!frm.doc.household) return;
    const { message } = await frappe.db.get_value("Household", frm.doc.household, "station");
    if (message?.station && message.station !== frm.doc.station)
      frm.set_value("station", message.station);
  }

  show_saved() {
    const { frm } = this;
    const { today, office, may_extend } = frm.doc.__onload || {};
    const begun = frm.doc.state !== "Registered";
    FACTS.forEach((field) => frm.set_df_property(field, "read_only", begun ? 1 : 0));
    frm.fields_dict.headline.$wrapper.html(
      zhilian.issues.headline_html(frm.doc, { today, office }),
    );
    frm.fields_dict.timeline.$wrapper.html(zhilian.steps.timeline_html(frm.doc.steps));
    zhilian.steps.draw(frm);
    if (may_extend) frm.add_custom_button(__("Extend the Due Day"), () => this.ask_extension());
    if (frm.doc.sensitive) this.show_person();
  }

  // Only who needs to know is answered; for the others nothing is shown.
  show_person() {
    const { name } = this.frm.doc;
    zhilian.issues
      .ask("person_of", { issue: name })
      .then((person) => {
        if (!person || this.frm.doc.name !== name) return;
        this.frm.fields_dict.headline.$wrapper
          .find(".zl-about")
          .html(zhilian.issues.person_html(person));
      })
      .catch(() => {
        // not for this reader
      });
  }

  ask_extension() {
    const { frm } = this;
    const dialog = new frappe.ui.Dialog({
      title: __("Extend the Due Day"),
      fields: [
        {
          fieldname: "new_due",
          fieldtype: "Date",
          label: __("New Due Day"),
          reqd: 1,
          default: frm.doc.due_on,
          description: __("An issue is extended once, by 60 days at most."),
        },
        { fieldname: "reason", fieldtype: "Small Text", label: __("Extension Reason"), reqd: 1 },
      ],
      primary_action_label: __("Confirm"),
      primary_action: (args) =>
        frm
          .call({ method: "extend_due", doc: frm.doc, args, freeze: true })
          .then(() => dialog.hide())
          .then(() => frm.reload_doc()),
    });
    dialog.$wrapper.addClass("zl-dialog zl-step-dialog");
    dialog.show();
  }

  // -- pictures and saving ------------------------------------------------------------------------------

  picture_sent(docname, picture) {
    const { frm } = this;
    const doc = frappe.get_doc("Ledger Issue", docname);
    if (!doc && frm.docname === docname) return this.kept.remember(docname, { picture });
    if (!doc || (!doc.__islocal && frm.doc !== doc))
      return zhilian.issues.ask("add_picture", { issue: docname, picture });
    const was_clean = !doc.__islocal && !doc.__unsaved;
    this.kept.add(doc, { picture });
    if (!doc.__islocal) frm.dirty();
    return was_clean && !this.tray.counts().under_way ? frm.save() : null;
  }

  picture_removed(picture) {
    const { frm } = this;
    const row = (frm.doc.pictures || []).find((one) => one.picture === picture);
    if (!row) return;
    this.kept.forget(picture);
    frappe.model.clear_doc(row.doctype, row.name);
    frm.refresh_field("pictures");
    if (frm.is_new()) zhilian.visits.ask("discard_picture", { picture }).catch(() => {});
    else frm.dirty();
  }

  async before_save() {
    const { frm, tray } = this;
    this.saving = frm.doc.name;
    if (!tray.own().length) return;
    if (!(await zhilian.visits.wait_for_pictures(tray))) frappe.validated = false;
  }

  after_save() {
    if (!this.frm.is_new()) this.tray.rename(this.saving, this.frm.doc.name);
  }
};
