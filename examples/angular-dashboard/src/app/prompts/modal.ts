import { afterNextRender, DestroyRef, Directive, DOCUMENT, ElementRef, inject, output } from '@angular/core';

/** A native dialog that is open, over all the rest, for as long as it is there. What had the focus gets it back. */
@Directive({
  selector: 'dialog[appModal]',
  host: { '(cancel)': '$event.preventDefault(); dismissed.emit()' },
})
export class Modal {
  private readonly dialog = inject<ElementRef<HTMLDialogElement>>(ElementRef).nativeElement;
  /** Esc. */
  readonly dismissed = output();

  constructor() {
    const before = inject(DOCUMENT).activeElement;
    afterNextRender(() => this.dialog.showModal());
    inject(DestroyRef).onDestroy(() => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    });
  }
}
