const DECISIONS = ["Agreed", "Not Agreed", "Deferred", "Studied Separately"];
const PAPER_DECISIONS = ["Agreed", "Not Agreed", "Deferred"];
const AGREED = "Agreed";
const IS_PROJECT = "Project to Fund";

frappe.ui.form.on("Committee Session", {
  setup(frm) {
    const of_town = () => ({ filters: { town: frm.doc.town, status: "In Post" } });
    frm.set_query("chair", of_town);
    frm.set_query("recorder", of_town);
    frm.set_query("cadre", "attendees", of_town);
  },

  refresh(frm) {
    zhilian.steps.draw(frm);
    frm.toggle_display("steps", false);
    if (frm.is_new()) return;
    frm.fields_dict.timeline.$wrapper.html(zhilian.steps.timeline_html(frm.doc.steps));
    const has_papers = (frm.doc.papers || []).length > 0;
    zhilian.committee.draw(
      frm,
      (row) => describe_item(frm, row),
      has_papers ? { empty: __("No station has put anything up.") } : {},
    );
    draw_papers(frm);
    show_progress(frm);
  },

  before_workflow_action(frm) {
    return zhilian.steps.instead(frm);
  },
});

function describe_item(frm, row) {
  const cards = zhilian.committee;
  const is_project = row.kind === IS_PROJECT;
  return {
    title: row.title,
    place: row.station_name,
    mark: cards.decided(row),
    lines: [
      [__("Current Situation"), row.current_situation],
      [__("Proposed Solution"), row.proposed_solution],
      [__("Total Budget"), is_project && cards.money(row.total_budget)],
      [__("Amount Asked from the Town"), is_project && cards.money(row.amount_asked)],
      [__("Urgency"), is_project && row.urgency && __(row.urgency)],
      [__("Expected Finish"), is_project && cards.day(row.expected_finish)],
      [__("Remark"), row.remark],
      [__("Earlier Decisions"), row.earlier],
      [__("Words of the Resolution"), row.words],
      [
        __("Office in Charge"),
        row.office && frappe.utils.get_link_title("Town Office", row.office),
      ],
      [__("Due On"), cards.day(row.due_on)],
    ],
    buttons: may_write(frm)
      ? DECISIONS.map((decision) => ({
          label: __(decision),
          kind: row.decision === decision ? "primary" : "default",
          action: () => decide(frm, row, decision),
        }))
      : [],
  };
}

function may_write(frm) {
  return frm.doc.docstatus === 0 && frm.perm[0]?.write;
}

function decide(frm, row, decision) {
  const with_money = decision === AGREED && row.kind === IS_PROJECT;
  const has_number = decision === AGREED || decision === "Not Agreed";
  const fields = [
    { fieldname: "decision", read_only: 1 },
    with_money && { fieldname: "approved_amount", reqd: 1, depends_on: "" },
    with_money && { fieldname: "urgency", depends_on: "" },
    has_number && { fieldname: "resolution_no", reqd: 1 },
    { fieldname: "words", reqd: decision === AGREED ? 0 : 1 },
    { fieldname: "office", get_query: () => ({ filters: { town: frm.doc.town } }) },
    "due_on",
  ].filter(Boolean);
  const values = {
    decision,
    approved_amount: row.approved_amount || row.amount_asked,
    resolution_no: row.resolution_no || frm.doc.resolution_no,
  };
  // what belongs to another decision goes
  if (!with_money) row.approved_amount = 0;
  if (!has_number) row.resolution_no = "";
  zhilian.committee.edit(frm, row, { title: `${row.idx}. ${row.title}`, fields, values });
}

// Plans and other papers of the town: read in full by a tap, decided like the items.
function draw_papers(frm) {
  const papers = frm.doc.papers || [];
  frm.toggle_display(["papers_section", "paper_cards"], papers.length > 0);
  zhilian.committee.draw(frm, (row) => describe_paper(frm, row), {
    table: "papers",
    area: "paper_cards",
    // the papers are numbered after the items, as the minutes do it
    first: (frm.doc.items || []).length,
  });
}

function describe_paper(frm, row) {
  const decisions = may_write(frm) && row.needs_decision ? PAPER_DECISIONS : [];
  return {
    title: row.title,
    place: __(row.reference_doctype),
    mark: zhilian.committee.decided(row),
    lines: [
      [__("Summary"), row.summary],
      [__("Words of the Resolution"), row.words],
    ],
    buttons: [
      {
        label: __("Open the Paper"),
        action: () => frappe.set_route("Form", row.reference_doctype, row.reference_name),
      },
      ...decisions.map((decision) => ({
        label: __(decision),
        kind: row.decision === decision ? "primary" : "default",
        action: () => decide_paper(frm, row, decision),
      })),
    ],
  };
}

function decide_paper(frm, row, decision) {
  const has_number = decision !== "Deferred";
  const fields = [
    { fieldname: "decision", read_only: 1 },
    has_number && { fieldname: "resolution_no", reqd: 1 },
    { fieldname: "words", reqd: decision === AGREED ? 0 : 1 },
  ].filter(Boolean);
  if (!has_number) row.resolution_no = "";
  const values = { decision, resolution_no: row.resolution_no || frm.doc.resolution_no };
  zhilian.committee.edit(frm, row, { title: row.title, fields, values });
}

function show_progress(frm) {
  const rows = [
    ...(frm.doc.items || []),
    ...(frm.doc.papers || []).filter((row) => row.needs_decision),
  ];
  const open = rows.filter((row) => !row.decision).length;
  if (frm.doc.docstatus || !rows.length) return;
  const text = open
    ? __("{0} of {1} items are still to be decided.", [open, rows.length])
    : __("All {0} items are decided. Somebody who wrote none of it signs.", [rows.length]);
  frm.dashboard.clear_headline();
  frm.dashboard.set_headline_alert(frappe.utils.escape_html(text), open ? "orange" : "green");
}
