import { afterNextRender, DestroyRef, Directive, ElementRef, inject, signal } from '@angular/core';

/** Nearer to the end than that is at the end. */
const NEAR = 60;

/** Keeps the end of a growing content in sight, unless somebody has scrolled away from it. */
@Directive({
  selector: '[appStickToEnd]',
  exportAs: 'stick',
  host: { '(scroll)': 'look()' },
})
export class StickToEnd {
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  readonly atEnd = signal(true);
  private lastTop = 0;

  constructor() {
    const destroyed = inject(DestroyRef);
    afterNextRender(() => {
      const observer = new ResizeObserver(() => this.follow());
      observer.observe(this.element);
      if (this.element.firstElementChild) observer.observe(this.element.firstElementChild);
      destroyed.onDestroy(() => observer.disconnect());
    });
  }

  toEnd(): void {
    this.atEnd.set(true);
    this.follow();
  }

  protected look(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    const near = scrollHeight - scrollTop - clientHeight < NEAR;
    // Only going up is leaving: what has grown since the last scroll puts the end far away, too.
    if (near || scrollTop < this.lastTop) this.atEnd.set(near);
    this.lastTop = scrollTop;
  }

  private follow(): void {
    if (this.atEnd()) this.element.scrollTop = this.element.scrollHeight;
  }
}
