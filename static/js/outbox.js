// Sends what was typed, one field at a time, until the server has it. What it has not lies in this
// device's storage. The newest words of a field are read when they are sent, so typing on is no conflict.

const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30000;
const LONGEST_PAUSE = 4000; // from the first key to the request, however long somebody types on
const PATIENCE = 20000;
const PATIENCE_LARGE = 300000; // a photo over one bar of signal
const LATER = new Set([401, 429, 500, 502, 503, 504]);

export const HAND_IN = "hand-in"; // goes when everything else has gone, and never past a refusal

// Signing in again, in another window, changes the token: the cookie has the one that counts.
export function csrfToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}

export function stored(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

// Once somebody signs out nothing of theirs is written any more: an answer may still be on its way.
let isOver = false;
document.addEventListener("submit", (event) => {
  isOver ||= !event.defaultPrevented && Boolean(event.target.action?.endsWith("/logout/"));
});

// False when storage is full or forbidden: only the page itself still holds the words.
export function store(key, values) {
  if (isOver) return false;
  try {
    if (Object.keys(values).length) localStorage.setItem(key, JSON.stringify(values));
    else localStorage.removeItem(key);
    return true;
  } catch {
    return false;
  }
}

export class Outbox {
  // storageKey; read(key) -> values; address(key); isSame(a, b);
  // onSaved(key, answer); onStale(key, answer); onState(kind, text); body and isLarge when there are files
  constructor(options) {
    Object.assign(this, options);
    this.waiting = new Map(); // key -> the instant of its first change
    this.refused = new Set(); // keys that a person must settle first
    this.wait = FIRST_WAIT;
    this.running = null;
    this.isAway = false; // the last request reached nobody
    addEventListener("online", () => {
      this.wait = FIRST_WAIT; // an attempt that is still failing now is soon followed by another
      this.flush();
    });
    addEventListener("focus", () => this.flush());
    for (const kind of ["focusout", "visibilitychange"]) {
      document.addEventListener(kind, () => this.waiting.size && this.flush());
    }
  }

  body(key, sent) {
    return new URLSearchParams(sent);
  }

  // Files go after words, with more time, and not from a page that is closing.
  isLarge() {
    return false;
  }

  get isEmpty() {
    return this.waiting.size === 0 && this.refused.size === 0;
  }

  // How many fields wait, the handing in not counted.
  get count() {
    return [...this.waiting.keys(), ...this.refused].filter((key) => key !== HAND_IN).length;
  }

  put(key, delay = 0) {
    this.refused.delete(key);
    const since = this.waiting.get(key) ?? Date.now();
    this.waiting.set(key, since);
    this.isKept = this.keep();
    if (!delay) return this.flush();
    this.onState("waiting");
    this.later(Math.max(0, Math.min(delay, since + LONGEST_PAUSE - Date.now())));
  }

  drop(key) {
    this.waiting.delete(key);
    this.refused.delete(key);
    this.keep();
  }

  // True when everything is with the server. Calls that come while one is under way share it.
  flush() {
    clearTimeout(this.timer);
    this.running ??= this.run().finally(() => (this.running = null));
    return this.running;
  }

  later(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), delay);
  }

  async run() {
    while (this.waiting.size) {
      const keys = [...this.waiting.keys()];
      const work = keys.filter((each) => each !== HAND_IN);
      const key = work.find((each) => !this.isLarge(each)) ?? work[0] ?? HAND_IN;
      if (!(await this.send(key))) return false;
    }
    return this.isEmpty;
  }

  async send(key) {
    const sent = this.read(key);
    this.onState("saving");
    let response;
    try {
      response = await fetch(this.address(key), {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": csrfToken() },
        body: this.body(key, sent),
        keepalive: document.hidden && !this.isLarge(key),
        signal: AbortSignal.timeout(this.isLarge(key) ? PATIENCE_LARGE : PATIENCE),
      });
    } catch {
      this.isAway = true;
      return this.retry("offline");
    }
    this.isAway = false;
    const answer = await response.json().catch(() => null); // a page: not from us, or not for us any more
    if (response.ok && answer) return this.done(key, sent, answer);
    if (response.ok || LATER.has(response.status)) {
      return this.retry(response.status === 401 ? "signed-out" : "unsent");
    }
    return this.refuse(key, answer ?? {});
  }

  done(key, sent, answer) {
    this.wait = FIRST_WAIT;
    if (this.isSame(sent, this.read(key))) this.waiting.delete(key);
    this.onSaved(key, answer, sent);
    this.keep();
    if (this.isEmpty) this.onState("saved", answer.message);
    else if (!this.waiting.size) this.onState(...this.lastRefusal);
    return true;
  }

  retry(state) {
    this.onState(state);
    this.later(this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    return false;
  }

  // A refusal takes the handing in back: the person looks at what was refused, and decides anew.
  refuse(key, answer) {
    this.waiting.delete(key);
    this.waiting.delete(HAND_IN);
    if (key !== HAND_IN) this.refused.add(key);
    this.lastRefusal = [answer.current ? "conflict" : "failed", told(answer)];
    this.keep();
    this.onStale(key, answer);
    this.onState(...this.lastRefusal);
    return true;
  }

  // ---- The copy on this device; storage may be forbidden, saving goes on without it

  keep() {
    const keys = [...this.waiting.keys(), ...this.refused];
    return store(this.storageKey, Object.fromEntries(keys.map((key) => [key, this.read(key)])));
  }

  drafts() {
    return Object.entries(stored(this.storageKey));
  }
}

function told(answer) {
  return [answer.message, ...(answer.reasons ?? [])].filter(Boolean).join(" ");
}
