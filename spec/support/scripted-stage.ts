import type { OpencodeClient } from '../../lib/client.js';
import { expectNothingLeft, ScriptedServer } from './scripted-server.js';
import { stopTime } from './virtual-time.js';

/** A server in the hands of a spec and a client of it, new for each spec, in virtual time; afterwards nothing may be left. */
export function useScriptedServer(): { readonly server: ScriptedServer; readonly client: OpencodeClient } {
  const stage = { server: new ScriptedServer(), client: new ScriptedServer().client() };
  beforeEach(() => {
    stopTime();
    stage.server = new ScriptedServer();
    stage.client = stage.server.client();
  });
  afterEach(() => {
    expectNothingLeft(stage.server);
  });
  return stage;
}
