"use strict";
(() => {
  const root = document.documentElement;
  const form = document.getElementById("_filters");
  const words = form.elements.words;
  const chooser = form.elements.statement;
  const found = document.getElementById("_found");
  const clear = document.getElementById("_clear");
  const nothing = document.getElementById("_nothing");
  const details = form.querySelector("details");
  const narrow = matchMedia("(max-width: 47.99rem)");
  const wide = matchMedia("(min-width: 72rem)");
  const sections = Array.from(document.querySelectorAll(".statement"));
  const boxes = Array.from(form.querySelectorAll("input[type=checkbox]"));
  const counts = boxes.map((box) => box.closest("label").querySelector(".count"));
  const NAMES = ["topic", "speaker", "kind", "status"];
  const state = { statement: "", words: "", quote: "" };
  for (const name of NAMES) state[name] = new Set();
  let selected = -1;
  let shownView = "";

  /* ---- quotes ---- */

  const ENTRY = /<li class="q [^"]*" id="([^"]*)" data-k="([^"]*)" data-s="([^"]*)" data-t="([^"]*)" data-v="([^"]*)">/g;
  const NAMED = { amp: "&", lt: "<", gt: ">", quot: "\"" };

  const unescaped = (html) => !html.includes("&") ? html : html.replace(/&(?:(amp|lt|gt|quot)|#x([0-9a-f]+)|#([0-9]+));/gi, (_, name, hex, decimal) =>
    NAMED[name] ?? String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal)));

  // What each quote is filtered by. Words are folded when a search first needs them.
  const facts = [];
  const entries = [];
  const places = new Map();
  const addFact = (part, id, kind, speaker, topics, status) => {
    places.set(id, facts.length);
    facts.push({ id, part, statement: part.section.id, topic: topics.split(" "), speaker: [speaker], kind: [kind], status: [status], folded: "", shown: true });
  };

  // Of several statements, texts and quotes are in <noscript>. A browser that runs scripts keeps that as
  // text, because it takes seconds to make elements of 25,000 quotes; fill() makes those of one statement.
  const parts = sections.map((section) => {
    const part = { section, kept: section.querySelector("noscript"), first: facts.length, marks: null };
    if (part.kept) {
      for (const [, ...values] of part.kept.textContent.matchAll(ENTRY)) addFact(part, ...values.map(unescaped));
    } else {
      for (const entry of section.querySelectorAll(".q")) {
        const { k, s, t, v } = entry.dataset;
        addFact(part, entry.id, k, s, t, v);
        entries.push(entry);
      }
    }
    part.end = facts.length;
    return part;
  });

  const fill = (part) => {
    const { kept, section, first } = part;
    if (!kept) return;
    part.kept = null;
    const range = new Range();
    range.selectNode(kept);
    kept.replaceWith(range.createContextualFragment(kept.textContent));
    section.querySelectorAll(".q").forEach((entry, n) => {
      entries[first + n] = entry;
      if (!facts[first + n].shown) show(first + n);
    });
  };

  // Shows or hides a quote and its marks.
  const show = (at) => {
    const { part, shown } = facts[at];
    if (part.kept) return;
    entries[at].hidden = !shown;
    for (const mark of marked(at)) mark.classList.toggle("off", !shown);
  };

  // The marks of a quote; those of a statement are looked for when the first of them is needed.
  const marked = (at) => {
    const { part } = facts[at];
    if (!part.marks) {
      part.marks = Array.from({ length: part.end - part.first }, () => []);
      for (const mark of part.section.querySelectorAll("mark")) part.marks[mark.dataset.q - part.first].push(mark);
    }
    return part.marks[at - part.first];
  };

  // What can be seen first is filled at once, the rest when it comes near the screen …
  const FIRST_QUOTES = 24;
  const FIRST_STATEMENTS = 6;
  const fillFirst = (left) => {
    let quotes = 0;
    let statements = 0;
    for (const part of parts) {
      const count = left.get(part.section.id) || 0;
      if (!count) continue;
      fill(part);
      quotes += count;
      statements += 1;
      if (quotes >= FIRST_QUOTES || statements >= FIRST_STATEMENTS) return;
    }
  };
  const fillAround = (part) => {
    const open = parts.filter(({ section }) => !section.hidden);
    const at = open.indexOf(part);
    open.slice(Math.max(0, at - 3), at + 4).forEach(fill);
  };
  const near = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) if (isIntersecting) fill(parts[sections.indexOf(target)]);
    if (state.words) highlight(terms(state.words));
  }, { rootMargin: "1000px" });

  // … or when the browser has nothing else to do, so that it finds their words and prints them.
  const wait = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 50));
  let unfilled = 0;
  const fillRest = (deadline) => {
    do {
      while (unfilled < parts.length && !parts[unfilled].kept) unfilled += 1;
      if (unfilled === parts.length) return;
      fill(parts[unfilled]);
    } while (deadline && deadline.timeRemaining() > 5);
    wait(fillRest);
  };

  /* ---- words ---- */

  const SILENT = /[\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670\u0640\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]|(?!\u200b)\p{Cf}/gu;
  const ALONE = /[\p{S}\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmr}\p{scx=Mymr}]/gu;
  const OTHER = /[^\p{L}\p{N}\p{M}\p{S}]+/gu;
  const LETTERS = { ß: "ss", ς: "σ", ø: "o", ł: "l", đ: "d", ð: "d", ħ: "h", ı: "i", ŧ: "t", æ: "ae", œ: "oe", þ: "th" };
  const LETTER = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");
  const PHRASE = /["“”„‟«»＂「」『』]([^"“”„‟«»＂「」『』]*)(?:["“”„‟«»＂「」『』]|$)|([^\s"“”„‟«»＂「」『』]+)/gu;
  const GAP = " […] ";

  // Folds case and accents, and puts a space before each word and after the last one.
  const fold = (text) => {
    const bare = text.normalize("NFKD").toLowerCase().replace(SILENT, "").replace(LETTER, (letter) => LETTERS[letter]);
    return ` ${bare.normalize("NFC").replace(ALONE, " $& ").replace(OTHER, " ").trim().replace(/ {2,}/g, " ")} `;
  };

  const SAID = /<(?:p|blockquote) class="said"[^>]*>([^]*?)<\/(?:p|blockquote)>/g;
  const ESCAPE = /<span[^>]* data-u="([^"]*)">[^<]*<\/span>/g;

  // The words of the quotes of a statement; an escape counts as its character.
  const said = ({ kept, first, end }) => {
    if (!kept) return entries.slice(first, end).map(saidIn);
    const written = Array.from(kept.textContent.matchAll(SAID), ([, html]) => html);
    return written.map((html) => unescaped(html.includes("<") ? html.replaceAll("<wbr>", GAP).replace(ESCAPE, "&#x$1;") : html));
  };

  const saidIn = (entry) => {
    const element = entry.querySelector(".said");
    if (!element.childElementCount) return element.textContent;
    return Array.from(element.childNodes, (node) =>
      node.nodeName === "WBR" ? GAP : node.dataset ? String.fromCodePoint(parseInt(node.dataset.u, 16)) : node.data).join("");
  };

  // The terms of a search: a phrase in quotation marks is complete, any other word may continue.
  const terms = (text) => {
    const list = [];
    for (const [, phrase, word] of text.matchAll(PHRASE)) {
      const folded = fold(phrase ?? word);
      if (folded.trim()) list.push(phrase === undefined ? folded.trimEnd() : folded);
    }
    return list;
  };

  // No phrase crosses from one part of a quote to another.
  const foldAll = () => {
    if (!facts.length || facts[facts.length - 1].folded) return;
    for (const part of parts) {
      said(part).forEach((text, n) => {
        facts[part.first + n].folded = text.split(GAP).map(fold).join("\uffff");
      });
    }
  };

  /* ---- the filter ---- */

  const setText = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  const number = (count) => count.toLocaleString("en");

  const filter = () => {
    const sought = terms(state.words);
    if (sought.length) foldAll();
    const tally = Object.fromEntries(NAMES.map((name) => [name, new Map()]));
    const left = new Map();
    const flipped = [];
    let total = 0;
    facts.forEach((fact, at) => {
      let open = (!state.statement || fact.statement === state.statement)
        && sought.every((term) => fact.folded.includes(term));
      let refusing = "";
      let refusals = 0;
      if (open) {
        for (const name of NAMES) {
          if (state[name].size && !fact[name].some((value) => state[name].has(value))) {
            refusing = name;
            refusals += 1;
          }
        }
        // The count of a choice covers the quotes that pass all the other filters.
        for (const name of NAMES) {
          if (!refusals || (refusals === 1 && refusing === name)) {
            for (const value of fact[name]) tally[name].set(value, (tally[name].get(value) || 0) + 1);
          }
        }
        open = !refusals;
      }
      if (open) {
        total += 1;
        left.set(fact.statement, (left.get(fact.statement) || 0) + 1);
      }
      if (open !== fact.shown) {
        fact.shown = open;
        flipped.push(at);
      }
    });
    flipped.forEach(show);
    for (const section of sections) {
      const hide = !left.has(section.id);
      if (section.hidden !== hide) section.hidden = hide;
    }
    fillFirst(left);
    boxes.forEach((box, at) => {
      const count = tally[box.name].get(box.value) || 0;
      setText(counts[at], number(count));
      box.closest("li").classList.toggle("empty", !count);
    });
    const filtered = Boolean(state.statement || sought.length || NAMES.some((name) => state[name].size));
    nothing.hidden = total > 0;
    clear.hidden = !(filtered || state.words);
    const all = number(facts.length);
    const quotes = facts.length === 1 ? "quote" : "quotes";
    announce(filtered ? `${number(total)} of ${all} ${quotes}` : `${all} ${quotes}`);
    highlight(sought);
  };

  // Delayed, so that a screen reader does not announce outdated numbers while someone types.
  let announcing = 0;
  const announce = (text) => {
    clearTimeout(announcing);
    announcing = setTimeout(() => setText(found, text), 150);
  };

  // Highlights the hits of a search without changing the page, in the first quotes only: nobody looks further.
  const highlight = (sought) => {
    if (!globalThis.Highlight || !CSS.highlights) return;
    CSS.highlights.delete("found");
    if (!sought.length) return;
    const ranges = [];
    let looked = 0;
    for (let at = 0; at < facts.length && looked < 60; at += 1) {
      if (!facts[at].shown || !entries[at]) continue;
      looked += 1;
      const walker = document.createTreeWalker(entries[at].querySelector(".said"), NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        for (const word of node.data.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
          const folded = fold(word[0]);
          if (sought.some((term) => term.trim().split(" ").some((part) => folded.includes(` ${part}`)))) {
            const range = new Range();
            range.setStart(node, word.index);
            range.setEnd(node, word.index + word[0].length);
            ranges.push(range);
          }
        }
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  };

  /* ---- long lists of choices ---- */

  const FIRST = 10;
  const FOUND = 40;
  const lists = Array.from(form.querySelectorAll(".search"), (input) => {
    const items = Array.from(input.closest("fieldset").querySelectorAll("li"), (item) => ({
      item,
      box: item.querySelector("input"),
      label: fold(item.querySelector(".label").textContent),
    }));
    const rest = document.createElement("li");
    rest.className = "more-choices";
    items[0].item.parentElement.append(rest);
    return { input, items, rest };
  });

  // Shows the first choices, or those that are searched for, and always those that are chosen.
  const shorten = ({ input, items, rest }) => {
    const sought = terms(input.value);
    const limit = sought.length ? FOUND : FIRST;
    let fitting = 0;
    for (const { item, box, label } of items) {
      const fits = sought.every((term) => label.includes(term));
      fitting += fits;
      item.hidden = !box.checked && !(fits && fitting <= limit);
    }
    const others = sought.length ? fitting - limit : items.length - limit;
    rest.hidden = others <= 0 && fitting > 0;
    setText(rest, fitting ? `and ${number(Math.max(0, others))} more` : "none of this name");
  };

  /* ---- the address ---- */

  const address = () => {
    const query = new URLSearchParams();
    if (state.statement) query.set("statement", state.statement);
    for (const name of NAMES) for (const value of state[name]) query.append(name, value);
    if (state.words) query.set("words", state.words);
    if (state.quote) query.set("quote", state.quote);
    return `#${query.toString().replaceAll("%2F", "/")}`;
  };

  const keep = (step) => {
    const now = address();
    if (now === (location.hash || "#")) return;
    history[step ? "pushState" : "replaceState"](null, "", now === "#" ? location.pathname + location.search : now);
  };

  // A fragment may also be the id of a quote or a statement, as in the links of the page itself.
  const read = () => {
    const hash = location.hash.slice(1);
    const query = new URLSearchParams(hash.includes("=") ? hash : "");
    let quote = query.get("quote") || "";
    let statement = query.get("statement") || "";
    if (hash && !hash.includes("=")) {
      // A statement may be called "text", too: only a quote's whole id has a slash in it.
      const name = decode(hash).replace(/^text\/(?=.*\/)/, "");
      if (places.has(name)) quote = name;
      else if (sections.some((section) => section.id === name)) statement = name;
    }
    state.statement = sections.length > 1 && sections.some((section) => section.id === statement) ? statement : "";
    for (const name of NAMES) state[name] = new Set(query.getAll(name));
    state.words = query.get("words") || "";
    state.quote = places.has(quote) ? quote : "";
    words.value = state.words;
    if (chooser) chooser.value = state.statement;
    for (const box of boxes) box.checked = state[box.name].has(box.value);
    lists.forEach(shorten);
    filter();
    select(state.quote ? places.get(state.quote) : -1, "both");
  };

  const decode = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };

  /* ---- one quote ---- */

  // `towards` says what is scrolled into view: the place in the "text", the entry in the "list", or "both".
  const select = (at, towards) => {
    if (at >= 0 && !facts[at].shown) at = -1;
    if (selected >= 0 && selected !== at) {
      entries[selected].removeAttribute("aria-current");
      for (const mark of marked(selected)) mark.classList.remove("on");
    }
    selected = at;
    state.quote = at < 0 ? "" : facts[at].id;
    if (at < 0) return;
    fillAround(facts[at].part);
    entries[at].setAttribute("aria-current", "true");
    for (const mark of marked(at)) mark.classList.add("on");
    const sign = document.getElementById(`text/${facts[at].id}`);
    if (towards === "text" && sign) view(narrow.matches ? "text" : "both");
    else if (towards !== "both" && shownView === "text") view(narrow.matches ? "list" : "both");
    const bring = () => {
      if (towards !== "list" && sign) sign.scrollIntoView({ block: "center" });
      if (towards !== "text") center(entries[at]);
    };
    bring();
    // Again, because what had never been drawn had only an estimated height.
    requestAnimationFrame(() => requestAnimationFrame(bring));
  };

  // Beside the text, the list scrolls on its own; the page then stays in place.
  const center = (entry) => {
    const list = entry.closest(".list");
    if (getComputedStyle(list).position !== "sticky") {
      entry.scrollIntoView({ block: "center" });
      return;
    }
    const [inner, outer] = [entry.getBoundingClientRect(), list.getBoundingClientRect()];
    list.scrollTop += inner.top - outer.top - Math.max(0, (outer.height - inner.height) / 2);
  };

  const view = (name) => {
    shownView = name;
    for (const one of ["list", "both", "text"]) root.classList.toggle(`${one}-view`, one === name);
    for (const button of form.querySelectorAll("[name=view]")) {
      button.setAttribute("aria-pressed", String(button.value === name));
    }
  };

  /* ---- copying ---- */

  const citable = (entry) => {
    const text = (name) => entry.querySelector(name)?.textContent.trim() ?? "";
    const manner = text(".manner");
    const cite = text(".cite");
    // The citation of what somebody denies says so itself.
    const how = manner && !cite.startsWith(manner) ? `${manner} ` : "";
    const lines = [text(".said"), `— ${how}${cite}`];
    const doubt = text(".doubt");
    if (doubt) lines.push(`[${doubt}]`);
    return lines.join("\n");
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = document.createElement("textarea");
      field.value = text;
      field.className = "away";
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      return done;
    }
  };

  const copied = async (button) => {
    const entry = button.closest(".q");
    const done = await copy(citable(entry));
    button.focus({ preventScroll: true });
    setText(button, done ? "Copied" : "Copy failed");
    announce(done ? "Copied with citation" : "The browser does not allow copying");
    setTimeout(() => {
      setText(button, "Copy");
      filter();
    }, 2000);
  };

  /* ---- events ---- */

  let pending = 0;
  const changed = (wait) => {
    clearTimeout(pending);
    pending = setTimeout(() => {
      state.statement = chooser ? chooser.value : "";
      for (const name of NAMES) {
        state[name] = new Set(boxes.filter((box) => box.name === name && box.checked).map((box) => box.value));
      }
      state.words = words.value.trim();
      filter();
      if (selected >= 0 && !facts[selected].shown) select(-1, "both");
      keep(false);
    }, wait);
  };

  form.addEventListener("input", (event) => {
    const list = lists.find(({ input }) => input === event.target);
    if (list) shorten(list);
    else changed(event.target === words ? 60 : 0);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    changed(0);
    setTimeout(() => lists.forEach(shorten));
    words.focus();
  });
  form.addEventListener("click", (event) => {
    if (event.target.name === "view") view(event.target.value);
  });
  words.addEventListener("focus", foldAll, { once: true });

  document.getElementById("_quotes").addEventListener("click", (event) => {
    const target = event.target;
    if (target.matches(".copy")) {
      copied(target);
      return;
    }
    const link = target.closest("a");
    if ((link && !link.matches(".to, .n, .own")) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!link && String(getSelection())) return;
    const entry = target.closest(".q");
    const mark = target.closest("mark:not(.off)");
    let at = -1;
    if (entry) at = places.get(entry.id);
    else if (link) at = places.get(decode(link.hash.slice(1)));
    else if (mark) at = Number(mark.dataset.q);
    if (at < 0) return;
    event.preventDefault();
    // When only one of the two is visible, an entry opens in place.
    const towards = entry && (link ? link.matches(".to") : shownView === "both") ? "text" : "list";
    select(at, towards);
    keep(true);
    if (link) {
      const there = towards === "text" ? document.getElementById(`text/${entry.id}`) : entries[at].querySelector(".own");
      there?.focus({ preventScroll: true });
    }
  });

  addEventListener("hashchange", read);
  addEventListener("beforeprint", () => parts.forEach(fill));
  wide.addEventListener("change", () => {
    details.open = wide.matches;
  });

  // Beside each other there is no place for both, and the texts of many statements are long.
  narrow.addEventListener("change", () => {
    if (narrow.matches && shownView === "both") view("list");
  });

  root.classList.add("js");
  view(narrow.matches || sections.length > 1 ? "list" : "both");
  form.hidden = false;
  details.open = wide.matches;
  read();
  for (const { kept, section } of parts) if (kept) near.observe(section);
  wait(fillRest);
})();
