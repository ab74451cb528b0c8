// Passkeys: shows the buttons that need a script, and passes between the page and the device.
"use strict";
(() => {
  const keys = window.PublicKeyCredential;
  if (!keys || !keys.parseRequestOptionsFromJSON) return;

  const post = async (path, box, body) => {
    const headers = {"Content-Type": "application/json", "X-CSRF-Token": box.dataset.csrf};
    const answer = await fetch(path, {method: "POST", headers, body: JSON.stringify(body)});
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  };

  const ways = {
    "sign-in": async (box) => {
      const options = await post("/sign-in/passkey/begin", box, {});
      const publicKey = keys.parseRequestOptionsFromJSON(options);
      const credential = await navigator.credentials.get({publicKey});
      return post("/sign-in/passkey", box, {credential: credential.toJSON(), next: box.dataset.next});
    },
    add: async (box) => {
      const options = await post("/account/passkeys/begin", box, {});
      const publicKey = keys.parseCreationOptionsFromJSON(options);
      const credential = await navigator.credentials.create({publicKey});
      const label = box.querySelector("[name=label]").value;
      return post("/account/passkeys", box, {credential: credential.toJSON(), label});
    },
  };

  for (const box of document.querySelectorAll("[data-passkey]")) {
    const button = box.querySelector("button"), said = box.querySelector("[role=status]");
    box.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      said.textContent = "";
      try {
        location.assign((await ways[box.dataset.passkey](box)).next);
      } catch {
        said.textContent = said.dataset.failed;
        button.disabled = false;
      }
    });
  }
})();
