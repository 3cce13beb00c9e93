"""Pieces of which inputs are made: what means something to a reader, and what is often read wrongly."""

MARKDOWN = (
    "- ", "1. ", "> ", "\n", "\n\n", "    ", "| a | b |\n|---|---|\n", "|", "```", "~~~", "[^1]", "[^1]: ", "^[",
    "](", "[", "---\n", "*", "**", "_", "<b>", "</b>", "<script>", "&amp;", "&#0;", "&#x202e;", "![", "](foto.jpg)",
    "<https://x.example>", "# ", "===\n", "\\", "\t", " \n", "  \n", "\u2028", "\u0085", "\u00a0", "\u202e", "\u200b",
    "\ufeff", "\0", "\r", "e\u0301", "ROMA, 3 settembre 2025 – ", "MADRID, 3 sept. – ", "BERLIN (dpa) – ",
    "31 settembre – ", "di Anna Neri\n", "1.\n", "2. b\n", "ponte",
)  # fmt: skip
YAML = (
    "title: ", "date: ", "2025-09-04", "2025-02-30", "lang: it\n", "slug: ", "summary: ", "topics: [", "]", "{", "}",
    "- ", ": ", "\n", "  ", "'", '"', "&a ", "*a", "!!python/object:os.system ", "!ENV ", "<<: ", "|\n", ">\n", "? ",
    "# ", "---\n", "...\n", "%YAML 1.1\n", "image: {file: a.jpg}\n", "embargo: 2026-11-30T06:00:00+01:00\n",
    "withdrawn: true\n", "corrections: ", "draft: ", "~", "null", "0x1f", "1_000", "1:30", "12e03", ".inf", "\t",
    "\u0085", "\u2028", "\0", "\ufeff", "[[[[", "{{{{", "ponte", "keep: [", "terms:\n",
    "extra:\n  newsroom:\n    locales: {it: {}}\n    engines: [", "theme: {language: it}\n",
    "site_url: https://a.example/it/\n", "articles:\n- {file: a, address: b, published: 2025-09-04}\n",
)  # fmt: skip
PO = (
    'msgid "', 'msgstr "', 'msgctxt "', 'msgstr[0] "', 'msgid_plural "', '"\n', '\\n', '\\"', "\\", "#, fuzzy\n",
    "#| msgid \"", "#~ ", "# ", "#. ", "#: ", "\n", "\n\n", '"Content-Type: text/plain; charset=utf-8\\n"\n',
    "# machine: apertium · it-fr · 2025-09-05\n", "ponte", "# draft: ", "# corrected: 2025-09-06\n", "\u2028", "\x85",
    "\x0b", "\t", "\r", "\0", "\ufeff", "<<<<<<< mine\n", 'msgid ""\nmsgstr ""\n',
)  # fmt: skip
XML = (
    '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="it" trgLang="fr">', '<file id="a">',
    '<unit id="b">', "<segment>", "<source>", "</source>", "<target>", "</target>", "</segment>", "</unit>",
    "</file>", "</xliff>", '<pc id="1">', "</pc>", '<ph id="2"/>', '<cp hex="0001"/>', '<cp hex="zz"/>', "<mrk>",
    "</mrk>", '<sc id="3"/>', '<ec startRef="3"/>', "<group>", "</group>", 'order="2"', "&lt;", "&amp;", "&x;",
    "<!DOCTYPE a [<!ENTITY x 'y'>]>", "<?xml version='1.0'?>", "<![CDATA[", "]]>", "ponte", '<ignorable>',
    "</ignorable>", "<x:y>", 'state="final"', "\n", "\0",
)  # fmt: skip
HTML = (
    "<p>", "</p>", "<b>", "</b>", "<i>", "</a>", '<a href="https://x.example/">', '<a href="javascript:alert(1)">',
    "<ul><li>", "</li></ul>", "<ol start=3>", "<table><tr><td>", "</td></tr></table>", "<td colspan=9>",
    "<blockquote>", "</blockquote>", "<pre><code>", "</code></pre>", "<h1>", "</h1>", "<h2>", "</h2>", "<br>", "<hr>",
    '<img src="a.jpg" alt="b">', '<img src="data:image/png;base64,AAAA">', "<figure>", "<figcaption>", "</figure>",
    "<script>", "</script>", "<style>", "</style>", "<svg>", "<math>", "<template>", "<noscript>", "<textarea>",
    "<select>", "<!--", "-->", "<![CDATA[", "]]>", "&lt;", "&amp;", "&#x202e;", "&#0;", "&nbsp;", "ponte ", "1. ",
    "- ", "# ", "> ", "|", "*", "_", "`", "[", "](", "\\", "\n", "\n\n", "\0", "\u202e", "\u2028",
    "<html><head><title>", "</title></head><body>", "<article>", "<div>", '<sup><a href="#n1">1</a></sup>',
    '<li id="n1">', "<dl><dt>", "<dd>", "<del>", "<q>", "<sub>", "<wbr>", "<plaintext>", "<!DOCTYPE html>",
)  # fmt: skip
NEWS = (
    "<rss version='2.0'><channel>", "<item>", "<title>", "</title>", "<description>", "</description>", "<guid>",
    "</guid>", "<pubDate>", "<content:encoded>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "</entry>",
    "<id>", "</id>", "<updated>2026-11-28T06:00:00Z", "<content type='html'>", "<content type='xhtml'>", "<nitf>",
    "<body>", "<hedline><hl1>", "<body.content>", "<p>", "</p>", "<table>",
    "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'>", "<contentSet>", "<inlineXML>", "<itemMeta>",
    "<headline>", "<pubStatus qcode='stat:canceled'/>", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "&b;", "<![CDATA[", "]]>",
    "<!--", "-->", "<?xml version='1.0' encoding='utf-16'?>", "xml:lang='it'", "ponte", "\0",
)  # fmt: skip
JSON = (
    '{"uri": "a", ', '"version": "https://jsonfeed.org/version/1.1", ', '"items": [', '"title": "b"',
    '"content_html": "<p>c</p>"', '"content_text": "d"', '"headlines": [{"value": "e"}]',
    '"bodies": [{"value": "<p>f</p>", "contenttype": "text/html"}]', '"id": "g"',
    '"date_published": "2026-11-28T06:00:00Z"', '"standard": {"name": "ninjs", "version": "2.1"}',
    '"pubstatus": "canceled"', "{", "}", "[", "]", ",", ":", "null", "true", "1e999", "-0", '"', "\\u0000", "\\ud800",
    "NaN", "ponte", '"subjects": [', '"associations": [', '"language": "it"', '"embargoed": "', '"authors": [',
)  # fmt: skip
