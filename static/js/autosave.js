// Saves a proposal while it is written: within five seconds of a change, and when a field is left.
// What could not be saved stays in this browser (see drafts.js) and is sent again by itself.

import { ask } from "./asking.js";
import { choose, note } from "./choosing.js";
import { bindConditions } from "./conditions.js";
import { forget, recall, remember } from "./drafts.js";
import { bindFaults } from "./faults.js";
import { Presence } from "./presence.js";
import { Reentry } from "./reentry.js";
import { Unit } from "./units.js";

const PAUSE = 1500; // after the last key
const LONGEST = 4000; // after the first one
const RETRIES = [2000, 5000, 10000, 20000];
const LATER = new Set([429, 500, 502, 503, 504]);

const form = document.querySelector("form[data-autosave]");
const texts = form.dataset;
const label = document.querySelector("#save-state");
const waiting = new Set();
const toConflict = document.querySelector("[data-to-conflict]");
let units = [];
let isSending = false;
let failures = 0;
let retry = 0;
let savedAt = "";
let sends = 0;
let isKept = true; // this browser holds what the server does not have
let refusal = ""; // why the server takes nothing any more
let trouble = ""; // why the last attempt failed: "line", "busy" or "signedOut"

function say(kind, text) {
  label.className = `save-state save-${kind}`;
  label.querySelector("[data-save-text]").textContent = text;
}

function report() {
  const stopped = units.find((unit) => unit.problem)?.problem || refusal;
  const isDirty = waiting.size > 0 || units.some((unit) => unit.isChanged);
  if (trouble !== "signedOut") reentry.hide();
  const isAsked = units.some((unit) => unit.current);
  toConflict.hidden = !isAsked;
  if (isAsked) say("conflict", texts.textConflict);
  else if (stopped) say("failed", isDirty ? `${texts.textRefused}: ${stopped}` : stopped);
  else if (trouble) say("failed", troubleInWords(isDirty));
  else if (isSending) say("saving", texts.textSaving);
  else if (isDirty) say("idle", texts.textWaiting);
  else if (savedAt) say("saved", `${texts.textSaved} ${savedAt}`);
  else say("idle", texts.textIdle);
  if (!isDirty) form.dispatchEvent(new Event("form:saved", { bubbles: true }));
}

function troubleInWords(isDirty) {
  if (trouble === "signedOut") return isDirty ? texts.textSignedOut : texts.textSignedOutSaved;
  return `${trouble === "busy" ? texts.textBusy : texts.textFailed} ${isKept ? texts.textKept : texts.textNotHere}`;
}

function touch(unit) {
  if (!unit.isChanged) forget(unit.key);
  else isKept = remember(unit.key, { values: unit.values(), revision: unit.revision.value, base: unit.saved });
  complain(unit, "");
  unit.since ||= Date.now();
  clearTimeout(unit.timer);
  const pause = Math.max(0, Math.min(PAUSE, unit.since + LONGEST - Date.now()));
  unit.timer = setTimeout(() => queue(unit), pause);
  report();
}

function queue(unit) {
  clearTimeout(unit.timer);
  unit.since = 0;
  if (!unit.isChanged || unit.current) return;
  waiting.add(unit);
  drain();
}

// One request at a time, in order: two saves of one field can never overtake each other.
async function drain() {
  if (isSending) return;
  isSending = true;
  clearTimeout(retry);
  for (const unit of waiting) {
    report();
    const isDone = await send(unit);
    if (!isDone) {
      retry = setTimeout(drain, RETRIES[Math.min(failures++, RETRIES.length - 1)]);
      break;
    }
    waiting.delete(unit);
    failures = 0;
    trouble = "";
  }
  isSending = false;
  report();
}

// True when the server has decided; false when it must be asked again later.
async function send(unit) {
  const sent = unit.values();
  let response;
  sends++;
  try {
    response = await ask(unit.url, { ...sent, revision: Number(unit.revision.value) }, { keepalive: document.hidden });
  } catch {
    trouble = "line";
    return false;
  }
  if (response.status === 401) return signOut((await response.json().catch(() => ({}))).message);
  if (LATER.has(response.status)) {
    trouble = "busy";
    return false;
  }
  const answer = await response.json().catch(() => ({ message: texts.textFailed }));
  if (response.ok) accept(unit, sent, answer);
  else if (answer.current) return settle(unit, sent, answer.current);
  else complain(unit, answer.message);
  return true;
}

function accept(unit, sent, answer) {
  unit.revision.value = answer.revision;
  unit.saved = JSON.stringify(sent);
  savedAt = answer.saved_at;
  if (unit.isChanged) touch(unit);
  else forget(unit.key);
  document.body.dispatchEvent(new Event("proposal:saved"));
  if (answer.asks_anew) reload(unit);
}

function signOut(message) {
  trouble = "signedOut";
  reentry.show(message);
  return false;
}

// Another track asks other chapters. What was typed is saved or kept here, so the page may come anew.
function reload(unit) {
  const isLoading = document.querySelector("[data-upload-progress]:not([hidden]) progress:not([hidden])");
  if (isLoading || (!isKept && units.some((one) => one.isChanged))) return note(unit, texts.textReload);
  history.replaceState(null, "", `#${unit.controls[0].id}`);
  form.dispatchEvent(new Event("form:saved", { bubbles: true }));
  location.reload();
}

// A newer revision: harmless when this field did not change, otherwise the person chooses.
function settle(unit, sent, current) {
  const theirs = JSON.stringify(pick(current.values, sent));
  if (theirs === JSON.stringify(sent)) accept(unit, sent, current);
  else if (theirs === unit.saved) {
    unit.revision.value = current.revision;
    return send(unit);
  } else decide(unit, current);
  return true;
}

function pick(values, wanted) {
  return Object.fromEntries(Object.keys(wanted).map((name) => [name, values[name] ?? ""]));
}

function decide(unit, current) {
  choose(unit, current, () => {
    touch(unit);
    queue(unit);
    report();
  });
  report();
}

// A colleague, or this person's other window, saved meanwhile: told by the page's own heartbeat.
function hear(news, header) {
  for (const unit of units) {
    const current = unit.isAnswer ? news[unit.key] : header;
    if (current && !unit.current && !waiting.has(unit)) refresh(unit, current);
  }
  const revision = document.getElementById("revision");
  if (header) revision.value = Math.max(header.revision, Number(revision.value));
  report();
}

function refresh(unit, current) {
  if (unit.isAnswer && current.revision <= Number(unit.revision.value)) return;
  const theirs = pick(current.values, unit.values());
  const stands = JSON.stringify(theirs);
  if (stands !== unit.saved && unit.isChanged && stands !== unit.snapshot()) return decide(unit, current);
  if (unit.isAnswer) unit.revision.value = current.revision;
  if (stands === unit.saved) return;
  if (!unit.isChanged) unit.show(theirs);
  unit.saved = stands;
  forget(unit.key);
  note(unit, `${texts.textRefreshed} ${[current.by, current.saved_at].filter(Boolean).join(", ")}`);
  if (unit.key === "track") reload(unit);
}

// The server's sentence beside the field; sent again only after the field changes.
function complain(unit, message) {
  unit.problem = message;
  unit.root.querySelector(".unsaved-error")?.remove();
  if (!message) return;
  const error = document.createElement("p");
  error.className = "field-error unsaved-error";
  error.setAttribute("role", "alert");
  error.textContent = message;
  unit.root.append(error);
}

function enter() {
  trouble = "";
  report();
  presence.beat();
  drain();
}

function collect() {
  const header = document.getElementById("revision");
  for (const root of form.querySelectorAll("[data-unit]")) {
    const revision = root.querySelector("[data-revision]") ?? header;
    units.push(new Unit(root, root.dataset.unit, root.dataset.url, revision));
  }
  for (const root of form.querySelectorAll("[data-header]")) {
    units.push(new Unit(root, root.dataset.header, texts.headerUrl, header));
  }
}

function restore() {
  for (const unit of units) {
    const kept = recall(unit.key);
    if (!kept) continue;
    if (JSON.stringify(kept.values) === unit.saved) {
      forget(unit.key);
      continue;
    }
    unit.show(kept.values);
    unit.revision.value = kept.revision;
    unit.saved = kept.base; // what was written upon: the server may have moved on since
    queue(unit);
    say("idle", texts.textRestored);
  }
}

function unitOf(element) {
  return units.find((unit) => unit.root.contains(element));
}

// The page came back with words that could not be saved: they are new to the server.
function resend() {
  if (!("unsaved" in texts)) return;
  for (const unit of units) {
    if (unit.root.querySelector(".theirs")) continue;
    unit.saved = "";
    queue(unit);
  }
}

collect();
bindConditions(form, units);
bindFaults(units);
for (const kind of ["input", "change"]) {
  form.addEventListener(kind, (event) => {
    const unit = event.detail === "shown" ? null : unitOf(event.target);
    if (unit) touch(unit);
  });
}
form.addEventListener("focusout", (event) => {
  const unit = unitOf(event.target);
  if (unit && !unit.root.contains(event.relatedTarget)) queue(unit);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  for (const unit of units) queue(unit);
  drain();
});
// What is reviewed must be what was typed: save first, then go.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-review]");
  if (!link || (!isSending && !units.some((unit) => unit.isChanged))) return;
  event.preventDefault();
  form.addEventListener("form:saved", () => location.assign(link.href), { once: true });
  for (const unit of units) queue(unit);
});
toConflict.addEventListener("click", () => {
  const chooser = form.querySelector(".theirs");
  chooser.closest("[data-unit], [data-header]").scrollIntoView();
  chooser.querySelector("button").focus({ preventScroll: true });
});
addEventListener("online", drain);
addEventListener("focus", drain);
document.addEventListener("visibilitychange", () => {
  for (const unit of units) queue(unit);
});
const reentry = new Reentry(enter);
restore();
resend();
for (const unit of units) if (unit.isChanged) touch(unit);
report();
const presence = new Presence(form, units, {
  saves: () => (isSending ? NaN : sends),
  onNews: hear,
  onRefusal: (sentence) => {
    if (refusal === sentence) return;
    refusal = sentence;
    report();
  },
  onSignedOut: (message) => {
    signOut(message);
    report();
  },
  onSignedIn: () => trouble === "signedOut" && enter(),
});
document.getElementById(location.hash.slice(1))?.focus();
