/** The relay's settings: sites/common_site_config.json, and environment variables for tests. */

const fs = require("fs");
const path = require("path");

const SITES = path.resolve(__dirname, "..", "..", "..", "sites");

/**
 * @returns {{port: number, redis: string, web: {host: string, port: number}}} `web` is where Frappe
 * answers: a fixed address on this machine, never one that a client names.
 */
function load(env = process.env) {
  const shared = JSON.parse(fs.readFileSync(path.join(SITES, "common_site_config.json"), "utf8"));
  return {
    port: Number(env.FRAPPE_SOCKETIO_PORT || shared.socketio_port || 9000),
    redis: env.FRAPPE_REDIS_QUEUE || shared.redis_queue,
    web: {
      host: "127.0.0.1",
      port: Number(env.FRAPPE_WEB_PORT || shared.webserver_port || 8000),
    },
  };
}

/** Tell whether `name` is a site of this bench: nobody makes the relay ask for another host. */
function isSite(name) {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return false;
  return fs.existsSync(path.join(SITES, name, "site_config.json"));
}

module.exports = { isSite, load };
