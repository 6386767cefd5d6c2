import { TestBed } from '@angular/core/testing';
import { onScriptedServer } from '../../examples/recipes/angular/on-scripted-server.js';
import { SessionListComponent } from '../../examples/recipes/angular/session-list.component.js';
import { ScriptedOpencode, tool } from '../../lib/testing/index.js';
import type { SpecNode } from '../support/node-renderer.js';
import { eventually } from '../support/sandbox.js';
import { useTestBed } from '../support/test-bed.js';

useTestBed();

/** What a page has, and the test bed asks for. */
beforeAll(() => {
  Object.assign(globalThis, { Node: class {} });
});

describe('a component on a scripted server', () => {
  let server: ScriptedOpencode;
  let page: SpecNode;

  beforeEach(() => {
    server = new ScriptedOpencode();
    server.addSession({ title: 'Mend the roof' });
    server.addSession({ title: 'Paint the door' });
    page = onScriptedServer(server, SessionListComponent).nativeElement as SpecNode;
  });

  const shows = (isSo: (text: string) => boolean): Promise<string> => eventually(async () => page.text, isSo);

  it('shows the sessions that match, on one connection', async () => {
    await shows(text => text.includes('roof') && text.includes('door'));
    const [box] = page.all('input');
    box!.value = 'ROOF';
    box!.listeners.get('input')!({});
    await shows(text => text.includes('roof') && !text.includes('door'));
    expect(server.connections).toBe(1);
  });

  it('shows how many wait, for as long as they do', async () => {
    server.onPrompt([tool('bash', { command: 'date' }, { asks: true }), 'Done.']);
    await shows(text => text.includes('roof') && !text.includes('waiting'));
    server.prompt('ses_1', 'What day is it?');
    await shows(text => text.includes('1 waiting for you'));
    const [request] = server.store.permissions;
    server.emit('permission.replied', { sessionID: 'ses_1', requestID: request!.id, reply: 'once' });
    await shows(text => !text.includes('waiting'));
  });

  it('leaves no connection behind', async () => {
    await shows(text => text.includes('roof'));
    TestBed.resetTestingModule();
    await eventually(
      async () => server.connections,
      connections => connections === 0,
    );
  });
});
