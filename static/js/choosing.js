// Two texts for one field: both are shown, the person chooses, and what is not chosen is kept.

import { ask } from "./asking.js";

const { dataset: texts } = document.querySelector("form[data-autosave]");

function pick(values, wanted) {
  return Object.fromEntries(Object.keys(wanted).map((name) => [name, values[name] ?? ""]));
}

// The field of an answer: the server finds the differences. Its text may have moved on meanwhile.
async function comparison(unit) {
  const base = JSON.parse(unit.saved || "{}").text ?? "";
  const response = await ask(`${unit.url}banding/`, { text: unit.text(), base });
  if (!response.ok) throw new Error(response.status);
  const holder = document.createElement("template");
  holder.innerHTML = await response.text();
  return holder.content.firstElementChild;
}

// A field of the identity or the list of people is short: what is stored is simply told.
function plainChooser(unit, current) {
  const chooser = document.getElementById("chooser").content.firstElementChild.cloneNode(true);
  chooser.querySelector("[data-by]").textContent = [current.by, current.saved_at].filter(Boolean).join(", ");
  chooser.querySelector("[data-theirs]").textContent = unit.inWords(current.values) || "–";
  return chooser;
}

// Resolves when the person has chosen; `settle(values)` then says what stands in the field.
export async function choose(unit, current, onChosen) {
  unit.current = current;
  const chooser = unit.isAnswer ? await comparison(unit).catch(() => plainChooser(unit, current)) : plainChooser(unit, current);
  if (unit.current !== current) return; // a newer one came while this one was fetched
  unit.root.querySelector(".theirs")?.remove();
  unit.root.append(chooser);
  const stands = pick(current.values, unit.values());
  const settle = (values) => {
    chooser.remove();
    unit.revision.value = current.revision;
    unit.current = null;
    unit.saved = JSON.stringify(stands);
    if (values) unit.show(values);
    onChosen(unit);
    unit.controls[0]?.focus({ preventScroll: true });
  };
  const on = (name, act) => chooser.querySelector(`[data-${name}]`)?.addEventListener("click", act);
  on("take-mine", () => settle(null));
  on("take-theirs", async () => {
    const mine = unit.values();
    if (!(await isKept(unit, mine))) return note(unit, texts.textNotKept);
    settle(stands);
    note(unit, unit.isAnswer ? texts.textSetAside : `${texts.textYours} ${unit.inWords(mine)}`);
  });
  on("take-both", () => {
    const box = chooser.querySelector("[data-merging]");
    if (!("byHand" in box.dataset)) return settle({ text: box.querySelector("[data-merged]").value });
    box.hidden = false;
    box.querySelector("[data-merged]").focus();
  });
  on("use-merged", () => settle({ text: chooser.querySelector("[data-merged]").value }));
}

async function isKept(unit, mine) {
  if (!unit.isAnswer || !mine.text.trim()) return true;
  return ask(`${unit.url}sisihkan/`, mine).then((response) => response.ok, () => false);
}

// A quiet word under the field, gone with the next one.
export function note(unit, text) {
  let place = unit.root.querySelector(".unit-note");
  if (!place) {
    place = document.createElement("p");
    place.className = "unit-note form-text";
    place.setAttribute("role", "status");
    unit.root.append(place);
  }
  place.textContent = text;
}
