// Everything that comes due, by day. The server counts a town's rows together and says how they stand.
(function () {
  const TONES = {
    done: "green",
    open: "blue",
    bad: "red",
    meeting: "purple",
    mark: "orange",
  };
  const PHONE = "(max-width: 767px)";

  function ask(start, end) {
    return new Promise((resolve) => {
      frappe
        .call({
          method: "zhilian_app.filings.due_calendar.get_events",
          args: {
            start: start.format("YYYY-MM-DD"),
            // the calendar's own end is the day after
            end: moment(end).subtract(1, "days").format("YYYY-MM-DD"),
          },
        })
        .then(
          (r) => resolve(r.message || []),
          () => resolve([]),
        );
    });
  }

  function event_of(one) {
    const color = TONES[one.tone] || "gray";
    return {
      ...one,
      allDay: true,
      editable: false,
      backgroundColor: frappe.ui.color.get(color, "extra-light"),
      borderColor: "transparent",
      textColor: frappe.ui.color.get(color, "dark"),
      tooltip: one.title,
    };
  }

  function open(one) {
    if (one.opens) return frappe.set_route("Form", one.doctype, one.opens);
    return zhilian.filings.open_list(one.doctype, one.filters);
  }

  const on_phone = window.matchMedia(PHONE).matches;

  frappe.views.calendar["Filing"] = {
    // the server is asked by our own `events` below; these are what Frappe's wants to have
    field_map: { id: "opens", start: "start", end: "start", title: "title", allDay: "allDay" },

    options: {
      locale: frappe.boot.lang === "zh" ? "zh-cn" : frappe.boot.lang,
      header: {
        left: "prev, title, next",
        right: "today, month, listMonth",
      },
      buttonText: { today: __("Today"), month: __("Month"), list: __("Day by Day") },
      defaultView: on_phone ? "listMonth" : "month",
      // a month of four weeks shows four, and no line of days that are of others
      fixedWeekCount: false,
      eventLimit: 6,
      editable: false,
      selectable: false,
      displayEventTime: false,
      height: "auto",
      noEventsMessage: __("Nothing comes due in this month."),
      events: (start, end, timezone, callback) =>
        ask(start, end).then((found) => callback(found.map(event_of))),
      eventClick: (one) => {
        open(one);
        return false;
      },
      eventRender: (one, $event) => {
        $event.attr("title", one.tooltip);
        // a light dot cannot be seen in the sun
        $event.find(".fc-event-dot").css("background-color", one.textColor);
      },
      dayClick: () => false,
    },
  };
})();
