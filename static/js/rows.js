// Rows of a settings page: one more row, up and down, and the sum of weights. Saving works without it.

const rows = document.querySelector("[data-rows]");

function present() {
  return [...rows.querySelectorAll("[data-row]")];
}

function renumber() {
  present().forEach((row, index) => {
    row.querySelector("[data-row-number]").textContent = String(index + 1);
    const position = row.querySelector("input[name$='-position']");
    position.value = String(index + 1);
  });
}

function addRow() {
  const total = document.getElementById(`id_${rows.dataset.rows}-TOTAL_FORMS`);
  const template = document.querySelector("[data-row-template]");
  const holder = document.createElement("div");
  holder.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
  const row = holder.firstElementChild;
  rows.append(row);
  total.value = String(Number(total.value) + 1);
  row.querySelector("[data-row-number]").textContent = total.value;
  row.querySelector("input:not([type=hidden]), textarea, select").focus();
}

function move(row, isUp) {
  const other = isUp ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (isUp) other.before(row);
  else other.after(row);
  renumber();
}

function sumWeights() {
  const place = document.querySelector("[data-weight-sum]");
  if (!place) return;
  const weights = present()
    .filter((row) => !row.querySelector("input[name$='-DELETE']").checked)
    .map((row) => Number(row.querySelector("[data-weight]").value) || 0);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  place.querySelector("[data-weight-total]").textContent = String(total);
  place.classList.toggle("is-wrong", total !== 100);
}

function showRemoval(box) {
  box.closest("[data-row]").classList.toggle("is-removed", box.checked);
}

if (rows) {
  document.querySelector("[data-row-add]").addEventListener("click", addRow);
  rows.addEventListener("click", (event) => {
    const button = event.target.closest("[data-row-up], [data-row-down]");
    if (!button) return;
    move(button.closest("[data-row]"), button.hasAttribute("data-row-up"));
    button.focus();
    rows.dispatchEvent(new Event("input", { bubbles: true }));
  });
  rows.addEventListener("input", (event) => {
    if (event.target.name?.endsWith("-DELETE")) showRemoval(event.target);
    sumWeights();
  });
  sumWeights();
}
