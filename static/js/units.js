// One thing that is saved by one request: an answer, a field of the identity, or the list of people.
// An answer is one text whatever its kind; proposals/answers.py says how it reads, change both or neither.

import { addRow, rowsOf } from "./cells.js";
import { addMember, membersOf } from "./team.js";

// Two ways to read a control: what stands in it now, and what the server sent with the page.
export const LIVE = { text: (control) => control.value, isOn: (control) => control.checked };
const SERVED = {
  text: (control) => (control.options ? servedChoice(control) : control.defaultValue),
  isOn: (control) => control.defaultChecked,
};

function servedChoice(select) {
  const options = [...select.options];
  return (options.find((option) => option.defaultSelected) ?? options[0])?.value ?? "";
}

const plain = (text) => text.trim().split(/\s+/).join(" ");

const partOf = (input) => input.name.split("-").at(-1); // "team-0-nip" is the NIP of the first

export class Unit {
  constructor(root, key, url, revision) {
    Object.assign(this, { root, key, url, revision, since: 0, timer: 0, problem: "", current: null });
    this.kind = root.dataset.kind ?? "";
    this.saved = this.snapshot(SERVED); // people on slow lines type before this script has arrived
  }

  get controls() {
    const found = this.root.querySelectorAll("input:not([type=hidden]), select, textarea");
    return [...found].filter((control) => !control.closest(".theirs"));
  }

  get label() {
    return (this.root.querySelector("[data-label]") ?? this.root.querySelector(".form-label"))?.textContent.trim() ?? "";
  }

  get isAnswer() {
    return this.kind !== "";
  }

  values(read = LIVE) {
    if (this.key === "team") return { members: this.people(read) };
    if (this.isAnswer) return { text: this.text(read) };
    const values = {};
    for (const control of this.controls) {
      if (control.type === "radio") values[control.name] = read.isOn(control) ? control.value : (values[control.name] ?? "");
      else if (control.type === "checkbox") values[control.name] = read.isOn(control) ? "on" : "";
      else values[control.name] = read.text(control);
    }
    return values;
  }

  text(read = LIVE) {
    if (this.kind === "table") {
      const rows = rowsOf(this.root).map((cells) => cells.map((cell) => plain(read.text(cell))));
      return rows.filter((row) => row.some(Boolean)).map((row) => row.join("\t")).join("\n");
    }
    const boxes = this.controls.filter((control) => control.type === "radio" || control.type === "checkbox");
    if (!boxes.length) return read.text(this.controls[0]);
    return boxes.filter(read.isOn).map((box) => box.value).join("\n");
  }

  people(read) {
    const rows = membersOf(this.root).map((inputs) =>
      Object.fromEntries(inputs.map((input) => [partOf(input), read.text(input).trim()])),
    );
    return rows.filter((row) => Object.values(row).some(Boolean));
  }

  snapshot(read = LIVE) {
    return JSON.stringify(this.values(read));
  }

  get isChanged() {
    return this.snapshot() !== this.saved;
  }

  show(values) {
    if (this.key === "team") this.showPeople(values.members);
    else if (this.kind === "table") this.showRows(values.text);
    else for (const control of this.controls) this.showIn(control, values);
    for (const control of this.controls) {
      for (const kind of ["input", "change"]) {
        control.dispatchEvent(new CustomEvent(kind, { bubbles: true, detail: "shown" }));
      }
    }
  }

  showIn(control, values) {
    const value = (this.isAnswer ? values.text : values[control.name]) ?? "";
    if (control.type === "radio") control.checked = control.value === value;
    else if (control.type !== "checkbox") control.value = value;
    else control.checked = this.isAnswer ? value.split("\n").includes(control.value) : value === "on";
  }

  showRows(text) {
    const rows = text ? text.split("\n").map((line) => line.split("\t")) : [];
    while (rowsOf(this.root).length < rows.length) addRow(this.root);
    rowsOf(this.root).forEach((cells, number) => {
      cells.forEach((cell, column) => (cell.value = rows[number]?.[column] ?? ""));
    });
  }

  showPeople(people) {
    while (membersOf(this.root).length < people.length) addMember();
    membersOf(this.root).forEach((inputs, position) => {
      for (const input of inputs) input.value = people[position]?.[partOf(input)] ?? "";
    });
  }

  // What somebody else saved, as a person reads it.
  inWords(values) {
    if (this.key === "team") {
      return values.members.map((row) => Object.values(row).filter(Boolean).join(", ")).join("\n");
    }
    const control = this.controls[0];
    const value = (this.isAnswer ? values.text : values[control.name]) ?? "";
    const chosen = [...(control.options ?? this.controls)].find((choice) => choice.value === value && choice.value);
    const label = chosen && (chosen.labels?.[0] ?? chosen);
    const isChoice = control.options || control.type === "radio";
    return isChoice && label ? label.textContent.trim() : value;
  }
}
