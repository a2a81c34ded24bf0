// What lists share: the second line of a row on a phone, and chips above the rows.
import { escape } from "../visits/tools";

// A phone's row is a title and a dot: state and what else one looks for stand below.
export function draw_second_lines(list, words_of) {
  list.$result.find(".zl-list-sub").remove();
  if (list.view_name !== "List") return;
  const settings = frappe.listview_settings[list.doctype];
  for (const doc of list.data) {
    const [state, color] = settings.get_indicator(doc);
    const words = words_of(doc).filter(Boolean).join(" · ");
    $(`<div class="zl-phone-only zl-list-sub">
        <span class="indicator-pill no-indicator-dot ${color}">${state}</span>
        <span>${escape(words)}</span></div>`)
      .on("click", () => frappe.set_route("Form", list.doctype, doc.name))
      .appendTo(
        list.$result
          .find(`.list-row-checkbox[data-name="${window.escape(doc.name)}"]`)
          .closest(".list-row-container"),
      );
  }
}

// Each chip is a label and filters; tapped again, the list shows everything.
export function draw_chips(list, chips) {
  const $chips = $('<div class="zl-list-chips">');
  for (const [label, filters] of chips) {
    $('<button type="button" class="btn btn-default zl-chip">')
      .text(label)
      .on("click", (event) => choose(list, filters(), $(event.currentTarget)))
      .appendTo($chips);
  }
  list.$frappe_list.prepend($chips);
}

async function choose(list, filters, $chip) {
  const on = !$chip.hasClass("btn-primary");
  $chip.parent().children().removeClass("btn-primary");
  $chip.toggleClass("btn-primary", on);
  await list.filter_area.clear(false);
  if (on) await list.filter_area.add(filters.map((filter) => [list.doctype, ...filter]));
  else list.refresh();
}

// An empty list says what to do next; with filters set it is Frappe's words that fit, as for who may not begin one
// where that is the next thing.
export function say_what_next(list, text, begin_one = false) {
  const usual = list.get_no_result_message.bind(list);
  list.get_no_result_message = () => {
    if (list.filter_area?.get().length || (begin_one && !list.can_create)) return usual();
    const $box = $(usual());
    $box.find("p").first().addClass("zl-empty").text(text);
    $box.find("img").attr("alt", "");
    return $box[0].outerHTML;
  };
}
