// Sheets of this person that still lie on this device, from pages that are closed now: sent by whichever
// page is open. A sheet that is open in another window is that window's business.
import { HAND_IN, Outbox, store, stored } from "./outbox.js";

export const storageKey = (person, code) => `draft:${person}:sheet:${code}`;
export const takenPlace = (person, code) => `draft:${person}:taken:${code}`;
const troubleKey = (person, code) => `draft:${person}:trouble:${code}`;

// Calls `act` while no other window has this sheet; where browsers cannot tell, calls it at once.
function alone(code, act) {
  if (!navigator.locks) return act();
  return navigator.locks.request(`sheet:${code}`, { ifAvailable: true }, (lock) => lock && act());
}

// The page of a sheet has it until it closes.
export function claim(code) {
  navigator.locks?.request(`sheet:${code}`, () => new Promise(() => {}));
}

export class Leftovers {
  // person; except: the code of the open sheet; addresses: {sheet, score, note, flag} with CODE and ROW; onChange()
  constructor(options) {
    Object.assign(this, options);
    this.boxes = new Map();
    this.clear(this.except);
  }

  start() {
    for (const code of this.codes("sheet")) {
      if (code === this.except) continue;
      alone(code, () => this.sendAll(code));
    }
    this.onChange();
  }

  codes(kind) {
    const start = `draft:${this.person}:${kind}:`;
    return this.keys().filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
  }

  keys() {
    try {
      return Object.keys(localStorage);
    } catch {
      return [];
    }
  }

  // Resolves when the server has all of it or refused some: the lock is held for that long.
  sendAll(code) {
    const drafts = stored(storageKey(this.person, code));
    return new Promise((resolve) => {
      const settled = () => {
        if (box.isEmpty) store(takenPlace(this.person, code), {});
        if (!box.waiting.size) resolve();
        this.onChange();
      };
      const box = new Outbox({
        storageKey: storageKey(this.person, code),
        read: (key) => drafts[key],
        address: (key) => this.address(code, key),
        isSame: () => true,
        onSaved() {},
        onStale: (key, answer) => this.trouble(code, drafts, answer),
        onState: settled,
      });
      this.boxes.set(code, box);
      for (const key of Object.keys(drafts)) box.waiting.set(key, Date.now());
      box.flush().then(settled);
    });
  }

  address(code, key) {
    const names = { [HAND_IN]: "sheet", note: "note", flag: "flag" };
    return this.addresses[names[key] ?? "score"].replace("CODE", code).replace("/0/", `/${key}/`);
  }

  // What the server would not take: said on every page of the juror until that sheet is opened.
  trouble(code, drafts, answer) {
    const title = drafts[HAND_IN]?.title ?? "";
    store(troubleKey(this.person, code), { title, message: answer.message ?? "" });
  }

  clear(code) {
    if (code) store(troubleKey(this.person, code), {});
  }

  get troubles() {
    return this.codes("trouble").map((code) => ({ code, ...stored(troubleKey(this.person, code)) }));
  }

  // Fields and sheets of other pages that the server does not have yet.
  get waiting() {
    const kept = this.codes("sheet").filter((code) => code !== this.except);
    const drafts = kept.map((code) => Object.keys(stored(storageKey(this.person, code))));
    return {
      fields: drafts.flat().filter((key) => key !== HAND_IN).length,
      sheets: drafts.filter((keys) => keys.includes(HAND_IN)).length,
    };
  }

  isHandedIn(code) {
    return HAND_IN in stored(storageKey(this.person, code));
  }
}

// What the server would not take, in the page's own words, each with the way to its sheet.
export function showTroubles({ troubles, addresses }) {
  const box = document.querySelector("[data-troubles]");
  if (!box) return;
  box.hidden = !troubles.length;
  box.querySelector("ul").replaceChildren(
    ...troubles.map(({ code, title, message }) => {
      const link = Object.assign(document.createElement("a"), { href: addresses.sheet.replace("CODE", code) });
      link.textContent = title || box.dataset.sheet;
      const item = document.createElement("li");
      item.append(link, ` ${message}`);
      return item;
    }),
  );
}
