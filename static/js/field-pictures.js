// The pictures of a visit as they stand on the page: taken, waiting on this device, sent or refused.
import { forgetPhoto, keepPhoto, newKey, photosOf } from "./field-photos.js";

const LARGEST = 10 * 1024 * 1024;
const KINDS = ["image/jpeg", "image/png"];
const WIDTH = 320;

export class Pictures {
  // words; outbox; person; visit; claims; onFull() when only the page itself holds a picture
  constructor(options) {
    Object.assign(this, options);
    this.held = new Map(); // key -> the picture and its place on the page
    this.underWay = ""; // being sent: too late to take it back here
  }

  has(key) {
    return this.held.has(key);
  }

  told(key) {
    const { claim, caption } = this.held.get(key);
    return { claim, caption };
  }

  body(key) {
    this.underWay = key;
    const { caption, type, bytes } = this.held.get(key);
    const body = new FormData();
    body.append("key", key);
    body.append("caption", caption);
    body.append("photo", new Blob([bytes], { type }), type === "image/png" ? "foto.png" : "foto.jpg");
    return body;
  }

  // From the camera to this device first, then to the portal.
  async take(claim, input) {
    const file = input.files[0];
    if (!file) return;
    const fault = this.faultOf(file);
    this.tell(claim, fault);
    const caption = input.form.elements.caption;
    const photo = { key: newKey(), person: this.person, visit: this.visit, claim: claim.dataset.claim, at: Date.now() };
    if (!fault) {
      Object.assign(photo, { caption: caption.value.trim(), type: file.type, bytes: await file.arrayBuffer() });
      caption.value = "";
    }
    input.value = ""; // the same picture may be chosen again
    if (fault) return;
    navigator.storage?.persist?.();
    await keepPhoto(photo).catch(() => this.onFull());
    this.hold(photo);
    this.outbox.put(photo.key);
  }

  faultOf(file) {
    if (!KINDS.includes(file.type)) return this.words.notAPhoto;
    return file.size > LARGEST ? this.words.tooLarge : "";
  }

  tell(claim, fault) {
    const told = claim.querySelector("[data-photo-fault]");
    told.hidden = !fault;
    told.textContent = fault;
  }

  // Keys of the pictures that wait here from earlier, shown again.
  async restore() {
    const photos = await photosOf(this.person, this.visit);
    const known = photos.filter((photo) => this.claimOf(photo.claim));
    const sent = known.filter((photo) => this.isShown(photo.key));
    for (const photo of sent) forgetPhoto(photo.key);
    const waiting = known.filter((photo) => !sent.includes(photo));
    for (const photo of waiting) this.hold(photo);
    return waiting.map((photo) => photo.key);
  }

  claimOf(code) {
    return this.claims.find((claim) => claim.dataset.claim === code);
  }

  isShown(key) {
    return Boolean(document.querySelector(`.photo[data-key="${CSS.escape(key)}"]`));
  }

  hold(photo) {
    const place = Object.assign(document.createElement("li"), { className: "photo is-waiting" });
    place.dataset.key = photo.key;
    this.held.set(photo.key, { ...photo, place });
    const canvas = document.createElement("canvas");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", photo.caption || this.words.waitingPhoto);
    draw(canvas, new Blob([photo.bytes], { type: photo.type }));
    const state = Object.assign(document.createElement("p"), { className: "photo-state" });
    state.textContent = this.words.unsentOne;
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: this.words.delete });
    button.className = "btn btn-quiet btn-sm";
    button.addEventListener("click", () => this.drop(photo.key));
    place.append(canvas, ...(photo.caption ? [paragraph(photo.caption)] : []), state, button);
    this.listOf(photo.claim).append(place);
    this.showRoom(photo.claim);
  }

  listOf(claim) {
    return this.claimOf(claim).querySelector("[data-photo-list]");
  }

  // What the portal shows of it takes the place of what waited.
  arrived(key, html) {
    const { place } = this.held.get(key);
    place.replaceWith(...parsed(html));
    this.held.delete(key);
    forgetPhoto(key);
  }

  show(key, { claim, html }) {
    if (!this.claimOf(claim)) return;
    this.listOf(claim).append(...parsed(html));
    this.showRoom(claim);
  }

  refused(key, message) {
    const state = this.held.get(key).place.querySelector(".photo-state");
    state.textContent = `${this.words.refused}: ${message ?? ""}`;
    state.classList.add("field-error");
  }

  // It never reached the portal, as far as this device knows.
  drop(key) {
    if (key === this.underWay) return;
    const { claim, place } = this.held.get(key);
    this.outbox.drop(key);
    this.held.delete(key);
    forgetPhoto(key);
    place.remove();
    this.showRoom(claim);
    this.outbox.onState(this.outbox.isEmpty ? "saved" : "waiting");
  }

  gone(place) {
    const claim = place.closest("[data-claim]").dataset.claim;
    place.remove();
    this.showRoom(claim);
  }

  showRoom(claim) {
    const isFull = this.listOf(claim).children.length >= Number(this.words.most);
    this.claimOf(claim).querySelector("[data-photo-form]").hidden = isFull;
  }
}

const paragraph = (textContent) => Object.assign(document.createElement("p"), { textContent });

const parsed = (html) => [...new DOMParser().parseFromString(html, "text/html").body.children];

async function draw(canvas, blob) {
  const picture = await createImageBitmap(blob).catch(() => null);
  if (!picture) return;
  canvas.width = WIDTH;
  canvas.height = Math.round((WIDTH * picture.height) / picture.width);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
}
