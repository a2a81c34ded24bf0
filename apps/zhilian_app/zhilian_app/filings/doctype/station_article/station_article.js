// An article of a station: written by the team, read by the team, handed in, chosen for the website.
const WRITTEN = ["title", "kind", "author", "other_authors", "body", "attachment"];

frappe.ui.form.on("Station Article", {
  setup(frm) {
    $(frm.wrapper).addClass("zl-form zl-subsidy-form zl-article-form");
    frm.tray = new zhilian.subsidies.FormTray(frm, "Article Picture");
    frm.set_query("station", () => ({ filters: { ended_on: ["is", "not set"] } }));
    frm.set_query("author", () => ({
      filters: { status: "In Post", ...(frm.doc.town ? { town: frm.doc.town } : {}) },
    }));
  },

  onload(frm) {
    if (frm.is_new()) propose_station(frm);
  },

  refresh(frm) {
    const is_new = frm.is_new();
    const { write } = frm.doc.__onload?.may || { write: is_new };
    frm.toggle_display(["state", "steps"], false);
    frm.toggle_display(["steps_section", "record_section"], !is_new);
    WRITTEN.forEach((field) => frm.set_df_property(field, "read_only", write ? 0 : 1));
    frm.toggle_display("attachment", write || Boolean(frm.doc.attachment));
    frm.toggle_display("other_authors", write || Boolean(frm.doc.other_authors));
    frm.tray.open(Boolean(write));
    frm.toggle_display("pictures_section", write || (frm.doc.pictures || []).length > 0);
    zhilian.steps.draw(frm, buttons(frm));
    draw_intro(frm);
    if (!is_new) frm.fields_dict.timeline.$wrapper.html(zhilian.steps.timeline_html(frm.doc.steps));
  },

  before_save(frm) {
    return frm.tray.before_save();
  },

  before_workflow_action(frm) {
    return zhilian.steps.instead(frm);
  },

  step_kind(frm, step) {
    return ["Returned", "Filed"].includes(step.after) ? "default" : "primary";
  },
});

// Who is on one station's team has nothing to choose.
async function propose_station(frm) {
  const stations = await frappe.db.get_list("Station", {
    filters: { ended_on: ["is", "not set"] },
    limit: 2,
  });
  if (stations.length === 1 && frm.is_new() && !frm.doc.station)
    await frm.set_value("station", stations[0].name);
}

function buttons(frm) {
  const { remark, publish } = frm.doc.__onload?.may || {};
  return [
    publish && {
      label: frm.doc.published_url ? __("Correct the Address") : __("Enter the Address"),
      kind: frm.doc.published_url ? "default" : "primary",
      action: () => ask_address(frm),
    },
    remark && { label: __("Say What You Think"), action: () => ask_remark(frm) },
  ].filter(Boolean);
}

// The state, and what is the matter with it in a word.
function draw_intro(frm) {
  const { doc } = frm;
  frm.layout.wrapper.find("> .zl-article-head").remove();
  if (frm.is_new()) return;
  const last = [...(doc.steps || [])].reverse().find((step) => step.to_state === doc.state);
  const returned =
    doc.state === "Returned" && last?.reason
      ? `<div class="zl-warning">${__("Returned")}：${frappe.utils.escape_html(last.reason)}</div>`
      : "";
  const page = doc.published_url
    ? `<a class="zl-place" href="${frappe.utils.escape_html(doc.published_url)}" target="_blank"
        rel="noopener noreferrer">${frappe.utils.escape_html(doc.published_url)}</a>`
    : "";
  $(`<div class="zl-brief zl-article-head"><div class="zl-brief-head">
      ${zhilian.subsidies.pill(doc.state, zhilian.filings.ARTICLE_COLOURS[doc.state])}
      <span class="zl-place">${frappe.utils.escape_html(doc.station_name)}</span></div>${returned}${page}</div>`).prependTo(
    frm.layout.wrapper,
  );
}

function ask(frm, title, fields, method, label) {
  const dialog = new frappe.ui.Dialog({
    title,
    fields,
    primary_action_label: label || __("Confirm"),
    primary_action(values) {
      dialog.disable_primary_action();
      frappe
        .call({
          method: `zhilian_app.filings.article_api.${method}`,
          args: { name: frm.docname, ...values },
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

function ask_address(frm) {
  const fields = [
    {
      fieldname: "published_on",
      fieldtype: "Date",
      label: __("Published On"),
      default: frm.doc.published_on || frappe.datetime.get_today(),
    },
    {
      fieldname: "published_url",
      fieldtype: "Data",
      label: __("Address of the Page"),
      default: frm.doc.published_url,
      reqd: 1,
    },
  ];
  ask(frm, __("Government Website"), fields, "publish");
}

function ask_remark(frm) {
  const fields = [
    { fieldname: "words", fieldtype: "Small Text", label: __("Remark of a Step"), reqd: 1 },
  ];
  ask(frm, __("Say What You Think"), fields, "remark");
}
