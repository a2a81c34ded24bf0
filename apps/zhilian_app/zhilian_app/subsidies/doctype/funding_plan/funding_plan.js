// A funding plan: what the money reaches for, in the order of the queue, with the reason of every place.
const OPEN = ["Draft", "Not Agreed"];
const OUTCOMES = {
  "In the Plan": "green",
  "Papers Not Complete": "orange",
  "Does Not Fit": "gray",
  "Behind One That Does Not Fit": "gray",
};
const IS_IN = "In the Plan";

frappe.ui.form.on("Funding Plan", {
  setup(frm) {
    $(frm.wrapper).addClass("zl-form zl-subsidy-form");
    frm.set_query("fund", () => ({ filters: frm.doc.town ? { town: frm.doc.town } : {} }));
  },

  onload(frm) {
    if (frm.is_new()) propose_fund(frm);
  },

  async fund(frm) {
    if (!frm.is_new() || !frm.doc.fund) return;
    const { message } = await frappe.db.get_value("Subsidy Fund", frm.doc.fund, [
      "town",
      "free_amount",
    ]);
    if (!frm.doc.town) await frm.set_value("town", message.town);
    if (!frm.doc.amount) await frm.set_value("amount", message.free_amount);
  },

  refresh(frm) {
    const is_new = frm.is_new();
    // the head and the cards tell these
    frm.toggle_display(["rows", "moves_section", "sum_section", "state", "steps"], false);
    frm.toggle_display(["rows_section", "steps_section"], !is_new);
    const $head = frm.fields_dict.headline.$wrapper.empty();
    frm.toggle_display("headline", !is_new);
    const open = is_new || OPEN.includes(frm.doc.state);
    for (const field of ["plan_date", "amount", "policy"])
      frm.set_df_property(field, "read_only", open ? 0 : 1);
    zhilian.steps.draw(frm, buttons(frm));
    if (is_new) return;
    $head.html(headline_html(frm));
    draw_rows(frm);
    frm.fields_dict.timeline.$wrapper.html(zhilian.steps.timeline_html(frm.doc.steps));
  },

  before_workflow_action(frm) {
    return zhilian.steps.instead(frm);
  },

  step_kind(frm, step) {
    return step.after === "Before the Committee" ? "primary" : null;
  },
});

// Where there is one fund for this year there is nothing to choose.
async function propose_fund(frm) {
  const year = Number(frappe.datetime.get_today().slice(0, 4));
  const funds = await frappe.db.get_list("Subsidy Fund", {
    filters: { year },
    fields: ["name", "town"],
    limit: 2,
  });
  if (funds.length !== 1 || !frm.is_new() || frm.doc.fund) return;
  await frm.set_value("town", funds[0].town);
  await frm.set_value("fund", funds[0].name);
}

function buttons(frm) {
  if (frm.is_new() || !OPEN.includes(frm.doc.state)) return [];
  return [{ label: __("What If"), action: () => ask_what_if(frm) }];
}

function headline_html(frm) {
  const { doc } = frm;
  const { yuan, pill, cells_html, bar_html } = zhilian.subsidies;
  const { free } = doc.__onload || {};
  const chosen = doc.rows.filter((row) => row.outcome === IS_IN).length;
  const cells = [
    [__("Amount to Plan"), doc.amount],
    [__("{0} Projects in the Plan", [chosen]), doc.planned_amount, "promised"],
    [__("Left Over"), doc.left_amount],
  ];
  if (doc.state !== "Agreed") cells.push([__("Free in the Fund"), free]);
  const too_much =
    doc.state !== "Agreed" && doc.planned_amount > free
      ? `<div class="zl-warning">${__(
          "The plan needs {0} more than is free in the fund. Please plan a smaller amount.",
          [yuan(doc.planned_amount - free)],
        )}</div>`
      : "";
  return `<div class="zl-brief"><div class="zl-brief-head">${pill(doc.state)}</div>
    ${cells_html(cells)}${bar_html(doc.amount, 0, doc.planned_amount)}${too_much}</div>`;
}

function draw_rows(frm) {
  const $area = frm.fields_dict.cards.$wrapper.empty();
  if (!frm.doc.rows.length) {
    $area.append($('<p class="zl-empty">').text(__("No project waits in the pool.")));
  }
  frm.doc.rows.forEach((row) => $area.append(row_element(frm, row)));
  if ((frm.doc.moves || []).length) $area.append(moves_html(frm.doc.moves));
}

function row_element(frm, row) {
  const { escape_html } = frappe.utils;
  const { yuan, pill } = zhilian.subsidies;
  const $row = $(`<div class="zl-plan-row ${row.outcome === IS_IN ? "" : "zl-plan-out"}">
    <span class="zl-rank">${Number(row.rank)}</span>
    <span class="zl-plan-name"><a href="/app/subsidy-project/${encodeURIComponent(row.project)}">${escape_html(
      row.title,
    )}</a><br>${escape_html(row.station_name)} · ${__(row.urgency)}</span>
    <span class="zl-plan-sum"><small>${__("Amount Needed")}</small>${yuan(row.amount)}</span>
    <span class="zl-plan-sum"><small>${__("Left After It")}</small>${yuan(row.left_amount)}</span>
    <span class="zl-plan-end">${pill(row.outcome, OUTCOMES[row.outcome])}</span>
    <span class="zl-why">${escape_html(row.why)}</span></div>`);
  if (frm.doc.__onload?.may_move) {
    $('<button type="button" class="btn btn-default zl-move">')
      .text(__("Move to Another Place"))
      .on("click", () => ask_move(frm, row))
      .appendTo($row.find(".zl-plan-end"));
  }
  return $row;
}

// Who moved what, why and when: stays with the plan for ever.
function moves_html(moves) {
  const { escape_html } = frappe.utils;
  const lines = moves.map(
    (move) => `<div class="zl-plan-line"><b>${escape_html(move.title)}</b>
      ${__("from place {0} to place {1}", [Number(move.from_rank), Number(move.to_rank)])}：${escape_html(move.reason)}
      <div class="text-muted">${escape_html(move.moved_by_name)} ${escape_html(
        moment(move.moved_on).format("YYYY-MM-DD HH:mm"),
      )}</div></div>`,
  );
  return `<h4 class="zl-review-title">${__("Moved by Hand")}</h4>${lines.join("")}`;
}

async function ask_move(frm, row) {
  if (!(await zhilian.steps.is_saved(frm))) return;
  const last = frm.doc.rows.length;
  const dialog = new frappe.ui.Dialog({
    title: frappe.utils.escape_html(row.title),
    fields: [
      {
        fieldname: "to_rank",
        fieldtype: "Int",
        label: __("New Place (1 to {0})", [last]),
        default: row.rank,
        reqd: 1,
      },
      {
        fieldname: "reason",
        fieldtype: "Small Text",
        label: __("Reason for Moving It"),
        description: __("The committee reads it, and it stays with the plan."),
        reqd: 1,
      },
    ],
    primary_action_label: __("Move to This Place"),
    primary_action(values) {
      dialog.disable_primary_action();
      frm
        .call({
          method: "move_project",
          doc: frm.doc,
          args: { project: row.project, ...values },
          freeze: true,
        })
        .then(() => dialog.hide())
        .then(() => frm.reload_doc())
        .catch(() => dialog.enable_primary_action());
    },
  });
  dialog.$wrapper.addClass("zl-dialog zl-step-dialog");
  dialog.show();
}

async function ask_what_if(frm) {
  if (!(await zhilian.steps.is_saved(frm))) return;
  const dialog = new frappe.ui.Dialog({
    title: __("What If the Amount Were Another One"),
    fields: [
      { fieldname: "amount", fieldtype: "Currency", label: __("Another Amount"), reqd: 1 },
      { fieldname: "answer", fieldtype: "HTML" },
    ],
    primary_action_label: __("Show the Difference"),
    async primary_action({ amount }) {
      const { message } = await frm.call({ method: "what_if", doc: frm.doc, args: { amount } });
      dialog.fields_dict.answer.$wrapper.html(what_if_html(message));
      // nothing is written before one says so
      dialog.set_secondary_action_label(__("Take This Amount"));
      dialog.set_secondary_action(() => {
        dialog.hide();
        frm.set_value("amount", amount).then(() => frm.save());
      });
    },
  });
  dialog.$wrapper.addClass("zl-dialog zl-step-dialog");
  dialog.show();
}

function what_if_html({ entering, leaving, planned, left }) {
  const { yuan } = zhilian.subsidies;
  const list = (title, names) =>
    names.length
      ? `<b>${title}</b><ul>${names.map((name) => `<li>${frappe.utils.escape_html(name)}</li>`).join("")}</ul>`
      : "";
  const same =
    entering.length || leaving.length ? "" : `<p>${__("The same projects are in the plan.")}</p>`;
  return `<div class="zl-what-if">${list(__("Comes In"), entering)}${list(__("Drops Out"), leaving)}${same}
    <p>${__("Sum of the plan {0}, left over {1}", [yuan(planned), yuan(left)])}</p></div>`;
}
