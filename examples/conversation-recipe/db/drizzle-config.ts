import * as schema from './schema.js';

/** What both drivers are told: columns are named like the properties, in snake case. */
export const drizzleConfig = { schema, casing: 'snake_case' } as const;
