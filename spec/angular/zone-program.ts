/** An application with zone.js, built as Angular's own builder does it; prints what it saw as JSON. */
import 'zone.js/node';
import {
  ChangeDetectorRef,
  Component,
  createEnvironmentInjector,
  EnvironmentInjector,
  inject,
  NgZone,
  provideZoneChangeDetection,
  runInInjectionContext,
  type Type,
} from '@angular/core';
import { takeUntilDestroyed, toSignal } from '@angular/core/rxjs-interop';
import { firstValueFrom, map, of, scan, type Observable } from 'rxjs';
import { injectAskInDialog } from '../../examples/recipes/angular/ask-in-dialog.js';
import { Dialogs } from '../../examples/recipes/angular/dialog.js';
import { enterZone } from '../../examples/recipes/angular/enter-zone.js';
import { injectOpencode, provideOpencode } from '../../lib/angular/index.js';
import { OpencodeClient, ofType } from '../../lib/index.js';
import { say } from '../support/events.js';
import { json } from '../support/scripted-fetch.js';
import { NodeModule, nodePlatform } from '../support/node-platform.js';
import { ScriptedServer } from '../support/scripted-server.js';
import { showComponent } from '../support/show-component.js';

const CHUNKS = 300;
const server = new ScriptedServer();
server.override = ({ url }) => (url.pathname === '/global/health' ? json({ healthy: true, version: '1' }) : undefined);
const options = { baseUrl: 'http://scripted.test', fetch: server.fetch };

/** How many chunks came. */
const counted = (client: OpencodeClient): Observable<number> =>
  client.events$.pipe(
    ofType('message.part.delta'),
    scan(count => count + 1, 0),
  );

/** Counts how often it is checked. */
abstract class Checked {
  checks = 0;

  check(): '' {
    this.checks += 1;
    return '';
  }
}

@Component({ template: '{{ check() }}{{ count() }}' })
class WithSignal extends Checked {
  readonly count = toSignal(counted(injectOpencode()), { initialValue: 0 });
}

/** With a client that nobody keeps outside the zone. */
@Component({ template: '{{ check() }}{{ count() }}' })
class WithOwnClient extends Checked {
  readonly count = toSignal(counted(new OpencodeClient(options)), { initialValue: 0 });
}

/** As the `async` pipe does it. */
@Component({ template: '{{ check() }}{{ count }}' })
class WithMark extends Checked {
  count = 0;
  private readonly view = inject(ChangeDetectorRef);
  readonly subscription = counted(injectOpencode())
    .pipe(takeUntilDestroyed())
    .subscribe(count => {
      this.count = count;
      this.view.markForCheck();
    });
}

@Component({ template: '{{ check() }}{{ count }}' })
class WithField extends Checked {
  count = 0;
  readonly subscription = counted(injectOpencode())
    .pipe(takeUntilDestroyed(), enterZone(inject(NgZone)))
    .subscribe(count => (this.count = count));
}

/** Asks until it is so; a run that never comes there is ended from outside. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(again => setTimeout(again, 1));
}

async function application<T>(run: (injector: EnvironmentInjector, zone: NgZone) => Promise<T>): Promise<T> {
  const platform = nodePlatform();
  const applicationProviders = [provideZoneChangeDetection(), provideOpencode(options)];
  const { injector } = await platform.bootstrapModule(NodeModule, { applicationProviders });
  const seen = await run(injector.get(EnvironmentInjector), injector.get(NgZone));
  platform.destroy();
  return seen;
}

/** What it costs to show all chunks, and whether the application is still busy when that is done. */
const shows = (component: Type<Checked>) =>
  application(async (injector, zone) => {
    const { root, component: shown } = zone.run(() => showComponent(component, injector));
    await until(() => server.listeners === 1 && root.text === '0');
    const before = shown.checks;
    for (let sent = 0; sent < CHUNKS; sent += 1) server.say(say.delta('prt_1', 'word '));
    await until(() => root.text === String(CHUNKS));
    return { checks: shown.checks - before, isBusy: zone.hasPendingMacrotasks };
  });

/** Where an answer to a request arrives that was sent from inside. */
const answersInside = () =>
  application((injector, zone) => {
    const health$ = runInInjectionContext(injector, injectOpencode).health();
    return zone.run(() => firstValueFrom(health$.pipe(map(() => NgZone.isInAngularZone()))));
  });

/** Where a dialog is opened for what was asked outside. */
const opensInside = () =>
  application(async (parent, zone) => {
    const opened: boolean[] = [];
    const open = () => {
      opened.push(NgZone.isInAngularZone());
      return { afterClosed: () => of(undefined), close: () => undefined };
    };
    const injector = createEnvironmentInjector([{ provide: Dialogs, useValue: { open } }], parent);
    const ask = runInInjectionContext(injector, injectAskInDialog);
    zone.runOutsideAngular(() => ask(WithField, {}).subscribe());
    return opened;
  });

async function main(): Promise<void> {
  const seen = {
    withSignal: await shows(WithSignal),
    withOwnClient: await shows(WithOwnClient),
    withMark: await shows(WithMark),
    withField: await shows(WithField),
    answersInside: await answersInside(),
    opensInside: await opensInside(),
  };
  process.stdout.write(JSON.stringify(seen), () => process.exit());
}

void main();
