frappe.listview_settings["Register Import"] = {
  hide_name_column: true,
  get_indicator(doc) {
    const colours = {
      Draft: "gray",
      Previewed: "orange",
      Running: "blue",
      Finished: "green",
      Failed: "red",
    };
    return [__(doc.status), colours[doc.status] || "gray", `status,=,${doc.status}`];
  },
};
