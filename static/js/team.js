// Adds a row to the list of people, and shows a question only when the one before it is answered yes.

const team = document.querySelector("[data-members]");

function addMember() {
  const total = document.querySelector("[name=team-TOTAL_FORMS]");
  const rows = team.querySelectorAll("[data-member]");
  const row = rows[rows.length - 1].cloneNode(true);
  const number = Number(total.value);
  for (const element of row.querySelectorAll("*")) {
    for (const name of ["id", "for", "name", "aria-describedby"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replace(/team-\d+/g, `team-${number}`));
    }
    if (element.tagName === "INPUT") element.value = "";
  }
  row.setAttribute("aria-label", row.getAttribute("aria-label").replace(/\d+/, String(number + 1)));
  team.append(row);
  total.value = String(number + 1);
  return row;
}

document.querySelector("[data-add-member]")?.addEventListener("click", () => {
  addMember().querySelector("input").focus();
});
globalThis.addMember = addMember;

for (const question of document.querySelectorAll("[data-shown-when]")) {
  const asked = document.getElementsByName(question.dataset.shownWhen);
  const show = () => {
    question.hidden = ![...asked].some((choice) => choice.checked && choice.value === "ya");
  };
  for (const choice of asked) choice.addEventListener("change", show);
  show();
}
