// One file on its way to the server, in pieces. What the server has is never sent twice: after a cut line,
// a reload or a restart it says where to go on.
import { csrfToken } from "./asking.js";

const SMALLEST = 128 * 1024;
const LARGEST = 2 * 1024 * 1024;
const QUICK = 1500; // ms: a piece that goes faster is followed by a larger one
const PATIENCE = [1000, 2000, 4000, 8000, 15000, 30000];
const LATER = new Set([0, 401, 408, 429, 500, 502, 503, 504]);
const RECEIVING = "receiving";

// The server's or this browser's reason why nothing comes of it, in a sentence.
export class Refusal extends Error {}
export class Cancelled extends Error {}

export class Sending {
  // writer: whose file it is; onProgress(received, size); onTrouble(status) when it has to wait
  constructor(file, options) {
    this.file = file;
    this.pieceSize = SMALLEST * 2;
    Object.assign(this, options);
  }

  // The server's last answer: done with the place's new HTML, or checking.
  async run() {
    let state = await this.begin(false);
    if (state.received && !(await this.isSameSoFar(state))) state = await this.begin(true);
    while (state.status === RECEIVING) state = await this.sendPiece(state);
    return state;
  }

  cancel() {
    this.isCancelled = true;
    this.request?.abort();
    this.wake?.();
    if (this.pieceUrl) this.ask("DELETE", this.pieceUrl).catch(() => {});
  }

  async begin(isFresh) {
    const body = new FormData();
    body.append("name", this.file.name);
    body.append("size", this.file.size);
    if (this.replaces) body.append("replaces", this.replaces);
    if (isFresh) body.append("is_fresh", "on");
    const { answer } = await this.patiently(() => this.ask("POST", this.beginUrl, body));
    this.pieceUrl = this.pieceUrlOf(answer.code);
    this.onProgress(answer.received, this.file.size);
    return answer;
  }

  async sendPiece(state) {
    const begun = performance.now();
    const body = await this.read(state.received, state.received + this.pieceSize);
    const headers = { "Upload-Offset": String(state.received), "Content-Type": "application/octet-stream" };
    const onSent = (sent) => this.onProgress(state.received + Math.min(sent, body.byteLength), this.file.size);
    const { status, answer } = await this.patiently(() => this.ask("PATCH", this.pieceUrl, body, headers, onSent));
    if (status === 409) return { ...state, received: answer.received };
    const isQuick = performance.now() - begun < QUICK;
    this.pieceSize = isQuick ? Math.min(this.pieceSize * 2, LARGEST) : Math.max(this.pieceSize / 2, SMALLEST);
    this.onProgress(answer.received, this.file.size);
    return answer;
  }

  async read(from, to) {
    try {
      return await this.file.slice(from, to).arrayBuffer();
    } catch {
      throw new Refusal(""); // moved or changed on this computer
    }
  }

  // Browsers compute digests on safe connections only; elsewhere the file starts anew.
  async isSameSoFar(state) {
    if (!globalThis.crypto?.subtle) return false;
    const digest = await crypto.subtle.digest("SHA-256", await this.read(0, state.received));
    return [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, "0")).join("") === state.sha256;
  }

  // Again and again while the line, the server or the session is away; a refusal ends it.
  async patiently(act) {
    for (let attempt = 0; ; attempt += 1) {
      const { status, answer } = await act();
      if (this.isCancelled) throw new Cancelled();
      if ((status >= 200 && status < 300) || (status === 409 && "received" in answer)) return { status, answer };
      if (!LATER.has(status)) throw new Refusal(answer.message ?? "");
      this.pieceSize = SMALLEST;
      this.onTrouble(status);
      await this.pause(PATIENCE[Math.min(attempt, PATIENCE.length - 1)]);
      if (this.isCancelled) throw new Cancelled();
    }
  }

  pause(delay) {
    return new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, delay);
      addEventListener("online", resolve, { once: true });
    });
  }

  ask(method, url, body, headers = {}, onSent = () => {}) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      this.request = request;
      request.open(method, url);
      const all = { Accept: "application/json", "X-CSRFToken": csrfToken(), ...headers };
      if (this.writer) all["X-Writer"] = this.writer;
      for (const [name, value] of Object.entries(all)) request.setRequestHeader(name, value);
      request.upload.addEventListener("progress", (event) => onSent(event.loaded));
      request.addEventListener("loadend", () => resolve({ status: request.status, answer: parsed(request) }));
      request.send(body ?? null);
    });
  }
}

function parsed(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return {};
  }
}
