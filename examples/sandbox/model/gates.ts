/** Named places where a script waits for a test, and a test for a script. */
export class Gates {
  readonly #doors = new Map<string, Door>();

  /** Opens the place: who waits there goes on, and who comes later does not wait. */
  release(name: string): void {
    this.#door(name).released.resolve();
  }

  /** Resolves when a script has come to the place. */
  reached(name: string): Promise<void> {
    return this.#door(name).reached.promise;
  }

  /** Stands at the place until it is released. */
  pass(name: string): Promise<void> {
    const door = this.#door(name);
    door.reached.resolve();
    return door.released.promise;
  }

  #door(name: string): Door {
    const door = this.#doors.get(name) ?? { reached: deferred(), released: deferred() };
    this.#doors.set(name, door);
    return door;
  }
}

interface Deferred {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

interface Door {
  readonly reached: Deferred;
  readonly released: Deferred;
}

function deferred(): Deferred {
  let resolve = (): void => undefined;
  const promise = new Promise<void>(done => (resolve = done));
  return { promise, resolve };
}
