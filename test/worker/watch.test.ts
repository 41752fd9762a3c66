/** Faults in the office's files: finance is told once in #finance, what was in force goes on working, and the mending is told too. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PATIENCE_MS, textOf, until } from '../support/desk-door';
import { openOffice, type TestOffice } from '../support/office';
import type { DeskPerson } from '../support/person';

jest.setTimeout(2 * PATIENCE_MS);

let office: TestOffice;
let fatima: DeskPerson;
beforeAll(async () => {
  office = await openOffice();
  fatima = await office.desk.as('fatima@northlight.example');
});
afterAll(() => office.close());

const FAULTY = /A file of the office was changed and has a fault; what was in force before stays in force\./;
const SOUND = /The office’s files are sound again; what they say now is in force\./;
const at = (name: string): string => join(office.configFolder, name);
const told = async (words: RegExp): Promise<string[]> => (await fatima.messages('#finance')).map(textOf).filter((text) => words.test(text));
const toldTimes = (words: RegExp, times: number): Promise<boolean> => until(async () => (await told(words)).length === times, `${words} ${times} times`);

it('a broken template and a broken design are told once each, and that they are mended', async () => {
  mkdirSync(at('templates'), { recursive: true });
  writeFileSync(at('templates/invoice.hbs'), '<h1>{{invoice.nummer}}</h1>');
  await toldTimes(FAULTY, 1);
  expect((await told(FAULTY))[0]).toMatch(/templates\/invoice\.hbs 1:\d+ .*nummer/);
  rmSync(at('templates/invoice.hbs'));
  await toldTimes(SOUND, 1);
  writeFileSync(at('designs.yaml'), readFileSync(at('designs.yaml'), 'utf8').replace('group: person', 'group: persons'));
  await toldTimes(FAULTY, 2);
  expect((await told(FAULTY)).at(-1)).toMatch(/designs\.yaml \d+:12 .*persons/);
  expect((await told(SOUND)).length).toBe(1);
});

it('an office that starts again with mended files says so, and tells nothing twice', async () => {
  expect(await office.store.policies.hasFaultyFiles()).toBe(true);
  office.worker.stop();
  await office.worker.stopped;
  writeFileSync(at('designs.yaml'), readFileSync(at('designs.yaml'), 'utf8').replace('group: persons', 'group: person'));
  office.worker = await office.startWorker();
  await toldTimes(SOUND, 2);
  expect([(await told(FAULTY)).length, await office.store.policies.hasFaultyFiles()]).toEqual([2, false]);
});
