import { eq } from 'drizzle-orm';
import { messages } from '../../../examples/conversation-recipe/db/schema.js';
import type { Recipe } from '../../../examples/conversation-recipe/recipe.js';

/** As if its worker had died: its lease has run out. */
export const orphan = ({ db }: Recipe, id: number) =>
  db
    .update(messages)
    .set({ claimedUntil: new Date(0) })
    .where(eq(messages.id, id));
