import { argv } from 'node:process';
import { openDatabase } from '../../../examples/conversation-recipe/db/open-database.js';
import { conversations } from '../../../examples/conversation-recipe/db/schema.js';

/** A process that has PGlite's folder open, writes a row, says so and stays. */
async function main(): Promise<void> {
  const { db } = await openDatabase({ url: '', folder: argv[2] });
  await db.insert(conversations).values({ userId: 'ada', title: 'Engines', server: 'main' });
  console.log('open');
  setInterval(() => undefined, 60_000);
}

void main();
