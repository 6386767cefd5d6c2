import { EnvironmentInjector, type Type } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { appConfig, SERVER_URL } from '../../examples/recipes/angular/app.config.js';
import { ChatComponent } from '../../examples/recipes/angular/chat.component.js';
import { Dialogs } from '../../examples/recipes/angular/dialog.js';
import { SelectedTurnComponent } from '../../examples/recipes/angular/selected-turn.component.js';
import { bash, question, scripted, step, text } from '../../examples/sandbox/index.js';
import { NodeDialogs, type NodeDialog } from '../support/node-dialogs.js';
import type { SpecNode } from '../support/node-renderer.js';
import { eventually, plainSession, plainTurn, borrowSandbox } from '../support/sandbox.js';
import { showComponent, type Shown } from '../support/show-component.js';
import { useTestBed } from '../support/test-bed.js';

const sandbox = borrowSandbox();
useTestBed();

/** With the password in it. */
const serverUrl = (): string => sandbox().url.replace('//', `//opencode:${sandbox().password}@`);

function start<T>(component: Type<T>, url = serverUrl()): Shown<T> {
  const providers = [
    ...appConfig.providers,
    { provide: SERVER_URL, useValue: url },
    NodeDialogs,
    { provide: Dialogs, useExisting: NodeDialogs },
  ];
  TestBed.configureTestingModule({ providers });
  return showComponent(component, TestBed.inject(EnvironmentInjector));
}

const says = (root: SpecNode, words: string): Promise<string> =>
  eventually(
    async () => root.text,
    page => page.includes(words),
  );

const dialogs = (): readonly NodeDialog[] => TestBed.inject(NodeDialogs).opened;

/** The newest dialog, once it is this one and has something to click. */
const dialog = (name: string): Promise<NodeDialog> =>
  eventually(
    async () => dialogs().at(-1),
    newest => newest?.name === name && newest.view!.root.all('button').length > 0,
  ) as Promise<NodeDialog>;

describe('the chat', () => {
  async function ask(prompt: string, url?: string): Promise<Shown<ChatComponent>> {
    const chat = start(ChatComponent, url);
    await says(chat.root, 'Ask');
    const [input] = chat.root.all('input');
    input!.value = prompt;
    chat.root.click('Ask');
    return chat;
  }

  it('shows the reply, and answers with what is clicked in its dialogs', async () => {
    const prompt = scripted('Go', step(question('Which?', ['left', 'right'])), step(bash('date')), step(text('bye')));
    const { root } = await ask(prompt);
    (await dialog('QuestionDialog')).view!.root.click('right');
    const permission = (await dialog('PermissionDialog')).view!.root;
    await says(permission, 'bash date');
    permission.click('Allow once');
    expect(await says(root, 'bye')).toMatch(/question: completed.*bash: completed/s);
    expect(dialogs().map(({ isOpen }) => isOpen)).toEqual([false, false]);
  });

  it('takes a dismissed dialog for a refusal', async () => {
    const { root } = await ask(scripted('Go', step(bash('date'))));
    (await dialog('PermissionDialog')).close();
    await says(root, 'bash: error');
  });

  it('shows what went wrong', async () => {
    const { root } = await ask('Is anybody there?', 'http://127.0.0.1:9');
    await says(root, 'could not reach the server');
  });

  it('closes its dialog when it goes', async () => {
    const chat = await ask(scripted('Go', step(bash('date'))));
    const permission = await dialog('PermissionDialog');
    chat.destroy();
    expect(permission.isOpen).toBe(false);
  });
});

describe('the selected turn', () => {
  it('is one signal', async () => {
    const session = await plainSession(sandbox());
    await plainTurn(sandbox(), session, scripted('Go', step(text('as a signal'))));
    const { root, component } = start(SelectedTurnComponent);
    component.selected.set(session);
    await says(root, 'as a signal');
  });

  it('shows that it was lost', async () => {
    const { root, component } = start(SelectedTurnComponent);
    component.selected.set('ses_none');
    await says(root, 'The turn was lost.');
  });
});
