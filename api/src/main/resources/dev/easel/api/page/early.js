// Before the first paint: the chosen theme and language, so that nothing flashes.
(function () {
  "use strict";
  let theme = null;
  let language = null;
  try {
    theme = localStorage.getItem("easel.theme");
    language = localStorage.getItem("easel.language");
  } catch {
    // A browser that keeps nothing shows its own theme and language.
  }
  const root = document.documentElement;
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  root.lang = language === "ja" || language === "en" ? language : /^ja\b/.test(navigator.language) ? "ja" : "en";
})();
