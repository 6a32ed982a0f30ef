// Tells where this person writes, and learns who else is here and what they saved meanwhile.

import { ask, csrfToken } from "./asking.js";

const BEAT = 15000;
const PAUSE = 1000; // in a field before it is told: people pass through fields
const REST = 10 * 60 * 1000; // a page that nobody touches is no presence, and keeps no session alive

export class Presence {
  // onNews(news, header): newer texts; saves(): how many were begun, NaN while one is under way;
  // onRefusal(sentence), onSignedOut(sentence), onSignedIn()
  constructor(form, units, options) {
    Object.assign(this, { form, units, touched: Date.now(), place: "", last: 0, ...options });
    this.address = form.dataset.presenceUrl;
    this.top = document.getElementById("company");
    for (const kind of ["focusin", "input"]) form.addEventListener(kind, (event) => this.enter(event.target));
    for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => this.wake(), { passive: true });
    document.addEventListener("visibilitychange", () => (document.hidden ? this.leave() : this.wake(true)));
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", (event) => event.persisted && this.beat());
    setInterval(() => this.beat(), BEAT);
    this.later(2 * PAUSE); // the page itself goes first
  }

  enter(element) {
    const place = this.units.find((unit) => unit.root.contains(element))?.key ?? "";
    this.touched = Date.now();
    if (place === this.place) return;
    this.place = place;
    this.later(PAUSE);
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.beat(), pause);
  }

  wake(isBack = false) {
    const slept = Date.now() - this.touched > REST;
    this.touched = Date.now();
    if (slept || isBack) this.beat();
  }

  revisions() {
    const known = {};
    for (const unit of this.units) if (unit.isAnswer) known[unit.key] = Number(unit.revision.value);
    known.header = Number(document.getElementById("revision").value);
    return known;
  }

  async beat() {
    if (document.hidden || Date.now() - this.touched > REST) return;
    const saves = this.saves();
    if (Number.isNaN(saves)) return this.later(PAUSE); // words go first
    const number = ++this.last;
    let response, answer;
    try {
      response = await ask(this.address, { place: this.place, revisions: this.revisions() });
      answer = await response.json();
    } catch {
      return; // the save state tells of a broken line
    }
    if (number !== this.last) return;
    if (response.status === 401) return this.onSignedOut(answer.message);
    if (!response.ok) return;
    this.isKnown = true;
    this.onSignedIn();
    this.show(answer.people);
    this.onRefusal(answer.refusal);
    if (saves === this.saves()) this.onNews(answer.news, answer.header);
  }

  show(people) {
    const { textWriting, textHere, textReading } = this.form.dataset;
    const sentences = people.map(({ name, place }) => {
      const unit = this.units.find((one) => one.key === place);
      const sentence = unit ? textWriting.replace("{place}", () => unit.label.replace(/[.:]+$/, "")) : textReading;
      return sentence.replace("{name}", () => name);
    });
    const told = sentences.join(" ");
    if (this.top.textContent !== told) this.top.textContent = told;
    this.top.hidden = !told;
    for (const unit of this.units) {
      const names = people.filter(({ place }) => place === unit.key).map(({ name }) => name);
      this.mark(unit, names.length ? textHere.replace("{name}", () => names.join(", ")) : "");
    }
  }

  mark(unit, text) {
    let mark = unit.root.querySelector(".here");
    if (!text) return mark?.remove();
    if (!mark) {
      mark = document.createElement("p");
      mark.className = "here";
      const legend = unit.root.querySelector(":scope > legend");
      if (legend) legend.after(mark);
      else unit.root.prepend(mark);
    }
    if (mark.textContent !== text) mark.textContent = text;
  }

  leave() {
    if (!this.isKnown) return;
    this.isKnown = false;
    const body = new URLSearchParams({ left: "1", csrfmiddlewaretoken: csrfToken() });
    navigator.sendBeacon(this.address, body);
  }
}
