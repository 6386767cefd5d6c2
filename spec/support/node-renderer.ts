import type { Renderer2, RendererFactory2 } from '@angular/core';

/** An element, a text or a comment: what a view is made of, where there is no page. */
export class SpecNode {
  readonly children: SpecNode[] = [];
  readonly attributes = new Map<string, unknown>();
  readonly listeners = new Map<string, (event: unknown) => unknown>();
  parent: SpecNode | undefined;

  constructor(
    readonly name: string,
    public value: unknown = '',
  ) {}

  /** What a reader sees of it. */
  get text(): string {
    return this.name === '#text' ? String(this.value) : this.children.map(({ text }) => text).join('');
  }

  /** All below it that have a name. */
  all(name: string): readonly SpecNode[] {
    return this.children.flatMap(child => [...(child.name === name ? [child] : []), ...child.all(name)]);
  }

  /** Clicks the button that says so. */
  click(label: string): void {
    const button = this.all('button').find(({ text }) => text === label);
    if (button === undefined) throw new Error(`There is no button ${label} in: ${this.text}`);
    button.listeners.get('click')?.({});
  }

  insert(child: SpecNode, before?: SpecNode | null): void {
    child.remove();
    child.parent = this;
    const index = before ? this.children.indexOf(before) : -1;
    this.children.splice(index < 0 ? this.children.length : index, 0, child);
  }

  remove(): void {
    const siblings = this.parent?.children ?? [];
    if (siblings.includes(this)) siblings.splice(siblings.indexOf(this), 1);
    this.parent = undefined;
  }
}

type NodeRenderer = Partial<Record<keyof Renderer2, unknown>>;

const renderer: NodeRenderer = {
  data: {},
  destroy: () => undefined,
  createElement: (name: string) => new SpecNode(name),
  createText: (text: string) => new SpecNode('#text', text),
  createComment: () => new SpecNode('#comment'),
  appendChild: (parent: SpecNode, child: SpecNode) => parent.insert(child),
  insertBefore: (parent: SpecNode, child: SpecNode, before: SpecNode) => parent.insert(child, before),
  removeChild: (_: unknown, child: SpecNode) => child.remove(),
  parentNode: (node: SpecNode) => node.parent,
  nextSibling: (node: SpecNode) => node.parent?.children[node.parent.children.indexOf(node) + 1],
  selectRootElement: (host: SpecNode | string) => (typeof host === 'string' ? new SpecNode(host) : host),
  setAttribute: (node: SpecNode, name: string, value: string) => void node.attributes.set(name, value),
  setProperty: (node: SpecNode, name: string, value: unknown) => void node.attributes.set(name, value),
  setValue: (node: SpecNode, value: string) => (node.value = value),
  listen: (node: SpecNode, name: string, callback: (event: unknown) => unknown) => {
    node.listeners.set(name, callback);
    return () => node.listeners.delete(name);
  },
};

/** Renders to nodes of its own: real templates and real change detection, without a page. */
export const nodeRendererFactory = { createRenderer: () => renderer } as unknown as RendererFactory2;
