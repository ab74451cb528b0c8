/* The desk's keys and filters. Every page works without this file. */
(() => {
  "use strict";
  const root = document.documentElement;
  const isOff = () => root.dataset.keys === "off" || localStorage.getItem("desk-keys") === "off";
  const isTyping = (e) => e.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
  const isShown = (e) => !e.disabled && e.checkVisibility();

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isOff()) return;
    if (isTyping(event.target)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const found = [...document.querySelectorAll("[data-key]")]
      .find((e) => e.dataset.key.split(" ").includes(key) && isShown(e));
    if (!found) return;
    event.preventDefault();
    found.click();
  });

  /* A second click on an answer would answer the next decision. */
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    else if (event.target.method === "post") event.target.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });

  /* <input data-filter="id of a list">: hides the items that lack the words. */
  for (const input of document.querySelectorAll("input[data-filter]")) {
    const items = [...document.getElementById(input.dataset.filter).querySelectorAll("li")];
    input.closest("[hidden]")?.removeAttribute("hidden");
    input.addEventListener("input", () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const item of items) {
        const text = item.textContent.toLowerCase();
        item.hidden = !words.every((word) => text.includes(word)) && !item.querySelector(":checked");
      }
    });
  }

  /* <button data-keys-switch hidden>: single keys can be turned off. */
  for (const button of document.querySelectorAll("[data-keys-switch]")) {
    const show = () => {
      button.textContent = isOff() ? button.dataset.on : button.dataset.off;
    };
    button.hidden = root.dataset.keys === "off";
    button.addEventListener("click", () => {
      localStorage.setItem("desk-keys", isOff() ? "on" : "off");
      show();
    });
    show();
  }
})();
