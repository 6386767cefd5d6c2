// Runs what Vite built, whose name has a hash in it.
import { readdir } from 'node:fs/promises';

const name = (await readdir('dist/assets')).find(file => file.endsWith('.js'));
await import(`./dist/assets/${name}`);
