
'use strict';
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (id) => document.getElementById(id);
  const map = JSON.parse(one('mapdata') ? one('mapdata').textContent : '{"nodes":[],"links":[],"generation":""}');

  // Ticked pairs, by their two keys in order; the same pair may stand on the page more than once.
  const blocked = new Map();
  const named = (a, b) => JSON.stringify([a, b].sort());
  const storage = 'cobuy-inspect:' + map.generation;

  // A TOML basic string: JSON's escapes are among TOML's; only delete is allowed in one and not in the other.
  const quoted = (text) => JSON.stringify(text).replace(/\u007f/g, '\\u007f');
  const comment = (text) => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');

  function show() {
    one('blocks').value = [...blocked.values()]
      .map(({ a, b, name }) => `[[block]]\npair = [${quoted(a)}, ${quoted(b)}] # ${comment(name)}\n`)
      .join('\n');
    one('tally').hidden = blocked.size === 0;
    one('tally').querySelector('b').textContent = String(blocked.size);
    for (const box of all('.block')) box.checked = blocked.has(named(box.dataset.a, box.dataset.b));
    try {
      localStorage.setItem(storage, JSON.stringify([...blocked]));
    } catch {
      // Pages from files may have no storage; then ticks last as long as the page.
    }
  }

  document.addEventListener('change', ({ target }) => {
    if (!target.matches('.block')) return;
    const { a, b, name } = target.dataset;
    if (target.checked) blocked.set(named(a, b), { a, b, name });
    else blocked.delete(named(a, b));
    show();
  });

  one('clear').addEventListener('click', () => {
    blocked.clear();
    show();
    one('said').textContent = 'Nothing is ticked.';
  });

  one('copy').addEventListener('click', async () => {
    const text = one('blocks').value;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      one('blocks').select();
      document.execCommand('copy');
    }
    one('said').textContent = text ? `${blocked.size} copied: paste at the end of cobuy.toml.` : 'Nothing is ticked.';
  });

  one('find').addEventListener('input', ({ target }) => {
    const words = target.value.toLowerCase().split(/\s+/);
    for (const card of all('#strongest .pair')) {
      const text = card.querySelector('.sides').textContent.toLowerCase();
      card.hidden = !words.every((word) => text.includes(word));
    }
    for (const more of all('#strongest .group details')) more.open = target.value !== '';
    for (const group of all('#strongest .group')) group.hidden = !group.querySelector('.pair:not([hidden])');
  });

  const drawing = one('drawing');
  if (drawing) {
    const about = one('about');
    const element = (name, text) => {
      const made = document.createElement(name);
      if (text) made.textContent = text;
      return made;
    };

    const choose = (chosen) => {
      for (const near of all('.near', drawing)) near.classList.remove('near');
      drawing.classList.toggle('chosen', chosen !== undefined);
      about.replaceChildren();
      if (chosen === undefined) return;
      const dot = (n) => drawing.querySelector(`[data-n="${n}"]`);
      dot(chosen).classList.add('near');
      const [key, title, price, weight] = map.nodes[chosen];
      const list = element('ul');
      map.links.forEach(([a, b, words], at) => {
        if (a !== chosen && b !== chosen) return;
        const other = a === chosen ? b : a;
        one(`l${at}`).classList.add('near');
        dot(other).classList.add('near');
        const box = element('input');
        box.type = 'checkbox';
        box.className = 'block';
        Object.assign(box.dataset, { a: map.nodes[a][0], b: map.nodes[b][0], name: `${map.nodes[a][1]} and ${map.nodes[b][1]}` });
        box.setAttribute('aria-label', `Block ${box.dataset.name}`);
        const said = element('span', map.nodes[other][1]);
        said.append(element('small', words));
        const item = element('li');
        item.append(box, said);
        list.append(item);
      });
      about.append(element('h3', title), element('small', [key, price, weight].filter(Boolean).join(' · ')), list);
      show();
    };

    drawing.addEventListener('click', ({ target }) => {
      choose(target.matches('circle') ? Number(target.dataset.n) : undefined);
    });
    drawing.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') choose(undefined);
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      choose(Number(event.target.dataset.n));
    });

    let zoom = 1;
    const frame = drawing.parentElement;
    for (const button of all('[data-zoom]')) {
      button.addEventListener('click', () => {
        const middle = [frame.scrollLeft + frame.clientWidth / 2, frame.scrollTop + frame.clientHeight / 2];
        const before = zoom;
        zoom = { in: Math.min(zoom * 1.4, 6), out: Math.max(zoom / 1.4, 1), all: 1 }[button.dataset.zoom];
        drawing.style.width = `${zoom * 100}%`;
        drawing.style.minWidth = button.dataset.zoom === 'all' ? '0' : '';
        frame.scrollTo((middle[0] * zoom) / before - frame.clientWidth / 2, (middle[1] * zoom) / before - frame.clientHeight / 2);
      });
    }
  }

  addEventListener('beforeprint', () => {
    for (const part of all('details')) part.open = true;
  });

  try {
    for (const [name, pair] of JSON.parse(localStorage.getItem(storage) || '[]')) blocked.set(name, pair);
  } catch {
    blocked.clear();
  }
  show();
})();
