// What stations hand in: a sentence says what the fields mean, and the next days come from the server.
const ASKED = [
  "counts",
  "signer",
  "rhythm",
  "event",
  "due_rule",
  "due_day",
  "due_in",
  "days_after",
  "cutoff_day",
  "all_stations",
  "stations",
];
const NIL = ["Upload", "Committee Request", "Register of Visits", "Project Progress Register"];
const ASKED_DAYS = 3;

const on_change = Object.fromEntries(ASKED.map((field) => [field, (frm) => follow(frm)]));

frappe.ui.form.on("Filing Requirement", {
  ...on_change,

  setup(frm) {
    $(frm.wrapper).addClass("zl-form zl-requirement-form");
    frm.set_query("station", "stations", () => ({
      filters: { town: frm.doc.town || "", ended_on: ["is", "not set"] },
    }));
  },

  refresh(frm) {
    follow(frm);
    const { doc } = frm;
    const notices = doc.event === "Notice to the Station" && !frm.is_new() && !ended(doc);
    zhilian.visits.draw_bar(frm, [
      notices &&
        frappe.model.can_write(doc.doctype) && {
          label: __("Ask the Stations for It"),
          kind: "primary",
          action: () => ask_stations(frm),
        },
      !frm.is_new() && {
        label: __("See the Filings"),
        action: () => zhilian.filings.open_list("Filing", [["requirement", "=", doc.name]]),
      },
    ]);
  },
});

frappe.ui.form.on("Filing Requirement Station", {
  station: (frm) => follow(frm),
  stations_remove: (frm) => follow(frm),
});

function ended(doc) {
  return doc.to_date && doc.to_date < frappe.datetime.get_today();
}

function follow(frm) {
  show_fields(frm);
  draw_words(frm);
}

// Only what matters for the chosen rhythm.
function show_fields(frm) {
  const { doc } = frm;
  const by_event = doc.rhythm === "After an Event";
  frm.toggle_display("event", by_event);
  frm.toggle_display("due_in", !by_event);
  frm.toggle_display("may_be_nil", NIL.includes(doc.counts));
  frm.toggle_display("counts_from", doc.counts !== "Review Report");
  frm.toggle_display("signer", doc.counts !== "Board Update");
  frm.toggle_display("end_reason", Boolean(doc.to_date));
  frm.toggle_reqd("event", by_event);
  const rules = by_event
    ? ["Day of the Month", "End of the Month", "Days after the Event"]
    : ["Day of the Month", "End of the Month"];
  frm.set_df_property("due_rule", "options", rules);
  for (const field of ["counts", "rhythm", "event"])
    frm.set_df_property(field, "read_only", frm.is_new() ? 0 : 1);
}

function draw_words(frm) {
  const sentence = zhilian.filings.requirement_sentence(frm.doc);
  const $layout = frm.layout.wrapper;
  $layout.find("> .zl-requirement").remove();
  if (!sentence) return;
  $(`<div class="zl-brief zl-requirement"><div class="zl-big-text">${frappe.utils.escape_html(sentence)}</div>
    <div class="zl-days"></div></div>`).insertBefore(
    $layout.find("> .form-page, > .form-layout").first(),
  );
  ask_days(frm);
}

// The last question alone is answered: a day is asked for with each key.
const ask_days = frappe.utils.debounce(async (frm) => {
  const { doc } = frm;
  if (doc.rhythm !== "Every Month" || !doc.from_date || !doc.town) return;
  const r = await frm
    .call({ method: "next_dues", doc, args: { count: ASKED_DAYS } })
    .catch(() => null);
  if (frm.doc !== doc || !r?.message?.length) return;
  frm.layout.wrapper.find(".zl-requirement .zl-days").html(days_html(r.message));
}, 400);

function days_html(days) {
  const { month_words, day_words } = zhilian.filings;
  const rows = days.map(
    ({ month, due_on, cutoff_on, holiday }) => `<tr><td>${month_words(month)}</td>
      <td>${day_words(due_on)}${holiday ? ` <span class="zl-mark">${__("Holiday")}</span>` : ""}</td>
      <td>${day_words(cutoff_on)}</td></tr>`,
  );
  return `<table class="table table-bordered"><thead><tr><th>${__("Month")}</th><th>${__("Hand In By")}</th>
    <th>${__("Counted until")}</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

async function ask_stations(frm) {
  const { doc } = frm;
  const own = doc.all_stations ? null : doc.stations.map((row) => row.station);
  const stations = await frappe.db.get_list("Station", {
    fields: ["name", "station_name"],
    filters: { town: doc.town, ended_on: ["is", "not set"] },
    order_by: "station_name asc",
    limit: 0,
  });
  const dialog = new frappe.ui.Dialog({
    title: __("Ask the Stations for It"),
    fields: [
      {
        fieldname: "notice_on",
        fieldtype: "Date",
        label: __("Day of the Notice"),
        default: frappe.datetime.get_today(),
        reqd: 1,
      },
      {
        fieldname: "stations",
        fieldtype: "MultiCheck",
        label: __("Stations"),
        columns: 2,
        select_all: true,
        options: stations
          .filter(({ name }) => !own || own.includes(name))
          .map(({ name, station_name }) => ({ label: station_name, value: name, checked: 1 })),
      },
    ],
    primary_action_label: __("Send the Notice"),
    async primary_action({ notice_on }) {
      const chosen = dialog.fields_dict.stations.get_checked_options();
      if (!chosen.length) return frappe.msgprint(__("Please choose a station."));
      dialog.disable_primary_action();
      try {
        const args = { stations: JSON.stringify(chosen), notice_on };
        const r = await frm.call({ method: "notify", doc, args, freeze: true });
        dialog.hide();
        frappe.show_alert({
          message: __("Stations asked: {0}", [r.message.length]),
          indicator: "green",
        });
      } finally {
        dialog.enable_primary_action();
      }
      return null;
    },
  });
  dialog.$wrapper.addClass("zl-dialog");
  dialog.show();
}
