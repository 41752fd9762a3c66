/** Suggestions: close words are found, far ones are not guessed. */
import fc from 'fast-check';
import { closest } from '../../domain/suggestion';

const choices = ['approvers', 'quorum', 'steps', 'up_to', 'from', 'below'];

describe('the closest word', () => {
  it.each([['aprovers', 'approvers'], ['approvesr', 'approvers'], ['Quorum', 'quorum'], ['upto', 'up_to'], ['form', 'from'], ['blow', 'below']])('of %s is %s', (word, meant) => expect(closest(word, choices)).toBe(meant));
  it.each(['', 'x', 'people', 'to', '__proto__'])('of %j is none', (word) => expect(closest(word, choices)).toBeUndefined());
  it('finds any word of five letters or more with one slip in it', () => {
    fc.assert(fc.property(fc.constantFrom(...choices.filter(({ length }) => length > 4)), fc.nat(20), fc.constantFrom('', 'x', 'xy'), (word, place, put) => {
      const at = place % word.length;
      expect(closest(word.slice(0, at) + put + word.slice(at + 1), choices)).toBe(word);
    }));
  });
});
