// Light, dark or high contrast: the system's choice until the user makes one.

export type Look = "system" | "light" | "dark" | "contrast";

export const looks: { key: Look; words: string }[] = [
  { key: "system", words: "As the system" },
  { key: "light", words: "Light" },
  { key: "dark", words: "Dark" },
  { key: "contrast", words: "High contrast" },
];

export function rememberedLook(): Look {
  const said = localStorage.getItem("look");
  return looks.find((look) => look.key === said)?.key ?? "system";
}

export function applyLook(look: Look) {
  if (look === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = look;
  localStorage.setItem("look", look);
}
