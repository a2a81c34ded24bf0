// Visits and needs of a household, as its form and the door-step brief show them.
import { ask, days_ago, escape, first_phone, tags } from "./tools";

// Other chapters add here what they know of a household: functions of (a place to draw in, the household's name).
export const history_extras = [];
export const brief_extras = [];

function pictures_html(pictures) {
  return (pictures || [])
    .map(
      (url) =>
        `<a class="zl-thumb" href="${escape(url)}" target="_blank" rel="noopener">` +
        `<img src="${escape(url)}" loading="lazy" alt="${__("Picture")}"></a>`,
    )
    .join("");
}

export function visit_html(visit, today) {
  const marks = [
    visit.voided ? `<span class="zl-mark zl-mark-grey">${__("Voided")}</span>` : "",
    !visit.voided && !visit.effective ? `<span class="zl-mark">${__("Not counted")}</span>` : "",
  ].join("");
  const needs = visit.needs
    ? `<div class="zl-needs"><b>${__("Needs")}</b>${escape(visit.needs)}</div>`
    : "";
  return `<div class="zl-visit${visit.voided ? " zl-voided" : ""}">
    <a class="zl-visit-head" href="/app/household-visit/${encodeURIComponent(visit.name)}">
      <b>${escape(visit.visit_date)}</b><span>${days_ago(visit.visit_date, today)}</span>
      <span>${escape(visit.visitor_names)}</span>${marks}
    </a>
    <div class="zl-visit-text">${escape(visit.content)}</div>${needs}
    <div class="zl-thumbs">${pictures_html(visit.pictures)}</div>
  </div>`;
}

// Who lives here and what was said last, for the head of a visit's form.
export function brief_html(facts) {
  const home = facts.household;
  const place = [home.group_name, home.address].filter(Boolean).join(" · ");
  const phone = escape(first_phone(home.phone));
  const call = phone ? `<a class="zl-call" href="tel:${phone}">${__("Call")} ${phone}</a>` : "";
  const today = (facts.today_visits || [])
    .map(
      (visit) =>
        `<div class="zl-warning">${__("Visited today already at {0}: {1}", [visit.time, escape(visit.content)])}</div>`,
    )
    .join("");
  const last = facts.visits || [];
  const needy = last.find((visit) => visit.needs);
  const needs = needy
    ? `<div class="zl-last-needs"><b>${__("Needs of {0}", [needy.visit_date])}</b>${escape(needy.needs)}</div>`
    : "";
  const before = last.length
    ? `<details class="zl-before"><summary>${__("Last Visits")}</summary>${last
        .map((visit) => visit_html(visit, facts.today))
        .join("")}</details>`
    : "";
  return `<div class="zl-brief">
    <div class="zl-brief-head">
      <a class="zl-name" href="/app/household/${encodeURIComponent(home.name)}">${escape(home.householder)}</a>${call}
    </div>
    <div class="zl-place">${escape(place)}</div><div class="zl-tags">${tags(facts.categories)}</div>
    ${home.remark ? `<div class="zl-place">${escape(home.remark)}</div>` : ""}${needs}${today}${before}
  </div>`;
}

// Fills `$area` with the visits of a household, twenty at a time.
export function show_history($area, household) {
  $area.html('<div class="zl-history-extras"></div><div class="zl-history"></div>');
  history_extras.forEach((draw) => draw($area.find(".zl-history-extras"), household));
  const $list = $area.find(".zl-history");
  let shown = 0;

  const load = () => {
    $list.find(".zl-more").remove();
    $list.append(`<p class="zl-loading">${__("Loading")}…</p>`);
    return ask("visits_of_household", { household, start: shown })
      .then(({ rows, more, today }) => {
        $list.find(".zl-loading").remove();
        $list.append(rows.map((visit) => visit_html(visit, today)).join(""));
        shown += rows.length;
        if (!shown) $list.append(`<p class="zl-empty">${__("Never visited")}</p>`);
        if (more) add_button(__("More"));
      })
      .catch(() => {
        $list.find(".zl-loading").remove();
        add_button(__("The line is down. Tap to try again."));
      });
  };
  const add_button = (label) =>
    $(`<button class="btn btn-default zl-more">${label}</button>`)
      .on("click", load)
      .appendTo($list);

  return load();
}
