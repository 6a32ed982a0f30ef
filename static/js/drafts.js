// Words that the server does not have yet, kept in this browser for this person and this proposal.
// ui.js forgets all of them when somebody signs out.

const { person, proposal } = document.querySelector("form[data-autosave]").dataset;
const place = (key) => `draft:${person}:${proposal}:${key}`;

export function remember(key, draft) {
  try {
    localStorage.setItem(place(key), JSON.stringify(draft));
  } catch {
    return; // storage is full or forbidden: the page itself still holds the words
  }
}

export function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(place(key)));
  } catch {
    return null;
  }
}

export function forget(key) {
  try {
    localStorage.removeItem(place(key));
  } catch {
    return; // nothing was kept
  }
}
