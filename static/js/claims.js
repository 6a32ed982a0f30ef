// Take a passage that is selected in an answer into the box below it, one claim a line.
"use strict";

document.querySelector("[data-claims-hint]")?.removeAttribute("hidden");
for (const take of document.querySelectorAll("[data-claims-take]")) {
  const source = take.closest(".claim-source");
  const words = source.querySelector("[data-claims-text]");
  const box = source.querySelector("[data-claims]");
  take.hidden = false;
  take.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
  take.addEventListener("click", () => {
    const chosen = document.getSelection();
    const isInside = chosen.rangeCount && words.contains(chosen.getRangeAt(0).commonAncestorContainer);
    const passage = isInside ? chosen.toString().replace(/\s+/g, " ").trim() : "";
    if (passage) box.value = [box.value.trim(), passage].filter(Boolean).join("\n");
    box.focus();
  });
}
