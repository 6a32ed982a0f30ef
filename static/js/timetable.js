// Drag a turn to another place or room. The buttons of a row do the same, with keys and without this script.

(function arrange() {
  let dragged = null;
  const board = () => document.getElementById("papan");
  const clear = () => {
    for (const mark of ["is-before", "is-behind", "is-over", "is-dragged"]) {
      for (const one of board().querySelectorAll(`.${mark}`)) one.classList.remove(mark);
    }
  };
  const isUpper = (row, event) => {
    const box = row.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2;
  };

  // Where a drop would put the turn: its room, and its place among the others, counted from 1.
  function target(event) {
    const list = event.target.closest?.(".slots");
    if (!list) return null;
    const row = event.target.closest(".slot[draggable]");
    const others = [...list.querySelectorAll(".slot[draggable]")].filter((one) => one !== dragged);
    if (!row || row === dragged) return { list, row: null, place: row ? null : others.length + 1 };
    const before = isUpper(row, event);
    return { list, row, before, place: others.indexOf(row) + (before ? 1 : 2) };
  }

  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.(".slot[draggable]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.id);
    dragged.classList.add("is-dragged");
  });
  document.addEventListener("dragover", (event) => {
    const found = dragged && target(event);
    if (!found) return;
    event.preventDefault();
    clear();
    dragged.classList.add("is-dragged");
    if (found.row) found.row.classList.add(found.before ? "is-before" : "is-behind");
    else if (found.place) found.list.classList.add("is-over");
  });
  document.addEventListener("dragend", () => {
    clear();
    dragged = null;
  });
  document.addEventListener("drop", (event) => {
    const found = dragged && target(event);
    if (!found) return;
    event.preventDefault();
    if (found.place) send(dragged, found.list.dataset.room, found.place);
  });

  function send(row, room, place) {
    moved = row.id;
    htmx.ajax("POST", row.dataset.move, {
      source: row,
      target: "#papan",
      select: "#papan",
      swap: "outerHTML show:none",
      values: { revision: row.dataset.revision, ruang: room, urutan: place },
    });
  }

  // After a move: say where the turn stands now, and leave the focus on it.
  let moved = "";
  let pressed = "";
  document.addEventListener("submit", (event) => {
    const row = event.target.closest(".slot");
    if (!row) return;
    moved = row.id;
    pressed = event.submitter?.id ?? "";
  });
  document.addEventListener("htmx:afterSettle", () => {
    const row = moved && document.getElementById(moved);
    if (!row) return;
    document.getElementById("kabar").textContent = row.dataset.said;
    const same = pressed && document.getElementById(pressed);
    if (same && !same.disabled) same.focus();
    else row.querySelector(".slot-acts button:not([disabled])")?.focus();
    row.scrollIntoView({ block: "nearest" });
    moved = pressed = "";
  });
})();
