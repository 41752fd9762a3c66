/** The example policies: each is sound, does what its own tests say, and has a test for each of its policies. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { readApprovals } from '../../config/approvals';
import { shippedConfig } from '../../config/env';
import { readOffice } from '../../config/office';

const folder = join(shippedConfig(), 'examples');
const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
const office = readOffice(text('office.yaml')).value;
const names = readdirSync(folder).filter((name) => name !== 'office.yaml');
const schema = z.fromJSONSchema(JSON.parse(readFileSync(join(shippedConfig(), 'schema', 'approvals.schema.json'), 'utf8')) as Parameters<typeof z.fromJSONSchema>[0]);

type Shape = { policies: { name: string }[]; tests: { name: string; expect: unknown }[] };

it('there are ten, of ten kinds of company', () => expect(names).toHaveLength(10));
it('their office is sound', () => expect(office?.people.map(({ name }) => name)).toEqual(['Carla', 'Milo', 'Ana', 'Fatima']));

describe.each(names)('%s', (name) => {
  const written = text(name);
  const shape = parse(written) as Shape;

  it('says what company it is for', () => expect(written.split('\n')[2]).toMatch(/^# [A-Z][\w ,]+\. [A-Z]/));
  it('is sound, and its tests pass', () => expect(readApprovals(written, office).faults).toBeUndefined());
  it('is accepted by the published schema', () => expect(schema.safeParse(parse(written)).error).toBeUndefined());

  it('has tests that fail when one expects others', () => {
    expect(shape.tests.length).toBeGreaterThanOrEqual(3);
    for (const [index, { expect: expected }] of shape.tests.entries()) {
      const other = structuredClone(shape);
      other.tests[index]!.expect = expected === 'nobody' ? 'finance' : 'nobody';
      expect(readApprovals(JSON.stringify(other), office).faults?.map(({ code }) => code)).toEqual(['TEST_FAILED']);
    }
  });

  it('has a test that each of its policies makes a difference to', () => {
    for (const policy of shape.policies) {
      const rest = { ...shape, policies: shape.policies.filter((one) => one !== policy) };
      const codes = rest.policies.length === 0 ? ['EMPTY'] : readApprovals(JSON.stringify(rest), office).faults?.map(({ code }) => code);
      expect({ policy: policy.name, codes: codes ?? [] }).toEqual({ policy: policy.name, codes: expect.arrayContaining([expect.stringMatching(/TEST_|EMPTY/)]) });
    }
  });
});
