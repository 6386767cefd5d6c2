import { bootstrapApplication } from '@angular/platform-browser';
import { OpencodeClient, type OpencodeClientOptions } from 'opencode-rx';
import { App, CLIENT } from './app/app';

const answer = await fetch('config.json');
const client = new OpencodeClient((await answer.json()) as OpencodeClientOptions);

await bootstrapApplication(App, { providers: [{ provide: CLIENT, useValue: client }] });
