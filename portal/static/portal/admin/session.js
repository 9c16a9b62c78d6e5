// A session that ends while somebody writes: nothing is sent into the void, one signs in beside the page and goes on.
(() => {
  const own = document.currentScript.dataset;
  if (location.pathname.startsWith(own.login) || location.pathname.includes("/password_reset/")) return;
  const KNOWN_GOOD = 12000; // ms: an editor that is open asks every ten seconds, and is never held up
  const sent = window.fetch;
  let goodUntil = Date.now() + KNOWN_GOOD;
  let token = "";
  let account = "";
  let dialog;

  const isLost = (answer) => answer.redirected && answer.url.includes(own.login);

  // Every call of the editor's own scripts tells whether the session lives; after a new login each takes the new token.
  window.fetch = async (input, options = {}) => {
    const calls = new URL(input instanceof Request ? input.url : input, location.href);
    const ours = calls.origin === location.origin;
    if (ours && token && options.headers) {
      const headers = new Headers(options.headers);
      if (headers.has("X-CSRFToken")) headers.set("X-CSRFToken", token);
      options = { ...options, headers };
    }
    const answer = await sent(input, options);
    if (ours && (isLost(answer) || answer.status === 403)) check();
    else if (ours && answer.ok) goodUntil = Date.now() + KNOWN_GOOD;
    return answer;
  };

  async function check() {
    let state = null;
    try {
      const answer = await sent(own.state, { headers: { Accept: "application/json" } });
      if (answer.ok && !isLost(answer)) state = await answer.json();
      else if (!answer.redirected && answer.status >= 500) return true; // a server in trouble is no lost session
    } catch {
      return true; // neither is a network that fails: the browser itself says so
    }
    if (!state) {
      show();
      return false;
    }
    goodUntil = Date.now() + KNOWN_GOOD;
    account ||= state.account;
    if (dialog?.open) {
      token = state.token;
      document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => (input.value = token));
      resume(state.account);
    }
    return true;
  }

  function show() {
    if (dialog?.open) return;
    dialog ??= document.body.appendChild(document.createElement("dialog"));
    dialog.className = "p-session";
    dialog.setAttribute("aria-labelledby", "p-session-title");
    dialog.innerHTML =
      '<h2 id="p-session-title"></h2><p></p><p><a class="button" target="_blank"></a> <button class="button button-secondary" type="button"></button></p>';
    say("Votre session est terminée", "Votre texte est toujours dans cette page\u00a0: ne la fermez pas. Connectez-vous à côté, puis revenez ici.");
    const link = dialog.querySelector("a");
    link.href = own.again;
    link.textContent = "Se connecter dans un autre onglet";
    const button = dialog.querySelector("button");
    button.textContent = "Je suis connecté";
    button.onclick = check;
    dialog.oncancel = (event) => event.preventDefault();
    dialog.showModal();
  }

  function say(title, text) {
    dialog.querySelector("h2").textContent = title;
    dialog.querySelector("p").textContent = text;
  }

  function resume(name) {
    const other = account && account !== name;
    say(
      other ? "Vous êtes connecté sous un autre nom" : "Vous êtes de nouveau connecté",
      other ? `Ce que vous enregistrez le sera au nom de «\u00a0${name}\u00a0».` : "Rien n’est perdu\u00a0: enregistrez ou publiez quand vous voulez.",
    );
    account = name;
    dialog.querySelector("a").hidden = true;
    const button = dialog.querySelector("button");
    button.textContent = "Continuer";
    button.onclick = () => {
      dialog.close();
      dialog.remove();
      dialog = undefined;
    };
    button.focus();
  }

  // A form that was left alone for long asks before it is sent.
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (form.getAttribute("method")?.toLowerCase() !== "post" || Date.now() < goodUntil) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const by = event.submitter;
      check().then((alive) => {
        if (by) by.disabled = false; // Wagtail's buttons rest once they are clicked
        if (alive) form.requestSubmit(by);
      });
    },
    true,
  );

  addEventListener("focus", () => dialog?.open && check());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && (dialog?.open || Date.now() > goodUntil)) check();
  });
  addEventListener("DOMContentLoaded", () => document.querySelector("form[method=post]") && check());
})();
