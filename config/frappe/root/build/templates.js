/** esbuild plugin: importing `name.html` puts the template into `frappe.templates["name"]`. */

const fs = require("fs");
const path = require("path");

module.exports = {
  name: "frappe-templates",
  setup(build) {
    build.onLoad({ filter: /\.html$/ }, ({ path: file }) => {
      const name = path.basename(file).split(".")[0];
      const html = fs
        .readFileSync(file, "utf8")
        .replace(/<!--[^]*?-->/g, "")
        .replace(/\s+/g, " ");
      return {
        contents: `frappe.templates[${JSON.stringify(name)}] = ${JSON.stringify(html)};`,
        loader: "js",
      };
    });
  },
};
