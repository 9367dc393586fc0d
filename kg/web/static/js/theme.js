// Before anything is drawn, so that nothing flashes: the light or the dark that was chosen last.
{
  let theme = null;
  try { theme = localStorage.getItem("theme"); } catch { /* no storage: the system decides */ }
  if (theme) document.documentElement.dataset.theme = theme;
}
