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
    if (!form) return;
    const pressed = document.createElement("input");
    pressed.type = "hidden";
    pressed.name = "act";
    pressed.value = event.detail.requestConfig.parameters.act || "";
    form.append(pressed);
    form.submit();
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

  // Counts stories that are new, never a story that only got another copy.
  function listen(line) {
    const FIRST = 5_000, LONGEST = 600_000, AWAY = 60_000; // milliseconds
    const fresh = new Set();
    let source = null, timer = 0, pause = FIRST, unnamed = 0, named = 0, leftAt = 0;

    const show = () => {
      const stories = fresh.size + unnamed;
      if (!stories) return;
      const words = stories === 1 ? line.dataset.one : line.dataset.many;
      const link = document.createElement("a");
      link.href = location.pathname + location.search;
      link.textContent = words.replace("{num}", stories.toLocaleString(document.documentElement.lang));
      line.replaceChildren(link);
    };
    const hear = event => {
      named += 1;
      const { id, change } = JSON.parse(event.data);
      if (change === "new") fresh.add(id);
      if (change === "gone") fresh.delete(id);
    };
    const heard = event => {
      // Of very many changes only the number is told.
      if (!named) unnamed += JSON.parse(event.data).stories;
      named = 0;
      show();
    };
    // What came while the page was hidden: the stories it has now and had not.
    const recount = async () => {
      const response = await fetch(location.href);
      if (!response.ok) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      for (const { dataset } of page.querySelectorAll("[data-story]")) {
        if (!document.querySelector(`[data-story="${CSS.escape(dataset.story)}"]`)) fresh.add(dataset.story);
      }
      show();
    };
    const open = () => {
      clearTimeout(timer);
      if (source || document.hidden) return;
      source = new EventSource("/events");
      source.addEventListener("open", () => { pause = FIRST; });
      source.addEventListener("story", hear);
      source.addEventListener("changed", heard);
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
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) {
        leftAt = Date.now();
        close();
        return;
      }
      if (leftAt && Date.now() - leftAt > AWAY) recount().catch(() => undefined);
      open();
    });
    addEventListener("pagehide", close);
    addEventListener("pageshow", open);
    open();
  }
})();
