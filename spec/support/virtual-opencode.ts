import type { OpencodeClient } from '../../lib/client.js';
import { ScriptedOpencode } from '../../lib/testing/index.js';
import { stopTime } from './virtual-time.js';

/** A scripted server and a client of it, new for each spec, in virtual time; afterwards nothing may be left of either. */
export function useVirtualOpencode(): { readonly server: ScriptedOpencode; readonly client: OpencodeClient } {
  const stage = { server: new ScriptedOpencode(), client: new ScriptedOpencode().client() };
  beforeEach(() => {
    stopTime();
    stage.server = new ScriptedOpencode();
    stage.client = stage.server.client();
  });
  afterEach(() => {
    expect(stage.server.connections).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });
  return stage;
}
