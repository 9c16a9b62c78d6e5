// Starts Wagtail's fields of dates, choosers and rows where Wagtail would write an inline script, which the policy of
// the admin refuses. An element is started where a script would run: as it is met, also in parts that are put in later.
(() => {
  const STARTS = {
    Date: (field, options) => window.initDateChooser(field, options),
    Time: (field, options) => window.initTimeChooser(field, options),
    DateTime: (field, options) => window.initDateTimeChooser(field, options),
    TaskChooser: (field) => window.createTaskChooser(field),
    InlinePanel: (_, options) => new window.InlinePanel(options),
  };
  for (const name of ["Chooser", "PageChooser", "ImageChooser", "DocumentChooser", "SnippetChooser"]) {
    STARTS[name] = (field, options) => new window[name](field, options);
  }

  customElements.define(
    "wagtail-start",
    class extends HTMLElement {
      connectedCallback() {
        if (this.started) return; // a row that was moved comes in again
        this.started = true;
        STARTS[this.dataset.what](this.dataset.field, JSON.parse(this.dataset.options));
      }
    },
  );
})();
