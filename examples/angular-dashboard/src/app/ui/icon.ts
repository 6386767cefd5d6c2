import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

/** Strokes on a 16 × 16 grid. */
const PATHS = {
  alert: 'M8 2 14.5 13.5h-13L8 2Zm0 4.5v3.2m0 1.9v.1',
  bell: 'M3.5 11.5h9l-1.2-2V7a3.3 3.3 0 0 0-6.6 0v2.5l-1.2 2Zm3.2 2h2.6',
  branch: 'M4 3v3.5a2 2 0 0 0 2 2h6m0 0L9.2 5.7M12 8.5l-2.8 2.8',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  chevron: 'm6 3.5 4.5 4.5L6 12.5',
  close: 'm4 4 8 8m0-8-8 8',
  down: 'M8 3v10m0 0 4-4m-4 4L4 9',
  file: 'M4 1.8h5l3.2 3.2v9.2H4V1.8Zm5 0V5h3.2',
  menu: 'M2.5 4.5h11m-11 3.5h11m-11 3.5h11',
  moon: 'M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8Z',
  panel: 'M2 3h12v10H2V3Zm7.5 0v10',
  pencil: 'm3 13 .6-2.9 7-7 2.3 2.3-7 7L3 13Z',
  plus: 'M8 3v10M3 8h10',
  send: 'M8 13V3.5m0 0L3.8 7.7M8 3.5l4.2 4.2',
  stop: 'M4.5 4.5h7v7h-7z',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6ZM8 1v1.6m0 10.8V15M1 8h1.6m10.8 0H15M3 3l1.2 1.2m7.6 7.6L13 13M13 3l-1.2 1.2M4.2 11.8 3 13',
  trash: 'M2.8 4.5h10.4M6.3 4.5V2.8h3.4v1.7M4.3 4.5l.6 8.7h6.2l.6-8.7',
  thought:
    'M8 2.2c3.3 0 6 2 6 4.6s-2.7 4.6-6 4.6c-.7 0-1.4-.1-2-.3L3 13l.5-2.9A4.3 4.3 0 0 1 2 6.8c0-2.6 2.7-4.6 6-4.6Z',
} as const;

/** The name of a drawing. */
export type IconName = keyof typeof PATHS;

/** A small line drawing in the colour of the text beside it; what it means, the text says. */
@Component({
  selector: 'app-icon',
  template: `<svg viewBox="0 0 16 16" aria-hidden="true"><path [attr.d]="path()" /></svg>`,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
    }
    svg {
      width: 1rem;
      height: 1rem;
      fill: none;
      stroke: currentColor;
      stroke-width: 1.5;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Icon {
  readonly name = input.required<IconName>();
  protected readonly path = computed(() => PATHS[this.name()]);
}
