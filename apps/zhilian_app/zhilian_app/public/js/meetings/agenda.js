// The agenda as cards: what the ledger says, and below it a box for what was said about it.
import { escape } from "../visits/tools";

const KINDS = {
  "Last Visits": () => __("Last Visits"),
  Answer: () => __("Answer"),
  "New Issue": () => __("New Issue"),
  "Open Issue": () => __("Open Issue"),
};

// state: what the server knows of each issue today ({state, may_go_up} by name)
export function draw_agenda($area, rows, { may_write, state = {}, on_change, hint } = {}) {
  $area.empty();
  if (hint) $area.append(`<p class="zl-warning">${escape(hint)}</p>`);
  if (!rows.length) {
    $area.append(
      `<p class="zl-empty">${__("The agenda is drawn from the ledger on the day of the meeting.")}</p>`,
    );
  }
  rows.forEach((row) => $area.append(card(row, { may_write, state, on_change })));
}

function card(row, { may_write, state, on_change }) {
  const $card = $(`<div class="zl-item"><div class="zl-item-head">${head(row, state)}</div>
    ${row.facts ? `<div class="zl-facts">${escape(row.facts)}</div>` : ""}</div>`);
  if (may_write) {
    $card.append(box(row, on_change));
    if (can_go_up(row, state)) $card.append(tick(row, on_change));
  } else {
    if (row.discussion) {
      $card.append(
        `<div class="zl-said"><b>${__("Discussion")}</b>${escape(row.discussion)}</div>`,
      );
    }
    if (row.put_up) {
      const note = row.put_up_note || __("Put Up to the Committee");
      $card.append(`<span class="zl-mark">${escape(note)}</span>`);
    }
  }
  return $card;
}

function head(row, state) {
  const kind = KINDS[row.kind];
  const pill = kind ? `<span class="zl-tag">${kind()}</span>` : "";
  if (row.kind === "Last Visits") return pill;
  const now = state[row.issue];
  const title = row.issue
    ? `<a class="zl-item-title" href="/app/ledger-issue/${encodeURIComponent(row.issue)}">${escape(
        row.title,
      )}</a>`
    : `<span class="zl-item-title">${escape(row.title)}</span>`;
  const today = now ? `<span class="zl-mark zl-mark-grey">${escape(__(now.state))}</span>` : "";
  return `${pill}${today}${title}`;
}

function can_go_up(row, state) {
  return row.issue && (row.put_up || state[row.issue]?.may_go_up);
}

function box(row, on_change) {
  return $('<textarea class="form-control zl-box" rows="2"></textarea>')
    .attr("placeholder", __("What was said, who does what until when"))
    .attr("aria-label", __("Discussion"))
    .val(row.discussion || "")
    .on("input", function () {
      row.discussion = this.value;
      grow(this);
      on_change();
    })
    .on("focus", function () {
      grow(this);
    });
}

function grow(element) {
  element.style.height = "auto";
  element.style.height = `${element.scrollHeight + 4}px`;
}

function tick(row, on_change) {
  const $label = $(
    `<label class="zl-tick"><input type="checkbox"><span>${__("Put Up to the Committee")}</span></label>`,
  );
  $label
    .find("input")
    .prop("checked", Boolean(row.put_up))
    .on("change", function () {
      row.put_up = this.checked ? 1 : 0;
      on_change();
    });
  return $label;
}
