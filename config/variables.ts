/** Variables of an environment and the judges of their values; env.ts says which part reads which. */
import { createPublicKey } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';

export type Variables = Readonly<Record<string, string | undefined>>;

/** A judge of a value: what is wrong with it, as a clause, or undefined. */
export type Judge = (value: string) => string | undefined;
const ok = (sound: boolean, wrong: string): string | undefined => (sound ? undefined : wrong);

export const isPort: Judge = (value) => ok(/^\d{1,5}$/.test(value) && Number(value) <= 65_535, 'it is no port number');
export const isIpAddress: Judge = (value) => ok(isIP(value) !== 0, 'it is no IP address');
/** An address, or a network in CIDR writing. */
export const isNetwork: Judge = (value) => {
  const [address = '', bits = '0', ...more] = value.split('/');
  const most = isIP(address) === 6 ? 128 : 32;
  return ok(isIP(address) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most && more.length === 0, 'it is no IP address or network');
};
export const isOneWord: Judge = (value) => ok(/^[\x21-\x7e]+$/.test(value), 'it holds spaces or characters that do not belong there');
export const isMongoUri: Judge = (value) => ok(/^mongodb(\+srv)?:\/\/[^\s/]+/.test(value), 'it is no MongoDB connection string');
export const isHostPort: Judge = (value) => ok(/^[^\s:/]+:\d{1,5}$|^\[[\da-f:]+\]:\d{1,5}$/i.test(value), 'it is not host:port');
/** As many characters as SHA-256's output has bytes: a key should not be shorter than what it makes (RFC 2104, 3). */
export const isLongSecret: Judge = (value) => ok(value.length >= 32, 'it is shorter than 32 characters');
export const isFolder: Judge = (value) => ok(existsSync(value) && statSync(value).isDirectory(), 'there is no such folder');
export const isFile: Judge = (value) => ok(existsSync(value) && statSync(value).isFile(), 'there is no such file');
export const isHttpUrl: Judge = (value) => ok(URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), 'it is no http(s) address');
export const isPublicUrl: Judge = (value) =>
  isHttpUrl(value) ?? ok(!value.endsWith('/'), 'it ends in a slash') ?? ok(!/[?#@]/.test(value), 'it holds more than scheme, host, port and path');
/** Steps at which a worker under test dies: `STEP:before|after[:NTH]`, with commas between. */
export const isCrashPlan: Judge = (value) => ok(value.split(',').every((point) => /^[A-Za-z]+(\/[A-Za-z]+\.[A-Za-z]+)?:(before|after)(:[1-9]\d*)?$/.test(point)), 'it is no list of steps');
export const oneOf = (choices: readonly string[]): Judge => (value) => ok(choices.includes(value), `'${value}' is not one of them`);

/** The key with which SendGrid's events are verified: SubjectPublicKeyInfo in base64, ECDSA on P-256. */
export const isWebhookKey: Judge = (value) => {
  try {
    const key = createPublicKey({ key: Buffer.from(value, 'base64'), format: 'der', type: 'spki' });
    return ok(key.asymmetricKeyDetails?.namedCurve === 'prime256v1', 'it is no ECDSA key on P-256');
  } catch {
    return 'it is no public key in base64';
  }
};

/** The variables as one reading sees them; what is wrong gathers in `faults`. Any NAME may come as NAME_FILE, for secrets kept in files. */
export class Source {
  readonly faults: string[] = [];
  constructor(private readonly env: Variables) {}

  fault(name: string, wrong: string, remedy: string): void {
    this.faults.push(`${name}: ${wrong}. Remedy: ${remedy}.`);
  }

  /** True when the variable or its _FILE is there, even empty. */
  given(name: string): boolean {
    return this.env[name] !== undefined || this.env[`${name}_FILE`] !== undefined;
  }

  /** A variable that must be there and not be empty. After a fault it is '', which nobody sees because the reading throws. */
  need(name: string, remedy: string, judge: Judge): string {
    const before = this.faults.length;
    const value = this.take(name, remedy, judge);
    if (value === undefined && this.faults.length === before) this.fault(name, this.given(name) ? 'it is empty' : 'it is not set', `set it to ${remedy}`);
    return value ?? '';
  }

  /** A variable that may be missing. Empty counts as missing: compose files pass unset ones on as empty. */
  take(name: string, remedy: string, judge: Judge): string | undefined {
    if (this.env[name] && this.env[`${name}_FILE`]) this.fault(name, `${name}_FILE is set as well`, 'keep one of the two');
    const value = this.env[name] || this.file(`${name}_FILE`, `the path of a readable file that holds ${name}`)?.trim();
    if (!value) return undefined;
    const wrong = judge(value);
    if (wrong !== undefined) this.fault(name, wrong, `set it to ${remedy}`);
    return value;
  }

  /** The text of the file that the variable names. */
  file(name: string, remedy: string): string | undefined {
    const path = this.env[name];
    if (!path) return undefined;
    try {
      return readFileSync(path, 'utf8');
    } catch {
      this.fault(name, 'its file cannot be read', `set it to ${remedy}`);
      return undefined;
    }
  }
}
