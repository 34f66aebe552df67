import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["**/dist/**", "**/*.cjs", "**/*.mjs", "jest.config.ts", "coverage/**", ".data/**"] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "max-lines": ["error", { max: 300, skipBlankLines: true }],
      "max-lines-per-function": ["error", 70],
      complexity: ["error", 10],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Decorated classes (resolvers, migrations) need no members of their own.
      "@typescript-eslint/no-extraneous-class": "off",
      // Rows stand in for the GraphQL types they structurally satisfy; the compiler checks the shape.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
    },
  },
);
