// What an import would do or has done, as HTML: counts, remarks on the file, and the rows that need a person.
frappe.provide("zhilian.visits");

zhilian.visits.ImportPreview = class ImportPreview {
  constructor(doc, may_write) {
    Object.assign(this, { doc, may_write });
    this.found = doc.preview_data ? JSON.parse(doc.preview_data) : {};
  }

  html() {
    const { doc, found } = this;
    const told = found.counts && doc.status !== "Failed";
    const parts = [this.headline(doc, found)];
    if (told) parts.push(this.counts(found), this.notes(found));
    parts.push(this.buttons(doc, found));
    if (told) {
      parts.push(this.rejects(doc, found), this.marked(found));
      parts.push(this.changes(found), this.stations(found));
    }
    return parts.join("");
  }

  headline(doc, { counts }) {
    const said = {
      Draft: doc.file
        ? __("The file has not been read yet.")
        : __("Please upload the register file first"),
      Previewed: __("This is a preview. Nothing has been saved yet."),
      Finished: __("The register has been imported."),
      Failed: doc.message || __("The import broke off. Nothing was saved; please try again."),
    }[doc.status];
    const nothing =
      doc.status === "Previewed" && counts && !counts.new_entries && !counts.changed_rows;
    const tone = { Finished: "good", Failed: "bad" }[doc.status] || "plain";
    return `<div class="zl-import-headline zl-import-${tone}">${escape_text(
      nothing ? __("The register has all of it already: there is nothing to import.") : said || "",
    )}</div>`;
  }

  counts({ counts, other_stations = 0 }) {
    const cells = [
      [counts.total_rows, __("Rows in the File")],
      [counts.new_entries, __("New on the Register"), "good"],
      [counts.new_households, __("of These, New Households"), "good"],
      [counts.changed_rows, __("Rows That Change Something"), "warn"],
      [counts.unchanged_rows, __("Rows Without Change")],
      [counts.marked_rows, __("ID Numbers To Verify"), "warn"],
      [counts.rejected_rows - other_stations, __("Rejected Rows"), "bad"],
    ];
    if (other_stations) cells.push([other_stations, __("Rows of Other Stations")]);
    const html = cells.map(
      ([
        number,
        label,
        tone,
      ]) => `<div class="zl-import-count ${number && tone ? `zl-import-${tone}` : ""}">
        <b>${cint(number)}</b><span>${label}</span></div>`,
    );
    return `<div class="zl-import-counts">${html.join("")}</div>`;
  }

  notes({ notes = [] }) {
    if (!notes.length) return "";
    return `<ul class="zl-import-notes">${notes.map((note) => `<li>${escape_text(note)}</li>`).join("")}</ul>`;
  }

  buttons(doc, { counts }) {
    const { may_write } = this;
    const useful = counts && (counts.new_entries || counts.changed_rows);
    const found = [];
    if (doc.status === "Previewed" && may_write && useful) {
      found.push(button("confirm", __("Confirm Import"), "btn-primary"));
    }
    if (doc.status !== "Finished" && may_write && doc.file) {
      const again = doc.status === "Previewed" ? __("Preview Again") : __("Preview");
      found.push(
        button("preview", again, doc.status === "Previewed" ? "btn-default" : "btn-primary"),
      );
    }
    if (doc.status === "Finished") {
      found.push(button("register", __("Open the Register"), "btn-primary"));
      found.push(button("new", __("Import Another File"), "btn-default"));
    }
    return `<div class="zl-import-buttons">${found.join("")}</div>`;
  }

  rejects(doc, { rejects = [], rejects_left_out, other_stations, counts }) {
    if (!counts.rejected_rows) return "";
    const file = doc.rejects_file
      ? `<a class="btn btn-default" href="${escape_text(encodeURI(doc.rejects_file))}" download>${__(
          "Download the Rows Not Taken",
        )}</a><p class="text-muted">${__(
          "Correct the coloured cells in it and import that file; rows that are in already stay as they are.",
        )}</p>`
      : "";
    const others = other_stations
      ? `<p>${__("{0} rows belong to other stations; their own liaisons import them.", [other_stations])}</p>`
      : "";
    const more = rejects_left_out
      ? `<p>${__("{0} more are in the file.", [rejects_left_out])}</p>`
      : "";
    return `<h5>${__("Rows Not Taken")}</h5>${others}${file}${rejects.map(reject_html).join("")}${more}`;
  }

  marked({ marked = [] }) {
    if (!marked.length) return "";
    const rows = marked.map(
      (line) => `<div class="zl-import-row"><div class="zl-import-row-head">
        <span class="text-muted">${row_number(line)}</span><b>${escape_text(line.householder)}</b>
        <span>${escape_text(line.id_number)}</span><span class="text-muted">${escape_text(line.reason)}</span></div></div>`,
    );
    return `<h5>${__("ID Numbers To Verify")}</h5><p class="text-muted">${__(
      "They are taken as they are and marked, so that somebody can check them.",
    )}</p>${rows.join("")}`;
  }

  changes({ changes = [], changes_left_out }) {
    if (!changes.length) return "";
    const rows = changes.map(
      (change) => `<div class="zl-import-row"><div class="zl-import-row-head">
        <b>${escape_text(change.householder)}</b><span>${escape_text(change.station)}</span>
        <span class="text-muted">${row_number(change)}</span></div>
        ${change.cells
          .map(
            (cell) => `<div class="zl-import-change"><span>${escape_text(cell.field)}</span>
            ${cell.before ? `<del>${escape_text(cell.before)}</del> →` : ""} <ins>${escape_text(cell.after)}</ins></div>`,
          )
          .join("")}</div>`,
    );
    const more = changes_left_out
      ? `<p>${__("{0} more rows change.", [changes_left_out])}</p>`
      : "";
    return `<h5>${__("Changes")}</h5>${rows.join("")}${more}`;
  }

  stations({ by_station = [] }) {
    if (!by_station.length) return "";
    const rows = by_station.map(
      (
        row,
      ) => `<tr><td>${escape_text(row.station)}</td><td class="text-right">${cint(row.new_entries)}</td>
      <td class="text-right">${cint(row.changed)}</td></tr>`,
    );
    return `<h5>${__("By Station")}</h5><table class="table zl-import-stations"><thead><tr><th>${__(
      "Station",
    )}</th><th class="text-right">${__("New")}</th><th class="text-right">${__("Changed")}</th></tr></thead>
    <tbody>${rows.join("")}</tbody></table>`;
  }
};

function reject_html(reject) {
  const place = reject.sheet ? `${reject.sheet} ` : "";
  const cells = reject.cells.map(
    (cell) => `<span class="zl-import-cell ${cell.wrong ? "zl-import-wrong" : ""}">
      <i>${escape_text(cell.title)}</i>${escape_text(cell.value) || __("(empty)")}</span>`,
  );
  return `<div class="zl-import-row"><div class="zl-import-row-head">
    <span class="text-muted">${escape_text(place)}${row_number(reject)}</span>
    <b class="zl-import-reason">${reject.reasons.map(escape_text).join("<br>")}</b></div>
    <div class="zl-import-cells">${cells.join("")}</div></div>`;
}

function row_number({ row }) {
  return __("Row {0}", [cint(row)]);
}

function button(what, label, tone) {
  return `<button type="button" class="btn ${tone} zl-import-button" data-do="${what}">${label}</button>`;
}

function escape_text(text) {
  return frappe.utils.escape_html(String(text ?? ""));
}
