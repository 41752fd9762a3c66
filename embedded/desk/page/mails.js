/** The mail outbox: what left the office, as the client sees it. */
import { clock, dayLabel } from './dates.js';
import { fill, h, icon, iconButton } from './dom.js';
import { read, sentenceFor } from './door.js';
import { link } from './mrkdwn.js';

const seconds = (iso) => new Date(iso).getTime() / 1000;
const people = (list) => list.map(({ name, email }) => (name ? `${name} <${email}>` : email)).join(', ');
const size = (bytes) => (bytes < 1024 ? `${bytes} B` : `${Math.round(bytes / 1024)} KB`);
/** The last word on a mail, and its colour. */
const fates = { delivered: ['Delivered', 'good'], bounce: ['Bounced', 'bad'], dropped: ['Dropped', 'bad'], deferred: ['Deferred', 'wait'], processed: ['On its way', 'wait'] };
const fate = ({ events }) => {
  const [label, tone] = fates[events.at(-1)] ?? [events.at(-1) ?? 'Accepted', 'wait'];
  return h('span', { class: `badge ${tone}` }, label);
};

function row(mail, chosen, zone) {
  return h('a', { class: 'mail-row', href: `#/mails/${mail.id}`, 'aria-current': chosen ? 'true' : null },
    h('span', { class: 'mail-top' }, h('strong', {}, people(mail.to)), h('time', {}, `${dayLabel(seconds(mail.at), zone)}, ${clock(seconds(mail.at), zone)}`)),
    h('span', { class: 'mail-subject' }, mail.subject),
    h('span', { class: 'mail-end' }, fate(mail), mail.attachments.length > 0 && h('small', {}, icon('file'), mail.attachments.map((each) => each.filename).join(', '))));
}

/** Text with its links live, as a mail program shows it. */
const plainText = (text) => text.split(/(https?:\/\/[^\s<>]+[^\s<>.,;:!?)])/g).map((part, at) => (at % 2 === 1 ? link(part, part) : part));

function tabs(mail) {
  const base = `/desk/api/mails/${mail.mail.id}`;
  const files = mail.mail.attachments.filter((each) => each.disposition !== 'inline');
  return [
    mail.html && { name: 'As received', draw: () => h('iframe', { class: 'mail-frame', title: 'The mail', src: `${base}/html`, sandbox: 'allow-popups allow-popups-to-escape-sandbox' }) },
    mail.text && { name: 'Plain text', draw: () => h('pre', { class: 'mail-text' }, plainText(mail.text)) },
    ...files.map((each) => {
      const href = `${base}/attachments/${each.at}`;
      const bar = h('p', { class: 'file-bar' }, icon('file'), h('strong', {}, each.filename), h('span', {}, size(each.size)), h('a', { class: 'button', href, target: '_blank', rel: 'noopener' }, 'Open'), h('a', { class: 'button', href, download: each.filename }, 'Save'));
      const view = each.type === 'application/pdf' ? h('iframe', { class: 'mail-frame', title: each.filename, src: `${href}#view=FitH` }) : null;
      return { name: each.filename, file: true, draw: () => h('div', { class: 'file-view' }, bar, view) };
    }),
  ].filter(Boolean);
}

function reader(answer, zone) {
  const { mail } = answer;
  const all = tabs(answer);
  const stage = h('div', { class: 'mail-stage', role: 'tabpanel', id: 'mail-stage' });
  const strip = h('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Parts of this mail' });
  const choose = (at, focus) => {
    [...strip.children].forEach((node, index) => {
      node.setAttribute('aria-selected', String(index === at));
      node.tabIndex = index === at ? 0 : -1;
      if (index === at && focus) node.focus();
    });
    fill(stage, all[at].draw());
  };
  for (const [at, tab] of all.entries()) strip.append(h('button', { type: 'button', role: 'tab', 'aria-controls': 'mail-stage', on: { click: () => choose(at) } }, tab.file && icon('file'), tab.name));
  strip.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) choose((([...strip.children].indexOf(document.activeElement)) + step + all.length) % all.length, true);
  });
  if (all.length > 0) choose(0);
  const line = (name, value) => value && h('div', {}, h('dt', {}, name), h('dd', {}, value));
  return h('article', { class: 'mail', 'aria-label': mail.subject },
    h('h2', {}, mail.subject),
    h('dl', { class: 'mail-head' }, line('From', people([mail.from])), line('To', people(mail.to)), line('Cc', people(mail.cc)), line('Sent', `${dayLabel(seconds(mail.at), zone)}, ${clock(seconds(mail.at), zone)}`), line('State', h('span', {}, fate(mail), h('small', {}, ` ${mail.events.join(' → ')}`)))),
    strip, stage);
}

/** Shows the outbox and, when `place.mail` names one, that mail. */
export function mails(main, desk, place) {
  const list = h('nav', { class: 'mail-list', 'aria-label': 'Mails' });
  const pane = h('div', { class: 'mail-pane' });
  const zone = desk.names.timezone;
  main.classList.remove('with-side');
  main.replaceChildren(h('section', { class: `mails${place.mail ? ' reading' : ''}`, 'aria-label': 'Mail outbox' },
    h('header', { class: 'bar' }, place.mail && iconButton('back', 'All mails', () => { location.hash = '#/mails'; }, { class: 'icon-button only-narrow' }), desk.menuButton(), h('h1', {}, icon('mail'), h('span', {}, 'Mail outbox')), h('span', { class: 'bar-note' }, 'Nothing here ever reaches the internet')),
    h('div', { class: 'mail-columns' }, list, pane)));

  const look = async () => {
    const answer = await read('mails');
    if (!answer.mails) return fill(list, h('p', { class: 'problem', role: 'alert' }, sentenceFor(answer.error)));
    desk.sawMails(answer.mails);
    if (answer.mails.length > 0) return fill(list, answer.mails.map((mail) => row(mail, mail.id === place.mail, zone)));
    fill(list, h('div', { class: 'empty' }, h('span', { class: 'empty-mark' }, icon('mail')), h('h2', {}, 'No mail has left yet'), h('p', {}, 'Try ', h('code', {}, '/invoice create Acme 100 EUR Design'), ' in #invoices.')));
  };
  const open = async () => {
    if (!place.mail) return fill(pane, h('p', { class: 'empty' }, 'Choose a mail to read it as its receiver does.'));
    const answer = await read(`mails/${place.mail}`);
    fill(pane, answer.mail ? reader(answer, zone) : h('p', { class: 'problem', role: 'alert' }, sentenceFor(answer.error)));
  };
  look();
  open();
  return { changed: (change) => change.kind === 'mail' && look(), escape: () => place.mail && (location.hash = '#/mails') };
}
