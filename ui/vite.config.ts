import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  clearScreen: false,
  server: { port: 5173, strictPort: true, host: "127.0.0.1" },
  build: { target: "safari16", sourcemap: false },
  test: { environment: "jsdom", setupFiles: ["src/kit/jsdom.ts"], include: ["src/**/*.test.{ts,tsx}"], testTimeout: 30_000 },
});
