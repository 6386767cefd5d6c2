import { defineConfig, globalIgnores } from 'eslint/config';
import rxjs from 'eslint-plugin-rxjs-x';
import tseslint from 'typescript-eslint';

const worldGlobals = [
  'process',
  'window',
  'document',
  'navigator',
  'localStorage',
  'console',
  'setTimeout',
  'setInterval',
];

/** Forbids the globals of a page and of Node, but for those a file is the one place for. */
const withoutGlobals = (...allowed) => ({
  'no-restricted-globals': [
    'error',
    {
      globals: worldGlobals
        .filter(name => !allowed.includes(name))
        .map(name => ({ name, message: 'The library neither knows where it runs nor has a clock of its own.' })),
      checkGlobalObject: true,
    },
  ],
});

/** A project of its own, with its own TypeScript; what it imports is not installed here. */
const dashboard = 'examples/angular-dashboard/**';

/** What holds in both, and needs no types. */
const houseRules = {
  eqeqeq: 'error',
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
};

export default defineConfig(
  // The projects of consumers have a TypeScript of their own, and what they import is installed elsewhere.
  globalIgnores(['**/dist', 'docs', 'coverage', '**/node_modules', '**/.angular', 'scripts/consumers/projects']),

  {
    files: ['**/*.ts', '**/*.cts'],
    ignores: [dashboard],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      ...houseRules,
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },

  {
    files: [`${dashboard}/*.ts`],
    extends: [tseslint.configs.strict, tseslint.configs.stylistic],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      ...houseRules,
      'max-lines': ['error', 200],
      'max-lines-per-function': ['error', { max: 25, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
    },
  },

  {
    files: ['lib/**/*.ts'],
    extends: [rxjs.configs.strict],
    rules: {
      ...withoutGlobals(),
      'rxjs-x/throw-error': ['error', { allowThrowingAny: false, allowThrowingUnknown: true }],
      'max-lines': ['error', 200],
      'max-lines-per-function': ['error', { max: 25, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-explicit-any': ['error', { fixToUnknown: true }],
      '@typescript-eslint/consistent-type-assertions': [
        'error',
        { assertionStyle: 'as', objectLiteralTypeAssertions: 'never', arrayLiteralTypeAssertions: 'never' },
      ],
      '@typescript-eslint/no-non-null-assertion': 'error',
      // The name of a type that is inferred from a schema: an alias would not be shown by any editor.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
    },
  },

  // Where the world is looked for, so that nobody else has to.
  { files: ['lib/transport/page-signals.ts'], rules: withoutGlobals('window', 'document') },
  { files: ['lib/options.ts', 'lib/environment.ts'], rules: withoutGlobals('process') },

  // A ReplyStream and a LiveView are Observables with siblings: the classes that have to extend it.
  { files: ['lib/turn/reply-stream.ts', 'lib/live/live-view.ts'], rules: { 'rxjs-x/no-subclass': 'off' } },

  {
    files: ['spec/**/*.ts'],
    rules: {
      'max-lines': ['error', 200],
      // `expect.any()` is an any, and `expect(object.method)` is no call.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      // A stub that does nothing, or is nothing, is often the point.
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Angular's EnvironmentInjector implements Injector.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },

  // What must not compile is written all the same, and is never run.
  {
    files: ['spec/types/*.types.ts'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off', '@typescript-eslint/no-unsafe-call': 'off' },
  },

  { files: ['*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
);
