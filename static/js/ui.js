// Small conveniences on top of pages that work without them.

function announce(text) {
  const notice = document.getElementById("notice");
  notice.textContent = text;
  notice.hidden = false;
}

function bindNavigation() {
  const toggle = document.querySelector(".nav-toggle");
  if (!toggle) return;
  const navigation = document.getElementById(toggle.getAttribute("aria-controls"));
  toggle.addEventListener("click", () => {
    const isOpen = navigation.classList.toggle("is-open");
    toggle.setAttribute("aria-expanded", String(isOpen));
  });
}

function bindTheme() {
  const toggle = document.querySelector("[data-theme-toggle]");
  const root = document.documentElement;
  const show = () => toggle.setAttribute("aria-pressed", String(root.dataset.bsTheme === "dark"));
  toggle.addEventListener("click", () => {
    try {
      localStorage.setItem("theme", root.dataset.bsTheme === "dark" ? "light" : "dark");
    } catch {
      return; // without storage the system's theme stays
    }
    root.dispatchEvent(new Event("theme:changed"));
    show();
  });
  show();
}

// Menus close on Escape and on a click elsewhere; focus goes back to what opened them.
function bindMenus() {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// <button data-copy="#id" data-copied="Tersalin">: copies the text of an element.
function bindCopy() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent.trim());
    button.querySelector("[data-copy-label]").textContent = button.dataset.copied;
  });
}

// <form data-guard>: the browser asks before unsaved words are left. Autosave clears it with "form:saved".
function bindGuard() {
  const changed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) changed.add(form);
  });
  for (const kind of ["submit", "form:saved"]) {
    document.addEventListener(kind, (event) => changed.delete(event.target));
  }
  addEventListener("beforeunload", (event) => {
    if (changed.size) event.preventDefault();
  });
}

// A failed partial request is said in words; the server's own sentence first.
function bindFailures() {
  const failed = document.getElementById("notice").dataset.failed;
  document.addEventListener("htmx:sendError", () => announce(failed));
  document.addEventListener("htmx:responseError", (event) => {
    const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    const sentence = page.querySelector("[data-refusal]");
    announce(sentence ? sentence.textContent.trim() : failed);
  });
  document.addEventListener("htmx:afterSwap", () => {
    document.getElementById("notice").hidden = true;
  });
}

// Words kept for a later save (drafts.js, outbox.js), photos (field-photos.js) and kept pages (kept-pages.js)
// belong to the person who is leaving. Pages go as well where nobody is signed in any more; words and photos
// wait for whoever comes back. What was seen in the field cannot be seen again: it is asked for.
function forgetWhatIsKept() {
  const leaving = document.querySelector("form[action$='/logout/']");
  if (!leaving) forgetPages();
  document.addEventListener("submit", (event) => {
    if (!event.target.action?.endsWith("/logout/")) return;
    const isSeen = Object.keys(localStorage).some((key) => /^draft:\w+:(visit|half):/.test(key));
    if (isSeen && !confirm(document.getElementById("notice").dataset.unsent)) return event.preventDefault();
    forgetPages();
    indexedDB.deleteDatabase("lapangan");
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("draft:")) localStorage.removeItem(key);
    }
  });
}

async function forgetPages() {
  if (!("caches" in window)) return;
  for (const name of await caches.keys()) {
    if (name.startsWith("juri:")) caches.delete(name);
  }
}

function focusErrors() {
  document.querySelector("[data-focus-first]")?.focus();
}

bindNavigation();
bindTheme();
bindMenus();
bindCopy();
bindGuard();
bindFailures();
forgetWhatIsKept();
focusErrors();
