/** @jest-config-loader esbuild-register */
import type { Config } from "jest";

const config: Config = {
  roots: ["shared", "subgraphs", "gateway", "launcher", "client"].map((folder) => `<rootDir>/${folder}`),
  testMatch: ["**/src/**/*.test.ts", "**/test/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "/dist/"],
  modulePathIgnorePatterns: ["/dist/"],
  setupFiles: ["reflect-metadata"],
  globalSetup: "<rootDir>/launcher/src/testing/global-setup.ts",
  globalTeardown: "<rootDir>/launcher/src/testing/global-teardown.ts",
  testTimeout: 30_000,
  // Tests wait for the database as much as they compute: one worker a core, though Jest runs beside them.
  maxWorkers: "100%",
  // Resolve workspace packages to their sources: tests need no build.
  testEnvironmentOptions: { customExportConditions: ["development", "require", "default"] },
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      {
        jsc: {
          target: "es2022",
          parser: { syntax: "typescript", decorators: true },
          transform: { legacyDecorator: true, useDefineForClassFields: false },
        },
        module: { type: "commonjs" },
      },
    ],
  },
};

export default config;
