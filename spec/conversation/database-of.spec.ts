import { databaseOf } from '../../examples/conversation-recipe/worker/database-of.js';

it.each([
  [{ DATABASE_URL: 'postgres://one/two' }, { url: 'postgres://one/two', folder: undefined }],
  [
    { DATABASE_URL: '', PGLITE_FOLDER: 'rows' },
    { url: '', folder: 'rows' },
  ],
])('is where %j says', (env, options) => {
  expect(databaseOf(env)).toEqual(options);
});

it.each([{}, { DATABASE_URL: '', PGLITE_FOLDER: '' }])('is not in the memory of a worker that was told %j', env => {
  expect(() => databaseOf(env)).toThrow('DATABASE_URL must be the PostgreSQL that has the conversations');
});
