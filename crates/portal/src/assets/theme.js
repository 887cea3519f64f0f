// Before anything is painted: the theme that was chosen last.
(() => {
  'use strict';
  try {
    const chosen = localStorage.getItem('abide-theme');
    if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
  } catch { /* a browser without storage follows the system */ }
})();
