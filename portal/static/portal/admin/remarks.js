// The content check of the side panel follows the draft: its list is read again each time the draft saves itself.
document.addEventListener("w-autosave:success", async () => {
  const list = document.querySelector("[data-remarks]");
  const page = location.pathname.match(/\/pages\/(\d+)\/edit\//)?.[1];
  if (!list?.dataset.remarks || !page) return;
  const answer = await fetch(list.dataset.remarks.replace(/\/0\/$/, `/${page}/`));
  if (answer.ok && !answer.redirected) list.innerHTML = await answer.text();
});
