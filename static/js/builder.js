// The form builder: fills a list of options, and keeps the eye and the keyboard on a line that was moved.

function fill(event) {
  const button = event.target.closest("[data-fill]");
  if (!button) return;
  event.preventDefault();
  const field = document.querySelector(button.dataset.fill);
  const typed = field.value.trim();
  field.value = typed ? `${typed}\n${button.dataset.lines}` : button.dataset.lines;
  field.rows = field.value.split("\n").length + 1;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

function followMoved(event) {
  const pressed = event.detail.requestConfig?.triggeringEvent?.submitter;
  if (!pressed?.value) return;
  const moved = document.getElementById(pressed.value);
  if (!moved) return;
  moved.classList.add("is-moved");
  const again = document.getElementById(pressed.id);
  (again && !again.disabled ? again : moved.querySelector("a, button:not(:disabled)"))?.focus();
  moved.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", fill);
document.body.addEventListener("htmx:afterSettle", followMoved); // earlier, old attributes still stand
