/** Reading JSON of unknown shape: what Slack's API is sent is nobody's type until it has been looked at. */

/** A JSON object whose fields are not yet known. */
export type Dict = Record<string, unknown>;

export const isDict = (value: unknown): value is Dict => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value as an object; `{}` when it is none. */
export const dict = (value: unknown): Dict => (isDict(value) ? value : {});

/** The value's objects; `[]` when it is no list. */
export const dicts = (value: unknown): Dict[] => (Array.isArray(value) ? value.filter(isDict) : []);

/** The value as a string; '' when it is none. */
export const str = (value: unknown): string => (typeof value === 'string' ? value : '');
