// The score screen: every field saves itself, digits score, Enter goes on. Works without it by plain forms.
import { KeptPages } from "./kept-pages.js";
import { claim, Leftovers, showTroubles, takenPlace } from "./leftovers.js";
import { csrfToken, HAND_IN, Outbox, store, stored } from "./outbox.js";

const form = document.getElementById("lembar");
const words = form.dataset;
const rows = [...form.querySelectorAll("fieldset.criterion")];
const note = form.querySelector("[data-note]");
const finish = document.querySelector("[data-finish]");
const panes = document.querySelector(".score-panes");
const isOpen = !finish.disabled;
const mark = document.querySelector("[data-flag]"); // sheets of a calibration cannot be flagged or kept
const { code, person } = words;

// ---- Rows: what they say, and how to make them say it

const isRow = (part) => part.matches("fieldset");
const keyOf = (part) => (isRow(part) ? part.dataset.criterion : "note");
const partOf = (key) => (key === "note" ? note : rows.find((row) => keyOf(row) === key));
const revisionOf = (part) => part.querySelector("input[type=hidden]");
const areaOf = (part) => part.querySelector("textarea"); // rows of a calibration have none
const commentOf = (part) => areaOf(part)?.value ?? "";

function pointsOf(row) {
  const chosen = row.querySelector("input[type=radio]:checked, input[type=number]");
  return chosen ? chosen.value.trim() : "";
}

function setPoints(row, points) {
  const typed = row.querySelector("input[type=number]");
  if (typed) typed.value = points;
  for (const radio of row.querySelectorAll("input[type=radio]")) radio.checked = radio.value === String(points);
}

function setComment(part, comment) {
  if (areaOf(part)) areaOf(part).value = comment;
}

const isMarked = () => mark.getAttribute("aria-pressed") === "true";

// What goes to the server under this key.
function contentOf(key) {
  if (key === "flag") return { is_flagged: isMarked() ? "on" : "" };
  return key === HAND_IN ? wholeSheet() : says(partOf(key));
}

// The same as the form would send: what is handed in is what is seen.
function wholeSheet() {
  const fields = Object.fromEntries(new FormData(form));
  delete fields.csrfmiddlewaretoken;
  return { ...fields, finalise: "1", title: document.querySelector("h1").textContent };
}

function addressOf(key) {
  const named = { note: words.noteUrl, flag: words.flagUrl, [HAND_IN]: form.action };
  return named[key] ?? partOf(key).dataset.url;
}

function says(part) {
  const said = { comment: commentOf(part), revision: revisionOf(part).value };
  return isRow(part) ? { points: pointsOf(part), ...said } : said;
}

const isUnscored = (row) => !isScored(row) && "required" in row.dataset;
const isScored = (row) => /^\d+$/.test(pointsOf(row));
const isExtreme = (row) => [row.dataset.min, row.dataset.max].includes(pointsOf(row));
const needsNote = (row) => words.comments === "always" || (words.comments === "extremes" && isExtreme(row));
const isUnexplained = (row) => isScored(row) && needsNote(row) && !commentOf(row).trim();
const lacks = (row) => isUnscored(row) || isUnexplained(row);
const sameWords = (left, right) =>
  ["points", "comment", "is_flagged"].every((name) => (left[name] ?? "").trim() === (right[name] ?? "").trim());

// ---- Saving

const outbox = new Outbox({
  storageKey: words.draft,
  read: contentOf,
  address: addressOf,
  isSame: sameWords,
  onSaved(key, answer, sent) {
    if (key === HAND_IN) return leaveFor(answer.next);
    if (key === "flag") return;
    revisionOf(partOf(key)).value = answer.revision;
    remember(key, { ...sent, revision: answer.revision });
    contest(partOf(key), null);
  },
  onStale: (key, answer) => answer.current && contest(partOf(key), answer.current),
  onState: showState,
});

const ICONS = { waiting: "info", saving: "refresh", saved: "check", failed: "warning", conflict: "warning", offline: "info" };

function showState(kind, text) {
  const state = document.getElementById("keadaan-simpan");
  const sentences = { ...words, unsent: words.unsaved, offline: words.unsaved, failed: words.gone, "signed-out": words.signedOut };
  const shown = kind in ICONS ? kind : "failed";
  state.className = `save-state save-${shown}`;
  const use = state.querySelector("use");
  use.setAttribute("href", `${use.getAttribute("href").split("#")[0]}#${ICONS[shown]}`);
  const label = state.querySelector("[data-save-text]");
  label.textContent = text || (kind === "offline" && words.offline ? whatWaits() : sentences[kind]);
  if (kind === "signed-out") {
    const link = Object.assign(document.createElement("a"), { href: words.signIn, target: "_blank" });
    link.textContent = label.textContent;
    label.replaceChildren(link);
  }
}

// Without a line: how much lies on this device, of this sheet and of those handed in before.
function whatWaits() {
  const others = leftovers.waiting;
  const sheets = others.sheets + outbox.waiting.has(HAND_IN);
  const sentence = sheets ? words.offlineSheets : words.offline;
  return sentence.replace("{n}", outbox.count + others.fields).replace("{m}", sheets);
}

// What the server has taken, for a kept page that is older than that.
const takenKey = takenPlace(person, code);

const remember = (key, taken) => store(takenKey, { ...stored(takenKey), [key]: taken });

function catchUp(touched) {
  const taken = Object.entries(stored(takenKey)).filter(([key]) => partOf(key) && !touched.includes(partOf(key)));
  const newer = taken.filter(([key, said]) => said.revision > Number(revisionOf(partOf(key)).value));
  for (const [key, said] of newer) fill(partOf(key), said);
  if (!newer.length) store(takenKey, {});
}

function fill(part, said) {
  if (isRow(part)) setPoints(part, said.points ?? "");
  setComment(part, said.comment);
  revisionOf(part).value = said.revision;
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
    setComment(part, current.comment);
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

// Points by one key; a long scale is typed into its field, beginning with this digit.
function score(key) {
  const row = current ?? rows.find(isUnscored);
  const typed = row?.querySelector("input[type=number]");
  if (typed && /^\d$/.test(key)) {
    typed.value = "";
    goTo(row);
    return false; // the field takes the digit itself
  }
  const points = key === "0" && row?.dataset.max === "10" ? "10" : key;
  if (!row?.querySelector(`input[type=radio][value="${CSS.escape(points)}"]`)) return false;
  setPoints(row, points);
  changed(row);
  goOn(row);
  return true;
}

// "y" and "t" on a scale of no and yes.
function answer(points) {
  const row = current ?? rows.find(isUnscored);
  return row?.dataset.min === "0" && row.dataset.max === "1" && score(points);
}

function enter() {
  const lacking = rows.find(lacks);
  if (lacking) explain(lacking);
  else finish.click();
  return true;
}

// Where something is missing, and what.
function explain(row) {
  if (isUnscored(row)) return goTo(row);
  show("nilai");
  point(row);
  row.querySelector("[data-demand]").hidden = false;
  areaOf(row).focus();
}

// While somebody types: where a word why is still missing.
function showNeed(part) {
  if (!isRow(part) || !areaOf(part)) return;
  part.classList.toggle("needs-note", isUnexplained(part));
  if (!isUnexplained(part)) part.querySelector("[data-demand]").hidden = true;
}

function write() {
  const row = current ?? rows.at(-1);
  if (!areaOf(row)) return false;
  show("nilai");
  point(row);
  areaOf(row).focus();
  return true;
}

function flag() {
  if (!mark) return false;
  mark.setAttribute("aria-pressed", String(!isMarked()));
  outbox.put("flag");
  return true;
}

function skip() {
  if (!mark) return false;
  document.getElementById("lewati").requestSubmit();
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

const KEYS = {
  Enter: enter,
  "?": openKeys,
  n: write,
  f: flag,
  s: skip,
  y: () => answer("1"),
  t: () => answer("0"),
};

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
  if (isDigit ? score(event.key) : KEYS[event.key]?.()) event.preventDefault();
});

form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input[type=number]")) {
    event.preventDefault();
    goOn(event.target.closest("fieldset"));
  }
  if (event.key === "Escape" && event.target.matches("textarea")) event.target.blur(); // back to the keys
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
  showNeed(part);
  showTotal();
}

const partAt = (target) => target.closest("fieldset.criterion, [data-note]");

form.addEventListener("focusin", (event) => {
  const row = event.target.closest("fieldset.criterion");
  if (row) point(row);
});
form.addEventListener("change", (event) => changed(partAt(event.target)));
form.addEventListener("input", (event) => {
  showNeed(partAt(event.target));
  if (event.target.matches("textarea")) outbox.put(keyOf(partAt(event.target)), 2000);
  else showTotal();
});

// ---- Handing in, with a line and without

let isLeaving = false;

function leaveFor(page) {
  isLeaving = true;
  location.assign(page);
}

// What cannot be saved is never handed in; what cannot be sent now waits here, and the work goes on.
async function handIn() {
  const lacking = rows.find(lacks);
  if (lacking) return explain(lacking);
  if (!(await outbox.put(HAND_IN)) && outbox.isAway && outbox.isKept) await goOnWithoutLine();
}

async function goOnWithoutLine() {
  const following = openedPages().filter((page) => !leftovers.isHandedIn(codeOf(page)));
  const [next] = await pages.among(following);
  if (next) leaveFor(next);
}

form.addEventListener("submit", async (event) => {
  form.elements.csrfmiddlewaretoken.value = csrfToken();
  const isHandIn = event.submitter !== document.querySelector(".score-save");
  if (isHandIn && words.opened !== undefined) {
    event.preventDefault();
    return handIn();
  }
  if (outbox.isEmpty) return;
  event.preventDefault();
  if (await outbox.flush()) form.requestSubmit(event.submitter ?? finish);
});

// The acts that need the server at once say so instead of showing the browser's own page.
for (const act of document.querySelectorAll(".reading-marks form, .recuse form, .abstain form")) {
  act.addEventListener("submit", (event) => {
    if (act.id === "tanda") return event.preventDefault(), flag();
    if (navigator.onLine) return;
    event.preventDefault();
    if (act.id === "lewati") goOnWithoutLine();
    else showState("failed", words.needsLine);
  });
}

// ---- What this browser keeps for a line that breaks

const openedPages = () => words.opened.split(" ").filter(Boolean).map((each) => words.sheetUrl.replace("CODE", each));
const codeOf = (page) => page.split("/").at(-2);

const leftovers = new Leftovers({
  person,
  except: code,
  addresses: { sheet: words.sheetUrl, score: words.rowUrl, note: words.sheetNoteUrl, flag: words.sheetFlagUrl },
  onChange() {
    showTroubles(leftovers);
    if (outbox.isAway) showState("offline");
  },
});

const pages = new KeptPages({
  person,
  worker: words.worker,
  scope: words.queue,
  onChange(kept) {
    const others = kept.filter((page) => page !== words.queue && codeOf(page) !== code);
    const told = document.querySelector("[data-kept]");
    told.hidden = !others.length;
    told.textContent = words.readable.replace("{n}", others.length);
  },
});

for (const tab of document.querySelectorAll("[data-show]")) {
  tab.addEventListener("click", () => show(tab.dataset.show));
}
for (const link of document.querySelectorAll("a[href^='#bagian-'], a[href='#lampiran']")) {
  link.addEventListener("click", (event) => lookUp(link.hash, event));
}
document.querySelector("[data-keys]").addEventListener("click", openKeys);
addEventListener("beforeunload", (event) => {
  if (!outbox.isEmpty && !isLeaving) event.preventDefault();
});

// People on slow lines score before this script has arrived.
const isTouched = (part) =>
  [...part.querySelectorAll("input:not([type=hidden]), textarea")].some((control) =>
    control.type === "radio" ? control.checked !== control.defaultChecked : control.value !== control.defaultValue);

function restore([key, draft]) {
  const part = partOf(key);
  if (key === "flag") mark?.setAttribute("aria-pressed", String(draft.is_flagged === "on"));
  else if (part && !sameWords(draft, says(part))) fill(part, draft);
  else if (key !== HAND_IN) return;
  outbox.put(key);
}

if (isOpen) {
  const drafts = outbox.drafts(); // before anything is put, which writes them anew
  const touched = [...form.querySelectorAll("fieldset.criterion, [data-note]")].filter(isTouched);
  catchUp(touched);
  for (const part of touched) outbox.put(keyOf(part));
  for (const draft of drafts) restore(draft);
  outbox.keep(); // forgets what reached the server after all
  point(rows.find(isUnscored) ?? null);
  rows.forEach(showNeed);
}
showTotal();
if (words.opened !== undefined) {
  claim(code);
  leftovers.start();
  pages.keep([words.queue, words.sheetUrl.replace("CODE", code), ...openedPages()]);
}
