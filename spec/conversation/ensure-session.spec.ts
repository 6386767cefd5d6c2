import { startConversation } from '../../examples/conversation-recipe/conversation/ask.js';
import { ensureSession } from '../../examples/conversation-recipe/conversation/ensure-session.js';
import { rest, useSandbox } from '../support/sandbox.js';
import { useDatabase } from './support/database.js';
import { useRecipe } from './support/recipe.js';

const sandbox = useSandbox({ delay: 1 });
const recipe = useRecipe(sandbox, useDatabase());

const sessions = () => rest<readonly { readonly id: string }[]>(sandbox(), 'GET', '/session');

it('makes one session, whoever asks at the same time', async () => {
  const { id } = await startConversation(recipe(), 'ada', 'Engines');
  const ids = await Promise.all(Array.from({ length: 20 }, () => ensureSession(recipe(), id)));
  expect((await sessions()).map(session => session.id)).toEqual([...new Set(ids)]);
});
