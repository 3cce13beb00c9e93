/*
 * The search page, over Pagefind's own interface. What is asked stands in the
 * address (?q=…&topic=…&year=…), so that a search can be kept, sent and gone
 * back to.
 */
(() => {
  "use strict";

  const page = document.querySelector(".nr-find");
  const form = page.querySelector("form");
  const status = page.querySelector("[role=status]");
  const list = page.querySelector(".nr-find__results");
  const more = page.querySelector(".nr-find__more");
  const language = document.documentElement.lang;
  const bundle = new URL(page.dataset.bundle, document.baseURI);
  const size = 10;
  let loading = null;
  let latest = 0;
  let rest = [];

  const load = () => {
    loading ||= (async () => {
      const pagefind = await import(new URL("pagefind.js", bundle));
      await pagefind.options({ baseUrl: new URL("..", bundle).pathname });
      fill(await pagefind.filters());
      return pagefind;
    })();
    loading.catch(() => (loading = null));
    return loading;
  };

  /* The topics and years that the index knows. What the address says is among
     the choices already; the field may hold what is being typed, so it is left
     alone. */
  const fill = (filters) => {
    const order = { topic: new Intl.Collator(language).compare, year: (a, b) => b.localeCompare(a) };
    for (const name of ["topic", "year"]) {
      const select = form.elements[name];
      const chosen = select.value;
      select.length = 1;
      for (const value of Object.keys(filters[name] || {}).sort(order[name])) select.add(new Option(value, value));
      choose(select, chosen);
    }
  };

  const choose = (select, value) => {
    if (![...select.options].some((option) => option.value === value)) select.add(new Option(value, value));
    select.value = value;
  };

  const asked = () => {
    const values = new URLSearchParams(location.search);
    return { q: values.get("q") || "", topic: values.get("topic") || "", year: values.get("year") || "" };
  };

  const show = (values) => {
    if (form.elements.q.value.trim() !== values.q) form.elements.q.value = values.q;
    for (const name of ["topic", "year"]) choose(form.elements[name], values[name]);
  };

  const entered = () => {
    const values = {};
    for (const name of ["q", "topic", "year"]) values[name] = form.elements[name].value.trim();
    return values;
  };

  /* Writes what is asked into the address; a search that was sent becomes an
     entry of the history, one that is being typed does not. */
  const remember = (values, entry) => {
    const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString();
    const target = query ? `?${query}` : location.pathname;
    if (`?${query}` === location.search || (!query && !location.search)) return;
    history[entry ? "pushState" : "replaceState"](null, "", target);
  };

  /* Chinese and Japanese write without spaces. The index has been cut into
     words by one dictionary, the browser cuts the query by another, and
     traditional characters stand in the index one by one. So each word is looked
     for as a phrase, in every way of cutting it, until one is found; a text must
     have all words. Pagefind alone would be content with a first character. */
  const unspaced = /^(?:zh|ja)\b/.test(language) && typeof Intl.Segmenter === "function";

  /* Hebrew writes articles and short prepositions as the first letter of a word,
     and Pagefind has no stemmer for it. Where a search finds nothing, its
     words are looked for with each of these letters, too. */
  const prefixed = /^he\b/.test(language) && typeof Intl.Segmenter === "function";
  const PREFIXES = [..."הבלמושכ"];

  const cuts = (word) => {
    const signs = [...word];
    if (signs.length > 4) return [word, signs.join(" ")];
    const ways = [];
    for (let bits = 0; bits < 2 ** (signs.length - 1); bits++) {
      ways.push(signs.map((sign, index) => (index && bits & (1 << (index - 1)) ? " " : "") + sign).join(""));
    }
    /* Traditional characters most often stand alone. */
    return /hant/i.test(language) ? ways.reverse() : ways;
  };

  const spellings = (word) => (prefixed ? [word, ...PREFIXES.map((letter) => letter + word)] : cuts(word));

  const phrases = async (pagefind, q, options) => {
    const cutter = new Intl.Segmenter(language, { granularity: "word" });
    const words = [...cutter.segment(q)].filter((part) => part.isWordLike).map((part) => part.segment);
    let found = null;
    for (const word of new Set(words)) {
      const results = new Map();
      for (const spelling of spellings(word)) {
        for (const result of (await pagefind.search(`"${spelling}"`, options)).results) {
          if (!results.has(result.id)) results.set(result.id, result);
        }
        if (results.size && !prefixed) break;
      }
      found = found ? found.filter((result) => results.has(result.id)) : [...results.values()];
      if (!found.length) return found;
    }
    return found || [];
  };

  /* Where a word is nowhere, Pagefind takes shorter and shorter beginnings of
     it. A beginning of less than three letters finds nothing that was meant; as
     it does so for all texts alike, looking at the first result is enough.
     Arabic words are found without their article and other prefixes, so there
     any three letters in a row will do. */
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const parts = (word) => {
    const count = /^ar\b/.test(language) ? word.length - 2 : 1;
    return Array.from({ length: count }, (_, index) => word.slice(index, index + 3));
  };

  const meant = async (results, q) => {
    if (!results.length) return results;
    const { excerpt, meta } = await results[0].data();
    const marked = [...excerpt.matchAll(/<mark>(.*?)<\/mark>/g)].map((match) => match[1]);
    const shown = plain([...marked, meta.title].join(" "));
    const words = plain(q).match(/[\p{L}\p{N}]{3,}/gu) || [];
    return words.every((word) => parts(word).some((part) => shown.includes(part))) ? results : [];
  };

  const results = async (values) => {
    const pagefind = await load();
    const filters = {};
    for (const name of ["topic", "year"]) if (values[name]) filters[name] = values[name];
    const options = { filters };
    if (!values.q) {
      return (await pagefind.search(null, { ...options, sort: { date: "desc" } })).results;
    }
    if (unspaced) {
      const found = await phrases(pagefind, values.q, options);
      if (found.length) return found;
    }
    const found = await meant((await pagefind.search(values.q, options)).results, values.q);
    return found.length || !prefixed ? found : phrases(pagefind, values.q, options);
  };

  const make = (tag, className, parent, text) => {
    const element = document.createElement(tag);
    element.className = className;
    if (text) element.textContent = text;
    parent.append(element);
    return element;
  };

  /* One result: headline, date, passage, picture. The passage comes from
     Pagefind with its text escaped and the hits in <mark>. */
  const draw = ({ url, meta, excerpt }) => {
    const item = document.createElement("li");
    item.className = "nr-result";
    const text = make("div", "nr-result__text", item);
    const link = make("a", "", make("h2", "nr-result__title", text), meta.title);
    link.href = url;
    if (meta.date_text) make("p", "nr-result__date", text, meta.date_text);
    if (excerpt) make("p", "nr-result__passage", text).innerHTML = excerpt;
    if (meta.picture) {
      const picture = make("img", "nr-result__picture", item);
      Object.assign(picture, { alt: "", width: 120, height: 80, loading: "lazy" });
      picture.src = new URL(`../pictures/${meta.picture}.webp`, bundle);
    }
    return item;
  };

  /* Shows the next results; a reader who asked for more is put on the first of them. */
  const add = async (number, follow) => {
    const items = await Promise.all(rest.slice(0, size).map((result) => result.data()));
    if (number !== latest) return;
    rest = rest.slice(size);
    const drawn = items.map(draw);
    list.append(...drawn);
    more.hidden = !rest.length;
    if (follow && drawn.length) drawn[0].querySelector("a").focus();
  };

  const run = async () => {
    const values = asked();
    const number = ++latest;
    const wanted = values.q || values.topic || values.year;
    if (!wanted) {
      list.replaceChildren();
      status.textContent = "";
      more.hidden = true;
      list.setAttribute("aria-busy", "false");
      return;
    }
    list.setAttribute("aria-busy", "true");
    try {
      const found = await results(values);
      if (number !== latest) return;
      rest = found;
      list.replaceChildren();
      await add(number);
      const count = new Intl.NumberFormat(`${language}-u-nu-latn`).format(found.length);
      status.textContent = found.length
        ? page.dataset.results.replace("{n}", count)
        : page.dataset.none.replace("{words}", values.q || values.topic || values.year);
    } catch {
      if (number === latest) status.textContent = page.dataset.failed;
    } finally {
      if (number === latest) list.setAttribute("aria-busy", "false");
    }
  };

  let waiting = 0;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    remember(entered(), true);
    run();
  });
  form.addEventListener("change", (event) => {
    if (event.target.tagName !== "SELECT") return;
    remember(entered(), true);
    run();
  });
  form.elements.q.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      remember(entered(), false);
      run();
    }, 250);
  });
  more.addEventListener("click", () => add(latest, true));
  addEventListener("popstate", () => {
    show(asked());
    run();
  });

  form.hidden = false;
  show(asked());
  form.elements.q.focus();
  load().catch(() => {});
  run();
})();
