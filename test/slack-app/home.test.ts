/** App Home, lists and search at the desk: each person's real queues, ten rows a page, and a way into every document. */
import { textOf, until } from '../support/desk-door';
import { answerTo, cardOf, draft, stands, submit, submitted, theSlackOffice } from './slack-office';

const office = theSlackOffice();

describe('App Home', () => {
  it('that is empty teaches one command', async () => {
    expect(textOf(await office.carla.home('Hello Carla'))).toContain('Begin with `/invoice create');
    expect(textOf(await office.milo.home('Hello Milo'))).toContain('nothing waits for you');
    expect(textOf(await office.fatima.home('Hello Fatima'))).toContain('Approval policy 1');
  });

  it('shows the draft to its author, the question to its approvers, and lets them review before they decide', async () => {
    const id = await draft(office, 'Acme 1000 EUR design');
    await office.carla.home(`draft ${id.slice(-6)}`);
    await submit(office, id, 'submitted');
    const home = await office.milo.home(`draft ${id.slice(-6)}`);
    expect(textOf(home)).toContain('For you to approve');
    await office.milo.press('home', 'Review');
    expect(textOf(await office.milo.opens('Review'))).toContain('design');
    expect(await submitted(office.milo)).toContain('You approved');
    await stands(office, id, 'sent');
    await until(async () => textOf(await office.milo.home()).includes('nothing waits for you'), 'the inbox to empty');
    await until(async () => textOf(await office.fatima.home()).includes('not due: 1,190.00'), 'what is open to stand in finance’s Home');
  });

  it('tells a stranger whom to ask', async () => {
    await office.desk.enrol({ email: 'visitor@elsewhere.example', name: 'Vera', channels: ['invoices'] });
    expect(textOf(await (await office.desk.as('visitor@elsewhere.example')).home('Only people of the office'))).toContain('Carla');
  });
});

describe('lists', () => {
  it('show ten a page and turn', async () => {
    for (let each = 1; each <= 11; each += 1) await draft(office, `Globex ${each} USD piece ${each}`);
    const first = await answerTo(office.carla, '/invoice list client Globex');
    expect(textOf(first)).toContain('Invoices of Globex, page 1');
    expect(textOf(first).match(/draft \w{6}\*/g)).toHaveLength(10);
    await office.carla.press(first, 'More');
    await until(async () => (await office.carla.ephemerals()).some((message) => textOf(message).includes('page 2') && textOf(message).includes('Newer')), 'the second page');
  });

  it('of what waits name who is asked, and lead into the document', async () => {
    const id = await draft(office, 'Acme 2000 EUR hosting');
    await submit(office, id, 'submitted');
    await cardOf(office.milo, id);
    const list = await answerTo(office.carla, '/invoice list waiting');
    expect(textOf(list)).toContain('waiting for Milo, Ana (step 1 of 1)');
    await office.carla.press(list, 'Show');
    await office.carla.sees('*Story*', { in: 'private', after: list });
  });

  it('are searched by client, purchase order and amount; signs in a search are only signs', async () => {
    const id = await draft(office, 'Acme 321.99 EUR print po PO-77');
    for (const words of ['po-77', '383.17', 'acme print'.split(' ')[0]]) {
      expect(textOf(await answerTo(office.carla, `/invoice search ${words}`))).toContain(`draft ${id.slice(-6)}`);
    }
    for (const words of ['.*', '^acme', 'a|b', '(((']) expect(textOf(await answerTo(office.carla, `/invoice search ${words}`))).toContain('Nothing found');
  });
});
