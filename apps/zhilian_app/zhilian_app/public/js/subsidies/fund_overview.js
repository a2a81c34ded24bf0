// The money of a fund as four bars: what there is, what is promised, what is paid, what is left. In 万元, as
// budgets are spoken of.
import { money } from "./lists";

const UNIT = 10000;

frappe.ui.form.on("Subsidy Fund", {
  refresh(frm) {
    draw_overview(frm);
  },
});

export function draw_overview(frm) {
  const $place = frm.get_field("overview").$wrapper.empty();
  if (frm.is_new() || !frm.doc.budget) return;
  const { budget, committed, paid } = frm.doc;
  const bars = [
    [__("Budget of the Year"), budget],
    [__("Promised"), committed],
    [__("Paid"), paid],
    [__("Left to Pay"), budget - paid],
  ];
  const $chart = $('<div class="zl-fund-chart">').appendTo($place);
  new frappe.Chart($chart[0], {
    title: __("Money of the year, in 10,000 yuan"),
    type: "bar",
    height: 240,
    colors: ["#2f6fde"],
    axisOptions: { xAxisMode: "tick", shortenYAxisNumbers: 0 },
    tooltipOptions: { formatTooltipY: (value) => money(value * UNIT) },
    valuesOverPoints: 1,
    data: {
      labels: bars.map(([label]) => label),
      datasets: [{ values: bars.map(([, value]) => Math.round((value / UNIT) * 100) / 100) }],
    },
  });
  const share = (value) => Math.round(((value || 0) / budget) * 100);
  $('<p class="text-muted">')
    .text(__("Promised: {0}% of the budget; paid: {1}%.", [share(committed), share(paid)]))
    .appendTo($place);
}
