/**
 * The few names of Angular that the recipe uses, as far as it uses them: Angular is not installed in this repository,
 * and the recipe is checked against this instead. (`@angular/core` and `@angular/material`, as of version 21.)
 */
/* eslint-disable @typescript-eslint/no-unnecessary-type-parameters -- as Angular declares them */

declare module '@angular/core' {
  type Signal<T> = () => T;
  interface WritableSignal<T> extends Signal<T> {
    set(value: T): void;
  }
  interface DestroyRef {
    onDestroy(callback: () => void): () => void;
  }
  const DestroyRef: abstract new () => DestroyRef;
  class InjectionToken<T> {
    constructor(description: string, options?: { providedIn: 'root'; factory: () => T });
    /** Only to tell one token's type from another's. */
    private readonly type: T;
  }
  type Token<T> = InjectionToken<T> | (abstract new (...args: never[]) => T);
  function inject<T>(token: Token<T>): T;
  function signal<T>(initial: T): WritableSignal<T>;
  function Component(metadata: {
    selector?: string;
    template: string;
  }): <C extends abstract new (...args: never[]) => unknown>(target: C, context: unknown) => void;
}

declare module '@angular/core/rxjs-interop' {
  import type { DestroyRef, Signal } from '@angular/core';
  import type { MonoTypeOperatorFunction, Observable } from 'rxjs';
  function takeUntilDestroyed<T>(destroyRef?: DestroyRef): MonoTypeOperatorFunction<T>;
  function toSignal<T>(source: Observable<T>): Signal<T | undefined>;
}

declare module '@angular/material/dialog' {
  import type { InjectionToken } from '@angular/core';
  import type { Observable } from 'rxjs';
  class MatDialogRef<T, R = unknown> {
    /** Only to tell one dialog's type from another's. */
    private readonly component: T;
    afterClosed(): Observable<R | undefined>;
    close(result?: R): void;
  }
  class MatDialog {
    open<T, D, R>(component: new (...args: never[]) => T, config: { data: D }): MatDialogRef<T, R>;
  }
  const MAT_DIALOG_DATA: InjectionToken<unknown>;
}
