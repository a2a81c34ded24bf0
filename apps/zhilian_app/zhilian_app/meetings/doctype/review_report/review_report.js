// 月度汇报材料: what the records say in cards, and big boxes for what the team head says.
const API = "zhilian_app.meetings.review_api.";
const CARRIED = "Carried Over";

frappe.ui.form.on("Review Report", {
  refresh(frm) {
    if (frm.is_new()) return;
    frm.$wrapper.addClass("zl-form zl-review");
    const may_write = Boolean(frm.doc.__onload?.may_write);
    for (const field of ["summary", "projects_note"]) frm.toggle_enable(field, may_write);
    if (!may_write) frm.disable_save();
    draw_buttons(frm);
    draw_numbers(frm);
    draw_answers(frm, may_write);
    draw_requests(frm);
    draw_projects(frm);
    follow_records(frm);
  },
});

// The records may have moved on since the night: once for each time that the report is opened.
async function follow_records(frm) {
  if (frm.zl_followed === frm.docname || frm.is_dirty()) return;
  frm.zl_followed = frm.docname;
  const answer = await frappe.call({
    method: `${API}refresh_report`,
    args: { report: frm.docname },
  });
  if (answer.message) zhilian.meetings.reload(frm);
}

function draw_buttons(frm) {
  const { may_sign } = frm.doc.__onload || {};
  const is_draft = frm.doc.status === "Draft";
  zhilian.visits.draw_bar(frm, [
    may_sign &&
      is_draft && {
        label: __("Make Ready"),
        kind: "primary",
        action: () => sign(frm, "make_ready"),
      },
    may_sign && !is_draft && { label: __("Back to Draft"), action: () => sign(frm, "take_back") },
    frm.doc.meeting && {
      label: __("Review Meeting"),
      action: () => frappe.set_route("Form", "Review Meeting", frm.doc.meeting),
    },
  ]);
}

async function sign(frm, method) {
  if (frm.is_dirty()) await frm.save();
  await frappe.call({ method: API + method, args: { report: frm.docname }, freeze: true });
  await frm.reload_doc();
}

// -- numbers

const NUMBERS = [
  "visits_of_month",
  "effective_visits",
  "registered",
  "visited",
  "coverage",
  "issues_new",
  "issues_closed",
  "issues_open",
  "issues_overdue",
];

function draw_numbers(frm) {
  const links = frm.doc.__onload?.links || {};
  const { standing } = frm.doc.__onload || {};
  const $area = frm.get_field("numbers_area").$wrapper.empty();
  const $head = $('<div class="zl-review-head"></div>').appendTo($area);
  $("<span>")
    .addClass(`zl-mark ${MARKS[standing] || ""}`)
    .text(__(standing))
    .appendTo($head);
  const facts = [
    frm.doc.head_name && __("Team Head: {0}", [frm.doc.head_name]),
    frm.doc.meeting_date && __("meeting on {0}", [frm.doc.meeting_date]),
    frm.doc.ready_by && __("Made ready by {0}", [frm.doc.ready_by]),
  ];
  $("<span>").text(facts.filter(Boolean).join("，")).appendTo($head);
  const $cards = $('<div class="zl-numbers"></div>').appendTo($area);
  for (const field of NUMBERS) {
    const link = links[field];
    const value = field === "coverage" ? `${flt(frm.doc[field], 1)}%` : cint(frm.doc[field]);
    const $card = link
      ? $('<button type="button" class="zl-number zl-opens">').on("click", () => open_list(link))
      : $('<div class="zl-number">');
    const is_late = field === "issues_overdue" && frm.doc[field];
    $("<b>").text(value).toggleClass("zl-late", Boolean(is_late)).appendTo($card);
    $("<span>")
      .text(__(frm.get_docfield(field).label))
      .appendTo($card);
    $card.appendTo($cards);
  }
}

const MARKS = {
  "Being Written": "zl-mark-grey",
  "Handed In": "zl-mark-green",
  "Handed In Late": "",
  "Not Handed In": "zl-mark-red",
};

function open_list({ doctype, filters }) {
  frappe.set_route("List", doctype, filters);
}

// -- issues

function draw_answers(frm, may_write) {
  const $area = frm.get_field("answers_area").$wrapper.empty();
  const rows = frm.doc.answers || [];
  const carried = rows.filter((row) => row.kind === CARRIED);
  const fresh = rows.filter((row) => row.kind !== CARRIED);
  draw_group($area, __("Unsolved issues from before, each needs an answer"), carried, may_write);
  draw_group($area, __("New issues of this month, how they go on"), fresh, may_write);
}

function draw_group($area, title, rows, may_write) {
  const $title = $('<h5 class="zl-review-title">')
    .text(`${title}（${rows.length}）`)
    .appendTo($area);
  if (!rows.length) $('<p class="zl-empty">').text(__("None here.")).insertAfter($title);
  for (const row of rows) $area.append(answer_card(row, may_write));
}

function answer_card(row, may_write) {
  const { escape } = zhilian.visits;
  const facts = [
    __("raised on {0}", [row.since]),
    row.due_on && __("due on {0}", [row.due_on]),
    __(row.state_then),
  ];
  const $card = $(`<div class="zl-answer">
    <a class="zl-name" href="/app/ledger-issue/${encodeURIComponent(row.issue)}">${escape(row.title)}</a>
    <div class="zl-place">${escape(facts.filter(Boolean).join("，"))}</div>
    <div class="zl-suggestion"><span><b>${__("From the Ledger")}</b> ${escape(row.suggestion)}</span></div>
  </div>`);
  const $text = $('<textarea class="form-control zl-answer-text" rows="3">').val(row.answer || "");
  const is_missing = () => row.kind === CARRIED && !$text.val().trim();
  const write = (text) => {
    frappe.model.set_value(row.doctype, row.name, "answer", text);
    $card.toggleClass("zl-missing", is_missing());
  };
  $text
    .attr("placeholder", row.kind === CARRIED ? __("Measures taken") : __("How it goes on"))
    .prop("disabled", !may_write)
    .on("input", () => write($text.val()));
  if (may_write && row.suggestion) {
    $('<button type="button" class="btn btn-default zl-take">')
      .text(__("Take Over"))
      .on("click", () => {
        const before = $text.val().trim();
        $text.val(before ? `${before}\n${row.suggestion}` : row.suggestion);
        write($text.val());
      })
      .appendTo($card.find(".zl-suggestion"));
  }
  return $card.append($text).toggleClass("zl-missing", is_missing());
}

// -- requests

function draw_requests(frm) {
  const $area = frm.get_field("requests_area").$wrapper.empty();
  const rows = frm.doc.requests || [];
  if (!rows.length)
    $('<p class="zl-empty">').text(__("No request to the committee this month")).appendTo($area);
  for (const row of rows) $area.append(request_card(row));
}

function request_card(row) {
  const { escape } = zhilian.visits;
  const lines = [
    [__("Current Situation"), row.current_situation],
    [__("Proposed Solution"), row.proposed_solution],
    [__("Total Budget"), money(row.total_budget)],
    [__("Amount Asked For"), money(row.amount_asked)],
    [__("Expected Finish"), row.expected_finish],
    [__("Decision"), row.decision && __(row.decision)],
  ];
  const html = lines
    .filter(([, value]) => value)
    .map(([label, value]) => `<div class="zl-place"><b>${label}</b> ${escape(value)}</div>`);
  return `<div class="zl-answer"><div class="zl-name">${escape(row.title)}</div>${html.join("")}</div>`;
}

// -- projects

function draw_projects(frm) {
  const $area = frm.get_field("projects_area").$wrapper.empty();
  const rows = frm.doc.projects || [];
  $('<h5 class="zl-review-title">')
    .text(`${__("Progress of Funded Projects")}（${rows.length}）`)
    .appendTo($area);
  if (!rows.length)
    $('<p class="zl-empty">').text(__("No funded project this month")).appendTo($area);
  for (const row of rows) $area.append(project_card(row));
}

function project_card(row) {
  const { escape } = zhilian.visits;
  const route = frappe.router.slug(row.reference_doctype || "");
  const facts = [
    __(row.state_then),
    `${__("Approved Amount")} ${money(row.approved_amount) || 0}`,
    `${__("Paid")} ${money(row.paid_amount) || 0}`,
    row.due_on && __("due on {0}", [row.due_on]),
  ];
  return `<div class="zl-answer">
    <a class="zl-name" href="/app/${route}/${encodeURIComponent(row.reference_name || "")}">${escape(row.title)}</a>
    <span class="zl-mark ${MARKS[row.standing] || ""}">${escape(__(row.standing))}</span>
    <div class="zl-place">${escape(facts.filter(Boolean).join("，"))}</div>
    <div class="zl-place"><b>${cint(row.percent)}%</b> ${escape(row.words || __("Nothing was written on this month yet."))}</div>
  </div>`;
}

function money(amount) {
  return (
    amount && `${frappe.format(amount, { fieldtype: "Float", precision: 2 }, { inline: true })}`
  );
}
