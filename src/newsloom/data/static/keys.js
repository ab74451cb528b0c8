// Single keys for lists and stories. They can be switched off, and never act while one types.
"use strict";
(() => {
  const OFF = "newsloom-keys-off";
  const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)");
  let current = null, isGoing = false;

  const isOff = () => localStorage.getItem(OFF) === "1";
  const stories = () => [...document.querySelectorAll("[data-story]")].filter(e => e.checkVisibility());
  const headline = story => story.querySelector(".title a");
  const isAlone = story => story.querySelector("h1") !== null; // the page of one story

  function step(by) {
    const all = stories();
    if (!all.length || isAlone(all[0])) return;
    const at = all.indexOf(story());
    select(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)]);
  }

  function select(next) {
    current = next;
    const target = headline(next);
    target.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest", behavior: isCalm.matches ? "auto" : "smooth" });
  }

  // The story that has the focus, else the one chosen last; on the page of a story, that one.
  function story() {
    const focused = document.activeElement && document.activeElement.closest("[data-story]");
    const all = stories();
    return focused || (current && current.isConnected ? current : all.length === 1 ? all[0] : null);
  }

  // The buttons of a story; rows have none until they are asked for.
  async function buttons(of) {
    const form = of.querySelector("form.keep");
    if (form) return form;
    const here = encodeURIComponent(location.pathname + location.search);
    const path = `/stories/${encodeURIComponent(of.dataset.story)}/keep?next=${here}`;
    const response = await fetch(path, { headers: { "HX-Request": "true" } });
    if (!response.ok) return null;
    of.insertAdjacentHTML("beforeend", await response.text());
    const made = of.querySelector("form.keep");
    if (window.htmx) htmx.process(made);
    return made;
  }

  async function press(key) {
    const of = story();
    const form = of && await buttons(of);
    const button = form && form.querySelector(`[data-key="${key}"]`);
    if (button) button.click();
  }

  function open() {
    const of = story();
    const link = of && (isAlone(of) ? of.querySelector(".button--main") : headline(of));
    if (link) link.click();
  }

  function why() {
    const of = story();
    const told = of && of.querySelector("details.why");
    if (!told) return;
    told.open = !told.open;
    told.querySelector("summary").focus();
  }

  function search() {
    const field = document.getElementById("q");
    if (field) field.focus();
    else location.assign("/search");
  }

  async function help() {
    let dialog = document.getElementById("keys-help");
    if (!dialog) {
      const response = await fetch("/keys", { headers: { "HX-Request": "true" } });
      if (!response.ok) return;
      dialog = document.createElement("dialog");
      dialog.id = "keys-help";
      dialog.setAttribute("aria-labelledby", "keys-title");
      dialog.innerHTML = await response.text();
      document.body.append(dialog);
    }
    if (!dialog.open) dialog.showModal();
  }

  function leave() {
    const cancel = document.activeElement && document.activeElement.closest("form.keep");
    const link = cancel && cancel.querySelector("[data-key=cancel]");
    if (link) link.click();
  }

  const GO = { h: "/", s: "/saved", f: "/following" };
  const ACTS = {
    j: () => step(1),
    k: () => step(-1),
    o: open,
    f: () => press("follow"),
    s: () => press("save"),
    m: () => press("mute"),
    w: why,
    "/": search,
    "?": help,
    g: () => { isGoing = true; setTimeout(() => { isGoing = false; }, 1500); },
  };

  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") { leave(); return; }
    if (isOff() || event.target.closest(TYPING) || document.querySelector("dialog[open]")) return;
    const act = isGoing && GO[event.key] ? () => location.assign(GO[event.key]) : ACTS[event.key];
    isGoing = false;
    if (!act) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("focusin", event => {
    const of = event.target.closest("[data-story]");
    if (of) current = of;
  });

  const choice = document.getElementById("keys-switch");
  if (choice) {
    const box = choice.querySelector("input");
    box.checked = !isOff();
    box.addEventListener("change", () => {
      if (box.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    });
    choice.hidden = false;
  }
})();
