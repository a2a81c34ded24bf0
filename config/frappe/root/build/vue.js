/**
 * esbuild plugins: `.vue` files with Vue 3's own compiler, and style sheets that a script imports.
 * Their styles go into the script, which puts them into the page when it runs.
 */

const crypto = require("crypto");
const fs = require("fs");
const path = require("path");

const compiler = require("vue/compiler-sfc");

const { BENCH } = require("./bench");
const styles = require("./styles");

const STYLE_QUERY = /\.vue\?style=\d+$/;

function idOf(file) {
  const name = path.relative(BENCH, file);
  return crypto.createHash("sha256").update(name).digest("hex").slice(0, 8);
}

function parse(file) {
  const { descriptor, errors } = compiler.parse(fs.readFileSync(file, "utf8"), { filename: file });
  if (errors.length) throw errors[0];
  return descriptor;
}

/** Return the script that makes the component of `file`. */
function component(file, production) {
  const descriptor = parse(file);
  const id = `data-v-${idOf(file)}`;
  const scoped = descriptor.styles.some((style) => style.scoped);
  const template = { scoped, id, filename: file, isProd: production, compilerOptions: {} };
  if (scoped) template.compilerOptions.scopeId = id;
  const parts = descriptor.styles.map(
    (_, at) => `import ${JSON.stringify(`${file}?style=${at}`)};`,
  );

  let script = null;
  if (descriptor.script || descriptor.scriptSetup) {
    script = compiler.compileScript(descriptor, {
      id,
      isProd: production,
      inlineTemplate: Boolean(descriptor.scriptSetup),
      templateOptions: template,
      genDefaultAs: "component",
    });
    parts.push(script.content);
  } else {
    parts.push("const component = {};");
  }
  if (descriptor.template && !descriptor.scriptSetup) {
    const { code, errors } = compiler.compileTemplate({
      ...template,
      source: descriptor.template.content,
      compilerOptions: { ...template.compilerOptions, bindingMetadata: script?.bindings },
    });
    if (errors.length) throw errors[0];
    parts.push(code, "component.render = render;");
  }
  if (scoped) parts.push(`component.__scopeId = ${JSON.stringify(id)};`);
  parts.push("export default component;");
  const language = descriptor.scriptSetup?.lang || descriptor.script?.lang;
  return { contents: parts.join("\n"), loader: language === "ts" ? "ts" : "js" };
}

async function componentStyle(file, at, minify) {
  const block = parse(file).styles[at];
  const { code, errors } = await compiler.compileStyleAsync({
    source: styles.toCss(block.content, `${file}.${block.lang || "css"}`),
    filename: file,
    id: `data-v-${idOf(file)}`,
    scoped: block.scoped,
  });
  if (errors.length) throw errors[0];
  // imported sheets come in only now: they are of other packages and must stay unscoped
  return intoPage(await styles.finish({ css: code, file }, { minify }));
}

function intoPage(css) {
  return {
    contents: [
      'const style = document.createElement("style");',
      `style.textContent = ${JSON.stringify(css)};`,
      "document.head.appendChild(style);",
    ].join("\n"),
    loader: "js",
  };
}

/** The plugin, for a production build or not. */
module.exports = (production) => ({
  name: "frappe-vue",
  setup(build) {
    build.onResolve({ filter: STYLE_QUERY }, ({ path: file }) => ({
      path: file,
      namespace: "vue-style",
    }));
    build.onLoad({ filter: /./, namespace: "vue-style" }, ({ path: name }) => {
      const [file, at] = name.split("?style=");
      return componentStyle(file, Number(at), production);
    });
    build.onLoad({ filter: /\.vue$/ }, ({ path: file }) => ({
      ...component(file, production),
      resolveDir: path.dirname(file),
    }));
    build.onLoad({ filter: /\.(css|scss|sass)$/ }, async ({ path: file }) => {
      const contents = fs.readFileSync(file, "utf8");
      return intoPage(await styles.compile({ contents, file }, { minify: production }));
    });
  },
});
