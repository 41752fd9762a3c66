/**
 * The colour profile of sRGB (IEC 61966-2-1) as an ICC profile of version 4.2 (ISO 15076-1), written here because it is numbers of two
 * standards and nobody's work: matrix columns and white point adapted to D50, and the transfer curve as its five parameters.
 */
type Tag = readonly [signature: string, data: Buffer];

const HEADER = 128;
/** s15Fixed16Number. */
const fixed = (...values: number[]): Buffer => Buffer.concat(values.map((value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(Math.round(value * 65_536));
  return bytes;
}));
const whole = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const typed = (signature: string, ...data: Buffer[]): Buffer => Buffer.concat([Buffer.from(signature, 'latin1'), Buffer.alloc(4), ...data]);
const xyz = (x: number, y: number, z: number): Buffer => typed('XYZ ', fixed(x, y, z));

/** One record, in English. */
function words(text: string): Buffer {
  const utf16 = Buffer.from(text, 'utf16le').swap16();
  return typed('mluc', whole(1), whole(12), Buffer.from('enUS', 'latin1'), whole(utf16.length), whole(28), utf16);
}

/** Function type 3: Y = (aX + b)^g from d on, cX below. */
const CURVE = typed('para', Buffer.from([0, 3, 0, 0]), fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045));

const TAGS: readonly Tag[] = [
  ['desc', words('sRGB')], ['cprt', words('No copyright, use freely')], ['wtpt', xyz(0.9642, 1, 0.8249)],
  ['chad', typed('sf32', fixed(1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168))],
  ['rXYZ', xyz(0.43607, 0.22249, 0.01392)], ['gXYZ', xyz(0.38515, 0.71687, 0.09708)], ['bXYZ', xyz(0.14307, 0.06061, 0.7141)],
  ['rTRC', CURVE], ['gTRC', CURVE], ['bTRC', CURVE],
];

function profile(): Buffer {
  const table: Buffer[] = [whole(TAGS.length)];
  const data: Buffer[] = [];
  let offset = HEADER + 4 + TAGS.length * 12;
  for (const [signature, bytes] of TAGS) {
    const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
    table.push(Buffer.from(signature, 'latin1'), whole(offset), whole(bytes.length));
    data.push(padded);
    offset += padded.length;
  }
  const header = Buffer.alloc(HEADER);
  header.writeUInt32BE(offset, 0);
  header.writeUInt32BE(0x04200000, 8); // Version 4.2.
  header.write('mntrRGB XYZ ', 12, 'latin1');
  header.writeUInt16BE(2026, 24);
  header.writeUInt16BE(1, 26);
  header.writeUInt16BE(1, 28);
  header.write('acsp', 36, 'latin1');
  fixed(0.9642, 1, 0.8249).copy(header, 68);
  return Buffer.concat([header, ...table, ...data]);
}

/** 0.6 KB. */
export const SRGB: Buffer = profile();
