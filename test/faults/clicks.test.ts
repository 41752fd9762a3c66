/** A Slack app that is killed again and again while a manager presses: whoever got no answer presses once more, and nothing happens twice. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Invoice } from '../../domain/invoice';
import { Acts } from '../support/crash-acts';
import { auditedAtRest } from '../support/crash-audit';
import { seeded } from '../../bench/random';
import { openChatCrashOffice, type CrashOffice } from '../support/crash-office';
import { DeskError } from '../support/desk-door';
import { temporaryFolder } from '../support/embedded-servers';
import { freePort } from '../support/port';

const SEED = Number(process.env.OFFICE_TEST_SEED ?? 20261122);
const CLICKED = 12;
const PRESS_EVERY_MS = 400;
/** A Slack app lives up to so long before it is killed: some die before they serve anybody, some in the middle of a click. */
const APP_LIVES_MS = 800;
/** Every third app lives until a press was answered, so that a busy machine gets on too. */
const SPARED = 3;
/** Far more than it takes. */
const PATIENCE_MS = 480_000;

function unlessRedrawn(error: unknown): void {
  if (!(error instanceof DeskError && error.status === 409)) throw error;
}

describe(`a Slack app that dies under clicks (seed ${SEED})`, () => {
  const folder = temporaryFolder('office-clicks-test-');
  let office: CrashOffice;
  let acts: Acts;

  beforeAll(async () => {
    office = await openChatCrashOffice(folder.path);
    acts = new Acts(office);
  });
  afterAll(async () => {
    await office.close();
    folder.remove();
  });

  it(`each of ${CLICKED} invoices is approved once and goes out`, async () => {
    const worker = await office.startWorker();
    const port = await freePort();
    await office.desk.aimAt(`http://127.0.0.1:${port}/slack/events`);
    let app = await office.startSlackApp(port);
    const milo = await office.desk.as('milo@northlight.example');
    const ids = await Promise.all(Array.from({ length: CLICKED }, () => acts.create('1000')));
    const waits = async (id: string): Promise<boolean> => (await acts.stored(id)).state === 'submitted';
    const sent = (id: string): Promise<Invoice> => acts.sent(id).catch(async (error: Error) => {
      throw new Error(`${error.message}:\n${JSON.stringify(await acts.stored(id), null, 1)}\n${worker.words()}`);
    });
    let pressing = CLICKED;
    /** Presses until it is decided: a click that met no app, or whose app died, is made again; so is one on a card that was redrawn under the hand. */
    const press = async (id: string): Promise<void> => {
      while (await waits(id)) {
        const card = (await milo.messages('dm')).find((message) => JSON.stringify(message).includes('inv.approval.approve') && JSON.stringify(message).includes(id));
        if (card) await milo.press(card, 'Approve').catch(unlessRedrawn);
        await delay(PRESS_EVERY_MS);
      }
      pressing -= 1;
    };
    const pressed = Promise.all(ids.map(press));
    pressed.catch(() => { pressing = 0; });
    const random = seeded(SEED);
    let kills = 0;
    for (; pressing > 0; kills += 1) {
      const waiting = pressing;
      await delay(random() * APP_LIVES_MS);
      while (kills % SPARED === SPARED - 1 && pressing === waiting) await delay(PRESS_EVERY_MS);
      await app.kill();
      app = await office.startSlackApp(port);
    }
    await pressed;
    expect(kills).toBeGreaterThan(0);
    for (const id of ids) expect((await sent(id)).history.filter(({ kind }) => kind === 'approved')).toHaveLength(1);
    const nothingTold = join(folder.path, 'nobody.jsonl');
    writeFileSync(nothingTold, '');
    expect(await auditedAtRest(office, nothingTold)).toEqual([]);
    await Promise.all([app.stop(), worker.stop()]);
  }, PATIENCE_MS);
});
