// Books as they stood at the notice: what was put in, changed or taken out since, each line opening its row.
import { escape } from "../visits/tools";

const MOST = 20;
const ROUTES = {
  "Station Log": "household-visit",
  "Issue Ledger": "ledger-issue",
  "Team Record Book": "weekly-meeting",
};
const COLOURS = {
  "Added after the Notice": "orange",
  "Changed after the Notice": "blue",
  "Taken Out after the Notice": "red",
};

export function books_html(books) {
  return `<div class="zl-check-cards">${books.map(book_html).join("")}</div>`;
}

function book_html(book) {
  const { differences } = book;
  const whole = book.whole
    ? ""
    : `<p class="zl-warning">${__("The snapshot itself was changed: its check sum is wrong.")}</p>`;
  const more =
    differences.length > MOST ? `<li>${__("and {0} more", [differences.length - MOST])}</li>` : "";
  const found = differences.length
    ? `<ul class="zl-differences">${differences
        .slice(0, MOST)
        .map((row) => row_html(book.book, row))
        .join("")}${more}</ul>`
    : `<p class="zl-same">${__("Nothing has changed since the notice.")}</p>`;
  return `<div class="zl-check-card ${differences.length ? "zl-leave" : "zl-here"}">
    <div class="zl-question"><b>${__(book.book)}</b><small>${__("At the notice: {0} entries", [
      book.entries,
    ])}</small></div>${whole}${found}</div>`;
}

function row_html(book, row) {
  const words = escape(row.text) || __("(about a sensitive household)");
  const name =
    row.kind === "Taken Out after the Notice"
      ? words
      : `<a href="/app/${ROUTES[book]}/${encodeURIComponent(row.name)}">${words}</a>`;
  return `<li><span class="indicator-pill no-indicator-dot ${COLOURS[row.kind]}">${__(
    row.kind,
  )}</span> <span class="zl-day">${escape(row.day)}</span> ${name}</li>`;
}
