// What is wrong with an answer, said beside it. The server finds it; it comes with the contents rail.

export function bindFaults(units) {
  document.getElementById("progress").addEventListener("htmx:afterSwap", (event) => {
    for (const unit of units) {
      const place = unit.root.querySelector("[data-fault]");
      if (!place) continue;
      const said = event.currentTarget.querySelector(`[data-fault-of="${unit.key}"]`)?.textContent ?? "";
      place.querySelector("p").textContent = said;
      place.hidden = !said;
      unit.root.classList.toggle("has-error", Boolean(said));
    }
  });
}
