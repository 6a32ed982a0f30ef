// Counts words while they are written. proposals/words.py and static/js/words.js decide what a word is.

const NEAR = 0.9; // turns before the limit, like the server's counter

function state(count, limit) {
  if (count > limit) return "over";
  return count >= limit * NEAR ? "near" : "ok";
}

function bind(counter) {
  const field = document.getElementById(counter.dataset.counterFor);
  const limit = Number(counter.dataset.counterMax);
  const value = counter.querySelector("[data-counter-value]");
  const show = () => {
    const count = globalThis.countWords(field.value);
    value.textContent = count;
    counter.classList.remove("counter-ok", "counter-near", "counter-over");
    counter.classList.add(`counter-${state(count, limit)}`);
  };
  field.addEventListener("input", show);
  show();
}

for (const counter of document.querySelectorAll("[data-counter-for]")) bind(counter);
