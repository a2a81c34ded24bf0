// A chat group's robot: where its address comes from, and whether it works.
frappe.ui.form.on("Group Robot", {
  setup(frm) {
    $(frm.wrapper).addClass("zl-form zl-robot-form");
  },

  onload(frm) {
    if (frm.is_new()) propose_town(frm);
  },

  refresh(frm) {
    const is_new = frm.is_new();
    frm.toggle_display("record_section", !is_new);
    draw_help(frm);
    zhilian.visits.draw_bar(
      frm,
      is_new
        ? []
        : [
            {
              label: __("Send a Test Message"),
              kind: "primary",
              action: () => send_test(frm),
            },
            { label: __("Messages So Far"), action: () => open_messages(frm) },
          ],
    );
  },

  kind: (frm) => draw_help(frm),
});

function draw_help(frm) {
  const words =
    frm.doc.kind === "DingTalk"
      ? __(
          "In the DingTalk group: Group Settings, Robots, Add a Custom Robot. Choose signing as its safety and copy the secret (SEC…) and the webhook address here.",
        )
      : __(
          "In the WeCom group: Group Settings, Group Robots, Add. Copy the webhook address here. Who has the address can write into the group: keep it to yourself.",
        );
  frm.set_df_property("url", "description", words);
  frm.toggle_display("secret", frm.doc.kind === "DingTalk");
}

async function propose_town(frm) {
  const towns = await frappe.db.get_list("Town", { limit: 2 });
  if (towns.length === 1 && frm.is_new() && !frm.doc.town) frm.set_value("town", towns[0].name);
}

async function send_test(frm) {
  if (!(await zhilian.steps.is_saved(frm))) return;
  const { message } = await frappe.call({
    method: "zhilian_app.filings.robots.send_test",
    args: { robot: frm.docname },
    freeze: true,
    freeze_message: __("The robot is being called"),
  });
  await frm.reload_doc();
  if (message) frappe.msgprint({ title: __("Not Sent"), message, indicator: "red" });
  else frappe.show_alert({ message: __("Sent. Please look into the group."), indicator: "green" });
}

function open_messages(frm) {
  frappe.set_route("List", "Robot Message", { robot: frm.docname });
}
