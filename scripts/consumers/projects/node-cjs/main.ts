import { run } from './program.js';

void run().then(console.log);
