// Sends what was typed, one field at a time, until the server has it. What it has not lies in this
// device's storage. The newest words of a field are read when they are sent, so typing on is no conflict.

const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30000;
const LONGEST_PAUSE = 4000; // from the first key to the request, however long somebody types on
const LATER = new Set([401, 429, 500, 502, 503, 504]);

// Signing in again, in another window, changes the token: the cookie has the one that counts.
export function csrfToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}

export class Outbox {
  // storageKey; read(key) -> values; address(key); isSame(a, b);
  // onSaved(key, answer); onStale(key, answer); onState(kind, text)
  constructor(options) {
    Object.assign(this, options);
    this.waiting = new Map(); // key -> the instant of its first change
    this.refused = new Set(); // keys that a person must settle first
    this.wait = FIRST_WAIT;
    this.running = null;
    addEventListener("online", () => this.flush());
    addEventListener("focus", () => this.flush());
    for (const kind of ["focusout", "visibilitychange"]) {
      document.addEventListener(kind, () => this.waiting.size && this.flush());
    }
  }

  get isEmpty() {
    return this.waiting.size === 0 && this.refused.size === 0;
  }

  put(key, delay = 0) {
    this.refused.delete(key);
    const since = this.waiting.get(key) ?? Date.now();
    this.waiting.set(key, since);
    this.keep();
    if (!delay) return this.flush();
    this.onState("waiting");
    this.later(Math.max(0, Math.min(delay, since + LONGEST_PAUSE - Date.now())));
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
      const [key] = this.waiting.keys();
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
        body: new URLSearchParams(sent),
        keepalive: document.hidden,
        signal: AbortSignal.timeout(20000),
      });
    } catch {
      return this.retry("unsent");
    }
    const answer = await response.json().catch(() => null); // a page: not from us, or not for us any more
    if (response.ok && answer) return this.done(key, sent, answer);
    if (response.ok || LATER.has(response.status)) {
      return this.retry(response.status === 401 ? "signed-out" : "unsent");
    }
    return this.refuse(key, answer ?? {});
  }

  done(key, sent, answer) {
    this.wait = FIRST_WAIT;
    this.onSaved(key, answer);
    if (this.isSame(sent, this.read(key))) this.waiting.delete(key);
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

  refuse(key, answer) {
    this.waiting.delete(key);
    this.refused.add(key);
    if (answer.current) this.onStale(key, answer);
    this.lastRefusal = [answer.current ? "conflict" : "failed", answer.message];
    this.onState(...this.lastRefusal);
    return true;
  }

  // ---- The copy on this device; storage may be forbidden, saving goes on without it

  keep() {
    try {
      const keys = [...this.waiting.keys(), ...this.refused];
      if (!keys.length) return localStorage.removeItem(this.storageKey);
      const drafts = Object.fromEntries(keys.map((key) => [key, this.read(key)]));
      localStorage.setItem(this.storageKey, JSON.stringify(drafts));
    } catch {
      return undefined;
    }
  }

  drafts() {
    try {
      return Object.entries(JSON.parse(localStorage.getItem(this.storageKey)) ?? {});
    } catch {
      return [];
    }
  }
}
