// Run by `make lint`; the packages are in config/lint.
import { createRequire } from "node:module";

const require = createRequire(new URL("./config/lint/package.json", import.meta.url));
const js = require("@eslint/js");
const globals = require("globals");

const desk = {
  ...globals.browser,
  $: "readonly",
  __: "readonly",
  cint: "readonly",
  cstr: "readonly",
  cur_frm: "readonly",
  cur_list: "readonly",
  flt: "readonly",
  format_number: "readonly",
  frappe: "writable",
  jQuery: "readonly",
  locals: "readonly",
  moment: "readonly",
  open_url_post: "readonly",
  strip_html: "readonly",
  zhilian: "writable",
};

export default [
  {
    ignores: [
      "apps/frappe/**",
      "env/**",
      "sites/**",
      "services/**",
      "**/dist/**",
      "**/node_modules/**",
    ],
  },
  js.configs.recommended,
  { files: ["eslint.config.mjs"], languageOptions: { globals: globals.node } },
  {
    files: ["config/**/*.js"],
    languageOptions: { ecmaVersion: 2023, sourceType: "commonjs", globals: globals.node },
  },
  {
    files: ["apps/zhilian_app/**/*.js"],
    languageOptions: { ecmaVersion: 2020, sourceType: "module", globals: desk },
  },
  {
    rules: {
      eqeqeq: ["error", "smart"],
      "no-unused-vars": ["error", { argsIgnorePattern: "^_", caughtErrors: "none" }],
      "prefer-const": "error",
    },
  },
];
