// The score screen: every field saves itself, digits score, Enter goes on. Works without it by plain forms.
import { csrfToken, Outbox } from "./outbox.js";

const form = document.getElementById("lembar");
const words = form.dataset;
const rows = [...form.querySelectorAll("fieldset.criterion")];
const note = form.querySelector("[data-note]");
const finish = document.querySelector("[data-finish]");
const panes = document.querySelector(".score-panes");
const isOpen = !finish.disabled;

// ---- Rows: what they say, and how to make them say it

const isRow = (part) => part.matches("fieldset");
const keyOf = (part) => (isRow(part) ? part.dataset.criterion : "note");
const partOf = (key) => (key === "note" ? note : rows.find((row) => keyOf(row) === key));
const revisionOf = (part) => part.querySelector("input[type=hidden]");
const areaOf = (part) => part.querySelector("textarea");

function pointsOf(row) {
  const chosen = row.querySelector("input[type=radio]:checked, input[type=number]");
  return chosen ? chosen.value.trim() : "";
}

function setPoints(row, points) {
  const typed = row.querySelector("input[type=number]");
  if (typed) typed.value = points;
  for (const radio of row.querySelectorAll("input[type=radio]")) radio.checked = radio.value === String(points);
}

function says(part) {
  const said = { comment: areaOf(part).value, revision: revisionOf(part).value };
  return isRow(part) ? { points: pointsOf(part), ...said } : said;
}

const isUnscored = (row) => !isScored(row) && "required" in row.dataset;
const isScored = (row) => /^\d+$/.test(pointsOf(row));
const sameWords = (left, right) =>
  (left.points ?? "") === (right.points ?? "") && left.comment.trim() === right.comment.trim();

// ---- Saving

const outbox = new Outbox({
  storageKey: words.draft,
  read: (key) => says(partOf(key)),
  address: (key) => (key === "note" ? words.noteUrl : partOf(key).dataset.url),
  isSame: sameWords,
  onSaved(key, answer) {
    revisionOf(partOf(key)).value = answer.revision;
    contest(partOf(key), null);
  },
  onStale: (key, answer) => contest(partOf(key), answer.current),
  onState: showState,
});

const ICONS = { waiting: "info", saving: "refresh", saved: "check", failed: "warning", conflict: "warning" };

function showState(kind, text) {
  const state = document.getElementById("keadaan-simpan");
  const sentences = { ...words, unsent: words.unsaved, failed: words.gone, "signed-out": words.signedOut };
  const shown = kind in ICONS ? kind : "failed";
  state.className = `save-state save-${shown}`;
  const use = state.querySelector("use");
  use.setAttribute("href", `${use.getAttribute("href").split("#")[0]}#${ICONS[shown]}`);
  const label = state.querySelector("[data-save-text]");
  label.textContent = text || sentences[kind];
  if (kind === "signed-out") {
    const link = Object.assign(document.createElement("a"), { href: words.signIn, target: "_blank" });
    link.textContent = label.textContent;
    label.replaceChildren(link);
  }
}

// Somebody (usually the same person in another window) saved this row: both versions, and a choice.
function contest(part, current) {
  const box = part.querySelector(".contested");
  box.hidden = !current;
  box.replaceChildren();
  if (!current) return;
  const stands = isRow(part) ? [current.points ?? words.noPoints] : [];
  if (current.comment) stands.push(`“${current.comment}”`);
  const sentence = document.createElement("p");
  sentence.textContent = `${words.contested} ${stands.join(", ")}.`;
  box.append(sentence, choice(words.keep, () => {
    if (isRow(part)) setPoints(part, current.points ?? "");
    areaOf(part).value = current.comment;
    settle(part, current);
  }), choice(words.replace, () => settle(part, current)));
}

function choice(label, act) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
  button.className = "btn btn-sm btn-secondary";
  button.addEventListener("click", act);
  return button;
}

function settle(part, current) {
  revisionOf(part).value = current.revision;
  contest(part, null);
  outbox.put(keyOf(part));
  showTotal();
}

// ---- The own total, in whole numbers like the server's: Σ w·points/max ÷ Σ w, rounded half up

function showTotal() {
  const scored = rows.filter(isScored);
  const isWhole = !rows.some(isUnscored);
  const number = (row, name) => BigInt(row.dataset[name]);
  const common = rows.reduce((product, row) => product * number(row, "max"), 1n);
  const gained = scored.reduce(
    (sum, row) => sum + (number(row, "weight") * BigInt(pointsOf(row)) * common) / number(row, "max"), 0n);
  const weights = (isWhole ? scored : rows).reduce((sum, row) => sum + number(row, "weight"), 0n);
  const name = document.querySelector("[data-total-name]");
  name.textContent = isWhole ? name.dataset.whole : name.dataset.partial;
  document.querySelector("[data-total]").textContent = weights && scored.length
    ? hundredths((20000n * gained + common * weights) / (2n * common * weights)) : "–";
}

function hundredths(units) {
  const mark = document.documentElement.lang === "en" ? "." : ",";
  return `${units / 100n}${mark}${String(units % 100n).padStart(2, "0")}`;
}

// ---- Moving about

const reading = document.getElementById("proposal");
const isPhone = () => getComputedStyle(document.querySelector(".score-tabs")).display !== "none";
let current = null;

function point(row) {
  current?.classList.remove("is-current");
  current = row;
  row?.classList.add("is-current");
}

function goTo(row) {
  show("nilai");
  point(row);
  (row.querySelector("input:checked") ?? row.querySelector("input:not([type=hidden])")).focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function goOn(from) {
  const after = rows.slice(rows.indexOf(from) + 1);
  const next = after[0] ?? rows.find(isUnscored);
  if (next) goTo(next);
  else {
    point(null);
    finish.focus();
  }
}

function digit(key) {
  const row = current ?? rows.find(isUnscored);
  const points = key === "0" && row?.dataset.max === "10" ? "10" : key;
  if (!row?.querySelector(`input[type=radio][value="${points}"]`)) return false;
  setPoints(row, points);
  changed(row);
  goOn(row);
  return true;
}

function enter() {
  const unscored = rows.find(isUnscored);
  if (unscored) goTo(unscored);
  else finish.click();
  return true;
}

// Beside the rubric only the proposal scrolls: the row that is being scored stays where it is.
function lookUp(hash, event) {
  show("proposal");
  reading.querySelector(".is-pointed")?.classList.remove("is-pointed");
  const passage = reading.querySelector(hash);
  passage.classList.add("is-pointed");
  if (isPhone()) return;
  event.preventDefault();
  const rail = reading.querySelector(".score-rail").offsetHeight;
  reading.scrollTop += passage.getBoundingClientRect().top - reading.getBoundingClientRect().top - rail;
}

const KEYS = { Enter: enter, "?": () => openKeys() };

function openKeys() {
  document.getElementById("pintasan").showModal();
  return true;
}

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("textarea, input[type=number], dialog, .menu, .dialog");
  const isPressing = event.key === "Enter" && event.target.closest("a, button, summary");
  if (isTyping || isPressing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const isDigit = /^[0-9]$/.test(event.key);
  if (!isOpen && event.key !== "?") return;
  if (isDigit ? digit(event.key) : KEYS[event.key]?.()) event.preventDefault();
});

form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input[type=number]")) {
    event.preventDefault();
    goOn(event.target.closest("fieldset"));
  }
});

const places = { proposal: 0, nilai: 0 }; // on a phone each pane is found where it was left

function show(pane) {
  if (pane === panes.dataset.pane) return;
  places[panes.dataset.pane] = scrollY;
  panes.dataset.pane = pane;
  if (isPhone()) scrollTo({ top: places[pane] });
  for (const tab of document.querySelectorAll("[data-show]")) {
    tab.setAttribute("aria-pressed", String(tab.dataset.show === pane));
  }
}

// ---- Wiring

function changed(part) {
  outbox.put(keyOf(part));
  showTotal();
}

const partAt = (target) => target.closest("fieldset.criterion, [data-note]");

form.addEventListener("focusin", (event) => {
  const row = event.target.closest("fieldset.criterion");
  if (row) point(row);
});
form.addEventListener("change", (event) => changed(partAt(event.target)));
form.addEventListener("input", (event) => {
  if (event.target.matches("textarea")) outbox.put(keyOf(partAt(event.target)), 2000);
  else showTotal();
});

// Handing in waits for what is under way; what cannot be saved is never handed in.
form.addEventListener("submit", async (event) => {
  form.elements.csrfmiddlewaretoken.value = csrfToken();
  if (outbox.isEmpty) return;
  event.preventDefault();
  if (await outbox.flush()) form.requestSubmit(event.submitter ?? finish);
});

for (const tab of document.querySelectorAll("[data-show]")) {
  tab.addEventListener("click", () => show(tab.dataset.show));
}
for (const link of document.querySelectorAll("a[href^='#bagian-'], a[href='#lampiran']")) {
  link.addEventListener("click", (event) => lookUp(link.hash, event));
}
document.querySelector("[data-keys]").addEventListener("click", openKeys);
addEventListener("beforeunload", (event) => {
  if (!outbox.isEmpty) event.preventDefault();
});

// People on slow lines score before this script has arrived.
const isTouched = (part) =>
  [...part.querySelectorAll("input:not([type=hidden]), textarea")].some((control) =>
    control.type === "radio" ? control.checked !== control.defaultChecked : control.value !== control.defaultValue);

if (isOpen) {
  for (const part of form.querySelectorAll("fieldset.criterion, [data-note]")) {
    if (isTouched(part)) outbox.put(keyOf(part));
  }
  for (const [key, draft] of outbox.drafts()) {
    const part = partOf(key);
    if (!part || sameWords(draft, says(part))) continue;
    if (isRow(part)) setPoints(part, draft.points);
    areaOf(part).value = draft.comment;
    revisionOf(part).value = draft.revision;
    outbox.put(key);
  }
  outbox.keep(); // forgets what reached the server after all
  point(rows.find(isUnscored) ?? null);
}
showTotal();
