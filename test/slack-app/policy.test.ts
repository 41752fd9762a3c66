/** A policy of finance's own at the desk: it decides whom an invoice asks, shows itself, and explains itself on each invoice. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedConfig } from '../../config/env';
import type { StoredClient } from '../../store/client';
import { policy as policyCommand } from '../../worker/policy';
import { textOf, until } from '../support/desk-door';
import { answerTo, cardOf, draft, modalText, stands, submit, submitted, theSlackOffice } from './slack-office';

const POLICY = `version: 7
currency: EUR
policies:
  - name: Key accounts
    for: invoice
    when: '"key account" in client.tags && discount.percent <= 20'
    approvers: nobody
  - name: Abroad
    for: [invoice, estimate]
    when: client.country != "DE" && total > 500
    steps:
      - approvers: account manager
      - approvers: finance
        when: client.first_document
  - name: Orders
    for: invoice
    when: purchase_order.present
    approvers: slack group leads
    quorum: all
  - name: At home
    for: all
    tiers:
      - {up_to: 500, approvers: nobody}
      - {up_to: unlimited, approvers: managers, quorum: all}
fallback: finance
tests:
  - name: a small one at home
    document: {kind: invoice, total: 200, client: {country: DE, tags: []}, discount: {percent: 0}, purchase_order: {present: no}}
    expect: nobody
`;
/** The sample office, with a key account and somebody who looks after the client abroad. */
const OFFICE = readFileSync(join(shippedConfig(), 'office.yaml'), 'utf8')
  .replace('  - key: acme\n', '  - key: acme\n    tags: [key account]\n').replace('  - key: globex\n', '  - key: globex\n    account_manager: ana@northlight.example\n');

const office = theSlackOffice(async () => ({ files: { 'approvals.yaml': POLICY, 'office.yaml': OFFICE } }));
const decided = async (id: string) => (await office.store.invoices.find(id))?.approval;

describe('a policy of finance’s own', () => {
  it('lets a key account pass, and asks all managers once the discount is deep', async () => {
    const plain = await draft(office, 'Acme 4000 EUR design');
    await submit(office, plain, 'sent');
    expect((await decided(plain))?.why).toBe('“Key accounts” applies ("key account" in client.tags && discount.percent <= 20), so nobody has to approve');
    const deep = await draft(office, 'Acme 4000 EUR design disc 30%');
    await submit(office, deep, 'submitted');
    await office.milo.press(await cardOf(office.milo, deep), 'Approve');
    await office.milo.sees(/You approved draft \w{6}; it now waits for Ana\./);
    await office.ana.press(await cardOf(office.ana, deep), 'Approve');
    await stands(office, deep, 'sent');
    expect((await decided(deep))?.steps).toMatchObject([{ rule: 'all of Milo, Ana', quorum: 2 }]);
  });

  it('asks whoever looks after the client, and finance for its first document alone', async () => {
    const first = await draft(office, 'Globex 3000 USD design');
    await submit(office, first, 'submitted');
    expect((await decided(first))?.steps.map(({ rule }) => rule)).toEqual(['Ana', 'Fatima']);
    await office.ana.press(await cardOf(office.ana, first), 'Approve');
    await office.fatima.press(await cardOf(office.fatima, first), 'Approve');
    await stands(office, first, 'sent');
    const second = await draft(office, 'Globex 3000 USD design');
    await submit(office, second, 'submitted');
    expect((await decided(second))?.steps.map(({ rule }) => rule)).toEqual(['Ana']);
  });
});

it('asks who is in a Slack group at that moment; strangers in it are nobody, and an empty one goes to the fallback', async () => {
  const ordered = async (): Promise<string[][] | undefined> => {
    const id = await draft(office, 'Acme 777 EUR design disc 30% po PO-7');
    await submit(office, id, 'submitted');
    return (await decided(id))?.steps.map(({ asked }) => asked);
  };
  expect(await ordered()).toEqual([['fatima@northlight.example']]);
  await office.desk.enrol({ email: 'guest@elsewhere.example', name: 'Guest', guest: true });
  await office.desk.group('leads', ['ana@northlight.example', 'guest@elsewhere.example', 'carla@northlight.example', 'milo@northlight.example']);
  expect(await ordered()).toEqual([['milo@northlight.example', 'ana@northlight.example']]);
});

describe('what a policy asks of a client', () => {
  const edit = async (by: typeof office.carla): Promise<string> => {
    await by.press(await answerTo(by, '/invoice clients Globex'), 'Edit');
    return modalText(by, 'Edit client');
  };

  it('is said by finance in the client’s form, where nobody else sees it', async () => {
    expect(await edit(office.carla)).not.toContain('Tags');
    await office.carla.fill({ City: 'New York' });
    expect(await submitted(office.carla)).toContain('Globex Inc. is saved.');
    expect(await edit(office.fatima)).toContain('Account manager');
    await office.fatima.fill({ Tags: 'slow payer,  key   account , slow payer' });
    expect(await submitted(office.fatima)).toContain('Globex Inc. is saved.');
    const stored = await office.store.clients.model.findOne({ name: 'Globex Inc.' }).lean();
    expect(stored).toMatchObject({ tags: ['slow payer', 'key account'], accountManager: 'ana@northlight.example', address: { city: 'New York' } });
    const id = await draft(office, 'Globex 2000 USD design');
    await submit(office, id, 'sent');
    await edit(office.fatima);
    await office.fatima.fill({ Tags: '' });
    await submitted(office.fatima);
    expect((await office.store.clients.model.findOne({ name: 'Globex Inc.' }).lean())?.tags).toBeUndefined();
  });

  it('is refused from others, whatever they send', async () => {
    const { history: _, revision, id, credit: __, ...details } = (await office.store.clients.model.findOne({ name: 'Globex Inc.' }, { _id: 0 }).lean()) as unknown as StoredClient;
    const carla = { name: 'Carla', email: 'carla@northlight.example', via: 'slack' } as const;
    await expect(office.door.saveClient({ by: carla, key: 'smuggled', clientId: id, revision, details: { ...details, tags: ['key account'] } })).rejects.toThrow('Only finance may do that.');
  });
});

describe('/invoice policy', () => {
  it('shows the rules in the words of the picture', async () => {
    const shown = textOf(await answerTo(office.carla, '/invoice policy'));
    for (const words of ['Approval policy 7, totals in EUR', '1. Key accounts', '2. Abroad', 'the client’s account manager', 'any one of finance, if client.first_document', '3. Orders', 'all of the Slack group @leads', '5. At home, above 500.00\u00a0EUR', 'all of managers']) expect(shown).toContain(words);
  });

  it('comes as a picture too, to the one who asks', async () => {
    const asked = await answerTo(office.milo, '/invoice policy');
    await office.milo.press(asked, 'Picture');
    const message = await office.milo.sees('Otherwise, and where too few people are left');
    expect(message.files?.map(({ name }) => name)).toEqual(['approval-policy-7.png']);
    await office.milo.sees('The picture is in your conversation with the office.', { in: 'private' });
  });

  it('explains a draft by what is known today, and a submitted one by what was known then', async () => {
    const id = await draft(office, 'Globex 900 USD design');
    await office.carla.command(`/invoice policy explain draft ${id.slice(-6)}`);
    expect(await modalText(office.carla, 'Who approves, and why')).toMatch(/If it were submitted now[\s\S]*\*Key accounts\*: no[\s\S]*client\.tags is empty[\s\S]*\*Abroad\*: yes[\s\S]*client\.country is "US"[\s\S]*\*Step 1:\* Ana/);
    await office.carla.close('all');
    await submit(office, id, 'submitted');
    await office.store.clients.model.updateOne({ name: 'Globex Inc.' }, { $set: { tags: ['key account'] } });
    await office.carla.command(`/invoice policy explain draft ${id.slice(-6)}`);
    expect(await modalText(office.carla, 'Who approves, and why')).toMatch(/client\.tags is empty[\s\S]*It waits for Ana/);
    await office.carla.close('all');
  });

  it('tells a stranger nothing, and a wrong word how it is used', async () => {
    await office.desk.enrol({ email: 'visitor@elsewhere.example', name: 'Vera', channels: ['invoices'] });
    expect(textOf(await answerTo(await office.desk.as('visitor@elsewhere.example'), '/invoice policy'))).toContain('Only people of the office may do that.');
    expect(textOf(await answerTo(office.carla, '/invoice policy expalin'))).toContain('Usage: policy [explain &lt;invoice&gt;|move|exceptions]');
  });
});

describe('npm run policy, on the office’s store', () => {
  const run = (...args: string[]) => policyCommand(args, { configFolder: office.configFolder, mongoUri: office.mongoUri });

  it('explains an invoice by its number', async () => {
    const { out, code } = await run('explain', 'INV-1');
    expect({ code, out: out.join('\n').replaceAll('\u00a0', ' ') }).toEqual({ code: 0, out: expect.stringMatching(/^INV-\d{4}-0001 for Acme GmbH, 4,760\.00 EUR, under policy 7[\s\S]*1\. Key accounts: yes\n[\s\S]*client\.tags is "key account"\n[\s\S]*Therefore nobody has to approve\.$/) });
    expect(await run('explain', 'INV-77')).toMatchObject({ code: 2, err: ['There is no invoice INV-77. Name it by its number, or a draft by the end of its id.'] });
  });

  it('simulates a draft of the file on what was submitted', async () => {
    expect((await run('simulate', join(office.configFolder, 'approvals.yaml'))).out.at(-1)).toBe('0 of the last 8 invoices would have been asked about differently.');
    const stricter = join(office.folder, 'config', 'stricter.yaml');
    writeFileSync(stricter, POLICY.replace('approvers: nobody', 'approvers: Milo'));
    const { out } = await run('simulate', stricter);
    expect(out.map((line) => line.replaceAll('\u00a0', ' '))).toEqual([expect.stringMatching(/^INV-\d{4}-000\d for Globex Inc\., 2,000\.00 USD: nobody → Milo$/), expect.stringMatching(/^INV-\d{4}-0001 for Acme GmbH, 4,760\.00 EUR: nobody → Milo$/), '2 of the last 8 invoices would have been asked about differently.']);
  });

  it('says what is wrong with a call, a file and a place', async () => {
    expect(await run('explode')).toMatchObject({ code: 2, err: [expect.stringContaining('Usage:')] });
    expect(await run('simulate', 'no-such.yaml')).toMatchObject({ code: 2, err: ['no-such.yaml cannot be read.'] });
    expect(await policyCommand(['explain', 'INV-1'], { configFolder: office.configFolder })).toMatchObject({ code: 2, err: [expect.stringContaining('MONGODB_URI')] });
  });
});

describe('a change of the file', () => {
  const file = () => join(office.configFolder, 'approvals.yaml');
  const stricter = POLICY.replace('version: 7', 'version: 8').replace("when: '\"key account\" in client.tags && discount.percent <= 20'\n    approvers: nobody", "when: '\"key account\" in client.tags && discount.percent <= 10'\n    approvers: Milo");

  it('is put before finance in plain words, with what it would have changed, and counts when two people stand behind it', async () => {
    const before = await draft(office, 'Acme 700 EUR design');
    await submit(office, before, 'sent');
    writeFileSync(file(), stricter);
    const card = await office.fatima.sees('policy 8 would take the place of policy 7', { in: '#finance' });
    expect(textOf(card).replaceAll('\u00a0', ' ')).toMatch(/“Key accounts” is now for invoices with .*discount\.percent &lt;= 10; it was for .*&lt;= 20\.[\s\S]*“Key accounts” now asks Milo; it asked nobody\.[\s\S]*invoices? \d+ would have been asked about differently[\s\S]*: nobody → Milo/);

    await office.fatima.press(card, 'Confirm');
    const waiting = await office.fatima.sees('Fatima stands behind it; a second person has to.', { in: '#finance' });
    await office.fatima.press(waiting, 'Confirm');
    await office.fatima.sees('You stand behind this change already; Milo or Ana has to confirm it too.', { in: 'private' });
    await office.milo.command('/invoice policy');
    expect(textOf(await answerTo(office.carla, '/invoice policy'))).toContain('Approval policy 7');

    await office.milo.press(await office.milo.sees('a second person has to', { in: '#finance' }), 'Confirm');
    await office.fatima.sees(/In force: Fatima and Milo confirmed it/, { in: '#finance' });
    expect(textOf(await answerTo(office.carla, '/invoice policy'))).toContain('Approval policy 8');
    const after = await draft(office, 'Acme 700 EUR design');
    await submit(office, after, 'submitted');
    expect((await decided(after))).toMatchObject({ policy: { version: 8 }, steps: [{ rule: 'Milo' }] });
    await office.carla.command(`/invoice policy explain ${(await office.store.invoices.find(before))?.number}`);
    expect(await modalText(office.carla, 'Who approves, and why')).toMatch(/nobody has to approve[\s\S]*\*Key accounts\*: yes[\s\S]*Policy 7, \w{8}; policy 8 is in force since/);
    await office.carla.close('all');
  });

  it('reaches what waits under the old policy only when finance moves it, after a preview', async () => {
    const waiting = await draft(office, 'Globex 900 USD design');
    await submit(office, waiting, 'submitted');
    await office.store.invoices.model.updateOne({ id: waiting }, { $set: { 'approval.policy': { version: 7, hash: 'older' } } }); // As it stood before policy 8 was in force.
    expect(textOf(await answerTo(office.milo, '/invoice policy move'))).toContain('Only finance may do that.');
    await office.fatima.command('/invoice policy move');
    expect((await modalText(office.fatima, 'Move to the policy')).replaceAll('\u00a0', ' ')).toMatch(/\d+ invoices? waits? under an older policy[\s\S]*for Globex Inc\., 900\.00 USD: Milo → Milo/);
    const old = await cardOf(office.milo, waiting);
    expect(await submitted(office.fatima)).toContain('waits for Milo.');
    await until(async () => textOf((await office.milo.fresh(old)) ?? {}).includes('Asked again under policy 8 by @Fatima'), 'the old card to say so');
    expect(await decided(waiting)).toMatchObject({ policy: { version: 8 }, verdict: 'open' });
    expect((await office.store.invoices.find(waiting))?.history.at(-1)).toMatchObject({ kind: 'policy.moved', by: { name: 'Fatima' }, detail: { from: { version: 7 } } });
    expect(textOf(await answerTo(office.fatima, '/invoice policy move'))).toContain('Nothing is to be moved.');
    await office.milo.press(await until(async () => { const card = await cardOf(office.milo, waiting); return card.ts !== old.ts && card; }, 'the new card'), 'Approve');
    await stands(office, waiting, 'sent');
  });

  it('that has faults leaves the policy in force and tells finance why', async () => {
    writeFileSync(file(), stricter.replace('version: 8', 'version: 9').replace('approvers: account manager', 'aprovers: account manager'));
    expect(textOf(await office.fatima.sees('the policy in force stays', { in: '#finance' }))).toContain("UNKNOWN_KEY unknown key 'aprovers'; did you mean 'approvers'?");
    const id = await draft(office, 'Acme 700 EUR design');
    await submit(office, id, 'submitted');
    expect((await decided(id))?.policy.version).toBe(8);
  });

  it('whose version is taken is told to raise it', async () => {
    writeFileSync(file(), stricter.replace('fallback: finance', 'fallback: [finance, Ana]'));
    await office.fatima.sees('VERSION_TAKEN policy 8 is in force already; raise the version, so that people can tell them apart.', { in: '#finance' });
  });

  it('is turned down by finance, and not asked about again', async () => {
    writeFileSync(file(), stricter.replace('version: 8', 'version: 10').replace('fallback: finance', 'fallback: managers'));
    const card = await office.fatima.sees('policy 10 would take the place of policy 8', { in: '#finance' });
    await office.carla.press(card, 'Turn down');
    await office.carla.sees('Only finance or manager may do that.', { in: 'private' });
    await office.fatima.press(card, 'Turn down');
    await office.fatima.sees(/Turned down by Fatima/, { in: '#finance' });
    const rules = await office.store.policies.book.find('pol_approvals');
    expect({ active: rules?.active.version, open: rules?.proposal }).toEqual({ active: 8, open: undefined });
  });
});
