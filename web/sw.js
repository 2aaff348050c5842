// @ts-check
// The service worker: keeps the files of one build, so that pages of that build find theirs whatever the
// server has meanwhile, and shows a page of its own where there is no network. What people see always
// comes from the server first; data and media are never kept. The bundle writes the build's name and
// files in.

const worker = /** @type {any} */ (self);
const cacheName = "lean-BUILD";
const files = ["FILES"];
const offlinePage = "/offline.html";

/** @param {string} name */
const isOld = (name) => name.startsWith("lean-") && name !== cacheName;

async function keepFiles() {
  await (await caches.open(cacheName)).addAll([...files, offlinePage]);
}

/** No page of another build is left by now: the browser waits for that. */
async function takeOver() {
  for (const name of (await caches.keys()).filter(isOld)) await caches.delete(name);
  // Firefox shows its own error page when a preload fails, whatever the worker answers (seen with 153).
  const preload = worker.registration.navigationPreload;
  await (/Firefox\//.test(navigator.userAgent) ? preload?.disable() : preload?.enable());
  await worker.clients.claim();
}

/** Names are made from contents, so whichever build kept it, it is the right one. @param {Request} request */
async function kept(request) {
  return await caches.match(request, { ignoreVary: true }) || fetch(request);
}

/** @param {any} event */
async function fresh(event) {
  try {
    return await event.preloadResponse || await fetch(event.request);
  } catch {
    return await caches.match(offlinePage, { ignoreVary: true }) || Response.error();
  }
}

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(keepFiles()));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(takeOver()));

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin) return;
  if (mode === "navigate") event.respondWith(fresh(event));
  else if (pathname.startsWith("/static/")) event.respondWith(kept(event.request));
});

// A page of this build asks to be served by it. Alone, it may: nobody else loses their files.
worker.addEventListener("message", (/** @type {any} */ event) => event.waitUntil((async () => {
  const pages = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.length === 1) await worker.skipWaiting();
})()));
