// A visit in the field: findings and photos lie on this device until the portal has them, with a line or without.
// Works without it by plain forms.
import { KeptPages } from "./kept-pages.js";
import { takenPlace } from "./leftovers.js";
import { csrfToken, HAND_IN, Outbox, store, stored } from "./outbox.js";
import { Pictures } from "./field-pictures.js";

const root = document.getElementById("buku");
const words = root.dataset;
const claims = [...root.querySelectorAll("[data-claim]")];
const end = document.getElementById("selesai");
const { code, person } = words;
const halfKey = `draft:${person}:half:${code}`;
const takenKey = takenPlace(person, code);

// ---- Claims: what they say, and how to make them say it

const keyOf = (claim) => claim.dataset.claim;
const claimOf = (key) => claims.find((claim) => keyOf(claim) === key);
const formOf = (claim) => claim.querySelector("[data-finding]");
const verdictOf = (claim) => formOf(claim).elements.verdict.value;
const noteOf = (claim) => formOf(claim).elements.note.value;
const revisionOf = (claim) => formOf(claim).querySelector("input[name=revision]");
const notedAt = new Map(); // claim -> this device's clock at the last change

function fill(claim, said) {
  for (const radio of formOf(claim).elements.verdict) radio.checked = radio.value === said.verdict;
  formOf(claim).elements.note.value = said.note ?? "";
  if (said.revision !== undefined) revisionOf(claim).value = said.revision;
  if (said.noted_at) notedAt.set(keyOf(claim), said.noted_at);
}

const says = (claim) => ({
  verdict: verdictOf(claim),
  note: noteOf(claim),
  noted_at: notedAt.get(keyOf(claim)) ?? "",
  revision: revisionOf(claim).value,
});
const sameWords = (left, right) =>
  left.verdict === right.verdict && (left.note ?? "").trim() === (right.note ?? "").trim();
const lacksNote = (claim) => verdictOf(claim) && verdictOf(claim) !== "confirmed" && !noteOf(claim).trim();
const isWhole = (claim) => Boolean(verdictOf(claim)) && !lacksNote(claim);
const isBegun = (claim) => Boolean(verdictOf(claim) || noteOf(claim).trim());

// ---- Sending

const tried = new Map(); // claim -> what was sent and perhaps arrived, though no answer came

const outbox = new Outbox({
  storageKey: words.draft,
  isSame: (left, right) => Boolean(left.claim) || sameWords(left, right),
  isLarge: (key) => pictures.has(key),
  read(key) {
    if (key === HAND_IN) return {};
    return pictures.has(key) ? pictures.told(key) : says(claimOf(key));
  },
  address(key) {
    if (key === HAND_IN) return words.finish;
    const claim = pictures.has(key) ? claimOf(pictures.told(key).claim) : claimOf(key);
    return claim.querySelector(pictures.has(key) ? "[data-photo-form]" : "[data-finding]").action;
  },
  body(key, sent) {
    if (pictures.has(key)) return pictures.body(key);
    if (key !== HAND_IN) tried.set(key, [...(tried.get(key) ?? []), sent]);
    return new URLSearchParams(sent);
  },
  onSaved(key, answer, sent) {
    if (key === HAND_IN) return location.assign(answer.next);
    if (pictures.has(key)) {
      remember(key, { claim: sent.claim, html: answer.html });
      return pictures.arrived(key, answer.html);
    }
    tried.delete(key);
    revisionOf(claimOf(key)).value = answer.revision;
    remember(key, { ...sent, revision: answer.revision });
    contest(claimOf(key), null);
  },
  onStale(key, answer) {
    if (pictures.has(key)) return pictures.refused(key, answer.message);
    if (!answer.current) return;
    if (tried.get(key)?.some((sent) => sameWords(sent, answer.current))) return settle(claimOf(key), answer.current);
    contest(claimOf(key), answer.current);
  },
  onState: showState,
});

const pictures = new Pictures({
  words,
  outbox,
  person,
  visit: code,
  claims,
  onFull() {
    root.querySelector("[data-full]").hidden = false;
  },
});

const remember = (key, taken) => store(takenKey, { ...stored(takenKey), [key]: taken });

// What the portal has taken, for a kept page that is older than that.
function catchUp(touched) {
  const taken = Object.entries(stored(takenKey));
  const shots = taken.filter(([key, said]) => said.html && !pictures.isShown(key));
  for (const [key, said] of shots) pictures.show(key, said);
  const newer = taken.filter(([key, said]) => claimOf(key) && said.revision > Number(revisionOf(claimOf(key)).value));
  for (const [key, said] of newer) if (!touched.includes(claimOf(key))) fill(claimOf(key), said);
  if (!newer.length && !shots.length) store(takenKey, {});
}

// ---- What is said of all this, in words

const ICONS = { waiting: "clock", saving: "refresh", saved: "check", failed: "warning", conflict: "warning", offline: "info" };

function draw(element, icon, text) {
  const use = document.querySelector(".save-state use").cloneNode();
  use.setAttribute("href", `${use.getAttribute("href").split("#")[0]}#${icon}`);
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  drawing.append(use);
  element.replaceChildren(drawing, ` ${text}`);
}

function whatWaits() {
  const keys = [...outbox.waiting.keys(), ...outbox.refused];
  const shots = keys.filter((key) => pictures.has(key)).length;
  const findings = keys.filter((key) => claimOf(key)).length;
  const parts = [];
  if (findings) parts.push(words.findings.replace("{n}", findings));
  if (shots) parts.push(words.photos.replace("{n}", shots));
  if (outbox.waiting.has(HAND_IN)) parts.push(words.end);
  const last = parts.pop() ?? "";
  return parts.length ? `${parts.join(", ")} ${words.and} ${last}` : last;
}

function sentence(kind, text) {
  if (kind === "saved") return [words.saved, text].filter(Boolean).join(" ");
  const left = whatWaits();
  const told = { waiting: words.left, saving: words.saving, offline: words.away, unsent: words.unsent }[kind];
  if (told) return told.replace("{what}", left);
  const said = kind === "signed-out" ? words.signedOut : text || words.gone;
  return left ? `${said} ${words.left.replace("{what}", left)}` : said;
}

function showState(kind, text) {
  if (kind !== "saving") pictures.underWay = "";
  const state = document.getElementById("keadaan-simpan");
  const shown = kind in ICONS ? kind : "failed";
  state.className = `save-state save-${shown}`;
  const use = state.querySelector("use");
  use.setAttribute("href", `${use.getAttribute("href").split("#")[0]}#${ICONS[shown]}`);
  const label = state.querySelector("[data-save-text]");
  label.textContent = sentence(kind, text);
  if (kind === "signed-out") {
    const link = Object.assign(document.createElement("a"), { href: words.signIn, target: "_blank" });
    link.textContent = label.textContent;
    label.replaceChildren(link);
  }
  showClaims();
}

function stateOf(claim) {
  const key = keyOf(claim);
  if (outbox.refused.has(key)) return ["warning", words.refused];
  if (outbox.waiting.has(key)) return ["clock", words.unsentOne];
  if (isWhole(claim)) return ["check", words.sent];
  return isBegun(claim) ? ["edit", words.half] : ["minus", words.empty];
}

function showClaims() {
  for (const claim of claims) {
    const [icon, text] = stateOf(claim);
    const told = claim.querySelector("[data-claim-state]");
    if (told.textContent.trim() !== text) draw(told, icon, text);
    told.dataset.claimState = icon;
    claim.querySelector("[data-demand]").hidden = !lacksNote(claim);
  }
  const done = claims.filter(isWhole).length;
  root.querySelector("[data-progress]").textContent = words.progressWords.replace("{n}", done).replace("{m}", claims.length);
}

// Another device of the same person saved this claim: both versions, and a choice.
function contest(claim, current) {
  const box = claim.querySelector(".contested");
  box.hidden = !current;
  box.replaceChildren();
  if (!current) return;
  const radio = formOf(claim).querySelector(`input[value="${CSS.escape(current.verdict)}"]`);
  const stands = [radio?.parentElement.textContent.trim(), current.note && `“${current.note}”`].filter(Boolean);
  const told = Object.assign(document.createElement("p"), { textContent: `${words.contested} ${stands.join(", ")}.` });
  box.append(told, choice(words.keep, () => {
    fill(claim, current);
    settle(claim, current);
  }), choice(words.replace, () => settle(claim, current)));
}

const isContested = (claim) => !claim.querySelector(".contested").hidden;

function choice(label, choose) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
  button.className = "btn btn-secondary";
  button.addEventListener("click", choose);
  return button;
}

function settle(claim, current) {
  revisionOf(claim).value = current.revision;
  contest(claim, null);
  outbox.put(keyOf(claim));
}

// ---- Wiring

// What is not whole yet is nothing to send, and nothing to lose either.
function changed(claim, delay = 0) {
  notedAt.set(keyOf(claim), new Date().toISOString());
  keepHalf(claim);
  if (isContested(claim)) outbox.keep(); // until the person has chosen
  else if (isWhole(claim)) outbox.put(keyOf(claim), delay);
  else outbox.drop(keyOf(claim));
  if (outbox.isKept === false) pictures.onFull();
  showClaims();
}

function keepHalf(claim) {
  const halves = stored(halfKey);
  delete halves[keyOf(claim)];
  if (isBegun(claim) && !isWhole(claim)) halves[keyOf(claim)] = says(claim);
  if (!store(halfKey, halves)) pictures.onFull();
}

function handIn() {
  const lacking = claims.find((claim) => !isWhole(claim));
  if (lacking) return explain(lacking);
  if (outbox.refused.size) return showState(...outbox.lastRefusal);
  outbox.put(HAND_IN);
}

function explain(claim) {
  const field = lacksNote(claim) ? formOf(claim).elements.note : formOf(claim).querySelector("input[type=radio]");
  field.focus({ preventScroll: true });
  claim.scrollIntoView({ block: "start" });
}

function listen() {
  root.addEventListener("change", (event) => {
    const claim = event.target.closest("[data-claim]");
    if (event.target.type === "file") pictures.take(claim, event.target);
    else if (event.target.closest("[data-finding]")) changed(claim);
  });
  root.addEventListener("input", (event) => {
    if (event.target.matches("[data-finding] textarea")) changed(event.target.closest("[data-claim]"), 2000);
  });
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.target === end) {
      return handIn();
    }
    if (event.target.matches("[data-photo-remove]")) return removeSent(event.target);
    if (event.target.matches("[data-finding]")) changed(event.target.closest("[data-claim]"));
  });
  addEventListener("online", () => {
    for (const picture of root.querySelectorAll(".photo img")) if (!picture.naturalWidth) picture.src = picture.src;
  });
  addEventListener("beforeunload", (event) => {
    const isKeptHere = root.querySelector("[data-full]").hidden;
    if (!outbox.isEmpty && !isKeptHere) event.preventDefault();
  });
}

// Deleting a picture that was sent needs the line at once.
async function removeSent(form) {
  const headers = { "X-CSRFToken": csrfToken() };
  const answer = await fetch(form.action, { method: "POST", headers, redirect: "manual" }).catch(() => null);
  if (!answer || answer.status >= 400) return showState("failed", words.needsLine);
  const photo = form.closest(".photo");
  const taken = stored(takenKey);
  delete taken[photo.dataset.key];
  store(takenKey, taken);
  pictures.gone(photo);
}

// People on slow lines write before this script has arrived.
const isTouched = (claim) =>
  [...formOf(claim).querySelectorAll("input[type=radio], textarea")].some((control) =>
    control.type === "radio" ? control.checked !== control.defaultChecked : control.value !== control.defaultValue);

async function restore() {
  const drafts = outbox.drafts(); // before anything is put, which writes them anew
  const touched = claims.filter(isTouched);
  catchUp(touched);
  for (const [key, said] of [...Object.entries(stored(halfKey)), ...drafts]) {
    const claim = claimOf(key);
    if (claim && !touched.includes(claim) && !sameWords(said, says(claim))) fill(claim, said);
  }
  const waiting = await pictures.restore();
  for (const [key] of drafts) if (claimOf(key) && isWhole(claimOf(key))) outbox.waiting.set(key, Date.now());
  for (const key of waiting) outbox.waiting.set(key, Date.now());
  if (drafts.some(([key]) => key === HAND_IN)) outbox.waiting.set(HAND_IN, Date.now());
  for (const claim of touched) changed(claim);
  outbox.keep(); // forgets what reached the portal after all
  showClaims();
  if (outbox.waiting.size) outbox.flush();
}

const pages = new KeptPages({
  person,
  worker: words.worker,
  scope: words.queue,
  shelf: ":lapangan",
  isRenewed: true,
  async onChange(kept) {
    if (!kept.includes(location.pathname)) return;
    const until = await pages.until(location.pathname);
    const told = document.querySelector("[data-kept]");
    told.hidden = false;
    told.textContent = words.keptUntil.replace("{when}", clock(until));
  },
});

const clock = (when) =>
  new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }).format(when);

if ("open" in words && end) {
  listen();
  restore();
} else if (!("open" in words)) {
  root.querySelector("[data-stranded]").hidden = !outbox.drafts().length && !Object.keys(stored(halfKey)).length;
}
pages.keep([location.pathname, words.queue]);
