/** Seats: filled exactly when distinct people can be found, as trying every order of people shows. */
import fc from 'fast-check';
import { canFill, canFillAfter, type Bench } from '../../domain/seats';

/** Every way to seat people, by brute force. */
function fillable(benches: readonly Bench[], used: readonly string[] = []): boolean {
  const index = benches.findIndex(({ quorum }) => quorum > 0);
  if (index < 0) return true;
  const fewer = benches.map((bench, at) => (at === index ? { ...bench, quorum: bench.quorum - 1 } : bench));
  return benches[index]!.people.some((person) => !used.includes(person) && fillable(fewer, [...used, person]));
}

const benches = fc.array(fc.record({ people: fc.subarray(['a', 'b', 'c', 'd', 'e']), quorum: fc.integer({ min: 0, max: 2 }) }), { maxLength: 4 });

describe('seats', () => {
  it('can be filled exactly when some way of seating fills them', () => fc.assert(fc.property(benches, (all) => expect(canFill(all)).toBe(fillable(all))), { numRuns: 1000 }));

  it('can be filled after somebody sat down exactly when the others fill the rest', () => {
    fc.assert(fc.property(benches, fc.nat(3), fc.constantFrom('a', 'b', 'c'), (all, index, person) => {
      const rest = all.map((bench, at) => (at === index ? { ...bench, quorum: bench.quorum - 1 } : bench));
      expect(canFillAfter(all, index, person)).toBe(fillable(rest, [person]));
    }), { numRuns: 1000 });
  });
});
