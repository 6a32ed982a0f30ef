// Follows whose turn it is: asks for one number every three seconds, fetches the words when it changed.

const BEAT = 3000;
const SLOW = 15000; // while the line is broken
const SOON = 60; // seconds left from which the clock says so

// What is left of a phase, counted from what the server knew when it wrote the page.
function startClock(root) {
  const clock = root.querySelector("[data-clock]");
  if (!clock) return () => {};
  const began = performance.now() - Number(clock.dataset.spent) * 1000;
  const word = clock.querySelector("[data-word]");
  const show = () => {
    const left = Number(clock.dataset.seconds) - Math.floor((performance.now() - began) / 1000);
    const over = left < 0;
    const seconds = Math.abs(left);
    clock.querySelector("[data-left]").textContent =
      `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    const state = over ? "over" : left <= SOON ? "soon" : "running";
    if (word.dataset.state !== state) word.textContent = word.dataset[(word.dataset.state = state)];
    clock.classList.toggle("is-over", over);
    clock.classList.toggle("is-soon", state === "soon");
  };
  show();
  const timer = setInterval(show, 250);
  return () => clearInterval(timer);
}

// Asks `address` until the number of this room (or of any) is another one; onChange() fetches the words.
class Follower {
  constructor(address, room, onChange, onLine) {
    Object.assign(this, { address, room, onChange, onLine, etag: "", known: null, isLost: false });
    this.beat();
    document.addEventListener("visibilitychange", () => document.hidden || this.later(0));
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.beat(), pause);
  }

  async beat() {
    if (document.hidden) return this.later(BEAT);
    try {
      const response = await fetch(this.address, {
        headers: { Accept: "application/json", ...(this.etag && { "If-None-Match": this.etag }) },
        cache: "no-store",
        signal: AbortSignal.timeout(10000),
      });
      if (response.status === 200) await this.read(response);
      else if (response.status !== 304) throw new Error(String(response.status));
      this.onLine(true);
      this.later(BEAT);
    } catch {
      this.onLine(false);
      this.later(SLOW);
    }
  }

  async read(response) {
    const { rooms } = await response.json();
    const number = this.room === undefined ? JSON.stringify(rooms) : String(rooms[this.room]);
    if (this.known !== null && this.known !== number) await this.onChange();
    this.known = number;
    this.etag = response.headers.get("ETag");
  }
}

function tell(root, isThere) {
  const lost = root.querySelector(".live-lost");
  if (lost) lost.hidden = isThere;
}

async function fetched(address) {
  const response = await fetch(address, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(10000) });
  if (!response.ok || response.redirected) throw new Error(String(response.status)); // signed out
  return response.status === 204 ? "" : response.text();
}

// The screen of a room, or the chair's page: the section is taken anew from the page itself.
function followScreen(id) {
  const place = () => document.getElementById(id);
  let stop = startClock(place());
  const refresh = async () => {
    const page = new DOMParser().parseFromString(await fetched(location.href), "text/html");
    const next = page.getElementById(id);
    if (!next) throw new Error("gone");
    stop();
    place().replaceChildren(...next.childNodes);
    stop = startClock(place());
  };
  // Who leads the room gets the whole page anew, unless words are being typed in it.
  const reload = async () => {
    if (document.activeElement?.matches("input")) throw new Error("busy");
    location.replace(`${location.pathname}?ruang=${Number(place().dataset.room) + 1}`);
  };
  const { live, room } = place().dataset;
  const onChange = "watch" in place().dataset ? reload : refresh;
  new Follower(live, room, onChange, (isThere) => tell(place(), isThere));
}

// The strip on a juror's pages. The sheet beneath it is never left by itself.
async function followStrip(place) {
  const fill = async () => {
    const html = await fetched(place.dataset.strip);
    place.innerHTML = html;
    place.hidden = !place.querySelector("p:not(.live-lost)");
  };
  try {
    await fill();
  } catch {
    return; // the page works without it
  }
  const address = place.querySelector("[data-live]")?.dataset.live;
  if (address) {
    new Follower(address, undefined, fill, (isThere) => {
      tell(place, isThere);
      if (!isThere) place.hidden = false;
    });
  }
}

if (document.getElementById("siaran")) followScreen("siaran");
const strip = document.querySelector("[data-strip]");
if (strip) followStrip(strip);
