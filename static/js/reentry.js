// The session ended while somebody writes: they sign in again here, and every word stays.

import { csrfToken } from "./asking.js";

export class Reentry {
  constructor(onSignedIn) {
    this.notice = document.getElementById("signed-out");
    this.dialog = document.getElementById("sign-in");
    this.form = this.dialog.querySelector("form");
    this.onSignedIn = onSignedIn;
    this.notice.querySelector("[data-sign-in]").addEventListener("click", () => this.dialog.showModal());
    this.dialog.querySelector("[data-later]").addEventListener("click", () => this.dialog.close());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
  }

  // `message` is the server's own: the session ended, or somebody else signed in at this browser.
  show(message) {
    if (message) this.notice.querySelector("[data-why]").textContent = message;
    this.notice.hidden = false;
  }

  hide() {
    this.notice.hidden = true;
    if (this.dialog.open) this.dialog.close();
  }

  async send() {
    const { textFailed, textTooOften, textWrong } = this.form.dataset;
    const button = this.form.querySelector("[type=submit]");
    button.disabled = true;
    this.complain("");
    try {
      const response = await fetch(this.form.action, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": csrfToken() },
        body: new URLSearchParams(new FormData(this.form)),
        signal: AbortSignal.timeout(20000),
      });
      if (response.status === 429) return this.complain(textTooOften);
      const answer = await response.json();
      if (response.ok) return this.enter();
      const told = [answer.form.errors, ...Object.values(answer.form.fields).map((field) => field.errors)].flat();
      this.complain(told.join(" ") || textWrong);
    } catch {
      this.complain(textFailed);
    } finally {
      button.disabled = false;
    }
  }

  enter() {
    this.form.reset();
    takeOverToken();
    this.hide();
    this.onSignedIn();
  }

  complain(text) {
    const error = this.form.querySelector(".field-error");
    error.querySelector("p").textContent = text;
    error.hidden = !text;
    if (text) this.form.password.select();
  }
}

// Signing in gives the browser a new token; every form of the page must send that one.
export function takeOverToken() {
  const token = csrfToken();
  for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = token;
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
}
