/** Building the page: elements from values, never from markup, so that nothing anyone typed can become a tag. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An element. `props` are attributes, except `class`, `on` (listeners by event), `data` (data- attributes) and DOM
 * properties named with a dot (`.value`). null, false and undefined are left out; children may be nested lists.
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'on') for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (name === 'data') Object.assign(element.dataset, value);
    else if (name.startsWith('.')) element[name.slice(1)] = value;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  append(element, children);
  return element;
}

/** Appends children: nodes, texts, or lists of them. */
export function append(parent, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return parent;
}

/** Replaces everything inside. */
export function fill(parent, ...children) {
  parent.replaceChildren();
  return append(parent, ...children);
}

const PATHS = {
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'M6 6l12 12M18 6L6 18',
  back: 'M15 5l-7 7 7 7',
  send: 'M4 12l16-8-6 16-3-7z',
  home: 'M4 11l8-7 8 7v9h-5v-6H9v6H4z',
  mail: 'M3 6h18v12H3zM3 7l9 7 9-7',
  hash: 'M9 4L7 20M17 4l-2 16M4 9h16M4 15h16',
  app: 'M7 4h10v16l-2.5-1.6L12 20l-2.5-1.6L7 20zM10 9h4M10 13h4',
  flow: 'M5 6h6v5H5zM13 13h6v5h-6zM8 11v4h5',
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  reply: 'M10 6l-6 6 6 6M4 12h10a6 6 0 016 6v1',
  eye: 'M2 12s4-6.5 10-6.5S22 12 22 12s-4 6.5-10 6.5S2 12 2 12zM12 9.5a2.5 2.5 0 100 5 2.5 2.5 0 000-5z',
  file: 'M7 3h7l4 4v14H7zM14 3v5h4',
  out: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  moon: 'M20 14.5A8.5 8.5 0 019.5 4 8.5 8.5 0 1020 14.5z',
  search: 'M10.5 4a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM15.5 15.5L21 21',
  warn: 'M12 4l9 16H3zM12 10v4M12 17h.01',
  bolt: 'M13 3L5 14h6l-1 7 8-11h-6z',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  stop: 'M12 3.5a8.5 8.5 0 100 17 8.5 8.5 0 000-17zM6 6l12 12',
  glass: 'M7 3h10M7 21h10M8 3v4l4 5-4 5v4M16 3v4l-4 5 4 5v4',
  clock: 'M12 4a8 8 0 100 16 8 8 0 000-16zM12 8v4l3 2',
  coins: 'M12 4c4 0 7 1.3 7 3s-3 3-7 3-7-1.3-7-3 3-3 7-3zM5 7v5c0 1.7 3 3 7 3s7-1.3 7-3V7M5 12v5c0 1.7 3 3 7 3s7-1.3 7-3v-5',
  bin: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5',
  bell: 'M6 17h12l-1.5-2.5V10a4.5 4.5 0 00-9 0v4.5zM10 20h4',
  tray: 'M4 14v6h16v-6M12 15V4M8 8l4-4 4 4',
  pause: 'M9 5v14M15 5v14',
  pen: 'M4 20l1-4L16.5 4.5l3 3L8 19zM14 7l3 3',
  talk: 'M4 5h16v11H10l-5 4v-4H4z',
};

/** A line icon; it says nothing to a screen reader, so the element around it must have a name. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  for (const [key, value] of Object.entries({ viewBox: '0 0 24 24', class: `icon ${name}`, 'aria-hidden': 'true', focusable: 'false' })) svg.setAttribute(key, value);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows an icon and speaks a name. */
export const iconButton = (name, label, click, props = {}) => h('button', { type: 'button', class: 'icon-button', 'aria-label': label, title: label, on: { click }, ...props }, icon(name));

/** A short word that goes away by itself; errors stay a little longer. */
export function toast(text, kind = 'info') {
  const note = h('div', { class: `toast ${kind}` }, text);
  document.getElementById('toasts').append(note);
  setTimeout(() => note.remove(), kind === 'error' ? 8000 : 4000);
}

/** Tells a screen reader what just happened elsewhere on the page. */
export function announce(text) {
  document.getElementById('live').textContent = text;
}

/** Runs `act` one at a time: calls while it runs become one more run, which they wait for. */
export function oneAtATime(act) {
  let running;
  let again = false;
  return () => {
    again = true;
    running ??= (async () => {
      while (again) {
        again = false;
        await act();
      }
    })().finally(() => { running = undefined; });
    return running;
  };
}

/** Calls `act` once things have been quiet for `ms`. */
export function quietly(ms, act) {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...args), ms);
  };
}
