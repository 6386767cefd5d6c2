import { EnvironmentInjector, inject, Injector, type Type } from '@angular/core';
import { Subject } from 'rxjs';
import { DIALOG_DATA, DialogRef, Dialogs } from '../../examples/recipes/angular/dialog.js';
import { showComponent, type Shown } from './show-component.js';

/** A dialog, as the one who looks at it has it. */
export class NodeDialog extends DialogRef<unknown> {
  isOpen = true;
  view: Shown<unknown> | undefined;
  private readonly closed$ = new Subject<unknown>();

  constructor(readonly name: string) {
    super();
  }

  afterClosed = () => this.closed$;

  close = (result?: unknown) => {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.view?.destroy();
    this.closed$.next(result);
    this.closed$.complete();
  };
}

/** Shows dialogs, made of nodes, to a spec. */
export class NodeDialogs extends Dialogs {
  readonly opened: NodeDialog[] = [];
  private readonly environment = inject(EnvironmentInjector);

  open<R>(component: Type<unknown>, { data }: { readonly data: unknown }): DialogRef<R> {
    const dialog = new NodeDialog(component.name);
    const injector = Injector.create({
      providers: [
        { provide: DIALOG_DATA, useValue: data },
        { provide: DialogRef, useValue: dialog },
      ],
    });
    dialog.view = showComponent(component, this.environment, injector);
    this.opened.push(dialog);
    return dialog as DialogRef<R>;
  }
}
