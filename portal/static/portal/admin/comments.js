// Whoever publishes, submits or approves a page on which comments are left is asked first.
(() => {
  const ACTIONS = [
    "[name=action-publish]",
    "[name=action-submit]",
    "[name=action-restart-workflow]",
    "[data-workflow-action-name=approve]",
  ].join();
  const confirmed = new WeakSet();

  // Wagtail's hidden inputs of each comment, also of those that are settled or deleted by now.
  function open() {
    const texts = [...document.querySelectorAll("#comments-output input")].filter((input) => /^comments-\d+-text$/.test(input.name));
    const said = (input, name) => document.getElementById(input.id.replace("text", name)).value;
    return texts.filter((input) => input.value && !said(input, "resolved") && !said(input, "DELETE")).length;
  }

  function ask(count, button) {
    const dialog = document.body.appendChild(document.createElement("dialog"));
    dialog.className = "p-session";
    dialog.setAttribute("aria-labelledby", "p-comments-title");
    dialog.innerHTML =
      '<h2 id="p-comments-title"></h2><p>Rien n’est perdu si vous continuez\u00a0: les commentaires restent sur la page, le public ne les voit pas.</p><p><button class="button" type="button" value="back">Revenir au texte</button> <button class="button button-secondary" type="button" value="go"></button></p>';
    dialog.querySelector("h2").textContent =
      count > 1 ? `${count} commentaires ne sont pas réglés` : "Un commentaire n’est pas réglé";
    dialog.querySelector("[value=go]").textContent = `${button.textContent.trim()} quand même`;
    dialog.addEventListener("click", ({ target }) => {
      if (!target.value) return;
      dialog.close(target.value);
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue !== "go") return button.focus();
      confirmed.add(button);
      button.click();
    });
    dialog.showModal();
  }

  document.addEventListener(
    "click",
    (event) => {
      const button = event.target.closest?.(ACTIONS);
      if (!button || confirmed.delete(button)) return;
      const count = open();
      if (!count) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(count, button);
    },
    true,
  );
})();
