// Numbers that keep themselves up to date: every part with data-live is replaced when the server says
// otherwise. Nothing else of the page changes: place, filters, open details and the focus stay. A page that
// nobody looks at, or has not touched for an hour, does not ask.

const EVERY = 30_000;
const WATCHED = 3_600_000;
const told = document.querySelector("[data-live-told]");
let touched = Date.now();

const parts = (root) => new Map([...root.querySelectorAll("[data-live]")].map((one) => [one.dataset.live, one]));

const refresh = async () => {
  if (document.hidden || Date.now() - touched > WATCHED) return;
  try {
    const answer = await fetch(location.href, { redirect: "manual", headers: { "X-Requested-With": "counting" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = parts(new DOMParser().parseFromString(await answer.text(), "text/html"));
    for (const [key, shown] of parts(document)) {
      const next = fresh.get(key);
      if (next && !shown.contains(document.activeElement) && next.innerHTML !== shown.innerHTML) {
        shown.innerHTML = next.innerHTML;
      }
    }
    told.classList.remove("is-late");
    told.textContent = fresh.get("jam")?.textContent ?? "";
  } catch {
    told.classList.add("is-late");
    told.textContent = told.dataset.late;
  }
};

if (told) {
  for (const act of ["pointerdown", "keydown", "scroll"]) {
    document.addEventListener(act, () => { touched = Date.now(); }, { passive: true });
  }
  setInterval(refresh, EVERY);
  document.addEventListener("visibilitychange", refresh);
}
