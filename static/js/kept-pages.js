// Pages of the juror that this browser keeps for a line that breaks: the queue, the open sheet, and the next
// ones past the conflict gate; on a shelf of their own, visits in the field. The worker (/juri/luring.js) shows them; ui.js forgets them at signing out.

const MOST = 10;
const STAMP = "X-Kept-At"; // milliseconds; the worker and this module know it
const LONGEST = 12 * 60 * 60 * 1000;
const nameOf = (person, shelf = "") => `juri:${person}${shelf}`;

export class KeptPages {
  // person; worker: its address; scope; onChange(pages) tells which can be read; shelf; isRenewed: fetched
  // anew each time, since what lies on the page changes while it is open
  constructor(options) {
    Object.assign(this, options);
  }

  get isPossible() {
    return "serviceWorker" in navigator && "caches" in window;
  }

  // Addresses in reading order; what is not among them is forgotten.
  async keep(pages) {
    if (!this.isPossible) return;
    try {
      await navigator.serviceWorker.register(this.worker, { scope: this.scope });
      await this.forgetOthers();
      const cache = await caches.open(nameOf(this.person, this.shelf));
      const wanted = pages.slice(0, MOST).map((page) => new URL(page, location.href).href);
      for (const page of wanted) await this.fetchOnce(cache, page);
      for (const { url } of await cache.keys()) if (!wanted.includes(url)) await cache.delete(url);
    } catch {
      return; // without a line, or without room: what is kept stays
    } finally {
      this.onChange?.(await this.among(pages));
    }
  }

  async forgetOthers() {
    for (const name of await caches.keys()) {
      if (name.startsWith("juri:") && !name.startsWith(nameOf(this.person))) await caches.delete(name);
    }
  }

  async fetchOnce(cache, page) {
    if (!this.isRenewed && isFresh(await cache.match(page))) return;
    const response = await fetch(page, { priority: "low" });
    if (!response.ok || response.redirected) return;
    const headers = new Headers(response.headers);
    headers.set(STAMP, String(Date.now()));
    await cache.put(page, new Response(await response.blob(), { headers }));
  }

  // Those of these addresses that can be read without a line, in the same order.
  async among(pages) {
    if (!this.isPossible) return [];
    const cache = await caches.open(nameOf(this.person, this.shelf));
    const found = [];
    for (const page of pages) if (isFresh(await cache.match(page))) found.push(page);
    return found;
  }

  // The instant, in milliseconds, after which a kept page is shown no more.
  async until(page) {
    const kept = await (await caches.open(nameOf(this.person, this.shelf))).match(page);
    return Number(kept.headers.get(STAMP)) + LONGEST;
  }
}

function isFresh(response) {
  return Boolean(response) && Date.now() - Number(response.headers.get(STAMP)) < LONGEST;
}
