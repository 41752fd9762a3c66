/** The published JSON Schemas say what the readers say: the shipped files pass, and each key that one knows the other knows too. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { readApprovals } from '../../config/approvals';
import { readDesigns } from '../../config/designs';
import { shippedConfig } from '../../config/env';
import { readMails } from '../../config/mails';
import { readOffice } from '../../config/office';
import { readPermissions } from '../../config/permissions';
import type { Outcome } from '../../config/reading';
import { readReminders } from '../../config/reminders';

type Schema = { properties?: Record<string, Schema>; items?: Schema; anyOf?: Schema[]; $ref?: string; $defs?: Record<string, Schema>; required?: string[]; patternProperties?: unknown };

const text = (name: string): string => readFileSync(join(shippedConfig(), name), 'utf8');
const files: [string, (written: string) => Outcome<unknown>][] = [['approvals', readApprovals], ['reminders', readReminders], ['office', readOffice], ['permissions', readPermissions], ['designs', readDesigns], ['mails', readMails]];

describe.each(files)('the schema of %s.yaml', (name, read) => {
  const schema = JSON.parse(text(`schema/${name}.schema.json`)) as Schema;
  const written = text(`${name}.yaml`);
  const shape = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);

  it("is named by the file's first line", () => expect(written.split('\n')[0]).toBe(`# yaml-language-server: $schema=./schema/${name}.schema.json`));

  it('accepts the file as it ships', () => expect(shape.safeParse(parse(written)).error).toBeUndefined());

  it('refuses a key that it does not know, as the reader does', () => {
    expect(shape.safeParse({ ...parse(written), typo: 1 }).success).toBe(false);
    expect(read(`${written}typo: 1\n`).faults?.map(({ code }) => code)).toEqual(['UNKNOWN_KEY']);
  });

  it('demands the same keys as the reader', () => {
    const missing = read('{}').faults?.map(({ sentence }) => /'(\w+)'/.exec(sentence)?.[1]);
    const { required = schema.$defs?.short?.required } = schema; // Of two forms the short one is what an empty file lacks.
    expect(missing?.sort()).toEqual([...(required ?? [])].sort());
  });

  it('offers no key that the reader refuses', () => {
    for (const { path, key } of keysOf(schema, schema)) {
      const probe = path.reduceRight<unknown>((inner, step) => (step === '[]' ? [inner] : { [step]: inner }), { [key]: 'x' });
      const unknown = read(JSON.stringify(probe)).faults?.filter(({ code }) => code === 'UNKNOWN_KEY');
      expect({ path, key, unknown }).toEqual({ path, key, unknown: [] });
    }
  });
});

/** Every key that a schema offers, with the way to its map; what it offers inside of itself is looked at once more. */
function keysOf(root: Schema, schema: Schema, path: string[] = []): { path: string[]; key: string }[] {
  if (path.filter((key) => key === path.at(-1) && key !== '[]').length > 2) return [];
  const target = schema.$ref ? root.$defs?.[schema.$ref.replace('#/$defs/', '')] ?? {} : schema;
  const own = Object.entries(target.properties ?? {}).flatMap(([key, inner]) => [{ path, key }, ...keysOf(root, inner, [...path, key])]);
  return [...own, ...(target.items ? keysOf(root, target.items, [...path, '[]']) : []), ...(target.anyOf ?? []).flatMap((one) => keysOf(root, one, path))];
}
