/** docker-compose.yml by the Compose Specification's own schema (compose-spec/, Apache-2.0, as published in June 2026). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { writtenCompose } from './compose-file';

function judge() {
  const { $schema: _draft07, ...schema } = JSON.parse(readFileSync(join(__dirname, 'compose-spec/compose-spec.json'), 'utf8')) as Record<string, unknown>;
  return new Ajv({ strict: false, allErrors: true }).compile(schema);
}

describe('docker-compose.yml by its schema', () => {
  it('is what the Compose Specification allows', () => {
    const isValid = judge();
    isValid(writtenCompose());
    expect(isValid.errors ?? []).toEqual([]);
  });

  it('would be refused with a setting that the specification does not know', () => {
    const isValid = judge();
    const file = writtenCompose() as { services: Record<string, object> };
    expect(isValid({ ...file, services: { ...file.services, worker: { ...file.services['worker'], restrat: 'always' } } })).toBe(false);
  });
});
