/**
 * Realtime relay: what the desk's pages and Frappe's background jobs tell each other.
 * `bench start` runs it as `node apps/frappe/socketio.js`; it is this project's own work.
 */

const { start } = require("./realtime/server");

start().then(({ port }) => console.log(`realtime relay at 127.0.0.1:${port}`));
