// What jsdom lacks and the browser has; for component tests only.
if (globalThis.CSS === undefined) {
  globalThis.CSS = { escape: (text: string) => text.replaceAll(/[^\w-]/g, "\\$&") } as typeof CSS;
}
