// Runs the built application without a page: it shows nothing, and Angular asks for a document all the same.
globalThis.document = { head: {}, documentElement: {}, querySelector: () => null, querySelectorAll: () => [] };
await import('./dist/main.js');
