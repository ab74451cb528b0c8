// The service worker: keeps the last edition, and shows it when there is no network.
// The house puts HOUSE before this: the version of its files, and their paths.
"use strict";

const FILES = `files-${HOUSE.version}`;
const PAGES = "pages";
const MOST_PAGES = 60;
const STORIES = 30; // of the front page, kept before they are opened
const PATIENCE = 3000; // milliseconds a page may take before the kept one is shown
const EDITION_EVERY = 15 * 60 * 1000;
const KEPT_AT = "X-Kept-At";
const NEVER = /^\/(desk|account|api|sign-in|sign-out|set-up|events|healthz|websub|marks)(\/|$)/;
const FORGETTING = /^\/(sign-in|sign-out|preferences\/forget|preferences\/language)(\/|$)/;

self.addEventListener("install", event => {
  event.waitUntil((async () => {
    const files = await caches.open(FILES);
    await files.addAll(HOUSE.files);
    await keep("/offline");
    await keep("/");
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", event => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name !== FILES && name !== PAGES) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", event => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method !== "GET") {
    // What was kept for one reader is not for the next.
    if (FORGETTING.test(url.pathname)) event.waitUntil(caches.delete(PAGES).then(() => keep("/offline")));
    return;
  }
  if (NEVER.test(url.pathname)) return;
  if (HOUSE.files.includes(url.pathname)) event.respondWith(file(event, url));
  else if (request.mode === "navigate") event.respondWith(page(event, url));
});

// A file of the house: the kept one at once, and the new one for the next time.
async function file(event, url) {
  const files = await caches.open(FILES);
  const kept = await files.match(url.pathname);
  const fresh = fetch(event.request).then(async response => {
    if (response.ok) await files.put(url.pathname, response.clone());
    return response;
  });
  if (!kept) return fresh;
  event.waitUntil(fresh.catch(() => undefined));
  return kept;
}

// A page: from the network, or after some seconds or without one the kept one, which says so.
async function page(event, url) {
  const fresh = fetch(event.request).then(async response => {
    if (mayKeep(response)) {
      await put(url, response.clone());
      if (url.pathname === "/" && !url.search) event.waitUntil(keepEdition());
    }
    return response;
  });
  event.waitUntil(fresh.catch(() => undefined));
  const kept = await match(url);
  const line = answer => answer === "late" ? "slow-line" : "offline-line";
  if (!kept) {
    return fresh.catch(async error => {
      const offline = await match(new URL("/offline", location.origin));
      if (!offline) throw error;
      return offline;
    });
  }
  const late = new Promise(resolve => setTimeout(resolve, PATIENCE, "late"));
  const answer = await Promise.race([fresh.catch(() => "offline"), late]);
  return typeof answer === "string" ? marked(kept, line(answer)) : answer;
}

function mayKeep(response) {
  const caching = response.headers.get("Cache-Control") || "";
  const isPage = (response.headers.get("Content-Type") || "").startsWith("text/html");
  return response.ok && isPage && !response.redirected && !caching.includes("no-store");
}

async function match(url) {
  return (await caches.open(PAGES)).match(url.href);
}

async function put(url, response) {
  const pages = await caches.open(PAGES);
  const headers = new Headers(response.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  headers.set(KEPT_AT, new Date().toISOString());
  await pages.put(url.href, new Response(await response.blob(), { status: 200, headers }));
  await trim(pages);
}

// The oldest pages make room, the front page and the page for no network never.
async function trim(pages) {
  const lasting = new Set(["/", "/offline"]);
  const requests = await pages.keys();
  const loose = requests.filter(one => !lasting.has(new URL(one.url).pathname));
  const excess = requests.length - MOST_PAGES;
  for (const one of loose.slice(0, Math.max(0, excess))) await pages.delete(one);
}

async function keep(path) {
  const url = new URL(path, location.origin);
  const response = await fetch(url.href, { cache: "no-cache", credentials: "same-origin" });
  if (mayKeep(response)) await put(url, response);
}

// The first stories of the front page, one after the other, so that nobody waits for them.
async function keepEdition() {
  if (navigator.connection && navigator.connection.saveData) return;
  const pages = await caches.open(PAGES);
  const front = await match(new URL("/", location.origin));
  if (!front) return;
  const text = await front.text();
  const found = [...text.matchAll(/href="(\/stories\/[\w-]+\.html)"/g)].map(one => one[1]);
  for (const path of ["/offline", ...[...new Set(found)].slice(0, STORIES).reverse()]) {
    const url = new URL(path, location.origin);
    const kept = await pages.match(url.href);
    const age = kept ? Date.now() - Date.parse(kept.headers.get(KEPT_AT)) : Infinity;
    if (age < EDITION_EVERY) continue;
    try {
      await keep(path);
    } catch {
      return; // the network is gone; what is kept is kept
    }
  }
}

// A kept page with a line that says of when it is, in the words of the page for no network.
async function marked(kept, line) {
  const offline = await match(new URL("/offline", location.origin));
  const words = offline ? await offline.text() : "";
  const template = words.match(new RegExp(`<template id="${line}">(.*?)</template>`, "s"));
  if (!template) return kept;
  const said = template[1].replace("{time}", clock(kept.headers.get(KEPT_AT)));
  const text = (await kept.text()).replace(/<main\b[^>]*>/, found => found + said);
  return new Response(text, { status: 200, headers: kept.headers });
}

function clock(text) {
  const today = new Date().toISOString().slice(0, 10);
  const time = `${text.slice(11, 16)} UTC`;
  return text.startsWith(today) ? time : `${text.slice(0, 10)}, ${time}`;
}
