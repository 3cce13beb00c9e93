/*
 * The index of a locale, over its shards (publish/search/). Pagefind searches
 * each of them and says what it counted there; from that the results are put
 * together as those of one index over all would be. Where a shard does not have
 * a word, Pagefind is content with a beginning of it: its hits count only where
 * no other shard has more of the word.
 */

/* What Pagefind takes for granted, written down because scores depend on it. */
const RANKING = { pageLength: 0.75, termSaturation: 1.4, termFrequency: 1 };

/* Behind every letter: a word with it comes after all that begin with the word. */
const LAST = "\u{10fffd}";

/* A beginning of less than three letters finds nothing that was meant. */
const SHORTEST = 3;

/* The worker, and a way to ask one of its instances: a worker that cannot be
   loaded, or dies, answers nothing any more. */
const connect = () => {
  const worker = new Worker(new URL("search-worker.js", import.meta.url));
  const waiting = new Map();
  let last = 0;
  let alive = true;

  const end = () => {
    alive = false;
    worker.terminate();
    for (const { reject } of waiting.values()) reject(new Error("no worker"));
    waiting.clear();
  };
  worker.onerror = end;
  worker.onmessage = ({ data: { id, result, error } }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error) reject(new Error(error));
    else resolve(result);
  };
  const ask = (instanceId, method, ...args) =>
    new Promise((resolve, reject) => {
      if (!alive) throw new Error("no worker");
      const id = ++last;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, instanceId, method, args });
    });
  return { worker, ask, end };
};

/* The index of a locale: `bundle` is where its pieces are. */
export const open = async (bundle, tag) => {
  const connection = connect();
  try {
    return await index(bundle, tag, connection);
  } catch (error) {
    connection.end();
    throw error;
  }
};

const index = async (bundle, tag, { worker, ask }) => {
  /* Pagefind keeps what belongs to a result until it is told that nobody holds
     the result any more. */
  const forgotten = new FinalizationRegistry(({ instance, key }) => ask(instance, "releaseData", key).catch(() => {}));

  const fetched = async (name, options) => {
    const answer = await fetch(new URL(name, bundle), options);
    if (!answer.ok) throw new Error(`${answer.status} ${name}`);
    return answer.json();
  };

  const list = await fetched(`${tag}.json`, { cache: "no-cache" });
  worker.postMessage(JSON.stringify(list));

  /* The newest shard first, so that of equal results the newer come first. */
  const shards = Object.entries(list.languages).map(([name, { page_count: pages, words, order }]) => ({
    name, pages, words, order,
  })).reverse();
  const options = { baseUrl: new URL("..", bundle).pathname, ranking: RANKING };
  const total = shards.reduce((sum, { pages }) => sum + pages, 0);
  const mean = shards.reduce((sum, { words }) => sum + words, 0) / total;

  /* A shard that tells what it counts: Pagefind calls it a playground. */
  const start = async (instance, name, basePath) => {
    await ask(instance, "init", { ...options, basePath, language: name });
    await ask(instance, "enterPlaygroundMode");
  };
  await Promise.all(shards.map(({ name }) => start(name, name, bundle.pathname)));

  /* Pages were indexed under their quoted paths. */
  const addressed = (data) => ({ ...data, url: decodeURIComponent(data.url.replace(/\.html$/, "")) });

  const from = async (instance, shard, q, filters) => {
    const found = await ask(instance, "search", q, { filters });
    for (const result of found.results) {
      const key = result.data;
      result.data = async () => addressed(await ask(instance, "getData", key));
      forgotten.register(result, { instance, key });
    }
    return { ...found, shard };
  };

  const everywhere = (q, filters) => Promise.all(shards.map((shard) => from(shard.name, shard, q, filters)));

  /* Where no word is asked for, instances answer that load none. */
  let wordless = null;
  const dated = async (filters) => {
    const path = `${bundle.pathname}wordless/`;
    wordless ||= Promise.all(shards.map(({ name }) => start(`${name} wordless`, name, path)));
    await wordless;
    return Promise.all(shards.map((shard) => from(`${shard.name} wordless`, shard, null, filters)));
  };

  /* Words that begin with one that is looked for may be in the next piece of the
     index, too, which Pagefind does not load by itself. */
  const prepare = (q) => {
    const behind = q.replace(/\S+/g, `$&${LAST}`);
    return Promise.all(shards.flatMap(({ name }) => [ask(name, "preload", q), ask(name, "preload", behind)]));
  };

  /* Words as Pagefind compares them: without accents, and in Thai without vowels
     above and below the line. */
  const bare = (word) => word.normalize("NFD").replace(/\p{M}/gu, "");

  /* How many letters of a stem a result has: all, where a word begins with it. */
  const depth = (result, word) => {
    const stem = bare(word);
    const words = [
      ...(result.scores || []).map((score) => score.search_term),
      ...(result.verbose_meta_scores || []).flatMap((score) => score.matched_terms),
    ].map(bare);
    if (words.some((word) => word.startsWith(stem))) return Infinity;
    return Math.max(0, ...words.filter((word) => stem.startsWith(word)).map((word) => word.length));
  };

  /* Inverse document frequency, and Pagefind's way of counting pages back from it. */
  const rarity = (pages) => Math.log((total + 1) / (pages + 0.5));
  const counted = (idf, pages) => Math.round((pages + 1) / Math.exp(idf) - 0.5);

  /* The answers that one index would have given, and how many texts have each
     word. The stems were cut from the words one by one; a shard in which no text
     has all words, or none that is filtered, is asked for each alone. */
  const common = async (answers, q, filters) => {
    const stems = answers[0].search_keywords;
    const words = q.trim().split(/\s+/);
    const alone = async (shard, term) => {
      if (stems.length === 1 && !Object.keys(filters).length) return 0;
      const { results } = await from(shard.name, shard, words.length === stems.length ? words[term] : stems[term], {});
      return results.length ? depth(results[0], stems[term]) : 0;
    };
    const depths = await Promise.all(
      answers.map(({ shard, results }) =>
        Promise.all(stems.map((stem, term) => (results.length ? depth(results[0], stem) : alone(shard, term)))),
      ),
    );
    const deepest = stems.map((_, term) => Math.max(...depths.map((row) => row[term])));
    /* Of a word that Pagefind cuts, as it does in Thai, one part must be found: the
       texts may be cut elsewhere. */
    const enough = (letters) => letters >= SHORTEST;
    if (!(words.length < stems.length ? deepest.some(enough) : deepest.every(enough))) return { results: [], rare: [] };
    const has = (index, term) => depths[index][term] === deepest[term];
    const rare = stems.map((stem, term) => {
      const pages = answers.map(({ shard, query_term_idfs: idfs }, index) =>
        has(index, term) ? counted(idfs[term].idf, shard.pages) : 0,
      );
      return { stem, value: rarity(pages.reduce((sum, count) => sum + count, 0)) };
    });
    const whole = answers.filter((_, index) => stems.every((_, term) => has(index, term)));
    /* Of a word that begins with two stems, the longer one is meant. */
    rare.sort((a, b) => b.stem.length - a.stem.length);
    return { results: whole.flatMap(({ results }) => results), rare };
  };

  /* A result's score as one index over all shards would have it: BM25 and a
     bonus for what is in the headline, as Pagefind reckons them. */
  const score = (result, rare) => {
    const of = (word) => (rare.find(({ stem }) => word.startsWith(stem) || stem.startsWith(word)) || rare[0]).value;
    const { pageLength: b, termSaturation: k } = RANKING;
    let own = 0;
    let common = 0;
    for (const { search_term: word, score: before, params } of result.scores || []) {
      const weight = params.weighted_term_frequency * params.length_bonus;
      own += before;
      common += (of(word) * (k + 1) * weight) / (k * (1 - b + (b * result.params.document_length) / mean) + weight);
    }
    const fields = result.verbose_meta_scores || [];
    const bonus = fields.reduce((sum, field) => sum + field.coverage_boost, 0);
    const accents = own ? (result.score - bonus) / own : 1;
    const all = rare.reduce((sum, { value }) => sum + value, 0);
    return fields.reduce((sum, { field_weight: weight, matched_terms: words }) => {
      const matched = words.reduce((part, word) => part + of(word), 0);
      return sum + weight * matched * (matched / all) ** 2;
    }, common * accents);
  };

  const byScore = (results) => results.sort((a, b) => b.score - a.score);

  return {
    filters: list.filters,

    /* The texts that have all words, best first; of a phrase in quotation marks,
       those that have just that. */
    async search(q, filters) {
      if (!q.startsWith('"')) await prepare(q);
      const answers = await everywhere(q, filters);
      if (!answers.length || !answers[0].query_term_idfs) return byScore(answers.flatMap(({ results }) => results));
      const { results, rare } = await common(answers, q, filters);
      for (const result of results) result.score = score(result, rare);
      return byScore(results);
    },

    /* All texts of a topic or year, and how many they are: the newest first, in
       the order that each shard notes in a file. */
    async browse(filters) {
      const answers = await dated(filters);
      const count = answers.reduce((sum, { results }) => sum + results.length, 0);
      const newest = async function* () {
        for (const { shard, results } of answers.filter((given) => given.results.length)) {
          const order = await fetched(`order/${shard.order}`);
          const found = new Map(results.map((result) => [result.id.slice(shard.name.length + 1), result]));
          yield* order.filter((id) => found.has(id)).map((id) => found.get(id));
        }
      };
      return { count, results: newest() };
    },
  };
};
