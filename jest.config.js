module.exports = {
  testEnvironment: 'node',
  // By default one core stays idle: of two, half of all.
  maxWorkers: '100%',
  setupFiles: ['<rootDir>/jest.setup.js'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  snapshotResolver: '<rootDir>/test/snapshot-resolver.js',
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }] },
};
