// How a form is filled in, shown field by field: Frappe's own form tours, in the reader's language and on a phone.
// Nobody is stopped by one: a quiet line offers it once, and the menu of the form keeps it.

// The forms that have a tour, and when its line is offered. Most begin with an empty one; those that the system makes
// by itself begin with the first that is still to be filled in.
export const TOURS = {
  "Household Visit": (frm) => frm.is_new(),
  "Ledger Issue": (frm) => frm.is_new(),
  Household: (frm) => frm.is_new(),
  "Spot Check": (frm) => frm.is_new(),
  "Weekly Meeting": (frm) => !frm.is_new() && frm.doc.status === "Planned",
  "Committee Request": (frm) => !frm.is_new() && ["Draft", "Returned"].includes(frm.doc.state),
  Filing: (frm) => Boolean(frm.doc.__onload?.may_write),
};

const SEEN = "tour_seen"; // in Frappe's user settings of the DocType: kept for the person, on every device
const EDGE = 12; // between the words and the edge of the screen
const GAP = 20; // between the words and the field
const HEAD = 120; // the bars at the top, which stay while the page scrolls
const ANSWERED = new Set(); // answered since the desk was opened

// -- the tour -----------------------------------------------------------------------------------------------

frappe.ui.form.FormTour = class FormTour extends frappe.ui.form.FormTour {
  init_driver() {
    const { sections } = this.frm.layout;
    const folded = sections.filter((section) => section.body && section.is_collapsed());
    super.init_driver();
    // the framework unfolds the whole form; only what is spoken of needs to be open
    const wanted = new Set(
      (this.tour.steps || []).map((step) => this.frm.fields_dict[step.fieldname]?.section),
    );
    folded.forEach((section) => wanted.has(section) || section.collapse(true));
    const { onHighlighted } = this.driver.options;
    Object.assign(this.driver.options, {
      overlayClickNext: false, // a finger that scrolls is no answer
      stageBackground: "var(--fg-color)",
      closeBtnText: __("Close"),
      prevBtnText: __("Previous"),
      startBtnText: __("Next"),
      nextBtnText: __("Next"),
      doneBtnText: __("Got It"),
      onHighlightStarted: (step) => scroll_to(step.node),
      onReset: () => this.watcher?.disconnect(),
      // the cursor in a field would bring up the phone's keyboard, and dates their calendar, over the words
      onHighlighted: (step) => step.options.is_save_step && onHighlighted(step),
    });
  }

  get_step(step_info, ...moves) {
    const step = super.get_step(step_info, ...moves);
    step.popover.title = __(step_info.title);
    step.popover.description = __(step_info.description);
    return step;
  }

  update_driver_steps(steps = []) {
    const shown = (steps.length ? steps : this.driver_steps).filter(is_shown);
    this.driver.defineSteps(shown);
    this.driver.steps.forEach(keep_on_screen);
  }

  start(idx = 0) {
    if (!this.driver.steps.length) {
      frappe.show_alert(__("There is nothing to fill in here now."));
      return;
    }
    document.activeElement?.blur();
    this.follow_the_form();
    super.start(idx);
  }

  // What the server still sends, as about the household, moves the fields under the words.
  follow_the_form() {
    this.watcher?.disconnect();
    this.watcher = new ResizeObserver(() => this.driver.isActivated && this.driver.refresh());
    this.watcher.observe(this.frm.layout.wrapper[0]);
  }
};

// Fields come and go with the state of a document. What is not in the page yet, such as a row to be opened, may come.
function is_shown({ element }) {
  const node = typeof element === "string" ? document.querySelector(element) : element;
  return !node || node.offsetHeight > 0;
}

// The field stands so that the words have room below or above it.
function scroll_to(node) {
  const height = node.getBoundingClientRect().height;
  const room = window.innerHeight - height;
  node.style.scrollMarginTop = `${Math.max(HEAD, Math.min(room / 3, window.innerHeight / 4))}px`;
  node.scrollIntoView({ behavior: "instant", block: "start" });
  node.style.scrollMarginTop = "";
}

function keep_on_screen({ node, popover }) {
  if (!popover) return;
  popover.bringInView = () => {
    place(popover, node);
    // a tap answers with the touch already; its click would reach the field that stands under the finger by then
    popover.footerNode.addEventListener("touchstart", (event) => event.preventDefault(), {
      passive: false,
    });
  };
}

function place({ node: box, tipNode: tip }, field) {
  const { left, top, bottom } = field.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  let [y, side] = [bottom + GAP, "top"];
  if (y + height > clientHeight - EDGE) {
    [y, side] = [top - GAP - height, "bottom"];
    if (y < EDGE) [y, side] = [clientHeight - EDGE - height, "mid-center"];
  }
  const x = Math.max(EDGE, Math.min(left, clientWidth - EDGE - width));
  Object.assign(box.style, { left: `${x + window.scrollX}px`, top: `${y + window.scrollY}px` });
  tip.className = `driver-popover-tip ${side}`;
}

export async function show_tour(frm) {
  try {
    await frm.tour.init({ tour_name: frm.doctype });
  } catch {
    frappe.show_alert({
      message: __("This needs a signal. Please try again later."),
      indicator: "orange",
    });
    return;
  }
  answered(frm);
  frm.tour.start();
}

// -- the line and the menu ------------------------------------------------------------------------------------

function is_answered({ doctype }) {
  return ANSWERED.has(doctype) || Boolean(frappe.model.user_settings[doctype]?.[SEEN]);
}

// Above the fields and not among them: the first of these has the cursor, not a button.
const lines = (frm) => frm.layout.wrapper.siblings(".zl-tour-line");

function answered(frm) {
  lines(frm).remove();
  if (is_answered(frm)) return;
  ANSWERED.add(frm.doctype);
  frappe.model.user_settings.save(frm.doctype, SEEN, 1);
}

function draw_line(frm) {
  const $line = $(`<div class="zl-tour-line"><span>${__("First time here?")}</span></div>`);
  const button = (label, css, action) =>
    $(`<button type="button" class="btn ${css}">`).text(label).on("click", action).appendTo($line);
  button(__("Show Me"), "btn-default zl-tour-start", () => show_tour(frm));
  button(__("No Need"), "zl-tour-decline", () => answered(frm));
  $line.insertBefore(frm.layout.wrapper);
}

function follow(frm) {
  lines(frm).remove();
  const is_due = TOURS[frm.doctype];
  if (!is_due || !frm.perm[0]?.write) return;
  frm.page.add_menu_item(__("How to Fill This In"), () => show_tour(frm));
  if (is_answered(frm)) return;
  if (is_due(frm)) {
    frm.tour_offered = frm.is_new() && frm.doc.name;
    draw_line(frm);
  } else if (frm.tour_offered && frappe.model.new_names?.[frm.tour_offered] === frm.doc.name) {
    // filled in and saved without it: that is an answer, too
    answered(frm);
  }
}

$(document).on("form-refresh", (_, frm) => follow(frm));
