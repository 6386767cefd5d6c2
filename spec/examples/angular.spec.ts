import { EMPTY, finalize, of, Subject, takeUntil, type Observable, type OperatorFunction } from 'rxjs';
import { bash, question, scripted, step, text } from '../../examples/sandbox/index.js';
import { OpencodeClient } from '../../lib/index.js';
import { eventually, plainTurn, useSandbox } from '../support/sandbox.js';

/** Stand-ins for the little of Angular the recipe uses: what they hold is by the token it was asked for. */
const mockInjected = new Map<unknown, unknown>();
const mockDestroyed$ = new Subject<void>();

jest.mock(
  '@angular/core',
  () => ({
    InjectionToken: jest.fn(),
    DestroyRef: jest.fn(),
    Component: () => () => undefined,
    inject: (token: unknown) => mockInjected.get(token),
    signal: <T>(initial: T) => {
      let value = initial;
      return Object.assign(() => value, { set: (next: T) => void (value = next) });
    },
  }),
  { virtual: true },
);
jest.mock(
  '@angular/core/rxjs-interop',
  () => ({
    takeUntilDestroyed: <T>(): OperatorFunction<T, T> => takeUntil(mockDestroyed$),
    toSignal: <T>(source: Observable<T>) => {
      let value: T | undefined;
      source.pipe(takeUntil(mockDestroyed$)).subscribe(next => (value = next));
      return () => value;
    },
  }),
  { virtual: true },
);
jest.mock('@angular/material/dialog', () => ({ MatDialog: jest.fn(), MatDialogRef: jest.fn(), MAT_DIALOG_DATA: {} }), {
  virtual: true,
});

describe('the Angular recipe', () => {
  const sandbox = useSandbox();
  let client: OpencodeClient;
  const closed: string[] = [];
  let answers: Readonly<Record<string, Observable<unknown>>> = {};

  const open = ({ name }: { name: string }) => ({
    afterClosed: () => answers[name] ?? EMPTY,
    close: () => closed.push(name),
  });

  beforeEach(async () => {
    const { MatDialog } = await import('@angular/material/dialog');
    const { OPENCODE } = await import('../../examples/recipes/angular/chat.component.js');
    client = new OpencodeClient({ baseUrl: sandbox().url, password: sandbox().password });
    mockInjected.set(OPENCODE, client).set(MatDialog, { open });
  });
  afterEach(() => client.close());

  const chat = async () => {
    const { ChatComponent } = await import('../../examples/recipes/angular/chat.component.js');
    return new ChatComponent();
  };

  it('shows the reply and answers with what its dialogs give', async () => {
    answers = { QuestionDialog: of([['left']]), PermissionDialog: of('once') };
    const component = await chat();
    component.ask(scripted('Go', step(question('Which?', ['left', 'right'])), step(bash('date')), step(text('bye'))));
    const reply = await eventually(
      () => Promise.resolve(component.reply()),
      now => now?.status === 'completed',
    );
    expect(reply?.fullText).toBe('bye');
    expect(reply?.toolParts.map(({ tool, status }) => [tool, status])).toEqual([
      ['question', 'completed'],
      ['bash', 'completed'],
    ]);
    expect(closed).toEqual(['QuestionDialog', 'PermissionDialog']);
    expect(component.error()).toBe('');
  });

  it('takes a dismissed dialog for a refusal, and shows errors', async () => {
    answers = { PermissionDialog: of(undefined) };
    const component = await chat();
    component.ask(scripted('Go', step(bash('date'))));
    const reply = await eventually(
      () => Promise.resolve(component.reply()),
      now => now?.status === 'completed',
    );
    expect(reply?.toolParts).toMatchObject([{ tool: 'bash', status: 'error' }]);
    client.close();
    component.ask('too late');
    expect(component.error()).toContain('closed');
  });

  it('stops listening when the component is destroyed, and closes its dialog', async () => {
    const dialog$ = new Subject<never>();
    let listening = false;
    answers = { PermissionDialog: dialog$.pipe(finalize(() => (listening = false))) };
    const component = await chat();
    component.ask(scripted('Go', step(bash('date'))));
    await eventually(
      () => Promise.resolve((listening = dialog$.observed)),
      open => open,
    );
    mockDestroyed$.next();
    expect(listening).toBe(false);
    expect(closed.at(-1)).toBe('PermissionDialog');
  });

  it('has the selected turn as one signal', async () => {
    const { SelectedTurnComponent } = await import('../../examples/recipes/angular/selected-turn.component.js');
    const session = await new Promise<string>(found => client.createSession().subscribe(({ id }) => found(id)));
    await plainTurn(sandbox(), session, scripted('Go', step(text('as a signal'))));
    const component = new SelectedTurnComponent();
    component.selected$.next(session);
    const state = await eventually(
      () => Promise.resolve(component.state()),
      now => now?.reply?.status === 'completed',
    );
    expect(state).toMatchObject({ reply: { fullText: 'as a signal' } });
    mockDestroyed$.next();
  });
});
