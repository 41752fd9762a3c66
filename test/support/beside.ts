/** Tests of what lies outside the project: they run where it is there and are counted as skipped where it is not. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A file or folder beside the project, such as `shared/einvoice/corpus`. */
export const beside = (path: string): string => join(__dirname, '..', '..', '..', path);

/** `describe` where the path is there. */
export const describeWhere = (path: string): jest.Describe => (existsSync(path) ? describe : describe.skip);
