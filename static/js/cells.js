// Rows of a table that somebody fills in.

export function rowsOf(root) {
  const body = root.querySelector("[data-cells]");
  return [...body.rows].map((row) => [...row.querySelectorAll("textarea")]);
}

export function addRow(root) {
  const body = root.querySelector("[data-cells]");
  const row = body.rows[body.rows.length - 1].cloneNode(true);
  for (const cell of row.querySelectorAll("textarea")) {
    cell.value = cell.defaultValue = "";
    cell.setAttribute("aria-label", `${cell.dataset.column}, ${body.dataset.textRow} ${body.rows.length + 1}`);
  }
  body.append(row);
  return row;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-row]");
  if (button) addRow(button.closest("[data-unit]")).querySelector("textarea").focus();
});
// A cell is one line in the database: Enter goes down, as in a spreadsheet.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("[data-cells] textarea")) return;
  event.preventDefault();
  const cell = event.target.closest("td");
  const below = cell.parentElement.nextElementSibling ?? addRow(cell.closest("[data-unit]"));
  below.cells[cell.cellIndex].querySelector("textarea").focus();
});
