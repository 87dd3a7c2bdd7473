import { defineConfig } from "vitest/config";

export default defineConfig({ test: { include: ["test/*.test.ts"], environment: "jsdom", setupFiles: ["test/setup.ts"], testTimeout: 20_000 } });
