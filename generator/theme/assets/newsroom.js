/*
 * Search and the language menu. Pages read and link without this file.
 *
 * The search interface (Pagefind's components, some 60 KB) is fetched when a
 * reader first reaches for it: focus on the button starts the download, a
 * click or Ctrl+K / ⌘K opens it.
 */
(() => {
  "use strict";

  const button = document.querySelector(".nr-search");
  const note = document.querySelector(".nr-search-note");
  let loading = null;

  const add = (tag, properties) =>
    new Promise((resolve, reject) => {
      const element = Object.assign(document.createElement(tag), properties);
      element.onload = resolve;
      element.onerror = () => {
        element.remove();
        reject(new Error("cannot load " + (properties.src || properties.href)));
      };
      document.head.append(element);
    });

  /* One result: headline, date, passage. The passage comes from Pagefind with
     its text escaped and the hits in <mark>. */
  const drawResult = ({ url, meta, excerpt }) => {
    const make = (tag, className, parent) => {
      const element = document.createElement(tag);
      element.className = className;
      parent?.append(element);
      return element;
    };
    const item = make("li", "nr-result");
    const link = make("a", "nr-result__link", make("p", "nr-result__title", item));
    link.href = meta.url || url;
    link.textContent = meta.title;
    if (meta.date_text) make("p", "nr-result__date", item).textContent = meta.date_text;
    if (excerpt) make("p", "nr-result__text", item).innerHTML = excerpt;
    return item;
  };

  /* The dialog, made once. The search data lies beside the folders of the
     editions; the addresses of the results start from there. */
  const load = () => {
    loading ||= (async () => {
      const bundle = new URL(button.dataset.bundle, document.baseURI);
      await Promise.all([
        add("link", { rel: "stylesheet", href: bundle + "pagefind-component-ui.css" }),
        add("script", { src: bundle + "pagefind-component-ui.js" }),
      ]);
      const config = document.createElement("pagefind-config");
      config.setAttribute("bundle-path", bundle.href);
      config.setAttribute("base-url", new URL("..", bundle).pathname);
      const modal = document.createElement("pagefind-modal");
      document.body.append(config, modal);
      await new Promise(requestAnimationFrame);
      modal.querySelector("pagefind-results").resultTemplate = drawResult;
      return modal;
    })();
    loading.catch(() => (loading = null));
    return loading;
  };

  const open = async () => {
    const opener = button.contains(document.activeElement) || document.activeElement === document.body
      ? button
      : document.activeElement;
    note.textContent = "";
    try {
      const modal = await load();
      modal.addEventListener("close", () => opener.focus(), { capture: true, once: true });
      modal.open();
    } catch {
      note.textContent = button.dataset.failed;
    }
  };

  if (button) {
    const key = button.querySelector("kbd");
    if (/mac|iphone|ipad/i.test(navigator.userAgentData?.platform || navigator.platform)) {
      key.textContent = key.dataset.mac;
    }
    button.hidden = false;
    button.addEventListener("click", open);
    for (const event of ["focus", "pointerenter"]) {
      button.addEventListener(event, () => load().catch(() => {}), { once: true });
    }
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        if (!document.querySelector("dialog[open]")) open();
      }
    });
  }

  /* The language menu closes on Escape and on a click elsewhere. */
  const menu = document.querySelector(".nr-switcher");
  if (menu) {
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
  }
})();
