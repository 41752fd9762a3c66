/** Seats: whether steps that each need some people can all be filled when one person may sit only once. */

/** A step that still needs `quorum` of the people who may sit there. */
export type Bench = { people: readonly string[]; quorum: number };

/** True when distinct people can take every seat (a bipartite matching by augmenting paths, Kuhn 1955). */
export function canFill(benches: readonly Bench[]): boolean {
  const seats = benches.flatMap(({ people, quorum }) => Array.from({ length: Math.max(0, quorum) }, () => people));
  const seatOf = new Map<string, number>();
  const take = (seat: number, tried: Set<string>): boolean =>
    (seats[seat] ?? []).some((person) => {
      if (tried.has(person)) return false;
      tried.add(person);
      const taken = seatOf.get(person);
      if (taken !== undefined && !take(taken, tried)) return false;
      seatOf.set(person, seat);
      return true;
    });
  return seats.every((_, seat) => take(seat, new Set()));
}

/** True when all seats can still be filled after the person sat down on the bench at that index. */
export function canFillAfter(benches: readonly Bench[], index: number, person: string): boolean {
  return canFill(benches.map(({ people, quorum }, at) => ({
    people: people.filter((one) => one !== person),
    quorum: at === index ? quorum - 1 : quorum,
  })));
}
