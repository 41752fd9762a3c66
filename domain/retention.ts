/**
 * How long documents are kept: years by the seller's country, each with the law that says so, as of 2026. Where accounting law and tax
 * law differ the longer counts. Nothing in the office deletes a document; the archive tells until when nobody may.
 */
import type { PlainDate } from './dates';

/**
 * `years` run from the end of the calendar year of issue, or, where `from` says so, from the end of the financial year or of the year
 * in which the tax was due. Those end up to a year later than the calendar year, so a year is added: a date that is told is never too early.
 */
export type Retention = { years: number; from?: 'a later end'; law: string };

export const RETENTION: Readonly<Record<string, Retention>> = {
  AE: { years: 7, from: 'a later end', law: 'Federal Decree-Law 47/2022 on corporate tax, art. 56' },
  AT: { years: 7, law: '§ 132 BAO, § 11 (2) UStG' },
  AU: { years: 7, from: 'a later end', law: 'Corporations Act 2001, s. 286' },
  BE: { years: 10, law: 'Code de la TVA, art. 60' },
  BR: { years: 5, from: 'a later end', law: 'Código Tributário Nacional, arts. 173 and 195' },
  CA: { years: 6, from: 'a later end', law: 'Income Tax Act, s. 230(4); Excise Tax Act, s. 286(3)' },
  CH: { years: 10, from: 'a later end', law: 'Art. 958f OR, Art. 70 MWSTG' },
  CN: { years: 30, from: 'a later end', law: 'Measures for the Administration of Accounting Archives (2015), annex 1: vouchers' },
  CZ: { years: 10, law: 'Zákon 235/2004 Sb. o DPH, § 35' },
  DE: { years: 8, law: '§ 147 (3) AO, § 14b (1) UStG' },
  DK: { years: 5, from: 'a later end', law: 'Bogføringsloven, § 12' },
  EE: { years: 7, from: 'a later end', law: 'Raamatupidamise seadus, § 12' },
  ES: { years: 6, from: 'a later end', law: 'Código de Comercio, art. 30' },
  FI: { years: 6, from: 'a later end', law: 'Kirjanpitolaki 1336/1997, 2:10 §' },
  FR: { years: 10, from: 'a later end', law: 'Code de commerce, art. L123-22' },
  GB: { years: 6, from: 'a later end', law: 'VAT Act 1994, sch. 11, para. 6; Companies Act 2006, s. 388' },
  HK: { years: 7, from: 'a later end', law: 'Inland Revenue Ordinance, s. 51C' },
  HR: { years: 11, from: 'a later end', law: 'Zakon o računovodstvu, čl. 10' },
  HU: { years: 8, from: 'a later end', law: '2000. évi C. törvény a számvitelről, 169. §' },
  IE: { years: 6, from: 'a later end', law: 'VAT Consolidation Act 2010, s. 84; Taxes Consolidation Act 1997, s. 886' },
  IL: { years: 7, from: 'a later end', law: 'Income Tax Regulations (Keeping of Account Books), 1973, reg. 25' },
  IN: { years: 6, from: 'a later end', law: 'CGST Act 2017, s. 36: 72 months from the due date of the annual return' },
  IT: { years: 10, from: 'a later end', law: 'Codice civile, art. 2220' },
  JP: { years: 10, from: 'a later end', law: 'Companies Act, art. 432' },
  KR: { years: 10, from: 'a later end', law: 'Commercial Act, art. 33' },
  LU: { years: 10, from: 'a later end', law: 'Code de commerce, art. 16; loi TVA, art. 65' },
  MX: { years: 5, from: 'a later end', law: 'Código Fiscal de la Federación, art. 30' },
  NL: { years: 7, from: 'a later end', law: 'Algemene wet inzake rijksbelastingen, art. 52' },
  NO: { years: 5, from: 'a later end', law: 'Bokføringsloven, § 13' },
  NZ: { years: 7, from: 'a later end', law: 'Tax Administration Act 1994, s. 22' },
  PL: { years: 5, from: 'a later end', law: 'Ordynacja podatkowa, art. 70 and 86: from the year in which the tax was due' },
  PT: { years: 10, from: 'a later end', law: 'Código do IVA, art. 52; Código do IRC, art. 123' },
  SA: { years: 6, from: 'a later end', law: 'VAT Implementing Regulations, art. 66' },
  SE: { years: 7, from: 'a later end', law: 'Bokföringslagen (1999:1078), 7 kap. 2 §' },
  SG: { years: 5, from: 'a later end', law: 'Goods and Services Tax Act 1993, s. 46' },
  SI: { years: 10, law: 'Zakon o davku na dodano vrednost (ZDDV-1), čl. 86' },
  SK: { years: 10, law: 'Zákon 222/2004 Z. z. o dani z pridanej hodnoty, § 76' },
  TR: { years: 10, law: 'Türk Ticaret Kanunu, md. 82' },
  US: { years: 7, from: 'a later end', law: '26 CFR 1.6001-1; IRS Publication 583: the longest of the periods of limitation' },
  ZA: { years: 7, from: 'a later end', law: 'Companies Act 2008, s. 24' },
};

/** For a country that the table does not know: the longest of all that it does. */
export const LONGEST: Retention = { years: Math.max(...Object.values(RETENTION).map(({ years }) => years)), from: 'a later end', law: 'the longest of the countries known' };

/** The rule of a country (ISO 3166-1 alpha-2). */
export const retentionOf = (country: string): Retention => RETENTION[country] ?? LONGEST;

/** The last day on which a document must still be there: of its issue date and the seller's country. */
export function keepUntil(issueDate: PlainDate, country: string): PlainDate {
  const { years, from } = retentionOf(country);
  return `${Number(issueDate.slice(0, 4)) + years + (from ? 1 : 0)}-12-31`;
}
