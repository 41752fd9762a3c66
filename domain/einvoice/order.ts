/** The order of elements, which the schemas of both syntaxes prescribe: seen by comparing a document with how it would be written here. */
import type { Fault } from './received';
import type { XmlElement } from './xml';

const localName = ({ name }: XmlElement): string => name.slice(name.indexOf(':') + 1);

/** Elements that stand before one that belongs in front of them; `written` is the same document in the order of its schema. What is not known here may stand anywhere. */
export function orderFaults(document: XmlElement, written: XmlElement): Fault[] {
  const places = placesOf(written);
  let [last, latest] = [-1, ''];
  for (const name of document.children.map(localName)) {
    const place = places.get(name);
    if (place === undefined) continue;
    if (place < last) return [{ rule: 'XSD', text: `${name} stands behind ${latest} in ${localName(document)}, and belongs in front of it.` }];
    [last, latest] = [place, name];
  }
  return [...places.keys()].flatMap((name) => {
    const [found, known] = [document, written].map(({ children }) => children.filter((child) => localName(child) === name)) as [XmlElement[], XmlElement[]];
    return found.length === known.length ? found.flatMap((child, at) => orderFaults(child, known[at]!)) : [];
  });
}

/** The place of each name among its siblings; those that stand in several places have none. */
function placesOf({ children }: XmlElement): Map<string, number> {
  const names = children.map(localName).filter((name, at, all) => name !== all[at - 1]);
  return new Map([...names.entries()].filter(([, name]) => names.indexOf(name) === names.lastIndexOf(name)).map(([place, name]) => [name, place]));
}
