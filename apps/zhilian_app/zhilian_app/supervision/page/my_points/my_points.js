// 我的考核: a cadre's own points of the years that were announced.
frappe.pages["my-points"].on_page_load = (wrapper) => {
  const page = frappe.ui.make_app_page({
    parent: wrapper,
    title: __("My Assessment"),
    single_column: true,
  });
  wrapper.$points = $('<div class="zl-my-points">').appendTo(page.main);
};

frappe.pages["my-points"].on_page_show = async ({ $points }) => {
  const years = await frappe.xcall("zhilian_app.supervision.own_points.my_points");
  $points.off().empty();
  if (!years.length)
    $points.html(`<div class="zl-empty">${__("Nothing was announced yet.")}</div>`);
  for (const year of years) {
    const $year = $(`<section><h3 class="zl-name">${frappe.utils.escape_html(year.title)}</h3>
      <div class="zl-rank-score">${__("{0} points in all", [year.score.toFixed(2)])}</div>
      ${zhilian.supervision.points_html(year.points)}</section>`).appendTo($points);
    zhilian.supervision.bind_points($year, year.points);
  }
};
