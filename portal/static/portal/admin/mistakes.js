// A sentence of what is to be corrected leads to its field, also in a tab that is hidden or a block that is folded.
const INPUTS = "input:not([type=hidden]), select, textarea, [contenteditable=true], button";

function show(target) {
  for (let around = target; around; around = around.parentElement) {
    if (around.matches("[role=tabpanel][hidden]")) {
      document.querySelector(`[role=tab][href="#${around.id}"]`)?.click();
    }
    if (around.matches("[data-panel]")) {
      around.querySelector(":scope > .w-panel__header [data-panel-toggle][aria-expanded=false]")?.click();
    }
  }
}

// Wagtail opens tabs and panels with a transition: what is hidden takes no focus.
function focusWhenShown(field, input, frames) {
  if (!field.checkVisibility() && frames > 0) {
    requestAnimationFrame(() => focusWhenShown(field, input, frames - 1));
    return;
  }
  field.scrollIntoView({ block: "center", behavior: "instant" });
  input.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-mistake]");
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  show(target);
  const field = target.closest("[data-contentpath], [data-field], .w-field") ?? target;
  focusWhenShown(field, target.matches(INPUTS) ? target : (field.querySelector(INPUTS) ?? field), 60);
});
