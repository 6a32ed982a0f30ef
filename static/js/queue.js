// The juror's queue: sends what other pages left on this device, and keeps the next sheets for a broken line.
import { KeptPages } from "./kept-pages.js";
import { Leftovers, showTroubles } from "./leftovers.js";
import { stored } from "./outbox.js";

const words = document.querySelector("[data-offline]").dataset;
const state = document.querySelector("[data-waiting]");

const leftovers = new Leftovers({
  person: words.person,
  addresses: { sheet: words.sheetUrl, score: words.rowUrl, note: words.sheetNoteUrl, flag: words.sheetFlagUrl },
  onChange() {
    showTroubles(leftovers);
    const { fields, sheets } = leftovers.waiting;
    state.hidden = !fields && !sheets;
    state.textContent = (sheets ? words.offlineSheets : words.offline).replace("{n}", fields).replace("{m}", sheets);
  },
});

const pages = new KeptPages({
  person: words.person,
  worker: words.worker,
  scope: words.queue,
  onChange(kept) {
    const told = document.querySelector("[data-kept]");
    const sheets = kept.filter((page) => page !== words.queue);
    told.hidden = !sheets.length;
    told.textContent = words.readable.replace("{n}", sheets.length);
  },
});

leftovers.start();

// What a closed page of a visit left on this device: that page sends it.
for (const row of document.querySelectorAll("[data-visit]")) {
  const place = (kind) => stored(`draft:${words.person}:${kind}:${row.dataset.visit}`);
  const count = Object.keys({ ...place("visit"), ...place("half") }).length;
  row.hidden = !count;
  row.textContent = row.textContent.replace("{n}", count);
}

const opened = words.opened.split(" ").filter(Boolean);
pages.keep([words.queue, ...opened.map((code) => words.sheetUrl.replace("CODE", code))]);

// The own order, without losing the place on the page: the same form, the list drawn anew.
document.addEventListener("submit", async (event) => {
  const { submitter, target } = event;
  if (target.id !== "urutan") return;
  event.preventDefault();
  const answer = await fetch(submitter.formAction, { method: "POST", body: new FormData(target, submitter) });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("daftar-bacaan");
  if (!answer.ok || !fresh) return location.reload();
  document.getElementById("daftar-bacaan").replaceWith(fresh);
  document.getElementById(submitter.id)?.focus();
});
