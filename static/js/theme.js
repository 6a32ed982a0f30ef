// Runs before the first paint: applies the theme a person chose earlier, else the system's.
(function () {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // storage may be forbidden; the system's theme then decides
    }
  }

  function apply() {
    const theme = chosen() || (system.matches ? "dark" : "light");
    root.dataset.bsTheme = theme;
    document.getElementById("dark-tokens").media = theme === "dark" ? "screen" : "not all";
  }

  root.classList.add("js");
  apply();
  system.addEventListener("change", apply);
  root.addEventListener("theme:changed", apply);
})();
