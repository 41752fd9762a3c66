/** The desk's JSON door: reading, acting, and hearing of changes. */

/** What Slack shows when the app does not answer well; the name stands behind for whoever mends it. */
const SENTENCES = {
  operation_timeout: 'The app did not answer within three seconds. Try again.',
  dispatch_failed: 'The app could not be reached, or failed. Try again.',
  element_gone: 'This has changed meanwhile. Look again.',
  message_gone: 'This message is no longer there.',
  view_gone: 'This window has been closed meanwhile.',
  invalid_arguments: 'The app answered with a window that Slack would refuse.',
  invalid_blocks: 'The app answered with a message that Slack would refuse.',
  outbox_down: 'The mail outbox does not answer.',
};

/** A sentence for an error's name. */
export const sentenceFor = (error) => (SENTENCES[error] ? `${SENTENCES[error]} (${error})` : `Something went wrong: ${error}`);

async function exchange(path, init) {
  const reply = await fetch(`/desk/api/${path}`, init).catch(() => null);
  if (!reply) return { ok: false, error: 'The desk is not running' };
  const answer = await reply.json().catch(() => ({}));
  return reply.ok ? answer : { ok: false, error: answer.error ?? `HTTP ${reply.status}`, message: answer.message };
}

export const read = (path) => exchange(path, { headers: { accept: 'application/json' } });
export const send = (path, body) => exchange(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** What one person sees and does. */
export const personDoor = (userId) => {
  const base = `as/${userId}`;
  return {
    overview: () => read(`${base}/overview`),
    messages: (channel, thread) => read(`${base}/messages/${channel}${thread ? `?thread=${thread}` : ''}`),
    modal: () => read(`${base}/modal`),
    home: () => read(`${base}/home`),
    openHome: () => send(`${base}/home`, {}),
    type: (typed) => send(`${base}/type`, typed),
    press: (pressed) => send(`${base}/press`, pressed),
    enter: (entered) => send(`${base}/enter`, entered),
    suggest: (asked) => send(`${base}/suggest`, asked),
    submit: (viewId) => send(`${base}/submit`, { viewId }),
    close: (viewId, extent) => send(`${base}/close`, { viewId, extent }),
    shortcut: (callbackId, on = {}) => send(`${base}/shortcut`, { callbackId, ...on }),
    markRead: (channel) => send(`${base}/read`, { channel }),
    attach: (file) => exchange(`${base}/files?name=${encodeURIComponent(file.name)}`, { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: file }),
  };
};

/** Hears changes for a person. `lost` and `found` tell whether the desk is there; the stream comes back by itself. */
export function listen(userId, { changed, lost, found }) {
  const stream = new EventSource(`/desk/api/stream/${userId}`);
  stream.onmessage = (event) => changed(JSON.parse(event.data));
  stream.onopen = found;
  stream.onerror = lost;
  return () => stream.close();
}
