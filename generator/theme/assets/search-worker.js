/*
 * Pagefind's worker, for an index in shards: each is an instance of its own, and
 * all share what they need only once. The list of shards comes from the page.
 */
"use strict";

/* A piece of the word index without words, as Pagefind writes it. Who asks for no
   word, but for all texts of a topic, would be given the whole word index. */
const NO_WORDS = [...new TextEncoder().encode("pagefind_dcd"), 0x81, 0x80];

const request = self.fetch.bind(self);
const asked = new Map();
let loaded = null;
let list = null;

self.fetch = async (address) => {
  const url = new URL(address, self.location);
  const wordless = url.pathname.includes("/wordless/");
  url.pathname = url.pathname.replace("/wordless/", "/");
  if (url.pathname.endsWith("/pagefind-entry.json")) return new Response(list);
  if (wordless && url.pathname.endsWith(".pf_index")) return new Response(new Uint8Array(NO_WORDS));
  if (!/\.(?:pagefind|pf_meta)$/.test(url.pathname)) return request(url);
  if (!asked.has(url.pathname)) asked.set(url.pathname, request(url));
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
