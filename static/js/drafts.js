// Words that the server does not have yet, kept in this browser for this person and this proposal.
// ui.js forgets all of them when somebody signs out.

const { person, proposal } = document.querySelector("form[data-autosave]").dataset;
const place = (key) => `draft:${person}:${proposal}:${key}`;

// False when storage is full or forbidden: only the page itself still holds the words.
export function remember(key, draft) {
  try {
    localStorage.setItem(place(key), JSON.stringify(draft));
    return true;
  } catch {
    return false;
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
