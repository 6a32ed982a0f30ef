// Rows of the list of people.

export function membersOf(root) {
  return [...root.querySelectorAll("[data-member]")].map((row) => [...row.querySelectorAll("input:not([type=hidden])")]);
}

export function addMember() {
  const total = document.querySelector("[name=team-TOTAL_FORMS]");
  const team = document.querySelector("[data-members]");
  const rows = team.querySelectorAll("[data-member]");
  const row = rows[rows.length - 1].cloneNode(true);
  const number = Number(total.value);
  for (const element of row.querySelectorAll("*")) {
    for (const name of ["id", "for", "name", "aria-describedby"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replace(/team-\d+/g, `team-${number}`));
    }
    if (element.tagName === "INPUT") element.value = element.defaultValue = "";
  }
  row.setAttribute("aria-label", row.getAttribute("aria-label").replace(/\d+/, String(number + 1)));
  team.append(row);
  total.value = String(number + 1);
  return row;
}

document.querySelector("[data-add-member]")?.addEventListener("click", () => {
  addMember().querySelector("input").focus();
});
