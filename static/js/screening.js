// The desk by keyboard: lines, answers, sentences for reasons, the decision. Works without it by plain forms.

const TYPING = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable], dialog, .menu, .dialog";
const form = document.getElementById("periksa");
const lines = form ? [...form.querySelectorAll("[data-line]")] : [];
const note = form?.querySelector("[data-note] textarea");
const isOpen = Boolean(form) && !form.querySelector(".screening-lines").disabled;
let current = null;
let lastField = null; // where a sentence goes

const remarkOf = (line) => line.querySelector("input[type=text]");
const answersOf = (line) => [...line.querySelectorAll("input[type=radio]")];
const isAnswered = (line) => answersOf(line).some((radio) => radio.checked);
const isUnmet = (line) => answersOf(line)[1].checked;

// ---- Moving about

function point(line) {
  current?.classList.remove("is-current");
  current = line;
  line?.classList.add("is-current");
}

function goTo(line) {
  point(line);
  const radios = answersOf(line);
  (radios.find((radio) => radio.checked) ?? radios[0]).focus({ preventScroll: true });
  line.scrollIntoView({ block: "nearest" });
  return true;
}

function move(by) {
  const place = current ? lines.indexOf(current) + by : by > 0 ? 0 : lines.length - 1;
  return lines[place] ? goTo(lines[place]) : true;
}

// To the next line without an answer; when all have one, to the button that fits them.
function goOn() {
  const after = current ? lines.slice(lines.indexOf(current)) : [];
  const next = after.find((line) => !isAnswered(line)) ?? lines.find((line) => !isAnswered(line));
  if (next) return goTo(next);
  const fitting = isOpen ? (lines.some(isUnmet) ? "tidak" : "ya") : "sahkan";
  const button = document.querySelector(`[data-finish="${fitting}"]`);
  if (!button) return false;
  point(null);
  button.focus();
  return true;
}

// ---- Answering

function answer(isMet) {
  const line = current ?? lines.find((each) => !isAnswered(each));
  if (!line) return false;
  const radio = answersOf(line)[isMet ? 0 : 1];
  radio.checked = true;
  radio.dispatchEvent(new Event("input", { bubbles: true }));
  goTo(line);
  if (isMet && lines.at(-1) !== line) move(1);
  return true;
}

function write() {
  const field = current ? remarkOf(current) : note;
  field.focus();
  return true;
}

function insert(field, sentence) {
  const text = field.value.trim();
  const longest = field.maxLength > 0 ? field.maxLength : Infinity;
  field.value = (text ? `${text} ${sentence}` : sentence).slice(0, longest);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

const sentences = [...document.querySelectorAll("[data-sentence]")];

function pick(number) {
  const button = sentences[number - 1];
  if (!button) return false;
  insert(current ? remarkOf(current) : note, button.dataset.sentence);
  return true;
}

function openKeys() {
  document.getElementById("pintasan").showModal();
  return true;
}

// ---- Wiring

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  y: () => answer(true),
  t: () => answer(false),
  n: write,
};

function press(key) {
  if (key === "?") return openKeys();
  if (key === "Enter") return goOn();
  if (!isOpen) return false;
  if (/^[1-9]$/.test(key)) return pick(Number(key));
  return KEYS[key.toLowerCase()]?.() ?? false;
}

document.addEventListener("keydown", (event) => {
  const isPressing = event.key === "Enter" && event.target.closest("a, button, summary");
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isPressing) return;
  if (event.target.closest(TYPING)) leaveField(event);
  else if (press(event.key)) event.preventDefault();
});

// In a remark, Enter goes on instead of sending the form; Escape goes back to the line.
function leaveField(event) {
  const line = event.target.closest("[data-line]");
  if (event.key === "Escape" && event.target === note) event.target.blur();
  if (!line || !["Enter", "Escape"].includes(event.key)) return;
  event.preventDefault();
  point(line);
  if (event.key === "Escape") goTo(line);
  else goOn();
}

form?.addEventListener("focusin", (event) => {
  const line = event.target.closest("[data-line]");
  if (line) point(line);
  if (event.target === note) point(null);
  if (event.target.matches("input[type=text], textarea")) lastField = event.target;
});
for (const button of sentences) {
  button.addEventListener("click", () => {
    const field = lastField ?? (current ? remarkOf(current) : note);
    insert(field, button.dataset.sentence);
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  });
}
document.querySelector("[data-keys]")?.addEventListener("click", openKeys);
