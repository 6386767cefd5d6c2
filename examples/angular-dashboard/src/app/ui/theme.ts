import { computed, DOCUMENT, effect, inject, Injectable, signal } from '@angular/core';

type Scheme = 'light' | 'dark';

const STORAGE_KEY = 'opencode-dashboard.theme';

/** Light or dark: what the system says, until somebody chooses here. */
@Injectable({ providedIn: 'root' })
export class Theme {
  private readonly root = inject(DOCUMENT).documentElement;
  private readonly system = signal<Scheme>('light');
  private readonly chosen = signal(storedScheme());

  readonly scheme = computed(() => this.chosen() ?? this.system());

  constructor() {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const follow = (): void => this.system.set(dark.matches ? 'dark' : 'light');
    dark.addEventListener('change', follow);
    follow();
    effect(() => (this.root.dataset['theme'] = this.scheme()));
  }

  toggle(): void {
    const scheme = this.scheme() === 'dark' ? 'light' : 'dark';
    localStorage.setItem(STORAGE_KEY, scheme);
    this.chosen.set(scheme);
  }
}

function storedScheme(): Scheme | undefined {
  const stored = localStorage.getItem(STORAGE_KEY);
  return stored === 'light' || stored === 'dark' ? stored : undefined;
}
