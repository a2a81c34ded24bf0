/**
 * Builds the desk's and the apps' scripts and style sheets. `bench build` runs this through
 * `yarn run build|production`, with Frappe's own options:
 *
 *   --apps a,b        only these apps          --skip_frappe   all but Frappe
 *   --files app/name.bundle.js,…               only these bundles
 *   --production      minified                 --watch         again whenever a source changes
 */

const crypto = require("crypto");
const fs = require("fs");
const path = require("path");

const esbuild = require("esbuild");

const { ASSETS, BENCH, allApps, bundles, publicFolder, searchPaths } = require("./bench");
const manifest = require("./manifest");
const styles = require("./styles");
const templates = require("./templates");
const vue = require("./vue");

function options(words) {
  const list = (name) => {
    const at = words.findIndex((word) => word === name || word.startsWith(`${name}=`));
    if (at < 0) return null;
    const value = words[at].includes("=") ? words[at].split("=")[1] : words[at + 1];
    return value.split(",").filter(Boolean);
  };
  return {
    apps: list("--apps"),
    files: list("--files"),
    skipFrappe: words.includes("--skip_frappe"),
    production: words.includes("--production"),
    watch: words.includes("--watch"),
  };
}

/** The bundles that these options ask for. */
function wanted({ apps, files, skipFrappe }) {
  const known = allApps();
  const unknown = (apps || []).filter((app) => !known.includes(app));
  if (unknown.length) throw new Error(`not in sites/apps.txt: ${unknown.join(", ")}`);
  return (apps || known)
    .filter((app) => !(skipFrappe && app === "frappe"))
    .flatMap(bundles)
    .filter(({ app, name, kind }) => !files || files.includes(`${app}/${name}.${kind}`));
}

/** `sites/assets/<app>` shows the app's public folder; Frappe's `bench build` makes it so too. */
function linkPublicFolders(apps) {
  fs.mkdirSync(ASSETS, { recursive: true });
  for (const app of apps) {
    const link = path.join(ASSETS, app);
    if (fs.existsSync(publicFolder(app)) && !fs.existsSync(link)) {
      fs.rmSync(link, { force: true }); // a link that points nowhere
      fs.symlinkSync(publicFolder(app), link);
    }
  }
}

function scriptOptions(scripts, production) {
  return {
    absWorkingDir: BENCH,
    entryPoints: Object.fromEntries(
      scripts.map(({ app, name, file }) => [`${app}/dist/js/${name}`, file]),
    ),
    outdir: ASSETS,
    entryNames: "[dir]/[name].[hash]",
    bundle: true,
    format: "iife",
    target: "es2017",
    sourcemap: true,
    minify: production,
    metafile: true,
    nodePaths: searchPaths(),
    legalComments: "none",
    define: {
      "process.env.NODE_ENV": JSON.stringify(production ? "production" : "development"),
      __VUE_OPTIONS_API__: "true",
      __VUE_PROD_DEVTOOLS__: "false",
    },
    plugins: [templates, vue(production)],
    logLevel: "silent",
  };
}

/** Return name → address for the scripts in an esbuild result. */
function builtScripts(metafile) {
  const built = {};
  for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) {
    if (!entryPoint) continue;
    const address = `/assets/${path.relative(ASSETS, path.join(BENCH, file)).split(path.sep).join("/")}`;
    built[path.basename(file).replace(/\.[A-Z0-9]{8}\.js$/, ".js")] = address;
  }
  return built;
}

async function buildStyles(sheets, production) {
  const built = { plain: {}, rtl: {} };
  for (const { app, name, file } of sheets) {
    const contents = fs.readFileSync(file, "utf8");
    const css = await styles.compile({ contents, file }, { minify: production });
    built.plain[`${name}.css`] = writeSheet(app, "css", name, css);
    built.rtl[`rtl_${name}.css`] = writeSheet(app, "css-rtl", name, styles.mirrored(css));
  }
  return built;
}

function writeSheet(app, folder, name, css) {
  const hash = crypto.createHash("sha256").update(css).digest("hex").slice(0, 8).toUpperCase();
  const address = `${app}/dist/${folder}/${name}.${hash}.css`;
  const file = path.join(ASSETS, address);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, css);
  return `/assets/${address}`;
}

/** Build what `chosen` asks for, once. */
async function build(chosen) {
  const started = Date.now();
  const apps = allApps();
  linkPublicFolders(apps);
  const entries = wanted(chosen);
  const scripts = entries.filter(({ kind }) => kind === "js");
  const [{ metafile }, sheets] = await Promise.all([
    esbuild.build(scriptOptions(scripts, chosen.production)),
    buildStyles(
      entries.filter(({ kind }) => kind === "css"),
      chosen.production,
    ),
  ]);
  const complete = !chosen.apps && !chosen.files && !chosen.skipFrappe;
  const plain = { ...builtScripts(metafile), ...sheets.plain };
  manifest.update({ plain, rtl: sheets.rtl }, complete);
  manifest.sweep(apps);
  await manifest.forget();
  console.log(`${entries.length} bundles in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** Build again after every change of a source file. */
async function watch(chosen) {
  let running = Promise.resolve();
  let timer = null;
  const again = (_, name) => {
    if (!name || /(^|[\\/])(dist|node_modules)[\\/]/.test(name)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(() => build(chosen)).catch(report);
    }, 200);
  };
  await build(chosen).catch(report);
  for (const app of chosen.apps || allApps()) {
    if (fs.existsSync(publicFolder(app))) fs.watch(publicFolder(app), { recursive: true }, again);
  }
}

function report(error) {
  const lines = error.errors
    ? esbuild.formatMessagesSync(error.errors, { kind: "error" })
    : [error.stack || error.message];
  console.error(lines.join("\n"));
}

async function main() {
  const chosen = options(process.argv.slice(2));
  if (chosen.watch) return watch(chosen);
  await build(chosen);
}

main().catch((error) => {
  report(error);
  process.exitCode = 1;
});
