const FIELDS = [
  "kind",
  "title",
  "current_situation",
  "proposed_solution",
  "total_budget",
  "amount_asked",
  "urgency",
  "expected_finish",
  "statement",
  "remark",
];
const OF_PROJECTS = ["total_budget", "amount_asked", "urgency", "expected_finish", "statement"];
const PROJECT = "Project to Fund";

frappe.ui.form.on("Committee Request", {
  refresh(frm) {
    zhilian.steps.draw(frm, paper_buttons(frm));
    frm.toggle_display("steps", false);
    if (frm.is_new()) return;
    frm.fields_dict.timeline.$wrapper.html(zhilian.steps.timeline_html(frm.doc.steps));
    zhilian.committee.draw(frm, (row) => describe(frm, row));
    add_downloads(frm);
  },

  before_workflow_action(frm) {
    return zhilian.steps.instead(frm);
  },

  step_warning(frm, step) {
    if (step.action !== "Accept") return "";
    return __("The time of acceptance orders the queue and cannot be changed afterwards.");
  },
});

function describe(frm, row) {
  const cards = zhilian.committee;
  const is_project = row.kind === PROJECT;
  return {
    title: row.title,
    place: __(row.kind),
    mark: row.taken_back ? __("Taken Back") : cards.decided(row),
    lines: [
      [__("Current Situation"), row.current_situation],
      [__("Proposed Solution"), row.proposed_solution],
      [__("Total Budget"), is_project && cards.money(row.total_budget)],
      [__("Amount Asked from the Town"), is_project && cards.money(row.amount_asked)],
      [__("Urgency"), is_project && __(row.urgency)],
      [__("Expected Finish"), is_project && cards.day(row.expected_finish)],
      [__("Statement of the Project"), row.statement && row.statement.split("/").pop()],
      [__("Remark"), row.remark],
      [__("Words of the Resolution"), row.decision_words],
      [__("Due On"), cards.day(row.decision_due_on)],
    ],
    warning: warning_of(frm, row),
    buttons: buttons_of(frm, row),
  };
}

function warning_of(frm, row) {
  if (!frm.doc.__onload?.may_write || row.taken_back) return "";
  if (row.sensitive && !row.current_situation) {
    return __("About a sensitive household: write it in general words and name nobody.");
  }
  const wanted = ["current_situation", "proposed_solution"];
  if (row.kind === PROJECT) wanted.push("total_budget", "amount_asked", "expected_finish");
  const missing = wanted.filter((field) => !row[field]);
  if (!missing.length) return "";
  const labels = missing.map((field) => __(frappe.meta.get_label(row.doctype, field)));
  return __("Still to fill in: {0}", [labels.join("、")]);
}

function buttons_of(frm, row) {
  const may = frm.doc.__onload || {};
  const buttons = [];
  if (may.may_write && !row.taken_back) {
    buttons.push({ label: __("Fill In"), kind: "primary", action: () => fill_in(frm, row) });
  } else if (may.may_add_statement && row.kind === PROJECT && !row.statement && !row.decision) {
    buttons.push({ label: __("Add the Statement"), action: () => add_statement(frm, row) });
  }
  if (row.statement) {
    buttons.push({ label: __("Open the Statement"), action: () => window.open(row.statement) });
  }
  return buttons;
}

function fill_in(frm, row) {
  const fields = FIELDS.map((fieldname) =>
    OF_PROJECTS.includes(fieldname)
      ? { fieldname, depends_on: `eval:doc.kind==='${PROJECT}'` }
      : { fieldname, reqd: fieldname !== "remark" ? 1 : 0 },
  );
  zhilian.committee.edit(frm, row, { title: __("Item {0}", [row.idx]), fields });
}

function add_statement(frm, row) {
  zhilian.committee.edit(frm, row, {
    title: __("Add the Statement"),
    fields: [{ fieldname: "statement", depends_on: "", reqd: 1 }],
  });
}

function paper_buttons(frm) {
  const office = frappe.user.has_role("Organization Office");
  if (!office || frm.doc.state !== "Accepted" || frm.doc.paper_received) return [];
  const action = () => frm.call("receive_paper").then(() => frm.reload_doc());
  return [{ label: __("Paper Received"), kind: "primary", action }];
}

function add_downloads(frm) {
  if (!frappe.model.can_print(frm.doctype)) return;
  for (const kind of ["xlsx", "docx"]) {
    frm.add_custom_button(
      kind === "xlsx" ? __("Excel Form") : __("Word Form"),
      () =>
        open_url_post("/api/method/zhilian_app.meetings.request_files.download_request", {
          request: frm.docname,
          kind,
        }),
      __("Download"),
    );
  }
}
