/** Compiles style sheets: Sass, then one file by esbuild, then vendor prefixes; mirrored for RTL. */

const fs = require("fs");
const path = require("path");
const { pathToFileURL } = require("url");

const autoprefixer = require("autoprefixer");
const esbuild = require("esbuild");
const postcss = require("postcss");
const rtlcss = require("rtlcss");
const sass = require("sass");

const { BENCH, searchPaths } = require("./bench");

// Frappe's own sheets are of 2023; what Sass has deprecated since is not news to anyone here.
const SASS_OPTIONS = { quietDeps: true, logger: sass.Logger.silent };

/** Sass importer for `~package/file` and for paths that start at an app's or a package's root. */
const benchImporter = {
  findFileUrl(url) {
    const wanted = url.replace(/^~/, "");
    for (const root of searchPaths()) {
      const top = path.join(root, ...wanted.split("/").slice(0, wanted.startsWith("@") ? 2 : 1));
      if (fs.existsSync(top)) return pathToFileURL(path.join(root, wanted));
    }
    return null;
  },
};

/** Return plain CSS for the content of a `.css`, `.scss` or `.sass` file. */
function toCss(source, file) {
  if (file.endsWith(".css")) return source;
  return sass.compileString(source, {
    ...SASS_OPTIONS,
    syntax: file.endsWith(".sass") ? "indented" : "scss",
    url: pathToFileURL(file),
    importers: [benchImporter],
    loadPaths: [path.dirname(file)],
  }).css;
}

/** Return the address under /assets at which a page finds `file`, or null if it is not public. */
function publicAddress(file) {
  const [apps, app, ...inner] = path.relative(BENCH, file).split(path.sep);
  if (apps !== "apps" || !app) return null;
  if (inner[0] === "node_modules") return ["/assets", app, ...inner].join("/");
  if (inner[0] === app && inner[1] === "public")
    return ["/assets", app, ...inner.slice(2)].join("/");
  return null;
}

/** esbuild plugin: Sass compiled, `@import`s found, pictures and fonts left where they are. */
const sheets = {
  name: "frappe-sheets",
  setup(build) {
    build.onLoad({ filter: /\.(scss|sass)$/ }, ({ path: file }) => ({
      contents: toCss(fs.readFileSync(file, "utf8"), file),
      loader: "css",
      resolveDir: path.dirname(file),
    }));
    build.onResolve({ filter: /./ }, ({ kind, path: address, resolveDir }) => {
      if (kind === "url-token") {
        const [name, ending] = address.split(/(?=[?#])/);
        const file = path.resolve(resolveDir, name);
        const found = address.startsWith(".") && fs.existsSync(file) ? publicAddress(file) : null;
        return { path: found ? found + (ending || "") : address, external: true };
      }
      if (kind === "import-rule" && address.startsWith("~")) {
        return build.resolve(address.slice(1), { kind, resolveDir });
      }
    });
  },
};

/**
 * Return the finished sheet for the content of `file`, which tells syntax and folder.
 * @returns {Promise<string>}
 */
async function compile({ contents, file }, { minify }) {
  return finish({ css: toCss(contents, file), file }, { minify });
}

/** Return plain CSS with its imports found, prefixes for browsers added, and perhaps minified. */
async function finish({ css, file }, { minify }) {
  const built = await esbuild.build({
    stdin: { contents: css, resolveDir: path.dirname(file), loader: "css" },
    absWorkingDir: BENCH,
    bundle: true,
    write: false,
    nodePaths: searchPaths(),
    plugins: [sheets],
    logLevel: "silent",
  });
  const prefixed = await prefix(built.outputFiles[0].text);
  return minify ? minified(prefixed) : prefixed;
}

async function prefix(css) {
  return (await postcss([autoprefixer()]).process(css, { from: undefined })).css;
}

async function minified(css) {
  return (await esbuild.transform(css, { loader: "css", minify: true })).code;
}

/** Return `css` mirrored for languages that are written from the right. */
function mirrored(css) {
  return rtlcss.process(css);
}

module.exports = { compile, finish, mirrored, toCss };
