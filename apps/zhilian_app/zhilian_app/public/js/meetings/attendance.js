// Who came to a meeting: a line a person, with buttons as wide as a thumb. The weekly and the review meeting share it.
import { escape } from "../visits/tools";

const CHOICES = ["Present", "On Leave", "Absent"];
const KINDS = { Present: "here", "On Leave": "leave", Absent: "away" };
const LABELS = {
  Present: () => __("Present"),
  "On Leave": () => __("On Leave"),
  Absent: () => __("Absent"),
};

// rows as Meeting Attendance has them; mark(row, choice) is called where somebody may note it.
export function draw_attendance($area, rows, { mark, may_mark, me } = {}) {
  const present = rows.filter((row) => row.attendance === "Present").length;
  const $list = $('<div class="zl-people"></div>');
  for (const row of rows) $list.append(person(row, { mark, may_mark, me }));
  $area
    .empty()
    .append(
      `<p class="zl-count">${__("Expected {0}, present {1}", [
        `<b>${rows.length}</b>`,
        `<b>${present}</b>`,
      ])}</p>`,
    )
    .append($list);
}

function person(row, { mark, may_mark, me }) {
  const own = row.cadre === me ? ` <span class="zl-tag">${__("Yourself")}</span>` : "";
  const $row = $(`<div class="zl-person zl-${KINDS[row.attendance] || "open"}">
    <div class="zl-who"><b>${escape(row.cadre_name)}</b>${own}<small>${escape(
      row.position,
    )}</small></div></div>`).attr("data-cadre", row.cadre);
  if (row.attendance) $row.append(`<div class="zl-came">${came(row)}</div>`);
  if (row.attendance && may_mark) {
    $('<button type="button" class="btn btn-default zl-change"></button>')
      .text(__("Correct"))
      .on("click", () => change(row, mark))
      .appendTo($row);
  } else if (may_mark) $row.append(buttons(row, mark));
  else if (!row.attendance) $row.append(`<div class="zl-came">${__("Not signed in")}</div>`);
  return $row;
}

function came(row) {
  const words = escape(LABELS[row.attendance]());
  const time = row.signed_on ? ` ${moment(row.signed_on).format("HH:mm")}` : "";
  const reason = row.leave_reason ? `<small>${escape(row.leave_reason)}</small>` : "";
  return `${words}${time}${reason}`;
}

function buttons(row, mark) {
  const $buttons = $('<div class="zl-choices"></div>');
  for (const choice of CHOICES) {
    $('<button type="button" class="btn btn-default"></button>')
      .addClass(choice === "Present" ? "zl-yes" : "")
      .text(LABELS[choice]())
      .on("click", () => choose(row, choice, mark))
      .appendTo($buttons);
  }
  return $buttons;
}

function choose(row, choice, mark) {
  if (choice !== "On Leave") return mark(row, choice, "");
  frappe.prompt(
    {
      fieldname: "reason",
      fieldtype: "Data",
      label: __("Leave Reason"),
      reqd: 1,
      default: row.leave_reason,
    },
    ({ reason }) => mark(row, choice, reason),
    __("{0} is on leave", [escape(row.cadre_name)]),
    __("Confirm"),
  );
}

// what was noted wrongly; the old note stays in the history
function change(row, mark) {
  const dialog = new frappe.ui.Dialog({
    title: escape(row.cadre_name),
    fields: [{ fieldtype: "HTML", fieldname: "area", options: " " }],
  });
  const $area = dialog.fields_dict.area.$wrapper.addClass("zl-change-choices");
  const others = CHOICES.filter((choice) => choice !== row.attendance || choice === "On Leave");
  const add = (label, action) =>
    $('<button type="button" class="btn btn-default zl-big-button"></button>')
      .text(label)
      .on("click", () => {
        dialog.hide();
        action();
      })
      .appendTo($area);
  for (const choice of others) add(LABELS[choice](), () => choose(row, choice, mark));
  add(__("Take the Note Back"), () => mark(row, "", ""));
  dialog.show();
}
