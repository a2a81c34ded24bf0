/** What a client may ask for: to follow lists, documents and tasks, and to be seen viewing one. */

const GUEST = "Guest";

const doctypeRoom = (doctype) => `doctype:${doctype}`;
const docRoom = (doctype, docname) => `doc:${doctype}/${docname}`;
const openDocRoom = (doctype, docname) => `open_doc:${doctype}/${docname}`;
const taskRoom = (task) => `task_progress:${task}`;

/** A name is a short text or a number; anything else comes from no page of Frappe's. */
const isName = (value) =>
  (typeof value === "string" && value.length > 0 && value.length <= 500) ||
  Number.isSafeInteger(value);

/** Tell everybody who has the document open who they are. */
async function tellViewers(namespace, doctype, docname) {
  const room = openDocRoom(doctype, docname);
  const viewers = await namespace.in(room).fetchSockets();
  const users = [...new Set(viewers.map(({ data }) => data.user))];
  namespace.to(room).emit("doc_viewers", { doctype, docname, users });
}

/** Serve one client that was let in. */
function attend(socket) {
  const { user, type, frappe } = socket.data;
  const namespace = socket.nsp;
  const open = new Map(); // rooms of documents that this client has open → their names

  socket.join([`user:${user}`, "website"]);
  if (type === "System User") socket.join("all");

  /** Register `serve` for an event whose arguments are all names. */
  const on = (event, serve) =>
    socket.on(event, (...names) => {
      const given = names.slice(0, serve.length);
      if (given.length < serve.length || !given.every(isName)) return;
      Promise.resolve(serve(...given)).catch((error) =>
        console.error(`${event}: ${error.message}`),
      );
    });

  on("doctype_subscribe", async (doctype) => {
    if (await frappe.mayFollowDoctype(doctype)) socket.join(doctypeRoom(doctype));
  });
  on("doctype_unsubscribe", (doctype) => socket.leave(doctypeRoom(doctype)));

  on("doc_subscribe", async (doctype, docname) => {
    if (await frappe.mayFollowDoc(doctype, docname)) socket.join(docRoom(doctype, docname));
  });
  on("doc_unsubscribe", (doctype, docname) => socket.leave(docRoom(doctype, docname)));

  on("doc_open", async (doctype, docname) => {
    if (!(await frappe.mayFollowDoc(doctype, docname)) || !socket.connected) return;
    const room = openDocRoom(doctype, docname);
    open.set(room, [doctype, docname]);
    socket.join(room);
    await tellViewers(namespace, doctype, docname);
  });
  on("doc_close", async (doctype, docname) => {
    const room = openDocRoom(doctype, docname);
    if (!open.delete(room)) return;
    socket.leave(room);
    await tellViewers(namespace, doctype, docname);
  });

  // A task's name is a secret of whoever started it; visitors who did not sign in start none.
  for (const kind of ["task", "progress"]) {
    on(`${kind}_subscribe`, (task) => user !== GUEST && socket.join(taskRoom(task)));
    on(`${kind}_unsubscribe`, (task) => socket.leave(taskRoom(task)));
  }

  socket.on("disconnect", () => {
    for (const [doctype, docname] of open.values()) {
      tellViewers(namespace, doctype, docname).catch((error) => console.error(error.message));
    }
  });
}

module.exports = { attend };
