import { inject, NgZone, type Type } from '@angular/core';
import { defer, finalize, type Observable } from 'rxjs';
import { Dialogs } from './dialog.js';

/** Shows a dialog; gives what it is closed with. */
export type AskInDialog = <R>(component: Type<unknown>, data: unknown) => Observable<R | undefined>;

/**
 * Dialogs as answers: one that is dismissed gives `undefined`, which rejects; one whose question is settled elsewhere is
 * closed. (Questions arrive outside the zone, and what is opened there stays there. Without zone.js nothing enters.)
 */
export function injectAskInDialog(): AskInDialog {
  const [dialogs, zone] = [inject(Dialogs), inject(NgZone)];
  return <R>(component: Type<unknown>, data: unknown) =>
    defer(() => {
      const dialog = zone.run(() => dialogs.open<R>(component, { data }));
      return dialog.afterClosed().pipe(finalize(() => dialog.close()));
    });
}
