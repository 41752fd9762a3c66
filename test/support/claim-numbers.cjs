/** Claims numbers one after the other in a process of its own, telling each, until it is done or killed. Usage: URI SERIES PART COUNT */
const { transformFileSync } = require('@swc/core');

require.extensions['.ts'] = (module, file) => {
  const { code } = transformFileSync(file, { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } });
  module._compile(code, file);
};
const { connectStore } = require('../../store/connection.ts');
const { numberStore } = require('../../store/number.ts');

const [uri, series, part, count] = process.argv.slice(2);
connectStore(uri).then(async (connection) => {
  const numbers = numberStore(connection);
  for (let i = 1; i <= Number(count); i += 1) {
    const { n } = await numbers.claim(series, `inv_${part}_${i}`, '2026-11-23T09:00:00.000Z');
    process.stdout.write(`${n}\n`);
  }
  await connection.close();
});
