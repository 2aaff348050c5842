// @ts-check
// The service worker: keeps the files of one build, so that pages of that build find theirs whatever the
// server has meanwhile, and shows a page of its own where there is no network. What people see always
// comes from the server first; data and media are never kept. The bundle writes the build's name,
// files and icon in. It also shows what is pushed, with no page open.

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

/** What is shown of a push that says nothing we understand: browsers take the right to push away from who
 * shows nothing. The worker has no words of its own, and a name needs no translation. */
const nothingSaid = { title: "LeanSporty", navigate: "/notices" };

/** A notification as the server words it (Declarative Web Push, which Safari shows by itself).
 * @param {any} data */
function said(data) {
  try {
    const message = data.json();
    const shown = message.notification;
    if (typeof shown?.title === "string" && shown.title) return { ...shown, badge: message.app_badge };
  } catch { /* no JSON, or nothing at all */ }
  return nothingSaid;
}

/** Of ours alone: a page of somebody else's is opened by nobody here. @param {unknown} address */
function pageOf(address) {
  try {
    const url = new URL(String(address), location.origin);
    if (url.origin === location.origin) return url.href;
  } catch { /* no address */ }
  return new URL(nothingSaid.navigate, location.origin).href;
}

/** @param {any} event */
async function show(event) {
  const shown = said(event.data);
  const badge = Number(shown.badge);
  if (badge > 0) await /** @type {any} */ (navigator).setAppBadge?.(badge).catch(() => {});
  await worker.registration.showNotification(shown.title, {
    body: shown.body, lang: shown.lang, dir: shown.dir, tag: shown.tag,
    renotify: !!shown.renotify && !!shown.tag, icon: "ICON", data: { navigate: pageOf(shown.navigate) },
  });
}

/** The page that a notification is about: in a tab that shows it, else in a new one.
 * @param {any} notification */
async function open(notification) {
  const address = pageOf(notification.data?.navigate);
  const pages = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = pages.find((/** @type {any} */ page) => page.url === address);
  if (there) return there.focus();
  // A class that is taught or watched in that tab goes on: it is not led away from.
  return worker.clients.openWindow(address);
}

worker.addEventListener("push", (/** @type {any} */ event) => event.waitUntil(show(event)));
worker.addEventListener("notificationclick", (/** @type {any} */ event) => {
  event.notification.close();
  event.waitUntil(open(event.notification));
});
