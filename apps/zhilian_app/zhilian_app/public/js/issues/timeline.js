// The steps of a document as people tell them: who, when, from where to where, and why; the newest first.
import { escape } from "../visits/tools";

export function timeline_html(steps) {
  return `<ol class="zl-steps">${[...(steps || [])].reverse().map(step_html).join("")}</ol>`;
}

function step_html(step) {
  const moved = step.from_state !== step.to_state;
  const way =
    moved && step.from_state ? `${__(step.from_state)} → ${__(step.to_state)}` : __(step.to_state);
  const facts = [
    moved &&
      step.to_state === "Referred to Office" &&
      step.office_name &&
      `${__("Office in Charge")}：${escape(step.office_name)}`,
    step.due_on && `${__("Due On")}：${escape(step.due_on)}`,
  ].filter(Boolean);
  return `<li>
    <div class="zl-step-way">${moved ? way : __("Remark of a Step")}</div>
    <div class="zl-step-who">${escape(moment(step.stepped_on).format("YYYY-MM-DD HH:mm"))}
      ${escape(step.by_name)}</div>
    ${step.reason ? `<div class="zl-step-why">${escape(step.reason)}</div>` : ""}
    ${facts.length ? `<div class="zl-step-who">${facts.join("　")}</div>` : ""}
  </li>`;
}
