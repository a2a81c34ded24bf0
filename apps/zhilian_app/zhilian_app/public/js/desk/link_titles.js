// A link that a new form comes with is empty on screen until its title has come from the server. The framework would
// take the emptiness for the person's wish when they go on to the next field in that moment, and the link was lost.

function waits_for_its_title(field, shown) {
  const name = field?.doc?.[field.df?.fieldname];
  return (
    !shown &&
    name &&
    field.is_title_link?.() &&
    !frappe.utils.get_link_title(field.get_options(), name)
  );
}

document.addEventListener(
  "blur",
  (event) => {
    const input = event.target;
    const field = input.closest?.(".frappe-control")?.fieldobj;
    if (!waits_for_its_title(field, input.value)) return;
    event.stopImmediatePropagation();
    field.awesomplete?.close();
  },
  true,
);
