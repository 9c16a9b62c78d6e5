/* The proof of work of a form (ALTCHA, version 2): found here, checked by the server, asked of nobody else.
   Without this file, or where the browser cannot compute it, the address is confirmed by e-mail instead. */
const AT_ONCE = 8;

const bytesOf = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const hexOf = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

async function derive({ nonce, salt, cost, keyLength }, counter) {
  const password = new Uint8Array([...bytesOf(nonce), 0, 0, 0, 0]);
  new DataView(password.buffer).setUint32(password.length - 4, counter);
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytesOf(salt), iterations: cost };
  return hexOf(await crypto.subtle.deriveBits(how, key, 8 * keyLength));
}

async function solve(challenge) {
  const { parameters } = challenge;
  for (let first = 0; ; first += AT_ONCE) {
    const counters = Array.from({ length: AT_ONCE }, (_, offset) => first + offset);
    const keys = await Promise.all(counters.map((counter) => derive(parameters, counter)));
    const found = keys.findIndex((key) => key.startsWith(parameters.keyPrefix));
    if (found >= 0) return { counter: first + found, derivedKey: keys[found] };
  }
}

/* Sending waits for the proof, and goes on by itself. */
function prepareProof() {
  const field = document.querySelector("[data-proof]");
  if (!field || !globalThis.crypto?.subtle) return;
  const status = document.getElementById("proof-status");
  const withoutScript = document.getElementById("proof-without");
  withoutScript.hidden = true;
  const challenge = JSON.parse(field.dataset.proof);
  let isSettled = false;
  let waiting = null;
  solve(challenge)
    .then((solution) => {
      field.value = btoa(JSON.stringify({ challenge, solution }));
    })
    .catch(() => {
      withoutScript.hidden = false;
    })
    .finally(() => {
      isSettled = true;
      status.textContent = "";
      waiting?.form.requestSubmit(waiting);
    });
  document.addEventListener(
    "submit",
    (event) => {
      if (isSettled || !event.submitter?.hasAttribute("data-sending")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      waiting = event.submitter;
      status.textContent = "Un instant : nous vérifions que vous n’êtes pas un robot. L’envoi suit tout seul.";
    },
    true,
  );
}

prepareProof(); // deferred: the page is there, and nothing flashes
