/** Modals keep Slack's limits in every language. */
import { button, option } from '../../templates/slack/blocks';
import { speaking } from '../../templates/slack/words';
import { input, modal, recordingView, textElement } from '../../slack-app/modal';

it('cuts what is too long for its place, so that no language is refused', () => {
  const long = 'ä'.repeat(3000);
  const { title, submit, close } = modal({ flow: 'x', title: long, submit: long, close: long, blocks: [] });
  expect([title, submit, close].map((text) => text?.text)).toEqual(Array(3).fill(`${'ä'.repeat(23)}…`));
  const field = input({ id: 'x_0_0', label: long, hint: long, element: textElement({ placeholder: long }) });
  expect(field).toMatchObject({ label: { text: `${'ä'.repeat(1999)}…` }, hint: { text: `${'ä'.repeat(1999)}…` }, element: { placeholder: { text: `${'ä'.repeat(149)}…` } } });
  expect([button(long, 'x', 'x').text.text, option(long, 'x').text.text]).toEqual(Array(2).fill(`${'ä'.repeat(74)}…`));
  expect(modal({ flow: 'x', title: 'ä'.repeat(24), blocks: [] }).title.text).toBe('ä'.repeat(24));
});

it('says Close and Recording in the language that is spoken', () => {
  expect(modal({ flow: 'x', title: 'x', blocks: [] }).close?.text).toBe('Close');
  expect(speaking('de-DE', () => modal({ flow: 'x', title: 'x', blocks: [] })).close?.text).toBe('Schließen');
  expect(speaking('fr-FR', recordingView).title.text).not.toBe(recordingView().title.text);
});
