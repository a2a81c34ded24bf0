/** What the asset build needs to know of the bench: its apps, their folders and their bundles. */

const fs = require("fs");
const path = require("path");

const BENCH = path.resolve(__dirname, "..", "..", "..");
const SITES = path.join(BENCH, "sites");
const ASSETS = path.join(SITES, "assets");
const FRAPPE_MODULES = path.join(BENCH, "apps", "frappe", "node_modules");

const SCRIPT = /\.bundle\.(js|ts|jsx)$/;
const STYLE = /\.bundle\.(css|scss|sass)$/;
const UNSUPPORTED = /\.bundle\.(less|styl)$/;
const SKIPPED_FOLDERS = new Set(["node_modules", "dist"]);

/** The apps of this bench, in the order of sites/apps.txt, those without public files too. */
function allApps() {
  return fs
    .readFileSync(path.join(SITES, "apps.txt"), "utf8")
    .split(/\s+/)
    .filter((app) => app && fs.existsSync(publicFolder(app, "..")));
}

function publicFolder(app, ...rest) {
  return path.join(BENCH, "apps", app, app, "public", ...rest);
}

function* files(folder) {
  if (!fs.existsSync(folder)) return;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name)) yield* files(full);
    else if (entry.isFile()) yield full;
  }
}

/**
 * The bundles of one app.
 * @returns {{app: string, name: string, file: string, kind: "js" | "css"}[]} `name` is what pages
 * ask for, less its last extension: `desk.bundle`.
 */
function bundles(app) {
  const found = [];
  for (const file of files(publicFolder(app))) {
    const base = path.basename(file);
    const kind = SCRIPT.test(base) ? "js" : STYLE.test(base) ? "css" : null;
    if (UNSUPPORTED.test(base)) throw new Error(`no compiler for ${file}`);
    if (kind) found.push({ app, name: base.replace(/\.[^.]+$/, ""), file, kind });
  }
  return found.sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** Where an import that starts with no dot is looked up: npm packages, then the roots of all apps. */
function searchPaths(apps = allApps()) {
  return [FRAPPE_MODULES, ...apps.map((app) => path.join(BENCH, "apps", app))];
}

module.exports = { ASSETS, BENCH, SITES, allApps, bundles, publicFolder, searchPaths };
