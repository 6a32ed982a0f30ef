{% load i18n static %}// Shows a juror's kept pages while the line is away. It keeps no page itself: js/kept-pages.js does.
const PARTS = "bagian:{{ mark }}";
const FILES = [{% for file in files %}"{% static file %}", {% endfor %}];
const LONGEST = 12 * 60 * 60 * 1000;
const PATIENCE = 8000;
const AWAY = `{% include "judging/offline_away.html" %}`;

addEventListener("install", (event) => {
  event.waitUntil(caches.open(PARTS).then((cache) => Promise.allSettled(FILES.map((file) => cache.add(file)))));
  skipWaiting();
});

addEventListener("activate", (event) => {
  event.waitUntil(forgetOldParts().then(() => clients.claim()));
});

async function forgetOldParts() {
  for (const name of await caches.keys()) {
    if (name.startsWith("bagian:") && name !== PARTS) await caches.delete(name);
  }
}

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(location.origin)) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (FILES.includes(new URL(request.url).pathname)) event.respondWith(part(request));
});

// The line first; a kept page when it is silent, or when the server says that it is not well.
async function page(request) {
  const kept = await keptPage(request.url);
  try {
    const fresh = await fetch(request, kept ? { signal: AbortSignal.timeout(PATIENCE) } : {});
    return kept && fresh.status >= 500 ? kept : fresh;
  } catch {
    return kept ?? new Response(AWAY, { status: 503, headers: { "Content-Type": "text/html" } });
  }
}

async function keptPage(url) {
  const found = await caches.match(url.split(/[?#]/)[0]);
  const isFresh = found && Date.now() - Number(found.headers.get("X-Kept-At")) < LONGEST;
  return isFresh ? found : undefined;
}

async function part(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request.url)) ?? Response.error();
  }
}
