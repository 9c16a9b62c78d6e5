// A button in each region of more than one department ticks or unticks them all. Without it, one ticks them singly.
(() => {
  function addButton(region) {
    const boxes = [...region.querySelectorAll('input[type="checkbox"]')];
    if (boxes.length < 2 || region.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-secondary";
    const name = region.querySelector("legend").firstChild.textContent.trim();
    const isWhole = () => boxes.every((box) => box.checked);
    const write = () => {
      button.textContent = isWhole() ? "Tout décocher" : "Toute la région";
      button.setAttribute("aria-label", `${button.textContent} : ${name}`);
    };
    button.addEventListener("click", () => {
      const whole = isWhole();
      for (const box of boxes) box.checked = !whole;
      boxes[0].dispatchEvent(new Event("change", { bubbles: true }));
      write();
    });
    region.addEventListener("change", write);
    write();
    region.querySelector("legend").after(button);
  }
  const start = () => document.querySelectorAll("[data-territory] fieldset").forEach(addButton);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
