// The chooser of pictures opens on « Envoyer », where the alternative and the credit are asked, and goes on with a
// picture that was dropped or pasted on its field.
(() => {
  let dropped = null;

  document.addEventListener("w-tabs:ready", (event) => {
    const upload = event.target.closest(".modal") && event.target.querySelector("#tab-label-upload");
    const file = event.target.querySelector("#id_image-chooser-upload-file");
    if (!upload || !file) return;
    requestAnimationFrame(() => {
      upload.click();
      if (!dropped) return;
      file.files = dropped;
      dropped = null;
      file.dispatchEvent(new Event("input", { bubbles: true })); // Wagtail makes the title of the file's name
      event.target.querySelector("#id_image-chooser-upload-description")?.focus();
    });
  });

  const chooser = (event) => event.target.closest?.(".image-chooser");

  document.addEventListener("dragover", (event) => {
    if (chooser(event) && event.dataTransfer.types.includes("Files")) event.preventDefault();
  });

  document.addEventListener("drop", (event) => {
    const field = chooser(event);
    if (!field || !event.dataTransfer.files.length) return;
    event.preventDefault();
    dropped = event.dataTransfer.files;
    field.querySelector("[data-chooser-action-choose]").click();
  });
})();
