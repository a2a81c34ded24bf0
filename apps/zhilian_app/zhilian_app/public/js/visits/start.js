// Ways into a new visit and on to the next one.

// What the list knows already of households and of the person, so that the form need not wait for the server.
export const known = { households: {}, cadre: null };

export function start_visit(home) {
  known.households[home.name] = home;
  frappe.utils.add_link_title("Household", home.name, home.householder);
  return frappe.new_doc("Household Visit", { household: home.name });
}

export function next_household() {
  frappe.set_route("visit-list");
}

// What one comes to a form for, in reach of the thumb: Frappe folds its own buttons into a menu on a phone.
export function draw_bar(frm, buttons, css = "") {
  const $layout = frm.layout.wrapper;
  $layout.find("> .zl-bar").remove();
  const $bar = $(`<div class="zl-bar ${css}"></div>`);
  for (const { label, href, action, kind = "default" } of buttons.filter(Boolean)) {
    const $button = href
      ? $("<a>").attr("href", href)
      : $('<button type="button">').on("click", action);
    $button.addClass(`btn btn-${kind} zl-big-button`).text(label).appendTo($bar);
  }
  if ($bar.children().length) $bar.prependTo($layout);
}
