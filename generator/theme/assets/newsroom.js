/*
 * Small comforts; pages read and link without this file. It shows the controls
 * that need it: the switch between light and dark, and "copy link".
 */
(() => {
  "use strict";

  const root = document.documentElement;
  const find = (selector) => document.querySelector(selector);

  /* Ctrl+K or ⌘K leads to the search, or to its field. */
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
    const link = find(".nr-search");
    if (!link) return;
    event.preventDefault();
    const field = find("#find-words");
    if (field) field.select();
    else location.assign(link.href);
  });

  /* The section in which the reader is may lie outside of a narrow window. */
  const current = find(".nr-sections [aria-current]");
  if (current) {
    const bar = current.closest("ul");
    const [outer, inner] = [bar.getBoundingClientRect(), current.getBoundingClientRect()];
    if (inner.right > outer.right || inner.left < outer.left) {
      bar.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
    }
  }

  /* Light, dark or as the device has it. partials/scheme.js applies the choice
     on the next page before it is painted. */
  const key = "newsroom.scheme";
  const colours = [...document.querySelectorAll('meta[name="theme-color"]')].map((meta) => [meta, meta.media]);
  const paint = (scheme) => {
    if (scheme === "auto") delete root.dataset.scheme;
    else root.dataset.scheme = scheme;
    for (const [meta, media] of colours) {
      meta.media = scheme === "auto" ? media : media.includes(scheme) ? "all" : "not all";
    }
  };
  const schemes = find(".nr-scheme");
  if (schemes) {
    const chosen = root.dataset.scheme || "auto";
    paint(chosen);
    schemes.querySelector(`[value="${chosen}"]`).checked = true;
    schemes.hidden = false;
    schemes.addEventListener("change", ({ target }) => {
      paint(target.value);
      try {
        if (target.value === "auto") localStorage.removeItem(key);
        else localStorage.setItem(key, target.value);
      } catch {
        /* Without storage the choice holds for this page. */
      }
    });
  }

  const copy = find(".nr-copy");
  if (copy && navigator.clipboard) {
    const button = copy.querySelector("button");
    const said = find(".nr-share [role=status]");
    const words = button.textContent;
    copy.hidden = false;
    button.addEventListener("click", async () => {
      const canonical = find("link[rel=canonical]");
      await navigator.clipboard.writeText(canonical ? canonical.href : location.href);
      button.textContent = said.textContent = button.dataset.copied;
      setTimeout(() => {
        button.textContent = words;
        said.textContent = "";
      }, 4000);
    });
  }

  /* The language menu closes on Escape and on a click elsewhere. */
  const menu = find(".nr-switcher");
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
