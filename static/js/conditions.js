// Shows a question or a place for files only while another answer asks for it.

function meets(unit, wanted) {
  const text = unit.text();
  return unit.kind === "choices" ? text.split("\n").includes(wanted) : text === wanted;
}

export function bindConditions(form, units) {
  const conditional = [...form.querySelectorAll("[data-shown-when]")];
  const show = () => {
    for (const asked of conditional) {
      const unit = units.find((one) => one.key === asked.dataset.shownWhen);
      if (unit) asked.toggleAttribute("data-unasked", !meets(unit, asked.dataset.shownValue));
    }
  };
  for (const kind of ["input", "change"]) form.addEventListener(kind, show);
  show();
}
