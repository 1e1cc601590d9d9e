/**
 * Type-aware lint. Beside the recommended sets it enforces what the design says: pure places stay pure (no Node, no
 * clocks, no randomness, no async), promises are awaited, switches are exhaustive.
 */
import tseslint from 'typescript-eslint';
import { purePlaces } from './scripts/layout.mjs';

const impureGlobals = [
  'process',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'performance',
  'Buffer',
  'console',
];

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/dist-test/**',
      '**/dist-bundle/**',
      '**/node_modules/**',
      '**/src/gen/**',
      'coverage/**',
      '.kuorum/**',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: purePlaces.flatMap(({ files }) => files),
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^node:', message: 'A pure place does not know Node.' },
            { regex: '^(rxjs|pino|@grpc/)', message: 'A pure place knows no shell library.' },
            { regex: '^@kuorum/base/node$', message: 'A pure place does not log or handle signals.' },
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        ...impureGlobals.map((name) => ({ name, message: 'A pure place is handed what it needs.' })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Use the injected Prng.' },
        { object: 'Date', property: 'now', message: 'Time is handed in.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: ':function[async=true]', message: 'Pure code is synchronous.' },
        { selector: 'AwaitExpression', message: 'Pure code is synchronous.' },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time is handed in.' },
      ],
    },
  },
  {
    // chai's assertions are expressions; test doubles need not await; a mocha title is not a promise.
    files: ['**/test/**/*.ts', 'packages/testing/**/*.ts', 'test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'Program > ExpressionStatement > CallExpression[callee.name=/^(before|after)(Each)?$/]',
          message: 'Outside of a describe() it runs around the tests of all other files of the package, too.',
        },
      ],
      // Measured figures and the logs of a failed run.
      'no-console': 'off',
    },
  },
  {
    // What a command prints is its job.
    files: ['packages/cli/src/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
);
