import js from "@eslint/js";

const NAMES = ["Blob", "TextDecoder", "TextEncoder", "structuredClone"];

export default [
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  {
    rules: {
      "array-callback-return": "error",
      "default-case-last": "error",
      "dot-notation": "error",
      eqeqeq: ["error", "always", { null: "ignore" }],
      // Prettier cannot break a template or an expression; a sentence with numbers in it stays whole.
      "max-len": ["error", { code: 120, ignoreUrls: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true }],
      "no-array-constructor": "error",
      "no-else-return": "error",
      "no-eval": "error",
      "no-implicit-globals": "error",
      "no-implied-eval": "error",
      "no-lonely-if": "error",
      "no-new-func": "error",
      "no-self-compare": "error",
      "no-sequences": "error",
      "no-throw-literal": "error",
      "no-unneeded-ternary": "error",
      "no-unused-expressions": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "no-use-before-define": ["error", { functions: false, classes: false, variables: false }],
      "no-useless-rename": "error",
      "no-useless-return": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-rest-params": "error",
      "prefer-spread": "error",
      yoda: "error",
    },
  },
  // The type checker knows every name of the page.
  { files: ["static/**"], rules: { "no-undef": "off" } },
  { files: ["static/embed.js", "static/js/embed/reveal.js"], languageOptions: { sourceType: "script" } },
  { files: ["tests/**"], languageOptions: { globals: Object.fromEntries(NAMES.map((each) => [each, "readonly"])) } },
];
