/** The preview's page: lists the samples, shows one, and looks twice a second whether a file was saved. */
const EVERY_MS = 500;
const element = (id) => document.getElementById(id);
const chosen = () => decodeURIComponent(location.hash.slice(1)) || 'invoice-one-line';
let kind = 'html';
let seen = { version: '', faults: [], samples: [] };

function show() {
  const address = `/sample/${chosen()}.${kind}`;
  element('page').src = `${address}?${seen.version}`;
  element('open').href = address;
  const sample = seen.samples.find(({ name }) => name === chosen());
  element('title').textContent = sample ? `${sample.group}: ${sample.title}` : chosen();
  for (const button of document.querySelectorAll('nav button')) button.toggleAttribute('aria-current', button.dataset.name === chosen());
  for (const button of document.querySelectorAll('.switch button')) button.setAttribute('aria-pressed', String(button.dataset.kind === kind));
}

function listed() {
  const groups = [...new Set(seen.samples.map(({ group }) => group))];
  element('samples').replaceChildren(...groups.flatMap((group) => {
    const head = Object.assign(document.createElement('h2'), { textContent: group });
    const buttons = seen.samples.filter((sample) => sample.group === group).map(({ name, title }) => {
      const button = Object.assign(document.createElement('button'), { textContent: title, type: 'button' });
      button.dataset.name = name;
      button.addEventListener('click', () => { location.hash = name; });
      return button;
    });
    return [head, ...buttons];
  }));
}

function told() {
  element('faults').hidden = seen.faults.length === 0;
  element('faults').querySelector('ol').replaceChildren(...seen.faults.map((fault) => Object.assign(document.createElement('li'), { textContent: fault })));
}

async function look() {
  try {
    const next = await (await fetch('/state')).json();
    element('status').textContent = '';
    if (next.version === seen.version) return;
    seen = next;
    listed();
    told();
    show();
  } catch {
    element('status').textContent = 'The preview has ended.';
  }
}

element('logo').querySelector('input').addEventListener('change', async ({ target }) => {
  const [file] = target.files;
  if (!file) return;
  const reply = await fetch('/logo', { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: file });
  const { message, next = '' } = await reply.json();
  element('logo').querySelector('p').textContent = `${message} ${next}`;
});
for (const button of document.querySelectorAll('.switch button')) button.addEventListener('click', () => { kind = button.dataset.kind; show(); });
addEventListener('hashchange', show);
setInterval(look, EVERY_MS);
look();
