// Titles of the reader's stations, so that a link field shows one at once; see zhilian_app/stations/boot.py.
for (const [name, title] of Object.entries(frappe.boot?.zhilian_station_titles || {})) {
  frappe.utils.add_link_title("Station", name, title);
}
