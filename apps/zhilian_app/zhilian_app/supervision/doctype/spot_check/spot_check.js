// A check, on the phone for a patrol and at the desk for books: who was there, the checklist, what changed since the notice.
const TOLD = ["people", "results", "pictures", "steps", "state", "notice_on", "due_on", "score"];
const BEGUN = ["kind", "station"];
const WRITTEN = [
  "check_day",
  "check_time",
  "checker",
  "other_checkers",
  "meeting",
  "findings",
  "good",
];
const ON_SITE = ["Patrol", "Meeting Check"];

frappe.ui.form.on("Spot Check", {
  setup(frm) {
    $(frm.wrapper).addClass("zl-form zl-check-form");
    frm.tray = new zhilian.subsidies.FormTray(frm, "Check Picture");
    frm.set_query("station", () => ({ filters: { ended_on: ["is", "not set"] } }));
    frm.set_query("checker", () => ({
      filters: { status: "In Post", town: frm.doc.town || undefined },
    }));
    frm.set_query("meeting", () => ({ filters: { station: frm.doc.station || "" } }));
  },

  refresh(frm) {
    const is_new = frm.is_new();
    const may_write = is_new || Boolean(frm.doc.__onload?.may_write);
    frm.toggle_display(TOLD, false);
    frm.toggle_display(["headline", "results_section", "steps_section", "record_section"], !is_new);
    frm.toggle_display(BEGUN, is_new);
    WRITTEN.forEach((field) => frm.set_df_property(field, "read_only", may_write ? 0 : 1));
    // the head says them
    frm.toggle_display(["check_day", "check_time", "checker"], may_write);
    if (!may_write) frm.disable_save();
    frm.tray.open(may_write && !is_new);
    frm.toggle_display("pictures_section", !is_new && (may_write || frm.doc.pictures?.length > 0));
    draw_cards(frm, may_write && !is_new);
    draw_books(frm);
    draw_buttons(frm, may_write);
    if (is_new) return;
    frm.fields_dict.headline.$wrapper.html(
      zhilian.supervision.check_head_html(frm.doc, frm.doc.__onload?.rectifications),
    );
    frm.fields_dict.timeline.$wrapper.html(zhilian.steps.timeline_html(frm.doc.steps));
    if (may_write) note_position(frm);
  },

  before_save(frm) {
    return frm.tray.before_save();
  },

  before_workflow_action(frm) {
    return zhilian.steps.instead(frm);
  },

  step_kind(frm, step) {
    return step.after === "Voided" ? "default" : "primary";
  },

  step_warning(frm, step) {
    if (step.after !== "Voided") return "";
    return __("A voided check does not count. It stays on record with its reason.");
  },
});

function draw_cards(frm, may_write) {
  const changed = () => frm.dirty();
  const me = frm.doc.__onload?.me;
  const people = frm.doc.people || [];
  const looked_for =
    ON_SITE.includes(frm.doc.kind) && !frm.is_new() && (may_write || people.length > 0);
  frm.toggle_display("people_section", looked_for);
  if (looked_for)
    zhilian.supervision.draw_people(frm.fields_dict.people_area.$wrapper, people, {
      may_write,
      me,
      changed,
    });
  zhilian.supervision.draw_checklist(frm.fields_dict.result_area.$wrapper, frm.doc.results || [], {
    may_write,
    changed,
  });
}

function draw_books(frm) {
  const { books } = frm.doc.__onload || {};
  frm.toggle_display("books_section", Boolean(books?.length));
  if (books?.length)
    frm.fields_dict.books_area.$wrapper.html(zhilian.supervision.books_html(books));
}

function draw_buttons(frm, may_write) {
  const { doc } = frm;
  const asks = !frm.is_new() && doc.state !== "Voided" && frappe.model.can_create("Rectification");
  zhilian.steps.draw(
    frm,
    [
      may_write &&
        !frm.is_new() && {
          label: __("Save"),
          action: () => frm.is_dirty() && frm.save(),
        },
      asks && { label: __("Ask for a Rectification"), action: () => ask(frm) },
    ].filter(Boolean),
  );
}

async function ask(frm) {
  if (!(await zhilian.steps.is_saved(frm))) return;
  const { station, name, findings } = frm.doc;
  // the framework passes no longer texts on to a new form
  await frappe.model.with_doctype("Rectification");
  const doc = frappe.model.get_new_doc("Rectification");
  Object.assign(doc, { station, spot_check: name, problem: findings || "" });
  frappe.set_route("Form", doc.doctype, doc.name);
}

// A help, where the phone allows it; nobody waits for it.
async function note_position(frm) {
  const { doc } = frm;
  const is_fresh = ON_SITE.includes(doc.kind) && doc.check_day === frappe.datetime.get_today();
  if (!is_fresh || doc.latitude || doc.zl_asked) return;
  doc.zl_asked = true;
  if ((await zhilian.visits.locating_state()) === "denied") return;
  const where = await zhilian.visits.locate();
  if (!where || frm.doc !== doc || doc.latitude) return;
  Object.assign(doc, where);
  frm.dirty();
}
