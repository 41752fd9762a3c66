/** Marks behind a line's words: read, written again, and never taken for words or the other way round. */
import { markedText, withMarks } from '../../domain/line-marks';

describe('the marks of a line', () => {
  it('say when, who, which part and which number', () =>
    expect(withMarks({ description: 'Workshop [2026-10-05] [by Ada Lindt] [for Concept] [no SN-4711]', quantity: '1' })).toEqual({
      description: 'Workshop', quantity: '1', date: '2026-10-05', person: 'Ada Lindt', section: 'Concept', serial: 'SN-4711' }));

  it('leave other brackets alone', () => expect(withMarks({ description: 'Cable [black] [3 m]' })).toEqual({ description: 'Cable [black] [3 m]' }));

  it('are written as they are read', () => {
    const text = 'Workshop [2026-10-05] [by Ada] [for Concept] [no 1]';
    expect(markedText(withMarks({ description: text }))).toBe(text);
  });

  it('refuse a day that does not exist', () => expect(() => withMarks({ description: 'x [2026-02-30]' })).toThrow('2026-02-30'));
});
