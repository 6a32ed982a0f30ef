// Saves a proposal while it is written: within five seconds of a change, and when a field is left.
// What could not be saved stays in this browser (see drafts.js) and is sent again by itself.

import { forget, recall, remember } from "./drafts.js";

const PAUSE = 1500; // after the last key
const LONGEST = 4000; // after the first one
const RETRIES = [2000, 5000, 10000, 20000];
const LATER = new Set([401, 429, 500, 502, 503, 504]);

const form = document.querySelector("form[data-autosave]");
const texts = form.dataset;
const label = document.querySelector("#save-state");
const waiting = new Set();
let units = [];
let isSending = false;
let failures = 0;
let retry = 0;
let savedAt = "";
let trouble = ""; // why the last attempt failed: "failed" or "signedOut"

globalThis.csrfToken = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.csrfmiddlewaretoken.value;

// Two ways to read a control: what stands in it now, and what the server sent with the page.
const LIVE = { text: (control) => control.value, isOn: (control) => control.checked };
const SERVED = {
  text: (control) => (control.options ? servedChoice(control) : control.defaultValue),
  isOn: (control) => control.defaultChecked,
};

function servedChoice(select) {
  const options = [...select.options];
  return (options.find((option) => option.defaultSelected) ?? options[0])?.value ?? "";
}

// One thing that is saved by one request: an answer, a field of the identity, or the list of people.
class Unit {
  constructor(root, key, url, revision) {
    Object.assign(this, { root, key, url, revision, since: 0, timer: 0, problem: "", current: null });
    this.saved = this.snapshot(SERVED); // people on slow lines type before this script has arrived
  }

  get controls() {
    return [...this.root.querySelectorAll("input:not([type=hidden]), select, textarea")];
  }

  values(read = LIVE) {
    if (this.key === "team") return { members: this.people(read) };
    const values = {};
    for (const control of this.controls) {
      const name = control.name.startsWith("q_") ? "text" : control.name;
      if (control.type === "radio") values[name] = read.isOn(control) ? control.value : (values[name] ?? "");
      else if (control.type === "checkbox") values[name] = read.isOn(control) ? "on" : "";
      else values[name] = read.text(control);
    }
    return values;
  }

  people(read) {
    const rows = [...this.root.querySelectorAll("[data-member]")].map((row) => {
      const [name, nip, duty] = [...row.querySelectorAll("input")].map((input) => read.text(input).trim());
      return { name, nip, duty };
    });
    return rows.filter((row) => row.name || row.nip || row.duty);
  }

  snapshot(read = LIVE) {
    return JSON.stringify(this.values(read));
  }

  get isChanged() {
    return this.snapshot() !== this.saved;
  }

  show(values) {
    if (this.key === "team") this.showPeople(values.members);
    for (const control of this.key === "team" ? [] : this.controls) {
      const value = values[control.name.startsWith("q_") ? "text" : control.name] ?? "";
      if (control.type === "radio") control.checked = control.value === value;
      else if (control.type === "checkbox") control.checked = value === "on";
      else control.value = value;
    }
    for (const control of this.controls) {
      for (const kind of ["input", "change"]) control.dispatchEvent(new CustomEvent(kind, { detail: "shown" }));
    }
  }

  showPeople(people) {
    while (this.root.querySelectorAll("[data-member]").length < people.length) globalThis.addMember();
    this.root.querySelectorAll("[data-member]").forEach((row, position) => {
      const { name = "", nip = "", duty = "" } = people[position] ?? {};
      [...row.querySelectorAll("input")].forEach((input, column) => {
        input.value = [name, nip, duty][column];
      });
    });
  }
}

function say(kind, text) {
  label.className = `save-state save-${kind}`;
  label.querySelector("[data-save-text]").textContent = text;
}

function report() {
  const stopped = units.find((unit) => unit.problem);
  const isDirty = waiting.size > 0 || units.some((unit) => unit.isChanged);
  document.getElementById("signed-out").hidden = trouble !== "signedOut";
  if (units.some((unit) => unit.current)) say("conflict", texts.textConflict);
  else if (stopped) say("failed", `${texts.textRefused}: ${stopped.problem}`);
  else if (trouble) say("failed", trouble === "signedOut" ? texts.textSignedOut : texts.textFailed);
  else if (isSending) say("saving", texts.textSaving);
  else if (isDirty) say("idle", texts.textWaiting);
  else if (savedAt) say("saved", `${texts.textSaved} ${savedAt}`);
  else say("idle", texts.textIdle);
  if (!isDirty) form.dispatchEvent(new Event("form:saved", { bubbles: true }));
}

function touch(unit) {
  if (!unit.isChanged) forget(unit.key);
  else remember(unit.key, { values: unit.values(), revision: unit.revision.value, base: unit.saved });
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
  try {
    response = await fetch(unit.url, {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": globalThis.csrfToken() },
      body: JSON.stringify({ ...sent, revision: Number(unit.revision.value) }),
      keepalive: document.hidden,
      signal: AbortSignal.timeout(20000),
    });
  } catch {
    trouble = "failed";
    return false;
  }
  if (LATER.has(response.status)) {
    trouble = response.status === 401 ? "signedOut" : "failed";
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
}

// A newer revision: harmless when this field did not change, otherwise the person chooses.
function settle(unit, sent, current) {
  const theirs = JSON.stringify(pick(current.values, sent));
  if (theirs === JSON.stringify(sent)) accept(unit, sent, current);
  else if (theirs === unit.saved) {
    unit.revision.value = current.revision;
    return send(unit);
  } else choose(unit, current);
  return true;
}

function pick(values, wanted) {
  return Object.fromEntries(Object.keys(wanted).map((name) => [name, values[name] ?? ""]));
}

function choose(unit, current) {
  unit.current = current;
  const chooser = document.getElementById("chooser").content.firstElementChild.cloneNode(true);
  chooser.querySelector("[data-by]").textContent = [current.by, current.saved_at].filter(Boolean).join(", ");
  chooser.querySelector("[data-theirs]").textContent = inWords(unit, current.values) || "–";
  const decide = (isMine) => {
    chooser.remove();
    unit.revision.value = current.revision;
    unit.current = null;
    unit.saved = JSON.stringify(pick(current.values, unit.values()));
    if (!isMine) unit.show(JSON.parse(unit.saved));
    forget(unit.key);
    queue(unit);
    report();
  };
  chooser.querySelector("[data-take-mine]").addEventListener("click", () => decide(true));
  chooser.querySelector("[data-take-theirs]").addEventListener("click", () => decide(false));
  unit.root.append(chooser);
}

function inWords(unit, values) {
  if (unit.key === "team") {
    return values.members.map((row) => [row.name, row.nip, row.duty].filter(Boolean).join(", ")).join("\n");
  }
  const control = unit.controls[0];
  const value = values[control.name.startsWith("q_") ? "text" : control.name];
  const option = [...(control.options ?? [])].find((choice) => choice.value === value);
  return option ? option.textContent : value;
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
addEventListener("online", drain);
addEventListener("focus", drain);
document.addEventListener("visibilitychange", () => {
  for (const unit of units) queue(unit);
});
restore();
resend();
for (const unit of units) if (unit.isChanged) touch(unit);
report();
