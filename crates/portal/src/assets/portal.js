// The portal in the browser: drawer, search, theme, ages, and either live updates (served) or its own pages (exported).
(() => {
  'use strict';
  const page = document.documentElement;
  const exported = page.dataset.mode === 'exported';
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const main = one('#main');
  const root = exported ? '#/' : '/';
  let store = null;

  // Ages: a moment is told as it is in the page, and how long ago it was from here.
  const steps = [[31536000, 'year'], [2592000, 'month'], [86400, 'day'], [3600, 'hour'], [60, 'minute']];
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  function age(within) {
    for (const time of all('time', within)) {
      const seconds = (Date.parse(time.dateTime) - Date.now()) / 1000;
      const [length, unit] = steps.find(([length]) => Math.abs(seconds) >= length) || [1, 'second'];
      if (!time.title) time.title = time.textContent;
      time.textContent = unit === 'second' ? 'just now' : words.format(Math.round(seconds / length), unit);
    }
  }

  // Theme: as the system, light, dark.
  const themes = ['', 'light', 'dark'];
  function showTheme() {
    const now = page.dataset.theme || '';
    one('#theme-name').textContent = { '': 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' }[now];
  }
  one('#theme').addEventListener('click', () => {
    const next = themes[(themes.indexOf(page.dataset.theme || '') + 1) % themes.length];
    if (next) page.dataset.theme = next; else delete page.dataset.theme;
    try { localStorage.setItem('abide-theme', next); } catch { /* it holds until the page is left */ }
    showTheme();
  });
  showTheme();

  // The menu of a narrow window.
  const menu = one('#menu');
  const side = one('#side');
  function openMenu(open) {
    side.classList.toggle('open', open);
    menu.setAttribute('aria-expanded', String(open));
  }
  menu.addEventListener('click', () => openMenu(!side.classList.contains('open')));

  // The parts of an address in this page's own way: what it is of, and the place within it.
  function split(href) {
    if (!exported) {
      const url = new URL(href, location.href);
      return [url.pathname.slice(1), url.hash.slice(1)];
    }
    const hash = href.slice(href.indexOf('#') + 1);
    if (!hash.startsWith('/')) return [null, hash];
    const at = hash.indexOf('#');
    return at < 0 ? [hash.slice(1), ''] : [hash.slice(1, at), hash.slice(at + 1)];
  }

  // The content of a page: from the file itself, or from the server.
  async function content(href) {
    const [address] = split(href);
    if (exported) {
      const [title, html] = store.pages[address] || ['Not here', '<header class="head"><h1>Not here</h1></header><p class="lead">This file has no such page.</p>'];
      const made = document.createElement('template');
      made.innerHTML = html;
      // Nothing of a template is fetched: here is the last moment to say what an image really is.
      for (const image of all('img', made.content)) {
        const kept = store.images[split(image.getAttribute('src'))[0]];
        if (kept) image.src = kept; else image.replaceWith(`Image: ${image.alt}`);
      }
      return { title, nodes: [...made.content.childNodes] };
    }
    const answer = await fetch(href, { credentials: 'same-origin' });
    const read = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const found = one('#main', read);
    if (!found) throw new Error('no page');
    return { title: read.title, nodes: [...found.childNodes], side: one('#side', read) };
  }

  // The drawer: why a verdict, beside the text that it is about.
  const drawer = one('#drawer');
  const drawerBody = one('#drawer-body');
  let opener = null;
  async function openDrawer(link) {
    const href = link.getAttribute('href');
    let found;
    try { found = await content(href); } catch { location.href = href; return; }
    if (!drawer.contains(link)) {
      if (opener) opener.classList.remove('open');
      opener = link;
      opener.classList.add('open');
    }
    one('#drawer-open').setAttribute('href', href);
    drawerBody.replaceChildren(...found.nodes);
    for (const heading of all('h1', drawerBody)) heading.setAttribute('aria-level', '2');
    age(drawerBody);
    // The text makes room, and the line that was asked about stays where it is.
    const before = opener.getBoundingClientRect().top;
    drawer.hidden = false;
    page.classList.add('with-drawer');
    scrollBy(0, opener.getBoundingClientRect().top - before);
    drawerBody.scrollTop = 0;
    drawerBody.focus();
  }
  function closeDrawer() {
    if (drawer.hidden) return;
    const before = opener?.getBoundingClientRect().top ?? 0;
    drawer.hidden = true;
    page.classList.remove('with-drawer');
    scrollBy(0, (opener?.getBoundingClientRect().top ?? 0) - before);
    drawerBody.replaceChildren();
    if (opener) {
      opener.classList.remove('open');
      if (opener.isConnected) opener.focus();
    }
    opener = null;
  }
  one('#drawer-close').addEventListener('click', closeDrawer);

  document.addEventListener('click', (event) => {
    const copy = event.target.closest('[data-copy]');
    if (copy) {
      const text = one('code', copy.parentElement).textContent;
      navigator.clipboard?.writeText(text).then(() => { copy.textContent = 'Copied'; }, () => {});
      return;
    }
    if (event.target.closest('[data-search]')) { openSearch(); return; }
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    const link = event.target.closest('a[data-why]');
    if (link && plain) {
      event.preventDefault();
      openDrawer(link);
      return;
    }
    if (event.target.closest('#side a')) openMenu(false);
    if (event.target.closest('#drawer a') && plain) closeDrawer();
  });

  // Search, as you type.
  const search = one('#search');
  const query = one('#query');
  const hits = one('#hits');
  const said = one('#search-said');
  let shown = [];
  let chosen = 0;
  let asking = 0;
  function openSearch() {
    openMenu(false);
    if (!search.open) search.showModal();
    query.select();
    ask();
  }
  const parts = () => all('#side .parts a').map((link) => ({
    title: one('span', link).textContent, detail: '', kind: 'page', href: link.getAttribute('href'), verdict: link.dataset.part,
  }));
  async function ask() {
    const wanted = query.value.trim();
    const mine = ++asking;
    let found;
    if (!wanted) found = parts();
    else if (exported) found = searchHere(wanted);
    else {
      try {
        const answer = await fetch(`/search.json?q=${encodeURIComponent(wanted)}`, { credentials: 'same-origin' });
        found = (await answer.json()).hits.map((hit) => ({ ...hit, href: root + hit.address }));
      } catch { found = []; }
    }
    // An answer to an earlier question comes too late.
    if (mine !== asking) return;
    shown = found;
    chosen = 0;
    hits.replaceChildren(...found.map(option));
    choose(0);
    said.textContent = !wanted ? '' : found.length === 0 ? 'Nothing found' : found.length === 1 ? '1 result' : `${found.length} results`;
  }
  function option(hit, at) {
    const item = document.createElement('li');
    item.id = `hit-${at}`;
    item.setAttribute('role', 'option');
    const icon = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    icon.setAttribute('class', `icon v-${hit.verdict}`);
    icon.setAttribute('aria-hidden', 'true');
    const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
    use.setAttribute('href', `#i-${hit.verdict}`);
    icon.append(use);
    const cell = (name, text) => {
      const span = document.createElement('span');
      span.className = name;
      span.textContent = text;
      return span;
    };
    item.append(icon, cell('hit-title', hit.title), cell('hit-kind', hit.kind));
    if (hit.detail) item.append(cell('hit-detail', hit.detail));
    item.addEventListener('click', () => open(at));
    item.addEventListener('pointermove', () => { if (chosen !== at) choose(at, false); });
    return item;
  }
  function choose(at, scroll = true) {
    chosen = shown.length ? (at + shown.length) % shown.length : 0;
    all('li', hits).forEach((item, number) => item.setAttribute('aria-selected', String(number === chosen)));
    const item = hits.children[chosen];
    if (item) query.setAttribute('aria-activedescendant', item.id); else query.removeAttribute('aria-activedescendant');
    if (item && scroll) item.scrollIntoView({ block: 'nearest' });
  }
  function open(at) {
    const hit = shown[at];
    if (!hit) return;
    search.close();
    location.href = hit.href;
  }
  function searchHere(wanted) {
    const terms = wanted.toLowerCase().split(/\s+/).filter(Boolean);
    const found = [];
    for (const [title, detail, address, kind, verdict] of store.index) {
      const low = title.toLowerCase();
      const whole = `${low} ${detail.toLowerCase()} ${kind}`;
      if (!terms.every((term) => whole.includes(term))) continue;
      let rank = kind === 'specification' ? 40 : 0;
      for (const term of terms) rank += low.startsWith(term) ? 12 : low.includes(term) ? 8 : 2;
      found.push([rank - Math.min(low.length, 200) / 100, { title, detail, kind, verdict, href: root + address }]);
    }
    found.sort((a, b) => b[0] - a[0]);
    return found.slice(0, 30).map(([, hit]) => hit);
  }
  query.addEventListener('input', ask);
  query.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') choose(chosen + 1);
    else if (event.key === 'ArrowUp') choose(chosen - 1);
    else if (event.key === 'Enter') open(chosen);
    else return;
    event.preventDefault();
  });
  search.addEventListener('click', (event) => { if (event.target === search) search.close(); });

  document.addEventListener('keydown', (event) => {
    if ((event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      if (search.open) search.close(); else openSearch();
    } else if (event.key === 'Escape' && !search.open) {
      if (!drawer.hidden) closeDrawer(); else openMenu(false);
    }
  });
  if (/Mac|iPhone|iPad/.test(navigator.platform)) for (const key of all('.search-button kbd')) key.textContent = '⌘ K';

  // Whatever is folded is unfolded on paper.
  let folded = [];
  addEventListener('beforeprint', () => {
    folded = all('main details:not([open])').filter((details) => !details.closest('.drawing'));
    for (const details of folded) details.open = true;
  });
  addEventListener('afterprint', () => { for (const details of folded) details.open = false; });

  // An exported file finds its pages in itself.
  const specTitle = one('#specs-title').textContent;
  function route(first) {
    const [address, anchor] = split(location.hash || '#/');
    if (address === null) return;
    if (main.dataset.address !== address || first) {
      content(location.hash || '#/').then(({ title, nodes }) => {
        main.replaceChildren(...nodes);
        main.dataset.address = address;
        document.title = `${title} · ${specTitle}`;
        for (const link of all('#side a')) {
          const [to] = split(link.getAttribute('href'));
          const here = link.dataset.part ? link.dataset.part === partOf(address) : to === address;
          if (here) link.setAttribute('aria-current', 'page'); else link.removeAttribute('aria-current');
        }
        closeDrawer();
        age(main);
        if (!anchor) { scrollTo(0, 0); if (!first) main.focus({ preventScroll: true }); }
        scrollToAnchor(anchor);
      });
    } else scrollToAnchor(anchor);
  }
  function partOf(address) {
    const kind = address.split('/')[0];
    return ['spec', 'why', 'matrix', 'model', 'graph', 'contradictions', 'history'].includes(kind) ? kind : 'board';
  }
  function scrollToAnchor(anchor) {
    if (anchor) document.getElementById(decodeURIComponent(anchor))?.scrollIntoView();
  }
  function begin() {
    const packed = Uint8Array.from(atob(one('#data').textContent), (letter) => letter.charCodeAt(0));
    store = JSON.parse(new TextDecoder().decode(unpack(packed)));
    page.dataset.ready = 'yes';
    addEventListener('hashchange', () => route(false));
    route(true);
  }

  // A served page follows the documents and the ledger.
  const pulse = one('#pulse');
  async function refresh() {
    let found;
    try { found = await content(location.href); } catch { return; }
    const focused = document.activeElement;
    const name = focused?.id ? `#${CSS.escape(focused.id)}` : focused?.getAttribute?.('href') ? `a[href="${CSS.escape(focused.getAttribute('href'))}"]` : null;
    const inMain = main.contains(focused) && focused !== main;
    const unfolded = all('details', main).map((details) => details.open);
    const place = scrollY;
    main.replaceChildren(...found.nodes);
    all('details', main).forEach((details, at) => { if (unfolded[at]) details.open = true; });
    for (const list of ['.parts', '.specs']) {
      const fresh = found.side && one(list, found.side);
      if (fresh) one(list, side).replaceChildren(...fresh.childNodes);
    }
    age(main);
    scrollTo(0, place);
    if (inMain && name) one(name, main)?.focus({ preventScroll: true });
    one('#said').textContent = 'The page has been brought up to date.';
  }
  let events = null;
  function follow() {
    events = new EventSource('/events');
    events.addEventListener('changed', refresh);
    events.addEventListener('running', (event) => {
      const pieces = Number(event.data);
      pulse.classList.toggle('live', pieces >= 0);
      pulse.textContent = pieces >= 0 ? `A run goes on: ${pieces} tried` : '';
    });
    events.addEventListener('trouble', (event) => { pulse.textContent = event.data; });
    events.onerror = () => { pulse.classList.remove('live'); pulse.textContent = 'The server is away; this page is as it was.'; };
    events.onopen = () => { pulse.textContent = ''; };
  }
  // A browser keeps few connections to one server: pages that nobody looks at give theirs back, and catch up later.
  function attend() {
    if (document.hidden) {
      events?.close();
      events = null;
    } else if (!events) {
      follow();
      refresh();
    }
  }

  age(document);
  if (exported) {
    begin();
  } else {
    follow();
    document.addEventListener('visibilitychange', attend);
    addEventListener('pagehide', () => { events?.close(); events = null; });
    addEventListener('pageshow', attend);
  }
})();
