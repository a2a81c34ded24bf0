// Money of a project, a plan or a fund: a few amounts with their names, and a bar of how far they go.
import { yuan } from "./tools";

// `cells`: [[label, amount, css]]; a css gives the cell the colour of its part of the bar.
export function cells_html(cells) {
  const shown = cells.map(
    ([label, amount, css]) => `<div class="zl-money-cell">
      <span>${css ? `<i class="zl-dot zl-money-${css}"></i>` : ""}${label}</span>
      <b class="${amount < 0 ? "zl-late" : ""}">${yuan(amount)}</b></div>`,
  );
  return `<div class="zl-money">${shown.join("")}</div>`;
}

// What is paid, then what is promised beyond it, of a `whole`.
export function bar_html(whole, paid, promised) {
  if (!(whole > 0)) return "";
  const part = (css, amount) => {
    const share = Math.min(100, Math.max(0, (100 * amount) / whole));
    return `<i class="zl-money-${css}" style="width:${share}%"></i>`;
  };
  return `<div class="zl-money-bar">${part("paid", paid)}${part("promised", promised - paid)}</div>`;
}

// 核准、已安排、已拨、尚余; of a project that has ended only what is promised may still come.
export function project_money_html({ approved, planned, paid, ended = false }) {
  const cells = [
    [__("Approved by the Committee"), approved],
    [__("Arranged so Far"), planned, "promised"],
    [__("Paid so Far"), paid, "paid"],
    [__("Still to Be Paid"), Math.max(0, (ended ? planned : approved) - paid)],
  ];
  return cells_html(cells) + bar_html(approved, paid, planned);
}

export function fund_money_html({ budget, committed, paid, free_amount, left_amount }) {
  const cells = [
    [__("Budget so Far"), budget],
    [__("Arranged so Far"), committed, "promised"],
    [__("Paid so Far"), paid, "paid"],
    [__("Free to Be Arranged"), free_amount],
    [__("Still in the Fund"), left_amount],
  ];
  return cells_html(cells) + bar_html(budget, paid, committed);
}
