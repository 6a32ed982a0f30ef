// The places for files: sends what is chosen at once, replaces, goes on with what was cut off, asks for letters.
// Without this script the form carries the files, and every place has a page of its own.
import { csrfToken } from "./asking.js";
import { Cancelled, Refusal, Sending } from "./sending.js";

const POLL = 2000; // ms, while a letter is being printed
const MOST_POLLS = 60;
const AFTER_A_SAVE = 3000;
const shown = new Map(); // place -> the extras it shows
const running = new Map(); // place -> the upload under way

const person = document.querySelector("form[data-person]")?.dataset.person;
const format = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
const megabytes = (bytes) => `${format.format(bytes / 1024 / 1024)} MB`;

const place = (code) => document.querySelector(`[data-slot="${CSS.escape(code)}"]`);

function say(slot, text, percent) {
  const meter = slot.querySelector("[data-upload-progress]");
  const label = meter.querySelector("[data-upload-text]");
  const bar = meter.querySelector("progress");
  meter.hidden = false;
  if (label.textContent !== text) label.textContent = text;
  bar.hidden = percent === undefined;
  if (percent === null) bar.removeAttribute("value");
  else if (percent !== undefined) bar.value = percent;
  meter.querySelector("[data-upload-cancel]").hidden = !running.has(slot.dataset.slot);
}

function complain(slot, message) {
  const error = slot.querySelector("[data-upload-error]");
  error.querySelector("p").textContent = message;
  error.hidden = !message;
  slot.closest(".field")?.classList.toggle("has-error", Boolean(message));
  if (message) slot.querySelector("[data-upload-progress]").hidden = true;
}

// Heard every tenth part, not every piece.
function progressOf(code, file) {
  let heard = -1;
  return (received, size) => {
    const slot = place(code);
    if (received >= size) return say(slot, slot.dataset.textChecking, null);
    const percent = Math.floor((received / size) * 100);
    const tenth = Math.floor(percent / 10);
    const { textSending, textOf } = slot.dataset;
    const text = `${textSending} ${file.name}: ${megabytes(received)} ${textOf} ${megabytes(size)}`;
    say(slot, tenth === heard ? slot.querySelector("[data-upload-text]").textContent : text, percent);
    heard = tenth;
  };
}

async function send(code, file, replaces) {
  const slot = place(code);
  complain(slot, "");
  const onProgress = progressOf(code, file);
  const sending = new Sending(file, {
    replaces,
    writer: person,
    beginUrl: slot.dataset.begin,
    pieceUrlOf: (upload) => slot.dataset.extras.replace(/berkas\/$/, `unggahan/${upload}/`),
    onProgress,
    onTrouble: (status) => say(place(code), status === 401 ? slot.dataset.textSignedOut : slot.dataset.textCut, null),
  });
  running.set(code, sending);
  onProgress(0, file.size || 1);
  try {
    finish(code, await sending.run());
    return true;
  } catch (error) {
    stop(code, error);
    return false;
  } finally {
    running.delete(code);
    const cancel = place(code).querySelector("[data-upload-cancel]");
    if (cancel) cancel.hidden = true;
  }
}

function finish(code, answer) {
  const slot = place(code);
  running.delete(code);
  if (!answer.html) {
    say(slot, slot.dataset.textWaiting);
    fetchExtras();
    return;
  }
  const hadFocus = slot.contains(document.activeElement);
  slot.outerHTML = answer.html;
  const fresh = place(code);
  adorn(fresh);
  shown.delete(code);
  fresh.closest(".field")?.classList.remove("has-error");
  say(fresh, fresh.dataset.textDone);
  if (hadFocus) fresh.querySelector("input[type=file], a")?.focus();
  document.body.dispatchEvent(new Event("proposal:saved"));
}

function stop(code, error) {
  const slot = place(code);
  if (error instanceof Refusal) complain(slot, error.message || slot.dataset.textFailed);
  else if (error instanceof Cancelled) slot.querySelector("[data-upload-progress]").hidden = true;
  else throw error;
  fetchExtras();
}

// One after another: on a slow line two at once are twice as slow, and half as safe.
async function sendAll(code, files, replaces) {
  if (running.has(code)) return;
  for (const file of files) if (!(await send(code, file, replaces))) return;
}

function choose(code, replaces) {
  const picker = document.createElement("input");
  picker.type = "file";
  picker.accept = place(code).dataset.accept;
  picker.addEventListener("change", () => sendAll(code, [...picker.files], replaces));
  picker.click();
}

async function askFor(method, url) {
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
  const response = await fetch(url, { method, headers });
  const answer = await response.json().catch(() => ({}));
  return { isGood: response.ok, answer };
}

function put(code, html) {
  const more = place(code)?.querySelector("[data-slot-more]");
  if (!more || shown.get(code) === html) return;
  shown.set(code, html);
  more.innerHTML = html;
}

let polls = 0;
let timer;

async function fetchExtras() {
  clearTimeout(timer);
  const first = document.querySelector("[data-slot]");
  if (!first) return;
  const { isGood, answer } = await askFor("GET", first.dataset.extras).catch(() => ({}));
  if (isGood) {
    for (const [code, html] of Object.entries(answer.places)) if (!running.has(code)) put(code, html);
    showLinks(answer.links);
  }
  const isWaiting = document.querySelector("[data-letter-waits]") && polls < MOST_POLLS;
  polls = isWaiting ? polls + 1 : 0;
  if (isWaiting) timer = setTimeout(fetchExtras, POLL);
}

function showLinks(html) {
  const field = document.querySelector('[data-header="video_url"]');
  if (!field) return;
  let notes = field.querySelector("[data-silent-links]");
  if (!notes) {
    notes = document.createElement("div");
    notes.dataset.silentLinks = "";
    field.append(notes);
  }
  notes.innerHTML = html;
}

// What was typed last stands in the letter: autosave shows here that it has not reached the server yet.
async function saved() {
  const state = document.getElementById("save-state");
  for (let waited = 0; waited < 5000; waited += 100) {
    if (!state?.classList.contains("save-saving")) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function prepareLetter(slot, url) {
  complain(slot, "");
  await saved();
  const { isGood, answer } = await askFor("POST", url).catch(() => ({ answer: {} }));
  if (!isGood) return complain(slot, answer.message || slot.dataset.textFailed);
  put(slot.dataset.slot, answer.html);
  polls = 0;
  timer = setTimeout(fetchExtras, POLL / 2);
}

async function giveUp(url) {
  await askFor("DELETE", url).catch(() => {});
  fetchExtras();
}

function click(event) {
  const control = event.target.closest(
    "[data-replace], [data-resume], [data-give-up], [data-letter], [data-upload-cancel]",
  );
  const slot = control?.closest("[data-slot]");
  if (!slot) return;
  event.preventDefault();
  const { slot: code } = slot.dataset;
  const { replace, resume, resumeReplaces, giveUp: given, letter } = control.dataset;
  if (replace !== undefined) choose(code, replace);
  else if (resume !== undefined) choose(code, resumeReplaces);
  else if (given !== undefined) giveUp(given);
  else if (letter !== undefined) prepareLetter(slot, letter);
  else running.get(code)?.cancel();
}

function chosen(event) {
  const slot = event.target.closest("[data-slot]");
  if (!slot || event.target.type !== "file" || !event.target.files.length) return;
  const files = [...event.target.files];
  event.target.value = ""; // the form must not carry it once more
  sendAll(slot.dataset.slot, files);
}

function adorn(slot) {
  const input = slot.querySelector("input[type=file]");
  if (input && "many" in slot.dataset) input.multiple = true;
}

document.querySelectorAll("[data-slot]").forEach(adorn);
document.addEventListener("click", click);
document.addEventListener("change", chosen);
document.body.addEventListener("proposal:saved", () => {
  if (!document.querySelector(".letter")) return;
  clearTimeout(timer);
  timer = setTimeout(fetchExtras, AFTER_A_SAVE);
});
addEventListener("beforeunload", (event) => {
  if (running.size) event.preventDefault();
});
fetchExtras();
