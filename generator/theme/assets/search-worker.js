/*
 * Pagefind's worker, for an index in shards: each is an instance of its own, and
 * all share what they need only once. The list of shards comes from the page.
 */
"use strict";

/* A piece of the word index without words, as Pagefind writes it. Who asks for no
   word, but for all texts of a topic, would be given the whole word index. */
const UNPACKED = [...new TextEncoder().encode("pagefind_dcd")];
const NO_WORDS = [...UNPACKED, 0x81, 0x80];

/* What Pagefind's table of a shard says, as it writes it (CBOR, RFC 8949). The
   site has that of a large one without the names of texts and pieces, which are
   their places. */
const utf8 = new TextEncoder();
const number = (value, kind = 0) => {
  if (value < 24) return [kind | value];
  if (value < 0x100) return [kind | 24, value];
  if (value < 0x10000) return [kind | 25, value >> 8, value & 0xff];
  return [kind | 26, value >>> 24, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff];
};
const packed = (value) => {
  if (typeof value === "number") return number(value);
  if (Array.isArray(value)) return [...number(value.length, 0x80), ...value.flatMap(packed)];
  const bytes = utf8.encode(value);
  return [...number(bytes.length, 0x60), ...bytes];
};
const table = ([folder, version, pages, chunks, ...rest]) =>
  packed([
    version,
    folder ? pages.map((words, place) => [`${folder}/${place}`, words]) : pages,
    folder ? chunks.map(([first, last], place) => [first, last, `${folder}/${place}`]) : chunks,
    ...rest,
  ]);

const request = self.fetch.bind(self);
const asked = new Map();
let loaded = null;
let list = null;

const found = async (url) => {
  const [, hash] = /\/pagefind\.([^/]+)\.pf_meta$/.exec(url.pathname) || [];
  if (!hash) return request(url);
  const answer = await request(new URL(`meta/${hash}.json`, url));
  if (!answer.ok) return answer;
  return new Response(new Uint8Array([...UNPACKED, ...table(await answer.json())]));
};

self.fetch = async (address) => {
  const url = new URL(address, self.location);
  const wordless = url.pathname.includes("/wordless/");
  url.pathname = url.pathname.replace("/wordless/", "/");
  if (url.pathname.endsWith("/pagefind-entry.json")) return new Response(list);
  if (wordless && url.pathname.endsWith(".pf_index")) return new Response(new Uint8Array(NO_WORDS));
  if (!/\.(?:pagefind|pf_meta)$/.test(url.pathname)) return request(url);
  if (!asked.has(url.pathname)) asked.set(url.pathname, found(url));
  return (await asked.get(url.pathname)).clone();
};

/* The page's first message is the list, the others are for Pagefind. */
self.addEventListener("message", (event) => {
  if (list !== null) return;
  list = event.data;
  event.stopImmediatePropagation();
});

importScripts("../../pagefind/pagefind-worker.js");

/* Pagefind would let each instance load WebAssembly of its own, and the last one
   to come would take the place of the others. */
const instantiate = wasm_bindgen;
wasm_bindgen = Object.assign((source) => (loaded ||= instantiate(source)), instantiate);
