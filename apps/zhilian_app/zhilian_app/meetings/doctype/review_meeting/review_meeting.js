// 月度汇报会: who is here by one tap each, the stations' reports, and what was settled.
const API = "zhilian_app.meetings.review_api.";
const PRESENT = "Present";
const ON_LEAVE = "On Leave";
const MARKS = {
  "Being Written": "zl-mark-grey",
  "Handed In": "zl-mark-green",
  "Handed In Late": "",
  "Not Handed In": "zl-mark-red",
};

frappe.ui.form.on("Review Meeting", {
  setup(frm) {
    for (const field of ["chair", "recorder"]) {
      frm.set_query(field, () => ({ filters: { town: frm.doc.town, status: "In Post" } }));
    }
  },

  onload(frm) {
    // the framework begins with the time of now
    if (frm.is_new()) frm.set_value("meeting_time", "09:00:00");
  },

  refresh(frm) {
    frm.toggle_display(["reports_section", "attendance_section"], !frm.is_new());
    if (frm.is_new()) return;
    frm.$wrapper.addClass("zl-form zl-review");
    if (frm.doc.status === "Concluded") frm.disable_form();
    draw_buttons(frm);
    draw_reports(frm);
    draw_attendance(frm);
  },
});

function may_write(frm) {
  return frm.doc.status === "Planned" && frm.perm[0]?.write;
}

function draw_buttons(frm) {
  const own = (frm.doc.attendance || []).find((row) => row.cadre === frm.doc.__onload?.cadre);
  const is_today = frm.doc.meeting_date === frappe.datetime.get_today();
  const is_planned = frm.doc.status === "Planned";
  const may_sign = own && is_today && is_planned && own.attendance !== PRESENT;
  zhilian.visits.draw_bar(frm, [
    may_sign && { label: __("I Am Here"), kind: "primary", action: () => ask(frm, "sign_in") },
    may_write(frm) && { label: __("Close the Meeting"), action: () => close(frm) },
  ]);
}

async function ask(frm, method, args = {}) {
  if (frm.is_dirty()) await frm.save();
  await frappe.call({
    method: API + method,
    args: { meeting: frm.docname, ...args },
    freeze: true,
  });
  await frm.reload_doc();
}

async function close(frm) {
  const sure = await zhilian.visits.choose({
    title: __("Close the Meeting"),
    html: `<p class="zl-big-text">${__(
      "The reports and this record stay as they are from then on. Every unsolved issue from before must have its answer.",
    )}</p>`,
    yes: __("Close the Meeting"),
    no: __("Close"),
  });
  if (sure) ask(frm, "close");
}

// -- reports

async function draw_reports(frm) {
  const $area = frm.get_field("reports_area").$wrapper;
  const answer = await frappe.call({ method: `${API}reports_of`, args: { meeting: frm.docname } });
  $area.empty();
  const reports = answer.message || [];
  if (!reports.length) $('<p class="zl-empty">').text(__("None here.")).appendTo($area);
  const handed_in = reports.filter((row) => row.status === "Ready").length;
  if (reports.length > 1) {
    const text = __("{0} of {1} reports handed in", [handed_in, reports.length]);
    $('<p class="zl-big-text">').text(text).appendTo($area);
  }
  for (const row of reports) $area.append(report_card(row));
}

function report_card(row) {
  const { escape } = zhilian.visits;
  const facts = [
    row.head_name,
    __("{0} effective visits", [row.effective_visits]),
    __("coverage {0}%", [flt(row.coverage, 1)]),
    __("{0} issues open", [row.issues_open]),
    row.issues_overdue && __("{0} overdue", [row.issues_overdue]),
  ];
  const missing = row.unanswered
    ? `<span class="zl-mark">${escape(__("{0} without an answer", [row.unanswered]))}</span>`
    : "";
  return $(`<a class="zl-answer zl-report-card" href="/app/review-report/${encodeURIComponent(row.name)}">
    <span class="zl-name">${escape(row.station_name)}</span>
    <span class="zl-mark ${MARKS[row.standing]}">${escape(__(row.standing))}</span>${missing}
    <span class="zl-place">${escape(facts.filter(Boolean).join("，"))}</span>
  </a>`);
}

// -- attendance

function draw_attendance(frm) {
  const $area = frm.get_field("attendance_area").$wrapper.empty();
  const rows = frm.doc.attendance || [];
  const present = rows.filter((row) => row.attendance === PRESENT).length;
  const text = __("{0} of {1} are here", [present, rows.length]);
  $('<p class="zl-big-text">').text(text).appendTo($area);
  for (const row of rows) $area.append(seat(frm, row));
}

function seat(frm, row) {
  const { escape } = zhilian.visits;
  const place = [__(row.capacity), row.station_names].filter(Boolean).join("，");
  const signed =
    row.signed_on && row.attendance === PRESENT ? frappe.datetime.str_to_user(row.signed_on) : "";
  const $seat = $(`<div class="zl-seat">
    <div><span class="zl-name">${escape(row.cadre_name)}</span> <span class="zl-place">${escape(place)}</span>
      <div class="zl-place">${escape([signed, row.leave_reason].filter(Boolean).join("，"))}</div></div>
    <div class="zl-seat-marks"></div>
  </div>`);
  const $marks = $seat.find(".zl-seat-marks");
  for (const mark of [PRESENT, "Absent", ON_LEAVE]) {
    const known = row.attendance || (frm.doc.status === "Concluded" ? "Absent" : "");
    const is_on = known === mark;
    if (!may_write(frm)) {
      const css = mark === PRESENT ? "zl-mark zl-mark-green" : "zl-mark";
      if (is_on) $("<span>").addClass(css).text(__(mark)).appendTo($marks);
      continue;
    }
    $('<button type="button" class="btn">')
      .addClass(is_on ? "btn-primary" : "btn-default")
      .text(__(mark))
      .on("click", () => set_mark(frm, row, is_on ? "" : mark))
      .appendTo($marks);
  }
  return $seat;
}

function set_mark(frm, row, attendance) {
  const args = { cadre: row.cadre, attendance };
  if (attendance !== ON_LEAVE) return ask(frm, "mark", args);
  frappe.prompt(
    { fieldname: "leave_reason", fieldtype: "Data", label: __("Leave Reason") },
    (values) => ask(frm, "mark", { ...args, leave_reason: values.leave_reason || "" }),
    row.cadre_name,
    __("Confirm"),
  );
}
