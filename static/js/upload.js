// Uploads a file as soon as it is chosen, with a progress bar. Without this script the form carries it.

function bind(slot) {
  const texts = slot.dataset;

  function fail(message) {
    slot.querySelector("[data-upload-progress]").hidden = true;
    const error = slot.querySelector("[data-upload-error]");
    error.querySelector("p").textContent = message;
    error.hidden = false;
    slot.classList.add("has-error");
    slot.querySelector("input[type=file]").value = "";
  }

  function progress(text, percent) {
    const meter = slot.querySelector("[data-upload-progress]");
    meter.hidden = false;
    meter.querySelector("[data-upload-text]").textContent = text;
    const bar = meter.querySelector("progress");
    if (percent === undefined) bar.removeAttribute("value");
    else bar.value = percent;
  }

  function finish(request) {
    let answer = {};
    try {
      answer = JSON.parse(request.responseText);
    } catch {
      answer = { message: texts.textFailed };
    }
    if (request.status !== 200) {
      fail(answer.message || texts.textFailed);
      return;
    }
    slot.classList.remove("has-error");
    slot.innerHTML = answer.html;
    slot.querySelector("[data-upload-progress] progress").hidden = true;
    slot.querySelector("[data-upload-progress]").hidden = false;
    slot.querySelector("[data-upload-text]").textContent = texts.textDone;
    document.body.dispatchEvent(new Event("proposal:saved"));
  }

  function send(file) {
    slot.querySelector("[data-upload-error]").hidden = true;
    if (file.size > Number(texts.limit)) {
      fail(texts.textTooLarge);
      return;
    }
    const body = new FormData();
    body.append("file", file);
    const request = new XMLHttpRequest();
    request.open("POST", texts.upload);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", globalThis.csrfToken());
    request.upload.addEventListener("progress", (event) => {
      const percent = Math.round((event.loaded / event.total) * 100);
      if (percent < 100) progress(`${texts.textUploading} ${percent} %`, percent);
      else progress(texts.textChecking);
    });
    request.addEventListener("load", () => finish(request));
    request.addEventListener("error", () => fail(texts.textFailed));
    request.send(body);
  }

  slot.addEventListener("change", (event) => {
    if (event.target.type === "file" && event.target.files.length) send(event.target.files[0]);
  });
}

for (const slot of document.querySelectorAll("[data-upload]")) bind(slot);
