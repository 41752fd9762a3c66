/** Exact decimals of any size, xs:decimal and xs:integer alike: `digits` × 10^-`scale`. */

export type Decimal = { readonly digits: bigint; readonly scale: number };

/** Digits after the point that a quotient keeps: as many as Saxon, on which the official rules are published and tested. */
const QUOTIENT_SCALE = 18;

export const isDecimalValue = (value: string | number | boolean | object): value is Decimal => typeof value === 'object' && (value as Decimal).digits !== undefined;

/** Of plain notation: "12.50". */
export function decimalOf(text: string): Decimal {
  const [whole = '', fraction = ''] = text.split('.');
  return { digits: BigInt(whole + fraction || '0'), scale: fraction.length };
}

export const integer = (value: number): Decimal => ({ digits: BigInt(value), scale: 0 });

/** The very value of a double, which is always a finite decimal. */
export function exactly(value: number): Decimal {
  let [scaled, scale] = [value, 0];
  for (; !Number.isInteger(scaled); scale++) scaled *= 2;
  return { digits: BigInt(scaled) * 5n ** BigInt(scale), scale };
}

export const power = (scale: number): bigint => 10n ** BigInt(scale);
const at = ({ digits, scale }: Decimal, wanted: number): bigint => (scale === wanted ? digits : digits * power(wanted - scale));
const common = (left: Decimal, right: Decimal): number => Math.max(left.scale, right.scale);

export const plus = (left: Decimal, right: Decimal): Decimal => ({ digits: at(left, common(left, right)) + at(right, common(left, right)), scale: common(left, right) });
export const negated = ({ digits, scale }: Decimal): Decimal => ({ digits: -digits, scale });
export const times = (left: Decimal, right: Decimal): Decimal => ({ digits: left.digits * right.digits, scale: left.scale + right.scale });

/** Below zero, zero or above, as left is to right. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  const [one, other] = [at(left, common(left, right)), at(right, common(left, right))];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The divisor is not zero. */
export function quotient(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(QUOTIENT_SCALE, left.scale, right.scale);
  const [above, below] = [left.digits * power(scale + right.scale), right.digits * power(left.scale)];
  const [whole, rest] = [above / below, above % below];
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const size = below < 0n ? -below : below;
  const away = above < 0n === below < 0n ? 1n : -1n;
  return shortest({ digits: twice > size ? whole + away : whole, scale });
}

export function remainder(left: Decimal, right: Decimal): Decimal {
  const scale = common(left, right);
  return { digits: at(left, scale) % at(right, scale), scale };
}

export function wholeQuotient(left: Decimal, right: Decimal): Decimal {
  const scale = common(left, right);
  return { digits: at(left, scale) / at(right, scale), scale: 0 };
}

/** Towards zero. */
export const truncated = ({ digits, scale }: Decimal): Decimal => ({ digits: digits / power(scale), scale: 0 });

/** To the nearest whole number; halves upwards, as fn:round has it. */
export function rounded({ digits, scale }: Decimal): Decimal {
  if (scale === 0) return { digits, scale };
  const unit = power(scale);
  const shifted = digits * 2n + unit;
  const [whole, rest] = [shifted / (unit * 2n), shifted % (unit * 2n)];
  return { digits: rest < 0n ? whole - 1n : whole, scale: 0 };
}

function shortest({ digits, scale }: Decimal): Decimal {
  let [short, left] = [digits, scale];
  for (; left > 0 && short % 10n === 0n; left--) short /= 10n;
  return { digits: short, scale: left };
}

export function decimalText(value: Decimal): string {
  const { digits, scale } = shortest(value);
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
  return `${digits < 0n ? '-' : ''}${scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`}`;
}
