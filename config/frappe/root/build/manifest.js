/** The list of built files that pages look names up in, and the removal of what it replaces. */

const fs = require("fs");
const path = require("path");

const { ASSETS, SITES } = require("./bench");

const LISTS = { plain: "assets.json", rtl: "assets-rtl.json" };

function read(list) {
  try {
    return JSON.parse(fs.readFileSync(path.join(ASSETS, LISTS[list]), "utf8"));
  } catch {
    return {}; // not there yet, or cut off by a power failure: this build writes it anew
  }
}

function write(list, entries) {
  const file = path.join(ASSETS, LISTS[list]);
  const sorted = Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));
  fs.writeFileSync(`${file}.new`, `${JSON.stringify(sorted, null, 4)}\n`);
  fs.renameSync(`${file}.new`, file);
}

/**
 * Enter built files into the lists.
 * @param {{plain: Record<string, string>, rtl: Record<string, string>}} built name → address
 * @param {boolean} complete everything was built: names that are not in `built` are gone
 */
function update(built, complete) {
  for (const list of Object.keys(LISTS)) {
    write(list, complete ? built[list] : { ...read(list), ...built[list] });
  }
}

/** Remove built files that no list names any more. */
function sweep(apps) {
  const named = new Set([...Object.values(read("plain")), ...Object.values(read("rtl"))]);
  for (const app of apps) {
    for (const kind of ["js", "css", "css-rtl"]) {
      const folder = path.join(ASSETS, app, "dist", kind);
      if (!fs.existsSync(folder)) continue;
      for (const name of fs.readdirSync(folder)) {
        const address = `/assets/${app}/dist/${kind}/${name.replace(/\.map$/, "")}`;
        if (!named.has(address)) fs.rmSync(path.join(folder, name));
      }
    }
  }
}

/** Make running servers read the lists anew. Without a running Redis there is nothing to forget. */
async function forget() {
  const { createClient } = require("@redis/client");
  const config = JSON.parse(fs.readFileSync(path.join(SITES, "common_site_config.json"), "utf8"));
  const url = process.env.FRAPPE_REDIS_CACHE || config.redis_cache;
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.del("assets_json");
    await client.quit();
  } catch {
    // as said above
  }
}

module.exports = { forget, sweep, update };
