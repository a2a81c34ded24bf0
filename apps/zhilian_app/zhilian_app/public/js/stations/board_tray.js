// Pictures of a public board: each with its two big buttons, 远景 and 近景, right where it was taken.
import { PictureTray } from "../visits/pictures";
import { FormTray } from "../subsidies/tray";
import { escape } from "../visits/tools";

export const VIEWS = ["Far View", "Near View"];

class MarkedTray extends PictureTray {
  draw() {
    this.at = 0;
    super.draw();
  }

  sent_html(url) {
    // by its place: the very same picture sent twice goes by one address
    const at = this.at++;
    const row = this.rows()[at] || {};
    return `<div class="zl-shot${row.view ? "" : " zl-unmarked"}">${super.sent_html(url)}
      ${this.writable ? this.mark_buttons(at, row) : view_html(row)}
      ${row.remark ? `<div class="zl-warning zl-used">${escape(row.remark)}</div>` : ""}
      ${facts_html(row)}</div>`;
  }

  item_html(item) {
    return `<div class="zl-shot">${super.item_html(item)}</div>`;
  }

  mark_buttons(at, row) {
    const buttons = VIEWS.map((view) => {
      const on = row.view === view;
      return `<button type="button" class="btn ${on ? "btn-primary" : "btn-default"} zl-view" aria-pressed="${on}"
        data-at="${at}" data-view="${view}">${__(view)}</button>`;
    }).join("");
    const hint = row.view ? "" : `<div class="zl-hint">${__("Far or near view?")}</div>`;
    return `<div class="zl-views">${buttons}</div>${hint}`;
  }
}

export function view_html(row) {
  const words = row.view ? __(row.view) : __("Not Marked");
  return `<div class="zl-view-name">${escape(words)}</div>`;
}

function facts_html(row) {
  const facts = [row.caption, row.taken_on && __("Taken on {0}", [row.taken_on])].filter(Boolean);
  return facts.length ? `<div class="zl-facts">${escape(facts.join(" · "))}</div>` : "";
}

function is_typing(frm) {
  const box = document.activeElement;
  return Boolean(box?.matches("textarea, input") && $(frm.wrapper).find(box).length);
}

export class BoardTray extends FormTray {
  constructor(frm, on_change) {
    super(frm, "Board Picture");
    this.on_change = on_change;
  }

  make_tray(options) {
    const tray = new MarkedTray(options);
    tray.rows = () => this.rows();
    options.$area.on("click", ".zl-view", (e) => this.mark(e.currentTarget.dataset));
    return tray;
  }

  rows() {
    return this.frm.doc.pictures || [];
  }

  // A tap more on what is marked takes the mark away.
  mark({ at, view }) {
    const row = this.rows()[at];
    if (!row) return;
    row.view = row.view === view ? "" : view;
    this.frm.dirty();
    this.tray.draw();
    this.on_change();
  }

  add_elsewhere(docname, picture) {
    return frappe.xcall("zhilian_app.stations.board_api.add_picture", { name: docname, picture });
  }

  removed(picture) {
    super.removed(picture);
    this.on_change();
  }

  // What is marked already is no reason to leave the next picture unsaved: a phone may be put away at any time.
  async sent(docname, picture) {
    const { frm } = this;
    await super.sent(docname, picture);
    this.on_change();
    const is_open = frm.docname === docname && frm.is_dirty();
    if (is_open && !this.tray.counts().under_way && !is_typing(frm)) await frm.save();
  }

  async before_save() {
    await super.before_save();
    this.urls = this.rows().map((row) => row.picture);
  }

  // The server has put a clean copy in each one's place: what the phone shows need not come over the line again.
  after_save() {
    const { previews } = this.tray;
    this.rows().forEach((row, at) => {
      previews[row.picture] = previews[row.picture] || previews[(this.urls || [])[at]];
    });
  }
}
