import { afterNextRender, DestroyRef, Directive, DOCUMENT, ElementRef, inject, output } from '@angular/core';

/**
 * A native dialog that is open, over all the rest, for as long as it is there. What had the focus gets it back.
 *
 * One that opens by itself takes the focus itself (`autofocus tabindex="-1"`), not a button of it: the key that is
 * pressed at that moment was meant for something else.
 */
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
    afterNextRender(() => this.show());
    inject(DestroyRef).onDestroy(() => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    });
  }

  /** Not every browser heeds `autofocus` of the dialog itself: it would take its first button. */
  private show(): void {
    this.dialog.showModal();
    if (this.dialog.autofocus) this.dialog.focus();
  }
}
