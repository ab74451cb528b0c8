// What is new waits behind one line of text; the service worker; forms that a script sent in vain.
"use strict";
(() => {
  const line = document.getElementById("fresh");
  if (line && "EventSource" in window) listen(line);
  if ("serviceWorker" in navigator && isSecureContext) {
    addEventListener("load", () => navigator.serviceWorker.register("/sw.js"));
  }

  // An answer that htmx does not show (a form of an earlier visit, a limit) is a page: go to it.
  document.addEventListener("htmx:responseError", event => {
    const form = event.detail.elt.closest("form[method=post]");
    if (form) form.submit();
  });

  // How a story stood is noted once its page has been seen for a while, for who keeps anything.
  const read = document.querySelector("form[data-read]");
  if (read) {
    let timer;
    const watch = () => {
      clearTimeout(timer);
      if (!document.hidden) timer = setTimeout(note, 5000, read);
    };
    const note = form => {
      document.removeEventListener("visibilitychange", watch);
      const body = new URLSearchParams(new FormData(form));
      body.set("act", "read");
      fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => undefined);
    };
    document.addEventListener("visibilitychange", watch);
    watch();
  }

  function listen(line) {
    const FIRST = 5_000, LONGEST = 600_000; // milliseconds
    let source = null, timer = 0, pause = FIRST, stories = 0;

    const show = event => {
      const told = JSON.parse(event.data);
      stories += Number(told.stories) || 0;
      if (!stories) return;
      const words = stories === 1 ? line.dataset.one : line.dataset.many;
      const link = document.createElement("a");
      link.href = location.pathname + location.search;
      link.textContent = words.replace("{num}", stories.toLocaleString(document.documentElement.lang));
      line.replaceChildren(link);
    };
    const open = () => {
      timer = 0;
      if (source || document.hidden) return;
      source = new EventSource("/events");
      source.addEventListener("open", () => { pause = FIRST; });
      source.addEventListener("changed", show);
      source.addEventListener("error", () => {
        close();
        timer = setTimeout(open, pause * (0.5 + Math.random()));
        pause = Math.min(2 * pause, LONGEST);
      });
    };
    const close = () => {
      clearTimeout(timer);
      if (source) source.close();
      source = null;
    };
    document.addEventListener("visibilitychange", () => document.hidden ? close() : open());
    addEventListener("pagehide", close);
    addEventListener("pageshow", open);
    open();
  }
})();
