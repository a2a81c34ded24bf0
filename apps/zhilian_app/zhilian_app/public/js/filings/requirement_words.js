// A requirement in one sentence, as the plan would say it.

const SIGNERS = {
  "Team Head or Station Leader": () => __("signed by the team head or the station leader"),
  "Team Head": () => __("signed by the team head"),
  "Station Leader": () => __("signed by the station leader"),
  Nobody: () => __("no signature needed"),
};

const MONTHLY = {
  "Day of the Month": (doc) =>
    doc.due_in === "Next Month"
      ? __("By day {0} of the month after", [doc.due_day || "?"])
      : __("By day {0} of each month", [doc.due_day || "?"]),
  "End of the Month": (doc) =>
    doc.due_in === "Next Month"
      ? __("By the end of the month after")
      : __("By the end of each month"),
};

const AFTER = {
  "Start of a Project": {
    "Day of the Month": (doc) =>
      __("By day {0} of the month in which a project starts", [doc.due_day || "?"]),
    "End of the Month": () => __("By the end of the month in which a project starts"),
    "Days after the Event": (doc) =>
      __("Within {0} days after a project starts", [doc.days_after || "?"]),
  },
  "Notice to the Station": {
    "Day of the Month": (doc) => __("By day {0} of the month of a notice", [doc.due_day || "?"]),
    "End of the Month": () => __("By the end of the month of a notice"),
    "Days after the Event": (doc) => __("Within {0} days after a notice", [doc.days_after || "?"]),
  },
};

const COUNTS = {
  Upload: () => __("files uploaded here"),
  "Board Update": () => __("the month's board update"),
  "Committee Request": () => __("the month's annex 1"),
  "Review Report": () => __("the month's written report"),
  "Register of Visits": () => __("the register in the system, signed"),
  "Project Progress Register": () => __("annex 2 in the system, signed"),
  "Station Books": () => __("the three books in the system, signed"),
};

function when(doc) {
  const rules = doc.rhythm === "After an Event" ? AFTER[doc.event] : MONTHLY;
  return rules?.[doc.due_rule]?.(doc) || "";
}

function who(doc) {
  if (doc.all_stations) return __("all stations");
  const count = (doc.stations || []).filter((row) => row.station).length;
  return count ? __("{0} stations", [count]) : "";
}

// Empty while it is not said yet when, or by whom.
export function requirement_sentence(doc) {
  const parts = [when(doc), who(doc)];
  if (!parts.every(Boolean)) return "";
  const cutoff = doc.cutoff_day
    ? __("counted until day {0} of the next month", [doc.cutoff_day])
    : __("counted until the town's cut-off day");
  return __("{0}, from {1}, {2}; {3}. What counts: {4}.", [
    ...parts,
    SIGNERS[doc.signer]?.() || "",
    cutoff,
    COUNTS[doc.counts]?.() || "",
  ]);
}
