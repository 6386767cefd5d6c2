import { run } from './program';

console.log(await run());
