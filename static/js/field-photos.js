// Photos that wait on this device until the portal has them; ui.js forgets all of them at signing out.
// Bytes, not files: a file of the camera may be gone when the line comes back.

const NAME = "lapangan"; // ui.js knows it
const STORE = "foto";

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function act(mode, work) {
  const base = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = base.transaction(STORE, mode, { durability: "strict" });
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    base.close();
  }
}

// photo: key, person, visit, claim, caption, type, bytes. Rejects when this device is full or keeps nothing.
export const keepPhoto = (photo) => act("readwrite", (store) => store.put(photo));

export const forgetPhoto = (key) => act("readwrite", (store) => store.delete(key)).catch(() => {});

// Those of this person and visit, in the order in which they were taken.
export async function photosOf(person, visit) {
  const all = await act("readonly", (store) => store.getAll()).catch(() => []);
  const own = all.filter((photo) => photo.person === person && photo.visit === visit);
  return own.sort((left, right) => left.at - right.at);
}

export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
