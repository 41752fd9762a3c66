/**
 * Carries a whole store from one MongoDB to another through a file. Stop the office first: what is written meanwhile may be missed.
 * Usage: node docker/transfer.mjs out URI > FILE     every document of the database, a line each, and a last line with the counts
 *        node docker/transfer.mjs in URI < FILE      into an empty database only; nothing is kept of a file that is cut short
 */
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const { mongo } = createRequire(import.meta.url)('mongoose');
const { EJSON } = mongo.BSON;
/** Documents written at once; an invoice with its history is some 20 KB. */
const BATCH = 200;
/** Types stay what they are: numbers, dates and bytes come back as they were. */
const EXACT = { relaxed: false };

const collectionsOf = async (database) =>
  (await database.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name).filter((name) => !name.startsWith('system.')).sort();

async function writeOut(database, stream) {
  const say = async (value) => {
    if (!stream.write(`${EJSON.stringify(value, EXACT)}\n`)) await once(stream, 'drain');
  };
  const counts = {};
  for (const collection of await collectionsOf(database)) {
    counts[collection] = 0;
    for await (const document of database.collection(collection).find()) {
      await say({ collection, document });
      counts[collection] += 1;
    }
  }
  await say({ counts });
  return counts;
}

async function readIn(database, stream) {
  for (const name of await collectionsOf(database)) {
    if (await database.collection(name).findOne()) throw new Error(`The database ${database.databaseName} is not empty: ${name} holds documents.`);
  }
  const counts = {};
  try {
    const told = await insertAll(database, stream, counts);
    if (told === undefined) throw new Error('The file is cut short: its last line, the counts, is missing.');
    const [promised, found] = [told, counts].map((each) => JSON.stringify(Object.entries(each).filter(([, count]) => count > 0).sort()));
    if (promised !== found) throw new Error(`The file tells of ${promised}, but holds ${found}.`);
    return counts;
  } catch (error) {
    for (const name of Object.keys(counts)) await database.collection(name).deleteMany({});
    throw error;
  }
}

/** Inserts line after line; answers the counts that the last line tells, if it is there. */
async function insertAll(database, stream, counts) {
  let told;
  let batch = [];
  let current;
  const flush = async () => {
    if (batch.length > 0) await database.collection(current).insertMany(batch);
    batch = [];
  };
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    const { collection, document, counts: last } = EJSON.parse(line, EXACT);
    told = last;
    if (collection !== current || batch.length === BATCH) await flush();
    if (!collection) continue;
    current = collection;
    counts[collection] = (counts[collection] ?? 0) + 1;
    batch.push(document);
  }
  await flush();
  return told;
}

const [direction, uri] = process.argv.slice(2);
if (!['out', 'in'].includes(direction) || !uri) {
  process.stderr.write('Usage: node docker/transfer.mjs out URI > FILE, or: node docker/transfer.mjs in URI < FILE\n');
  process.exit(2);
}
const client = new mongo.MongoClient(uri, { serverSelectionTimeoutMS: 10_000 });
try {
  const database = client.db(); // The one that the address names.
  const counts = direction === 'out' ? await writeOut(database, process.stdout) : await readIn(database, process.stdin);
  process.stderr.write(`${Object.entries(counts).map(([name, count]) => `${name} ${count}`).join(', ') || 'nothing'}\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  await client.close();
}
