// Keys that follow links: <a data-shortcut="j">. Never while somebody types.

const TYPING = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPING)) return;
  document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`)?.click();
});
