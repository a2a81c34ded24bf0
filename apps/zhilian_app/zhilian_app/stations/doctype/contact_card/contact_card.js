frappe.ui.form.on("Contact Card", {
  refresh(frm) {
    const may_tick =
      !frm.is_new() && frm.doc.status !== "Replaced" && frappe.model.can_create("Card Delivery");
    const open = {
      label: __("Tick Deliveries"),
      action: () => new DeliveryDialog(frm),
      kind: "primary",
    };
    zhilian.visits.draw_bar(frm, may_tick ? [open] : [], "zl-phone-only");
    if (may_tick) frm.add_custom_button(open.label, open.action);
  },
});

// The card goes from door to door, a villager group at a time: whole groups are ticked with one tap.
class DeliveryDialog {
  constructor(frm) {
    this.frm = frm;
    zhilian.visits
      .ask("undelivered_households", { card: frm.doc.name })
      .then((rows) => this.show(rows))
      .catch(() => frappe.msgprint(__("The households could not be fetched. Please try again.")));
  }

  show(rows) {
    if (!rows.length) {
      frappe.msgprint(__("Every household of this station has the card."));
      return;
    }
    this.dialog = new frappe.ui.Dialog({
      title: __("Tick Deliveries"),
      fields: [
        {
          fieldname: "delivered_on",
          fieldtype: "Date",
          label: __("Delivered On"),
          reqd: 1,
          default: "Today",
        },
        { fieldname: "households", fieldtype: "HTML" },
      ],
      primary_action: ({ delivered_on }) => this.deliver(delivered_on),
      primary_action_label: " ",
    });
    this.$list = this.dialog.fields_dict.households.$wrapper.html(this.list_html(rows));
    this.$list.on("change", ".zl-all", (e) =>
      this.tick(this.$list.find("input[type=checkbox]"), e.target.checked),
    );
    this.$list.on("change", ".zl-group-all", (e) =>
      this.tick($(e.target).closest(".zl-group").find(".zl-one"), e.target.checked),
    );
    this.$list.on("change", "input", () => this.count());
    this.count();
    this.dialog.show();
  }

  list_html(rows) {
    const groups = new Map();
    for (const row of rows) {
      const name = row.group_name || __("Without Group");
      groups.set(name, (groups.get(name) || []).concat(row));
    }
    const parts = [...groups].map(([name, members]) => this.group_html(name, members));
    return `<div class="zl-deliveries"><label class="zl-tick"><input type="checkbox" class="zl-all">
      <b>${__("All {0} households", [rows.length])}</b></label>${parts.join("")}</div>`;
  }

  group_html(name, rows) {
    const { escape } = zhilian.visits;
    const lines = rows.map(
      (
        row,
      ) => `<label class="zl-tick"><input type="checkbox" class="zl-one" value="${escape(row.name)}">
        <span>${escape(row.householder)}</span><small>${escape(row.address)}</small></label>`,
    );
    return `<details class="zl-group"><summary>
      <label class="zl-tick"><input type="checkbox" class="zl-group-all"><b>${escape(name)}</b></label>
      <span>${__("{0} households", [rows.length])}</span></summary>${lines.join("")}</details>`;
  }

  tick($boxes, on) {
    $boxes.prop("checked", on);
  }

  chosen() {
    return this.$list
      .find(".zl-one:checked")
      .get()
      .map((box) => box.value);
  }

  count() {
    const { length } = this.chosen();
    this.dialog
      .get_primary_btn()
      .text(__("Tick {0} households", [length]))
      .prop("disabled", !length);
  }

  deliver(delivered_on) {
    frappe
      .call({
        method: "zhilian_app.visits.api.deliver_cards",
        args: { card: this.frm.doc.name, households: this.chosen(), delivered_on },
        btn: this.dialog.get_primary_btn(),
        freeze: true,
      })
      .then(({ message }) => {
        this.dialog.hide();
        frappe.show_alert({
          message: __("{0} deliveries written down", [message.added]),
          indicator: "green",
        });
        this.frm.reload_doc();
      });
  }
}
