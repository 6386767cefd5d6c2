import { InjectionToken, type Type } from '@angular/core';
import type { Observable } from 'rxjs';

/** What is used here of `MatDialog` of Angular Material: `{ provide: Dialogs, useExisting: MatDialog }`. */
export abstract class Dialogs {
  abstract open<R>(component: Type<unknown>, config: { readonly data: unknown }): DialogRef<R>;
}

/** What is used here of `MatDialogRef`. */
export abstract class DialogRef<R> {
  abstract afterClosed(): Observable<R | undefined>;
  abstract close(result?: R): void;
}

/** `MAT_DIALOG_DATA`. */
export const DIALOG_DATA = new InjectionToken<unknown>('dialogData');
