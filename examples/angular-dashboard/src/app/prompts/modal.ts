import { afterNextRender, Directive, ElementRef, inject, output } from '@angular/core';

/** A native dialog that is open, over all the rest, for as long as it is there. */
@Directive({
  selector: 'dialog[appModal]',
  host: { '(cancel)': '$event.preventDefault(); dismissed.emit()' },
})
export class Modal {
  private readonly dialog = inject<ElementRef<HTMLDialogElement>>(ElementRef).nativeElement;
  /** Esc. */
  readonly dismissed = output();

  constructor() {
    afterNextRender(() => this.dialog.showModal());
  }
}
