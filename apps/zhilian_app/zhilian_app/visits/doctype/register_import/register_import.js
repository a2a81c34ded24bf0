// Upload, look at what would happen, confirm: the file is read at once and nothing is saved before the confirmation.
// {% include "zhilian_app/visits/doctype/register_import/register_import_preview.js" %}

frappe.provide("zhilian.visits");

const REGISTER_IMPORT = "zhilian_app.visits.doctype.register_import.register_import";
const ASK_EVERY = 2000;

frappe.ui.form.on("Register Import", {
  setup(frm) {
    frm.importing = new zhilian.visits.RegisterImport(frm);
  },

  onload(frm) {
    if (frm.is_new() && !frm.doc.year)
      frm.set_value("year", moment(frappe.datetime.nowdate()).year());
  },

  refresh(frm) {
    frm.importing.refresh();
  },

  year(frm) {
    frm.importing.choose({ year: frm.doc.year });
  },

  station(frm) {
    frm.importing.choose({ station: frm.doc.station });
  },
});

zhilian.visits.RegisterImport = class RegisterImport {
  constructor(frm) {
    this.frm = frm;
    this.$area = frm.fields_dict.preview.$wrapper.addClass("zl-import");
    $(frm.wrapper).addClass("zl-import-form");
    this.$area.on("click", "[data-do]", (e) => this.do(e.currentTarget.dataset.do));
    this.$picker = $(`<div class="zl-import zl-import-picker"></div>`).insertBefore(
      frm.fields_dict.file.$wrapper,
    );
    this.$picker.on("change", "input", (e) => this.picked(e.currentTarget));
    frappe.realtime.on("register_import_progress", (said) => {
      if (said.name !== this.frm.doc.name) return;
      this.show_progress(said.percent, said.message);
      if (said.percent >= 100) this.ask_soon(300);
    });
  }

  refresh() {
    const { frm } = this;
    const { status } = frm.doc;
    const closed = ["Running", "Finished"].includes(status);
    frm.page.set_title(
      frm.doc.year ? __("Register Import {0}", [frm.doc.year]) : __("Register Import"),
    );
    frm.toggle_display(["file", "status", "message", "rejects_file", "result_section"], false);
    // office people have one town; only who sets up the site must see which
    frm.toggle_display("town", Boolean(frm.doc.town) && frappe.session.user === "Administrator");
    frm.toggle_display("preview_section", !frm.is_new());
    ["year", "station"].forEach((field) => frm.set_df_property(field, "read_only", closed ? 1 : 0));
    // every choice is saved as it is made
    frm.disable_save();
    this.draw_picker(closed);
    if (frm.is_new()) return this.$area.empty();
    if (status === "Running") {
      this.show_progress(0, frm.doc.message);
      return this.ask_soon();
    }
    if (status === "Draft" && this.begin()) return;
    this.draw();
  }

  // A new choice of file, year or station is previewed at once; a failed start is not tried for ever.
  begin() {
    const { doc, perm } = this.frm;
    const choice = `${doc.name} ${doc.modified}`;
    if (!doc.file || !perm[0]?.write || this.begun === choice) return false;
    this.begun = choice;
    this.start("preview");
    return true;
  }

  // Saves a choice at once. Not through the form's own save: its "Saved" over a preview would mislead.
  choose(values) {
    const { frm } = this;
    if (frm.is_new() && !values.file) return;
    const doc = { doctype: frm.doctype, year: frm.doc.year, station: frm.doc.station, ...values };
    const saved = frm.is_new()
      ? frappe.xcall("frappe.client.insert", { doc }).then(({ name }) => {
          frappe.model.remove_from_locals(frm.doctype, frm.doc.name);
          frappe.set_route("Form", frm.doctype, name);
        })
      : frappe
          .xcall("frappe.client.set_value", {
            doctype: frm.doctype,
            name: frm.doc.name,
            fieldname: values,
          })
          .then(() => frm.reload_doc());
    return saved.catch(() => frm.refresh());
  }

  // -- the file ---------------------------------------------------------------------------------------

  // Our own button, since Frappe's upload dialog takes more taps and offers to make the file public.
  draw_picker(closed) {
    const { file } = this.frm.doc;
    const name = file ? decodeURIComponent(file.split("/").pop()) : "";
    const label = file ? __("Choose Another File") : __("Choose the Register File");
    const tone = file ? "btn-default" : "btn-primary";
    const pick = closed
      ? ""
      : `<label class="btn ${tone} zl-import-button" tabindex="0">${label}<input type="file" accept=".xlsx,.xls"></label>`;
    this.$picker.html(`<label class="control-label">${__("Register File")}</label>
      <div class="zl-import-name ${file ? "" : "text-muted"}">${
        frappe.utils.escape_html(name) || __("The xlsx as the office keeps it")
      }</div>${pick}`);
  }

  picked(input) {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    if (!/\.xlsx$/i.test(file.name)) {
      const old = /\.xls$/i.test(file.name);
      frappe.msgprint(
        old
          ? __("This is an old .xls workbook. Please save it as .xlsx in Excel or WPS first")
          : __("This is not an Excel workbook. Please choose a file ending in .xlsx"),
      );
      return;
    }
    this.$picker.find(".zl-import-name").text(__("Uploading {0} …", [file.name]));
    this.upload(file).then(
      (url) => this.choose({ file: url }),
      (reason) => {
        this.draw_picker(false);
        frappe.msgprint(reason || __("The file could not be sent. Please try again."));
      },
    );
  }

  upload(file) {
    const form = new FormData();
    form.append("file", file, file.name);
    form.append("is_private", 1);
    const headers = { "X-Frappe-CSRF-Token": frappe.csrf_token, Accept: "application/json" };
    return fetch("/api/method/upload_file", { method: "POST", body: form, headers })
      .catch(() => Promise.reject(""))
      .then((answer) =>
        answer
          .json()
          .catch(() => ({}))
          .then((said) =>
            answer.ok ? said.message.file_url : Promise.reject(server_message(said)),
          ),
      );
  }

  do(what) {
    const { frm } = this;
    if (what === "register") {
      frappe.set_route("List", "Key Visit Entry", "List", {
        year: frm.doc.year,
        ...this.of_station(),
      });
    } else if (what === "new") {
      frappe.new_doc("Register Import");
    } else {
      this.start(what);
    }
  }

  of_station() {
    const { town, station } = this.frm.doc;
    return station ? { station } : { town };
  }

  // -- the job ----------------------------------------------------------------------------------------

  start(what) {
    this.draw_picker(true);
    this.show_progress(0, __("Waiting for its turn"));
    return frappe.xcall(`${REGISTER_IMPORT}.${what}`, { name: this.frm.doc.name }).then(
      () => this.ask_soon(700),
      () => this.frm.reload_doc(),
    );
  }

  // The relay tells at once; asking as well keeps the form right where no relay runs.
  ask_soon(after = ASK_EVERY) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), after);
  }

  ask() {
    const { frm } = this;
    const { name } = frm.doc;
    if (cur_frm !== frm || frm.is_new()) return;
    frappe
      .call({ method: `${REGISTER_IMPORT}.state`, args: { name }, silent: true })
      .then(({ message: now }) => {
        if (frm.doc.name !== name) return;
        if (now.status === "Running") {
          this.show_progress(now.percent, now.message);
          this.ask_soon();
        } else {
          frm.reload_doc();
        }
      })
      .catch(() => this.ask_soon(3 * ASK_EVERY));
  }

  show_progress(percent, message) {
    const $bar = this.$area.find(".zl-import-bar");
    const share = Math.max(3, cint(percent));
    if (!$bar.length) {
      this.$area.html(`<div class="zl-import-wait" role="status" aria-live="polite">
        <div class="zl-import-said"></div>
        <div class="progress"><div class="progress-bar zl-import-bar"></div></div>
        <div class="text-muted">${__("You may close this page; the work goes on.")}</div>
      </div>`);
    }
    const before = cint(this.$area.find(".zl-import-bar").data("share"));
    // two sources tell the share; it does not go back
    const shown = $bar.length ? Math.max(before, share) : share;
    this.$area.find(".zl-import-bar").data("share", shown).css("width", `${shown}%`);
    if (message) this.$area.find(".zl-import-said").text(message);
    this.frm.toggle_display("preview_section", true);
  }

  draw() {
    const preview = new zhilian.visits.ImportPreview(
      this.frm.doc,
      Boolean(this.frm.perm[0]?.write),
    );
    this.$area.html(preview.html());
  }
};

function server_message(said) {
  try {
    return JSON.parse(JSON.parse(said._server_messages)[0]).message;
  } catch (e) {
    return "";
  }
}
