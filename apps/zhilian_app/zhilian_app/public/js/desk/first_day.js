// Frappe's block of first steps on a workspace shows the words of a step as they are stored, in English.
const { widget_factory } = frappe.widget;

widget_factory.onboarding = class Onboarding extends widget_factory.onboarding {
  make_body() {
    for (const step of this.steps)
      for (const key of ["description", "callback_title", "callback_message"])
        if (step[key]) step[key] = __(step[key]);
    super.make_body();
  }
};
