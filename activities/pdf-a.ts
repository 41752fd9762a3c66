/**
 * PDF/A-3 (ISO 19005-3) from what Chromium printed, with the files that belong to it inside. Chromium's pages keep the standard but for five
 * things, which are added here: an output intent, XMP metadata, a file identifier, the language, and what the newer structure types are; nothing
 * of the pages is rewritten.
 */
import { createHash } from 'node:crypto';
import { AFRelationship, PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName, PDFString } from '@cantoo/pdf-lib';
import { SRGB } from './icc';

/** A hybrid invoice by Factur-X 1.0 (ZUGFeRD 2): `conformance` is its profile's name there, such as "EN 16931". */
export type HybridInvoice = { xml: string; conformance: 'EN 16931' };

/** `language` is BCP 47, `at` an ISO instant. */
export type Archived = { title: string; author: string; language: string; at: string; hybrid?: HybridInvoice };

/** Factur-X 1.0, section 6.2.2: readers look for this name. */
const HYBRID_FILE = 'factur-x.xml';
const PRODUCER = 'Invoice Office';

/**
 * PDF 2.0's structure types (ISO 32000-2, 14.8.4) that ISO 32000-1 does not know, each with the nearest that it knows: ISO 19005-3, 6.7.3.4,
 * asks for this. Chromium writes Strong, Em and Aside for the elements of these names.
 */
const ROLE_MAP = { Strong: 'Span', Em: 'Span', Sub: 'Span', Aside: 'Div', DocumentFragment: 'Div', Title: 'P', FENote: 'Note' };

/** The PDF as PDF/A-3a, if Chromium tagged it; the XML of a hybrid invoice is its alternative. */
export async function asPdfA(pdf: Uint8Array, { title, author, language, at, hybrid }: Archived): Promise<Buffer> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  const { catalog, context } = document;
  const moment = new Date(at);
  document.setTitle(title, { showInWindowTitleBar: true });
  document.setAuthor(author);
  document.setProducer(PRODUCER);
  document.setCreator(PRODUCER);
  document.setCreationDate(moment);
  document.setModificationDate(moment);
  document.setLanguage(language);
  if (hybrid) {
    await document.attach(Buffer.from(hybrid.xml), HYBRID_FILE, {
      mimeType: 'text/xml', description: 'Factur-X invoice', creationDate: moment, modificationDate: moment, afRelationship: AFRelationship.Alternative,
    });
  }
  const profile = context.register(context.flateStream(SRGB, { N: 3 }));
  const intent = context.obj({ Type: 'OutputIntent', S: 'GTS_PDFA1', OutputConditionIdentifier: PDFString.of('sRGB'), Info: PDFString.of('sRGB IEC61966-2.1'), DestOutputProfile: profile });
  catalog.set(PDFName.of('OutputIntents'), context.obj([intent]));
  catalog.lookupMaybe(PDFName.of('StructTreeRoot'), PDFDict)?.set(PDFName.of('RoleMap'), context.obj(ROLE_MAP));
  const packet = Buffer.from(xmp({ title, author, language, at: moment.toISOString(), hybrid }));
  catalog.set(PDFName.of('Metadata'), context.register(context.stream(packet, { Type: 'Metadata', Subtype: 'XML' })));
  const id = PDFHexString.of(createHash('sha256').update(pdf).update(packet).update(hybrid?.xml ?? '').digest('hex').slice(0, 32));
  const ids = PDFArray.withContext(context);
  ids.push(id);
  ids.push(id);
  context.trailerInfo.ID = ids;
  return Buffer.from(await document.save({ useObjectStreams: false }));
}

/** The names under which XML travels in a PDF: Factur-X and ZUGFeRD 2, ZUGFeRD 2.0 and 1, XRechnung. */
const HYBRID_FILES = [HYBRID_FILE, 'zugferd-invoice.xml', 'ZUGFeRD-invoice.xml', 'xrechnung.xml'];

/** The XML of a hybrid invoice; nothing for a PDF without one. Throws for bytes that are no PDF. */
export async function hybridIn(pdf: Uint8Array): Promise<Uint8Array | undefined> {
  const attached = (await PDFDocument.load(pdf, { updateMetadata: false })).getAttachments();
  return attached.find(({ name }) => HYBRID_FILES.includes(name))?.data;
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** The metadata that ISO 19005-3 wants (6.6.2), and the extension schema by which Factur-X names its file (Factur-X 1.0, section 6.2.3). */
function xmp({ title, author, language, at, hybrid }: Archived): string {
  const rdf = [
    description('pdfaid', 'http://www.aiim.org/pdfa/ns/id/', '<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>'),
    description('dc', 'http://purl.org/dc/elements/1.1/', `<dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escaped(title)}</rdf:li></rdf:Alt></dc:title>`
      + `<dc:creator><rdf:Seq><rdf:li>${escaped(author)}</rdf:li></rdf:Seq></dc:creator><dc:language><rdf:Bag><rdf:li>${escaped(language)}</rdf:li></rdf:Bag></dc:language>`),
    description('pdf', 'http://ns.adobe.com/pdf/1.3/', `<pdf:Producer>${PRODUCER}</pdf:Producer>`),
    description('xmp', 'http://ns.adobe.com/xap/1.0/', `<xmp:CreatorTool>${PRODUCER}</xmp:CreatorTool><xmp:CreateDate>${at}</xmp:CreateDate><xmp:ModifyDate>${at}</xmp:ModifyDate>`),
    ...(hybrid ? [facturX(hybrid.conformance), EXTENSION] : []),
  ];
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n${rdf.join('\n')}\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>`;
}

const description = (prefix: string, namespace: string, content: string): string => `<rdf:Description rdf:about="" xmlns:${prefix}="${namespace}">${content}</rdf:Description>`;

const FACTUR_X = 'urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#';
const facturX = (conformance: string): string => description('fx', FACTUR_X,
  `<fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>${HYBRID_FILE}</fx:DocumentFileName><fx:Version>1.0</fx:Version><fx:ConformanceLevel>${conformance}</fx:ConformanceLevel>`);

const property = (name: string, about: string): string =>
  `<rdf:li rdf:parseType="Resource"><pdfaProperty:name>${name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>${about}</pdfaProperty:description></rdf:li>`;

const EXTENSION = '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
  + '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>'
  + `<pdfaSchema:namespaceURI>${FACTUR_X}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>`
  + property('DocumentFileName', 'The name of the embedded XML document') + property('DocumentType', 'The type of the hybrid document in capital letters')
  + property('Version', 'The version of the standard applying to the embedded XML document') + property('ConformanceLevel', 'The conformance level of the embedded XML document')
  + '</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>';
