/* Places, or words to search, proposed while one types: the WAI-ARIA 1.2 combobox with list autocomplete.
   Comfort only: without this file, or when the server does not answer, the field is a field and Enter submits it. */
(() => {
  const DELAY = 150; // milliseconds without a key before the server is asked
  const SHORTEST = 2; // letters from which a proposal is worth its noise

  function prepare(input) {
    if (input.getAttribute("role") === "combobox") return;
    const list = document.createElement("ul");
    const status = document.createElement("p");
    const box = document.createElement("div");
    let timer = 0;
    let request = null;
    let active = -1;

    list.id = `${input.id}-propositions`;
    list.className = "p-combo__list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.dataset.suggestLabel || "Lieux proposés");
    list.hidden = true;
    status.className = "fr-sr-only";
    status.setAttribute("role", "status");
    box.className = "p-combo";
    input.before(box);
    box.append(input, list, status);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");

    const isOpen = () => !list.hidden;

    function activate(index) {
      list.children[active]?.setAttribute("aria-selected", "false");
      active = index;
      const option = list.children[active];
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      if (option) input.setAttribute("aria-activedescendant", option.id);
      else input.removeAttribute("aria-activedescendant");
    }

    function open() {
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    }

    function close() {
      clearTimeout(timer);
      request?.abort();
      activate(-1);
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
    }

    function pick(option) {
      input.value = option.dataset.query;
      close();
      list.replaceChildren();
      status.textContent = "";
      input.focus();
    }

    function show(places) {
      activate(-1);
      list.replaceChildren(
        ...places.map((place, index) => {
          const option = document.createElement("li");
          const name = document.createElement("strong");
          option.id = `${list.id}-${index}`;
          option.dataset.query = place.query;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          name.textContent = place.name || place.title;
          option.append(name, place.title.slice(name.textContent.length), place.note ? ` – ${place.note}` : "");
          return option;
        }),
      );
      status.textContent = said(places);
      if (places.length && document.activeElement === input) open();
      else close();
    }

    async function ask() {
      request = new AbortController();
      const { signal } = request;
      try {
        const address = `${input.dataset.suggest}?q=${encodeURIComponent(input.value.trim())}`;
        const answer = await fetch(address, { signal, credentials: "omit" });
        const places = answer.ok ? (await answer.json()).results : [];
        if (!signal.aborted) show(places);
      } catch {
        if (!signal.aborted) close(); // the network is away: nothing is proposed, nothing is said
      }
    }

    input.addEventListener("input", () => {
      clearTimeout(timer);
      request?.abort();
      activate(-1);
      if (input.value.trim().length >= SHORTEST) {
        timer = setTimeout(ask, DELAY);
      } else {
        close();
        list.replaceChildren();
        status.textContent = "";
      }
    });

    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      const count = list.children.length;
      if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        if (!isOpen()) open();
        // One place of the round is the field itself, where no option is active.
        if (!event.altKey) activate(((active + 1 + step + count + 1) % (count + 1)) - 1);
      } else if (event.key === "Enter" && isOpen() && active >= 0) {
        event.preventDefault();
        pick(list.children[active]);
      } else if (event.key === "Escape" && isOpen()) {
        event.preventDefault();
        event.stopPropagation();
        close();
      } else if (event.key === "Tab" || event.key === "Enter") {
        close();
      } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
        activate(-1); // back to the text, whose caret the browser moves
      }
    });

    // Pressing on the list does not take the focus from the field; the click then picks.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) pick(option);
    });
    input.addEventListener("blur", close);
    input.form?.addEventListener("submit", close);
  }

  function said(places) {
    if (!places.length) return "Aucune proposition";
    const one = places.length === 1;
    if (!places[0].kind) return one ? "1 recherche proposée" : `${places.length} recherches proposées`;
    if (places.every((place) => place.kind === "commune")) {
      return one ? "1 commune proposée" : `${places.length} communes proposées`;
    }
    return one ? "1 lieu proposé" : `${places.length} lieux proposés`;
  }

  document.querySelectorAll("input[data-suggest]").forEach(prepare);
})();
