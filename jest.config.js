/** Jest runs TypeScript through swc; real parts are started by embedded/test.mjs and named in the environment. */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '(\\.ts|/node_modules/(temporal-(polyfill|utils)|@marcbachmann/cel-js)/.+\\.js)$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' }, sourceMaps: 'inline' }],
  },
  transformIgnorePatterns: ['/node_modules/(?!(temporal-(polyfill|utils)|@marcbachmann/cel-js)/)'], // These come as ES modules only, which Jest cannot require.
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.office'],
  testTimeout: 300000,
  maxWorkers: 2,
};
