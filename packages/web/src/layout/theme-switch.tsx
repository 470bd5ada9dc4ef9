import { useEffect, useState } from "react";

const themes = ["auto", "light", "dark"] as const;
type Theme = (typeof themes)[number];
const key = "switchyard.theme";
const marks: Record<Theme, string> = { auto: "◐", light: "○", dark: "●" };

/** Follows the device, unless one chooses. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>(keptTheme);
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
    localStorage.setItem(key, theme);
  }, [theme]);
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? "auto";
  return (
    <button
      type="button"
      className="plain icon"
      aria-label={`Colours: ${theme}. Change to ${next}`}
      title={`Colours: ${theme}`}
      onClick={() => setTheme(next)}
    >
      <span aria-hidden="true">{marks[theme]}</span>
    </button>
  );
}

const keptTheme = (): Theme =>
  themes.find((theme) => theme === localStorage.getItem(key)) ?? "auto";
