// The queue: the bulk bar appears with a selection and says how many. Without it the bar is always there.

const form = document.getElementById("pilihan");
const bar = form?.querySelector(".bulk-bar");

if (bar) {
  const boxes = [...form.querySelectorAll("input[name=pilih]")];
  const all = form.querySelector("[data-pick-all]");
  const everything = form.querySelector("input[name=semua]");

  const show = () => {
    const picked = boxes.filter((box) => box.checked).length;
    bar.querySelector("[data-picked]").textContent = String(picked);
    bar.hidden = !picked && !everything?.checked;
    all.checked = picked > 0 && picked === boxes.length;
    all.indeterminate = picked > 0 && picked < boxes.length;
  };

  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
  form.addEventListener("change", show);
  all.disabled = !boxes.length;
  show();
}
