/*
 * The search page, over the index in search-index.js. What is asked stands in the
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
  const index = new URL("search-index.js", document.currentScript.src);
  const size = 10;
  let loading = null;
  let latest = 0;
  let rest = null;

  const load = () => {
    loading ||= (async () => {
      const { open } = await import(index);
      const opened = await open(bundle, language);
      fill(opened.filters);
      return opened;
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
      for (const value of filters[name].sort(order[name])) select.add(new Option(value, value));
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

  const phrases = async (opened, q, filters) => {
    const cutter = new Intl.Segmenter(language, { granularity: "word" });
    const words = [...cutter.segment(q)].filter((part) => part.isWordLike).map((part) => part.segment);
    let found = null;
    for (const word of new Set(words)) {
      const results = new Map();
      for (const spelling of spellings(word)) {
        for (const result of await opened.search(`"${spelling}"`, filters)) {
          if (!results.has(result.id)) results.set(result.id, result);
        }
        if (results.size && !prefixed) break;
      }
      found = found ? found.filter((result) => results.has(result.id)) : [...results.values()];
      if (!found.length) return found;
    }
    return found || [];
  };

  /* Such a word may be cut into signs that stand in many texts one by one. Where
     none has the word, the text that is best by signs must show its beginning. */
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const meant = async (results, q) => {
    if (!results.length) return results;
    const { excerpt, meta } = await results[0].data();
    const marked = [...excerpt.matchAll(/<mark>(.*?)<\/mark>/g)].map((match) => match[1]);
    const shown = plain([...marked, meta.title].join(" "));
    const words = plain(q).match(/[\p{L}\p{N}]{3,}/gu) || [];
    return words.every((word) => shown.includes(word.slice(0, 3))) ? results : [];
  };

  const found = async (opened, q, filters) => {
    if (unspaced) {
      const results = await phrases(opened, q, filters);
      return results.length ? results : meant(await opened.search(q, filters), q);
    }
    const results = await opened.search(q, filters);
    return results.length || !prefixed ? results : phrases(opened, q, filters);
  };

  /* How many texts there are, and these one after the other. */
  const results = async (values) => {
    const opened = await load();
    const filters = {};
    for (const name of ["topic", "year"]) if (values[name]) filters[name] = values[name];
    if (!values.q) return opened.browse(filters);
    const all = await found(opened, values.q, filters);
    return { count: all.length, results: all.values() };
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

  const next = async ({ results }) => {
    const taken = [];
    while (taken.length < size) {
      const { value, done } = await results.next();
      if (done) break;
      taken.push(value);
    }
    return taken;
  };

  /* Shows the next results; a reader who asked for more is put on the first of them. */
  const add = async (number, follow) => {
    const items = await Promise.all((await next(rest)).map((result) => result.data()));
    if (number !== latest) return;
    const drawn = items.map(draw);
    list.append(...drawn);
    more.hidden = list.children.length >= rest.count;
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
      const given = await results(values);
      if (number !== latest) return;
      rest = given;
      list.replaceChildren();
      await add(number);
      const count = new Intl.NumberFormat(`${language}-u-nu-latn`).format(given.count);
      status.textContent = given.count
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
